// How things stand on a day, from cached figures, policy and calendar.
#include <algorithm>
#include <cmath>

#include "engine/status.h"
#include "features/rows/rows.h"

namespace cairn::rows {

namespace {

// The engine's rhythm knows four cadences; any number of weeks is counted as the nearest of them.
engine::Cadence cadence_of(int weeks) {
  if (weeks <= 1) return engine::Cadence::week;
  if (weeks <= 2) return engine::Cadence::two_weeks;
  return weeks <= 6 ? engine::Cadence::month : engine::Cadence::quarter;
}

void judge_risk(const KeyResultState& kr, const engine::Policy& policy, Date today, engine::StatusInput& input) {
  const engine::Metric& metric = *kr.metric;
  if (!engine::is_control(metric.type) || !metric.risk || !kr.value) return;
  const engine::Range range = engine::range_on(metric, today);
  if (engine::bound_met(metric, range, *kr.value, policy.inclusive)) return;
  input.risk_zone = engine::at_risk(metric, range, *kr.value, policy.inclusive);
  input.beyond_risk = !input.risk_zone;
}

}  // namespace

engine::Window window_of(const Calendar& cycle, std::optional<Date> starts_on, std::optional<Date> due_on) {
  return {starts_on ? std::max(*starts_on, cycle.starts_on) : cycle.starts_on, due_on.value_or(cycle.ends_on)};
}

Assessment assess(const KeyResultState& kr, const Calendar& cycle, const engine::Policy& policy, Date today) {
  Assessment out;
  const engine::Window window = window_of(cycle, kr.starts_on, kr.due_on);
  const int weeks = kr.cadence_weeks.value_or(cycle.every_weeks);
  out.started = kr.started;
  if (kr.metric->type != engine::MetricType::baseline)
    out.expected = engine::expected_progress(*kr.metric, {cadence_of(weeks), cycle.weekday}, window, today, policy);
  engine::StatusInput input{.progress = kr.progress, .expected = out.expected, .confidence = kr.confidence,
                            .started = kr.started, .past_grace = engine::past_grace(window, today, policy.grace_days)};
  judge_risk(kr, policy, today, input);
  out.reason = engine::judge(input, policy);
  out.status = out.reason.status;
  if (kr.open && !kr.aligned && kr.last_checkin_on)
    out.stale = days_between(*kr.last_checkin_on, std::min(today, window.ends)) > 7 * weeks + policy.grace_days;
  return out;
}

Assessment assess(const ObjectiveState& objective, const Calendar& cycle, const engine::Policy& policy, Date today) {
  Assessment out;
  const engine::Window window{cycle.starts_on, cycle.ends_on};
  out.expected = engine::expected_progress({cadence_of(cycle.every_weeks), cycle.weekday}, window, today, policy);
  engine::Status weakest = engine::Status::none;
  out.started = objective.manual && objective.progress;
  for (const ItemState& item : objective.items) {
    weakest = engine::weaker(weakest, item.status);
    out.started = out.started || item.started;
    out.stale = out.stale || item.stale;
  }
  if (objective.items.empty() && !objective.manual) return out;  // nothing to judge by
  out.reason = engine::judge({.progress = objective.progress, .expected = out.expected,
                              .confidence = objective.confidence, .started = out.started,
                              .past_grace = engine::past_grace(window, today, policy.grace_days)},
                             policy);
  if (!objective.manual && policy.objective_status == engine::ObjectiveStatusRule::weakest) {
    out.reason.status = weakest;
  } else if (!objective.manual && out.started &&
             policy.objective_status == engine::ObjectiveStatusRule::mean_confidence) {
    const bool own = policy.status.method == engine::StatusMethod::confidence;
    out.reason.status = engine::judge_confidence(objective.confidence, own ? policy.status : policy.confidence);
  }
  out.status = out.reason.status;
  return out;
}

bool child_counts(engine::ObjectiveState state, bool archived) { return !archived && engine::counts_in_parents(state); }

bool key_result_counts(engine::MetricType type, bool archived) {
  return !archived && type != engine::MetricType::baseline;
}

DueDays due_days(const Calendar& cycle, std::optional<Date> starts_on, std::optional<Date> due_on,
                 std::optional<int> cadence_weeks) {
  const engine::Window window = window_of(cycle, starts_on, due_on);
  const int to_weekday = (cycle.weekday - weekday(cycle.starts_on) + 7) % 7;
  DueDays days{.first = add_days(cycle.starts_on, to_weekday), .last = window.ends,
               .step = 7 * std::max(1, cadence_weeks.value_or(cycle.every_weeks))};
  const int late = days_between(days.first, window.starts);
  if (late > 0) days.first = add_days(days.first, (late + days.step - 1) / days.step * days.step);
  return days;
}

std::optional<Date> DueDays::latest_before(Date day) const {
  const Date upto = std::min(add_days(day, -1), last);
  if (upto < first) return std::nullopt;
  return add_days(first, days_between(first, upto) / step * step);
}

std::optional<Date> DueDays::first_from(Date day) const {
  const int past = days_between(first, day);
  const Date found = past <= 0 ? first : add_days(first, (past + step - 1) / step * step);
  if (found > last) return std::nullopt;
  return found;
}

std::string value_text(const engine::Metric& metric, std::optional<double> value, std::string_view unit, int decimals) {
  if (!value) return "-";
  if (metric.type == engine::MetricType::done) return *value > 0 ? "yes" : "no";
  if (metric.type == engine::MetricType::milestones)
    return engine::format_value(*value, "") + " of " + engine::format_value(engine::milestone_weight(metric), "");
  if (engine::has_sentences(metric))
    return metric.zone_texts[static_cast<std::size_t>(std::clamp(std::lround(*value), 0L, 3L))];
  return engine::format_value(*value, unit, decimals);
}

void FigureSum::add_objective(const Assessment& assessment, std::optional<double> progress,
                              std::optional<double> confidence, double weight, bool ownerless) {
  ++objective_count_;
  if (ownerless) ++ownerless_;
  objectives_.add(assessment.status);
  progress_.add(progress, weight);
  expected_.add(assessment.expected, weight);
  confidence_.add(confidence, weight);
}

void FigureSum::add_key_result(engine::Status status, bool stale, bool ownerless) {
  ++key_result_count_;
  key_results_.add(status);
  if (stale) ++stale_;
  if (ownerless) ++ownerless_;
}

Figures FigureSum::figures(std::string explanation_path) const {
  return {.progress = progress_.value(), .expected = expected_.value(), .confidence = confidence_.value(),
          .net_confidence = engine::net_confidence(key_results_), .objectives = objective_count_,
          .key_results = key_result_count_, .status_counts = view_of(key_results_),
          .objective_status_counts = view_of(objectives_), .stale = stale_, .ownerless = ownerless_,
          .explanation_path = std::move(explanation_path)};
}

StatusCountsView view_of(const engine::StatusCounts& counts) {
  using enum engine::Status;
  return {.on_track = counts[on_track], .behind = counts[behind], .off_track = counts[off_track],
          .achieved = counts[achieved], .not_started = counts[not_started], .no_update = counts[no_update],
          .none = counts[none]};
}

ReasonView view_of(const engine::StatusReason& reason) {
  return {.gap = reason.gap, .expected = reason.expected, .progress = reason.progress,
          .method = std::string(engine::word_of(reason.method)), .by_risk = reason.by_risk};
}

}  // namespace cairn::rows
