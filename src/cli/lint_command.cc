// cairn lint: what to mend in an OKR file, without a server.
#include <algorithm>
#include <cstdio>
#include <set>

#include "cli/arguments.h"
#include "cli/cli.h"
#include "cli/field_reader.h"
#include "cli/findings.h"
#include "cli/okr_reader.h"
#include "engine/lint.h"

namespace cairn::cli {
namespace {

constexpr const char* usage =
    "cairn lint FILE [--as-of DATE] [--format text|json|sarif]\n"
    "\n"
    "Checks an OKR file: first that it can be read, then its OKRs against the quality rules.\n"
    "  --as-of DATE    the day; otherwise the file's as_of, otherwise today\n"
    "  --format WORD   text (default), json, or sarif\n"
    "\n"
    "Exit status: 0 no error; 1 at least one error; 2 the file cannot be read or the options are wrong.\n";

int refuse(const std::string& sentence) {
  std::fprintf(stderr, "cairn lint: %s\n", sentence.c_str());
  return 2;
}

// The rules' findings with their places in the text.
void add_quality(std::vector<Finding>& findings, const OkrText& okr, Date on) {
  std::set<std::int32_t> wrong_lines;
  for (const Finding& finding : findings) wrong_lines.insert(finding.line);
  for (const engine::LintFinding& found : engine::lint(okr.file, on)) {
    const engine::LintRule* rule = engine::find_rule(found.rule);
    const YamlNode& node = locate(okr.root, found.path).node;
    if (found.severity == engine::Severity::error && wrong_lines.contains(node.line)) continue;  // it is told already
    std::string message(rule->reason);
    if (!found.detail.empty()) message += " (" + found.detail + ")";
    findings.push_back({.code = std::string(found.rule), .severity = std::string(engine::word_of(found.severity)), .line = node.line,
                        .column = node.column, .message = std::move(message), .remedy = std::string(rule->remedy), .path = found.path});
  }
  sort_by_place(findings);
}

}  // namespace

int run_lint(std::span<const std::string> arguments) {
  static constexpr std::string_view known[] = {"--as-of", "--format"};
  const Arguments given = parse_arguments(arguments, known);
  if (given.help) return std::fputs(usage, stdout), 0;
  if (!given.error.empty()) return refuse(given.error);
  if (given.files.size() != 1) return refuse("Name one file.");
  const std::string format_name = given.option("--format", "text");
  if (format_name != "text" && format_name != "json" && format_name != "sarif") return refuse("The format is text, json or sarif.");
  std::optional<Date> as_of;
  if (const std::string day = given.option("--as-of"); !day.empty()) {
    as_of = parse_date(day);
    if (!as_of) return refuse("--as-of takes a date such as 2026-02-15.");
  }
  std::string bytes;
  if (!read_file(given.files[0], bytes)) return refuse("The file '" + given.files[0] + "' cannot be read, or is too large.");
  OkrText okr = read_okr(bytes);
  std::vector<Finding> findings = std::move(okr.problems);
  if (!as_of) as_of = okr.file.as_of;
  // a file that is broken all over is mended before its OKRs are judged
  constexpr std::size_t broken = 1000;
  if (findings.size() < broken) add_quality(findings, okr, as_of.value_or(clock::today(clock::SystemClock(), okr.zone)));
  const std::string& file = given.files[0];
  const std::string text = format_name == "json" ? findings_json(findings, file) : format_name == "sarif" ? findings_sarif(findings, file) : findings_text(findings, file);
  std::fwrite(text.data(), 1, text.size(), stdout);
  const bool errors = std::ranges::any_of(findings, [](const Finding& f) { return f.severity == "error"; });
  return std::fflush(stdout) != 0 ? 2 : errors ? 1 : 0;
}

}  // namespace cairn::cli
