// The linter: which rules hang on what.
#include "engine/lint.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "engine/lint_text.h"
#include "engine/status.h"

namespace cairn::engine {
namespace {

class Findings {
 public:
  explicit Findings(const LintOptions& options) : options_(options) {}

  void add(std::string_view rule, std::string path, std::string detail = {}) {
    const LintRule* known = find_rule(rule);
    Severity severity = known ? known->severity : Severity::advice;
    for (const auto& [id, chosen] : options_.overrides)
      if (id == rule) severity = chosen;
    if (severity != Severity::off) found_.push_back({known ? known->id : rule, severity, std::move(path), std::move(detail)});
  }
  std::vector<LintFinding> take() { return std::move(found_); }
  const LintOptions& options() const { return options_; }

 private:
  const LintOptions& options_;
  std::vector<LintFinding> found_;
};

// What every title is asked.
void any_title(Findings& findings, const Reading& reading, std::string_view title, const std::string& path, int most) {
  if (static_cast<int>(reading.characters) > most) findings.add("clarity.long_title", path, std::to_string(reading.characters));
  if (reading.words.size() < 3 && !measure_in(reading)) findings.add("clarity.short_title", path);
  if (const std::string_view word = contains_phrase(reading, jargon()); !word.empty()) findings.add("clarity.jargon", path, std::string(word));
  if (const auto mark = placeholder_in(title)) findings.add("clarity.placeholder", path, *mark);
  if (const auto second = second_goal(reading)) findings.add("clarity.several_goals", path, *second);
}

void objective_title(Findings& findings, std::string_view title, const std::string& path) {
  const Reading reading = read_title(title);
  any_title(findings, reading, title, path, findings.options().title_most);
  if (const std::string_view verb = opening_verb(reading, task_verbs()); !verb.empty()) findings.add("clarity.task_in_objective", path, std::string(verb));
  const auto measure = measure_in(without_brackets(reading));
  if (measure && std::ranges::any_of(*measure, [](char c) { return c >= '0' && c <= '9'; })) findings.add("clarity.metric_in_objective", path, *measure);
}

void key_result_title(Findings& findings, std::string_view title, const Metric* metric, const std::string& path) {
  const Reading reading = read_title(title);
  any_title(findings, reading, title, path, findings.options().key_result_title_most);
  const bool measured = metric && is_numeric(*metric) && metric->type != MetricType::baseline;
  const bool counted = measured || measure_in(reading);
  if (counted) return;  // a number tells whether it is reached, whatever the verb
  if (const std::string_view verb = opening_verb(reading, output_verbs()); !verb.empty()) findings.add("outcome.output_verb", path, std::string(verb));
  else if (const std::string_view state = contains_phrase(reading, output_states()); !state.empty()) findings.add("outcome.output_state", path, std::string(state));
  else if (const std::string_view busy = opening_verb(reading, activity_verbs()); !busy.empty()) findings.add("outcome.activity_verb", path, std::string(busy));
  else if (const std::string_view vague = opening_verb(reading, vague_verbs()); !vague.empty() && !metric) findings.add("measurable.vague", path, std::string(vague));
  else if (const std::string_view moves = contains_phrase(reading, vague_states()); !moves.empty() && !metric) findings.add("measurable.vague", path, std::string(moves));
}

void owner(Findings& findings, bool owned, bool active, bool group, std::string_view name, const std::string& path) {
  if (!owned) findings.add("ownership.no_owner", path);
  else if (group) findings.add("ownership.group_owner", path, std::string(name));
  else if (!active) findings.add("ownership.inactive_owner", path, std::string(name));
}

// The usual step from one check-in to the next; none below four steps.
std::optional<double> usual_step(std::span<const Checkin> checkins) {
  std::vector<const Checkin*> sorted;
  for (const Checkin& checkin : checkins) sorted.push_back(&checkin);
  std::ranges::sort(sorted, [](const Checkin* a, const Checkin* b) { return std::pair(a->at, a->order) < std::pair(b->at, b->order); });
  if (sorted.size() < 5) return std::nullopt;
  std::vector<double> steps;
  for (std::size_t i = 1; i < sorted.size(); ++i) steps.push_back(sorted[i]->value - sorted[i - 1]->value);
  double mean = 0, squares = 0;
  for (const double step : steps) mean += step / static_cast<double>(steps.size());
  for (const double step : steps) squares += (step - mean) * (step - mean);
  return std::sqrt(squares / static_cast<double>(steps.size() - 1));
}

void metric_rules(Findings& findings, const LintKeyResult& kr, const std::string& path) {
  if (!kr.metric) {
    if (!kr.aligned) findings.add("measurable.no_metric", path);
    return;
  }
  const Metric& metric = *kr.metric;
  for (const Problem& problem : validate(metric)) {
    if (problem.code == "start_equals_target") findings.add("measurable.start_equals_target", path + "." + problem.field);
    else if (problem.code == "wrong_direction") findings.add("measurable.wrong_direction", path + "." + problem.field);
    else if (problem.code == "required" && problem.field == "metric.start") findings.add("measurable.no_start", path + ".metric.start");
    else findings.add("measurable.unsound", path + "." + problem.field, problem.code);
  }
  if (metric.type == MetricType::done)
    if (const auto measure = measure_in(read_title(kr.title)); measure && measure->front() >= '0' && measure->front() <= '9')
      findings.add("measurable.binary", path + ".metric", *measure);
}

void ambition_rules(Findings& findings, const LintObjective& objective, const LintKeyResult& kr, const std::string& path) {
  if (!kr.metric) return;
  const Metric& metric = *kr.metric;
  const bool ranged = metric.type == MetricType::increase || metric.type == MetricType::decrease;
  const bool sound = !ranged || (metric.start && *metric.start != metric.target);
  if (sound && ranged && !kr.checkins.empty()) {
    const auto earliest = std::ranges::min_element(kr.checkins, {}, [](const Checkin& c) { return std::pair(c.at, c.order); });
    const bool at_once = objective.window && days_between(objective.window->starts, earliest->on) <= 7;
    if (at_once && attainment(metric, first_range(metric), earliest->value, {}).value_or(0) >= 1)
      findings.add("ambition.already_reached", path + ".metric.target");
    const std::optional<double> step = usual_step(kr.checkins);
    if (step && std::abs(metric.target - *metric.start) < *step) findings.add("ambition.within_noise", path + ".metric.target", format_value(*step, metric.unit));
  }
  if (objective.kind == ObjectiveKind::committed && kr.checkins.empty() && !kr.from_kpi && !kr.aligned && (ranged || metric.type == MetricType::baseline))
    findings.add("ambition.committed_without_history", path + ".metric");
}

void time_rules(Findings& findings, const LintObjective& objective, const LintKeyResult& kr, Date on, const std::string& path) {
  if (!objective.window) return;
  const Window& window = *objective.window;
  if (kr.due && (*kr.due < window.starts || *kr.due > window.ends)) findings.add("time.due_outside_cycle", path + ".due", format(*kr.due));
  else if (kr.due && *kr.due < on && objective.state == ObjectiveState::active) findings.add("time.due_passed", path + ".due", format(*kr.due));
  for (std::size_t i = 0; i < kr.checkins.size(); ++i) {
    const Date day = kr.checkins[i].on;
    // a reading shortly before the start or after the end is good practice
    if (add_days(day, 31) >= window.starts && add_days(window.ends, 31) >= day) continue;
    findings.add("time.check_in_outside_cycle", path + ".check_ins[" + std::to_string(i) + "].at", format(day));
  }
}

void upkeep_rules(Findings& findings, const LintObjective& objective, const LintKeyResult& kr, Date on, const Policy& policy, const std::string& path) {
  if (objective.state != ObjectiveState::active || kr.aligned) return;
  const Instant now{(on.days + 2) * day_us};
  const Checkin* newest = newest_at(kr.checkins, now);
  const bool milestones = kr.metric && kr.metric->type == MetricType::milestones && milestone_weight_done(*kr.metric, on) > 0;
  const bool running = objective.window && on <= objective.window->ends;
  if (running && !newest && !milestones && past_grace(*objective.window, on, policy.grace_days)) findings.add("upkeep.not_started", path);
  if (running && newest && is_stale(newest->on, objective.rhythm.every, on, policy.grace_days)) findings.add("upkeep.stale", path, format(newest->on));
  std::vector<const Checkin*> sure;
  for (const Checkin& checkin : kr.checkins)
    if (checkin.confidence) sure.push_back(&checkin);
  std::ranges::sort(sure, [](const Checkin* a, const Checkin* b) { return std::pair(b->at, b->order) < std::pair(a->at, a->order); });
  if (sure.size() >= 4 && std::ranges::all_of(sure.begin(), sure.begin() + 4, [&](const Checkin* c) { return c->confidence == sure.front()->confidence; }))
    findings.add("upkeep.constant_confidence", path, format_value(*sure.front()->confidence, ""));
}

void whole_objective(Findings& findings, const LintObjective& objective) {
  if (objective.level != Level::company && !objective.has_parent) findings.add("alignment.no_parent", "contributes_to");
  for (const Window& parent : objective.parent_windows)
    if (objective.window && (parent.ends < objective.window->starts || objective.window->ends < parent.starts)) {
      findings.add("alignment.other_cycle", "contributes_to");
      break;
    }
  if (!objective.window) findings.add("time.no_cycle", "cycle");
  const Limits& limits = findings.options().limits;
  const int count = static_cast<int>(objective.key_results.size());
  if (objective.objectives_of_owner > limits.objectives_per_owner) findings.add("limits.too_many_objectives", "owner", std::to_string(objective.objectives_of_owner));
  if (count < limits.key_results_min) findings.add("limits.too_few_key_results", "key_results", std::to_string(count));
  if (count > limits.key_results_max) findings.add("limits.too_many_key_results", "key_results", std::to_string(count));
  const bool outputs = std::ranges::all_of(objective.key_results, [](const LintKeyResult& kr) {
    return kr.metric && (kr.metric->type == MetricType::milestones || kr.metric->type == MetricType::done);
  });
  if (count >= 2 && outputs) findings.add("balance.only_outputs", "key_results");
  const bool alone = objective.owned && std::ranges::all_of(objective.key_results, [&](const LintKeyResult& kr) { return kr.owned && kr.owner == objective.owner; });
  if (count >= 3 && alone && objective.level != Level::person) findings.add("balance.one_person", "key_results", std::string(objective.owner));
}

}  // namespace

std::vector<LintFinding> lint(const LintObjective& objective, Date on, const Policy& policy, const LintOptions& options) {
  Findings findings(options);
  owner(findings, objective.owned, objective.owner_active, objective.owner_is_group, objective.owner, "owner");
  whole_objective(findings, objective);
  for (std::size_t i = 0; i < objective.key_results.size(); ++i) {
    const LintKeyResult& kr = objective.key_results[i];
    const std::string path = "key_results[" + std::to_string(i) + "]";
    owner(findings, kr.owned, kr.owner_active, kr.owner_is_group, kr.owner, path + ".owner");
    metric_rules(findings, kr, path);
    ambition_rules(findings, objective, kr, path);
    time_rules(findings, objective, kr, on, path);
    upkeep_rules(findings, objective, kr, on, policy, path);
  }
  objective_title(findings, objective.title, "title");
  for (std::size_t i = 0; i < objective.key_results.size(); ++i)
    key_result_title(findings, objective.key_results[i].title, objective.key_results[i].metric, "key_results[" + std::to_string(i) + "].title");
  return findings.take();
}

std::vector<LintFinding> lint_objective_title(std::string_view title, const LintOptions& options) {
  Findings findings(options);
  objective_title(findings, title, "title");
  return findings.take();
}

std::vector<LintFinding> lint_key_result_title(std::string_view title, const Metric* metric, const LintOptions& options) {
  Findings findings(options);
  key_result_title(findings, title, metric, "title");
  return findings.take();
}

}  // namespace cairn::engine
