// The quality linter: rules with stable ids on an objective's structured fields first and its texts second.
// Each rule can be switched off, softened, or (unless it judges wording) made a hard stop.
// source: maths.md section 8
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/limits.h"
#include "engine/metric.h"
#include "engine/okr_file.h"

namespace cairn::engine {

enum class Severity : std::uint8_t { off, advice, warning, error };
constexpr Words<Severity, 4> json_names(Severity) {
  using enum Severity;
  return {{{off, "off"}, {advice, "advice"}, {warning, "warning"}, {error, "error"}}};
}

struct LintRule {
  std::string_view id;        // "outcome.output_verb"; the part before the dot is the family
  Severity severity;          // unless the administrator says otherwise
  bool wording;               // judges words: never a hard stop by default
  std::string_view reason, remedy;        // English
  std::string_view reason_de, remedy_de;  // German
};
std::span<const LintRule> lint_rules();  // by family
const LintRule* find_rule(std::string_view id);

struct LintFinding {
  std::string_view rule;
  Severity severity = Severity::advice;
  std::string path;    // "title", "key_results[1].metric.target"; in a file "objectives[3].title"
  std::string detail;  // the word, number or name it hangs on; may be empty
};

struct LintOptions {
  std::vector<std::pair<std::string, Severity>> overrides;  // by rule id
  Limits limits;
  int title_most = 100;             // characters of an objective's title
  int key_result_title_most = 160;
};

struct LintKeyResult {
  std::string_view title;
  bool owned = false, owner_active = true, owner_is_group = false;
  std::string_view owner;           // key or id, to tell persons apart
  const Metric* metric = nullptr;   // nullptr: none
  std::span<const Checkin> checkins;
  std::optional<Date> due;
  bool aligned = false, from_kpi = false;
};

// What the rules look at; refers, does not own.
struct LintObjective {
  std::string_view title;
  ObjectiveKind kind = ObjectiveKind::aspirational;
  ObjectiveState state = ObjectiveState::active;
  Level level = Level::company;
  bool owned = false, owner_active = true, owner_is_group = false;
  std::string_view owner;
  bool has_parent = false;                       // contributes to or supports something
  std::optional<Window> window;                  // of its cycle
  std::vector<Window> parent_windows;            // of the objectives it contributes to
  Rhythm rhythm;
  int objectives_of_owner = 0;                   // of the same team or person in the same cycle; 0: not known
  std::vector<LintKeyResult> key_results;
};

// in: `on` the day of asking. out: findings, structured rules first.
std::vector<LintFinding> lint(const LintObjective& objective, Date on, const Policy& policy, const LintOptions& options = {});
// Wording alone, for a title that is being typed.
std::vector<LintFinding> lint_objective_title(std::string_view title, const LintOptions& options = {});
std::vector<LintFinding> lint_key_result_title(std::string_view title, const Metric* metric, const LintOptions& options = {});
// A whole file, drafts and active objectives.
std::vector<LintFinding> lint(const OkrFile& file, Date on, const LintOptions& options = {});

}  // namespace cairn::engine
