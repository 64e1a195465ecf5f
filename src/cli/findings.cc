// Findings as text, JSON or SARIF 2.1.0.
#include "cli/findings.h"

#include <algorithm>
#include <tuple>

#include "cli/json_out.h"
#include "engine/lint.h"

namespace cairn::cli {
namespace {

std::string counted(std::size_t count, const char* one, const char* many) { return std::to_string(count) + " " + (count == 1 ? one : many); }

std::size_t of(const std::vector<Finding>& findings, std::string_view severity) {
  return static_cast<std::size_t>(std::ranges::count(findings, severity, &Finding::severity));
}

const char* level_of(const std::string& severity) { return severity == "error" ? "error" : severity == "warning" ? "warning" : "note"; }

void sarif_rules(JsonOut& out, const std::vector<Finding>& findings) {
  std::vector<std::string> ids;
  for (const Finding& finding : findings) ids.push_back(finding.code);
  std::ranges::sort(ids);
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  out.key("rules");
  out.open('[');
  for (const std::string& id : ids) {
    const engine::LintRule* rule = engine::find_rule(id);
    out.open('{');
    out.field("id", id);
    out.key("shortDescription");
    out.open('{');
    out.field("text", rule ? rule->reason : std::string_view("A problem of the file itself."));
    out.close('}');
    if (rule) {
      out.key("help");
      out.open('{');
      out.field("text", rule->remedy);
      out.close('}');
    }
    out.close('}');
  }
  out.close(']');
}

void sarif_result(JsonOut& out, const Finding& finding, const std::string& file) {
  out.open('{');
  out.field("ruleId", finding.code);
  out.field("level", level_of(finding.severity));
  out.key("message");
  out.open('{');
  out.field("text", finding.remedy.empty() ? finding.message : finding.message + " " + finding.remedy);
  out.close('}');
  out.key("locations");
  out.open('[');
  out.open('{');
  out.key("physicalLocation");
  out.open('{');
  out.key("artifactLocation");
  out.open('{');
  out.field("uri", file);
  out.close('}');
  out.key("region");
  out.open('{');
  out.key("startLine"), out.whole(std::max(1, finding.line));
  out.key("startColumn"), out.whole(std::max(1, finding.column));
  out.close('}');
  out.close('}');
  out.close('}');
  out.close(']');
  out.close('}');
}

}  // namespace

void sort_by_place(std::vector<Finding>& findings) {
  std::ranges::sort(findings, {}, [](const Finding& f) { return std::tie(f.line, f.column, f.code, f.path, f.message); });
}

std::string findings_text(const std::vector<Finding>& findings, const std::string& file) {
  std::string text;
  for (const Finding& finding : findings) {
    text += file + ":" + std::to_string(finding.line) + ":" + std::to_string(finding.column) + ": " + finding.severity + " " + finding.code + ": " + finding.message;
    if (!finding.remedy.empty()) text += " " + finding.remedy;
    text += "\n";
  }
  if (findings.empty()) return file + ": nothing to mend\n";
  return text + counted(of(findings, "error"), "error", "errors") + ", " + counted(of(findings, "warning"), "warning", "warnings") + ", " +
         counted(of(findings, "advice"), "piece of advice", "pieces of advice") + "\n";
}

std::string findings_json(const std::vector<Finding>& findings, const std::string& file) {
  std::string text = "{\n  \"file\": ";
  JsonOut name;
  name.string(file);
  text += name.text + ",\n  \"errors\": " + std::to_string(of(findings, "error")) + ",\n  \"findings\": [";
  bool first = true;
  for (const Finding& finding : findings) {
    JsonOut out;
    out.open('{');
    out.field("rule", finding.code);
    out.field("severity", finding.severity);
    out.key("line"), out.whole(finding.line);
    out.key("column"), out.whole(finding.column);
    out.field("path", finding.path);
    out.field("message", finding.message);
    out.field("remedy", finding.remedy);
    out.close('}');
    text += first ? "\n    " : ",\n    ";
    text += out.text;
    first = false;
  }
  return text + (first ? "]\n}\n" : "\n  ]\n}\n");
}

std::string findings_sarif(const std::vector<Finding>& findings, const std::string& file) {
  JsonOut out;
  out.open('{');
  out.field("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
  out.field("version", "2.1.0");
  out.key("runs");
  out.open('[');
  out.open('{');
  out.key("tool");
  out.open('{');
  out.key("driver");
  out.open('{');
  out.field("name", "cairn");
  sarif_rules(out, findings);
  out.close('}');
  out.close('}');
  out.key("columnKind"), out.string("unicodeCodePoints");
  out.key("results");
  out.open('[');
  for (const Finding& finding : findings) {
    out.line();
    sarif_result(out, finding, file);
  }
  out.close(']');
  out.close('}');
  out.close(']');
  out.close('}');
  return out.text + "\n";
}

}  // namespace cairn::cli
