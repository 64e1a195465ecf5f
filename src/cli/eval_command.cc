// cairn eval: all figures of an OKR file, without a server.
#include <cstdio>

#include "cli/arguments.h"
#include "cli/cli.h"
#include "cli/eval_text.h"
#include "cli/field_reader.h"
#include "cli/findings.h"
#include "cli/okr_reader.h"

namespace cairn::cli {
namespace {

constexpr const char* usage =
    "cairn eval FILE [--as-of DATE] [--policy NAME] [--format json|table]\n"
    "\n"
    "Computes progress, status, score and forecast of everything in an OKR file as of the end of a day.\n"
    "  --as-of DATE    the day; otherwise the file's as_of, otherwise today\n"
    "  --policy NAME   a preset that replaces the file's policies\n"
    "  --format WORD   json (default) or table\n"
    "\n"
    "Exit status: 0 done; 1 the file has errors, which are told; 2 the file cannot be read or the options are wrong.\n";

int refuse(const std::string& sentence) {
  std::fprintf(stderr, "cairn eval: %s\n", sentence.c_str());
  return 2;
}

// The whole file under one preset.
bool impose(engine::OkrFile& file, const std::string& name) {
  const engine::Policy* preset = engine::find_preset(name);
  if (!preset) return false;
  file.policy = *preset;
  for (engine::FileCycle& cycle : file.cycles) cycle.policy.reset();
  return true;
}

}  // namespace

int run_eval(std::span<const std::string> arguments) {
  static constexpr std::string_view known[] = {"--as-of", "--policy", "--format"};
  const Arguments given = parse_arguments(arguments, known);
  if (given.help) return std::fputs(usage, stdout), 0;
  if (!given.error.empty()) return refuse(given.error);
  if (given.files.size() != 1) return refuse("Name one file.");
  const std::string format_name = given.option("--format", "json");
  if (format_name != "json" && format_name != "table") return refuse("The format is json or table.");
  std::string bytes;
  if (!read_file(given.files[0], bytes)) return refuse("The file '" + given.files[0] + "' cannot be read, or is too large.");
  OkrText okr = read_okr(bytes);
  std::optional<Date> as_of = okr.file.as_of;
  if (const std::string day = given.option("--as-of"); !day.empty()) {
    as_of = parse_date(day);
    if (!as_of) return refuse("--as-of takes a date such as 2026-02-15.");
  }
  if (const std::string policy = given.option("--policy"); !policy.empty() && !impose(okr.file, policy)) {
    std::string names;
    for (const engine::Policy& preset : engine::presets()) names += " " + preset.name;
    return refuse("There is no preset '" + policy + "'. Known are" + names + ".");
  }
  if (!okr.problems.empty()) {
    std::fputs(findings_text(okr.problems, given.files[0]).c_str(), stderr);
    return 1;
  }
  const Date on = as_of.value_or(clock::today(clock::SystemClock(), okr.zone));
  const engine::EvalResult result = engine::evaluate(okr.file, {on, okr.zone.end_of_day(on)});
  const std::string text = format_name == "json" ? eval_json(result) : eval_table(result);
  std::fwrite(text.data(), 1, text.size(), stdout);
  return std::fflush(stdout) == 0 ? 0 : 2;
}

}  // namespace cairn::cli
