// Commands that bring files in and out: CSV import and its undo, export, the demo company, made-up data.
#include <cstdio>
#include <fstream>
#include <iostream>
#include <sstream>

#include "app/commands.h"
#include "app/site.h"
#include "features/exports/exports.h"
#include "features/imports/imports.h"
#include "features/people/people.h"
#include "seed/demo.h"

namespace cairn::app {
namespace {

std::string read_file(const std::string& name) {
  std::stringstream out;
  if (name == "-") {
    out << std::cin.rdbuf();
  } else {
    std::ifstream in(name, std::ios::binary);
    if (!in) fail(Fault::not_found, "no_such_file", "There is no file " + name + " that can be read.");
    out << in.rdbuf();
  }
  return out.str();
}

// In a person's name and with their rights, or in the operator's.
features::Context importer(Site& site, const std::string& email) {
  features::Context ctx = features::system_context(site.app(), engine::Role::champion);
  if (email.empty()) return ctx;
  ctx.actor = site.database().read([&](db::Tx& tx) {
    const auto person = people::find_by_email(tx, email);
    if (!person) fail(Fault::not_found, "unknown_person", "There is nobody with the address " + email + ".");
    return site.app().load_actor(tx, person->id);
  });
  return ctx;
}

imports::ImportPost input_of(const Options& options) {
  imports::ImportPost input;
  input.content = read_file(options.file);
  input.file_name = options.file == "-" ? "standard input" : options.file.substr(options.file.rfind('/') + 1);
  for (const std::string& pair : options.map) {
    const std::size_t sign = pair.rfind('=');
    if (sign == std::string::npos) fail(Fault::unprocessable, "bad_map", "--map takes COLUMN=FIELD; \"" + pair + "\" is none.");
    input.mapping[pair.substr(0, sign)] = pair.substr(sign + 1);
  }
  input.skip_problems = options.force;
  return input;
}

void print_problems(const std::vector<imports::ProblemView>& problems) {
  for (const imports::ProblemView& p : problems) {
    std::printf("row %lld%s%s: %s [%s]\n", static_cast<long long>(p.row), p.column.empty() ? "" : ", ", p.column.c_str(),
                p.message.c_str(), p.code.c_str());
  }
}

int dry_run(features::Context& ctx, const imports::ImportPost& input) {
  const imports::Preview preview = imports::preview(ctx, input);
  for (const imports::ColumnView& c : preview.columns)
    std::printf("column %-24s -> %s\n", c.header.c_str(), c.field ? c.field->c_str() : "(ignored)");
  for (const imports::RowView& r : preview.rows) {
    std::printf("row %lld: %s  %s%s%s%s%s\n", static_cast<long long>(r.row), r.fate.c_str(), r.objective.c_str(),
                r.key_result.empty() ? "" : " / ", r.key_result.c_str(), r.note.empty() ? "" : "  -- ", r.note.c_str());
  }
  print_problems(preview.problems);
  const imports::Counts& n = preview.counts;
  std::printf("would create %lld cycles, %lld objectives, %lld key results, %lld check-ins; %lld rows skipped, %lld with problems\n",
              static_cast<long long>(n.cycles), static_cast<long long>(n.objectives), static_cast<long long>(n.key_results),
              static_cast<long long>(n.checkins), static_cast<long long>(n.skipped), static_cast<long long>(n.problems));
  return preview.problems.empty() ? 0 : 1;
}

}  // namespace

int import_command(const Options& options) {
  const clock::SystemClock clock;
  Site site(options.data, clock);
  features::Context ctx = importer(site, options.import_as);
  const imports::ImportPost input = input_of(options);
  if (options.dry_run) return dry_run(ctx, input);
  // the problems themselves, not only that there are some
  const imports::Preview preview = imports::preview(ctx, input);
  if (!preview.problems.empty() && !input.skip_problems) {
    print_problems(preview.problems);
    std::printf("nothing was imported\n");
    return 1;
  }
  const imports::Import made = imports::apply(ctx, input);
  std::printf("%s: %lld objectives, %lld key results, %lld check-ins\n", made.id.text().c_str(),
              static_cast<long long>(made.created_objectives), static_cast<long long>(made.created_key_results),
              static_cast<long long>(made.created_checkins));
  return 0;
}

int import_undo_command(const Options& options) {
  const clock::SystemClock clock;
  Site site(options.data, clock);
  features::Context ctx = importer(site, "");
  const auto id = ImportId::parse(options.file);
  if (!id) fail(Fault::unprocessable, "bad_id", "An import's id reads IM-1; " + options.file + " is none.");
  imports::undo(ctx, *id);
  std::printf("%s was taken back\n", options.file.c_str());
  return 0;
}

int export_command(const Options& options) {
  const clock::SystemClock clock;
  Site site(options.data, clock);
  site.load_graph();
  const std::string text = site.database().read([&](db::Tx& tx) {
    const graph::Reading picture = site.graph().read(tx);
    return exports::csv(tx, *picture, nullptr, options.list, {});
  });
  std::FILE* out = options.file.empty() ? stdout : std::fopen(options.file.c_str(), "wb");
  if (out == nullptr) fail(Fault::storage_full, "cannot_write", "The file " + options.file + " cannot be written.");
  const bool written = std::fwrite(text.data(), 1, text.size(), out) == text.size() && std::fflush(out) == 0;
  if (out != stdout) std::fclose(out);
  if (!written) fail(Fault::storage_full, "cannot_write", "The export could not be written in full.");
  return 0;
}

int demo_command(const Options& options) {
  const clock::SystemClock clock;
  Site site(options.data, clock);
  if (!seed::fill_demo(site.app())) fail(Fault::conflict, "not_empty", "There are people in this database already; the demo needs an empty one.");
  std::printf("the demo company is in; serve it with: cairn serve --demo\n");
  return 0;
}

int seed_command(const Options& options) {
  const clock::SystemClock clock;
  Site site(options.data, clock);
  seed::fill_scale(site.app(), options.scale.front());
  std::printf("filled with size %s\n", options.scale.c_str());
  return 0;
}

}  // namespace cairn::app
