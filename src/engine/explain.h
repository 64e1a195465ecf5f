// Where a figure comes from: rule, formula, inputs, policy, items and check-ins, as plain data for pages and files.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "engine/figures.h"
#include "engine/policy.h"

namespace cairn::engine {

struct ExplainInput {
  std::string name;
  std::optional<double> value;
  std::string text;  // for inputs that are words or dates
};

struct ExplainItem {
  std::string key;  // "O-12", "KR-45", or a file's key
  double weight = 1;
  std::optional<double> progress;
};

struct Explanation {
  std::string rule;     // "increase", "weighted_mean", "manual", ...
  std::string formula;  // "(value - start) / (target - start)"
  std::vector<ExplainInput> inputs;
  std::string policy;
  int policy_version = 1;
  std::vector<ExplainItem> items;
  std::vector<std::int64_t> checkins;  // the ids the figure rests on, newest first
};

Explanation explain_progress(const KeyResultView& view, const KeyResultFigures& figures, const Policy& policy, Date on);
Explanation explain_expected(const KeyResultView& view, const Policy& policy, Date on);
Explanation explain_status(const StatusReason& reason, const Policy& policy);
// in: the items with the weights that count; `manual` when the progress was set by hand (the items then do not count).
Explanation explain_rollup(std::vector<ExplainItem> items, std::optional<double> manual, const Policy& policy);
Explanation explain_score(std::optional<double> progress, ObjectiveKind kind, const Policy& policy);

}  // namespace cairn::engine
