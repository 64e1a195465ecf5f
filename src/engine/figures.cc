// All figures of one key result.
#include "engine/figures.h"

#include <algorithm>

#include "engine/score.h"

namespace cairn::engine {
namespace {

std::optional<double> reached(const KeyResultView& view, const Range& range, std::optional<double> value,
                              const Policy& policy, Instant at) {
  if (is_control(view.metric->type) && policy.control == Control::periods)
    return attainment_by_periods(*view.metric, view.checkins, view.rhythm, view.window, at, policy);
  return value ? attainment(*view.metric, range, *value, policy) : std::nullopt;
}

StatusInput status_input(const KeyResultView& view, const KeyResultFigures& figures, const Policy& policy, Date on) {
  const Metric& metric = *view.metric;
  StatusInput input;
  input.progress = figures.progress;
  input.expected = figures.expected;
  input.confidence = figures.confidence;
  input.said = figures.newest ? figures.newest->said : std::nullopt;
  input.started = figures.started;
  input.past_grace = view.dated && past_grace(view.window, on, policy.grace_days);
  if (is_control(metric.type) && metric.risk && figures.value) {
    const Range range = range_on(metric, on);
    input.risk_zone = at_risk(metric, range, *figures.value, policy.inclusive);
    input.beyond_risk = !input.risk_zone && !bound_met(metric, range, *figures.value, policy.inclusive);
  }
  return input;
}

// The day of the last sign of life: a check-in, or a milestone reached.
std::optional<Date> last_update(const KeyResultFigures& figures, const Metric& metric, Date on) {
  std::optional<Date> last;
  if (figures.newest) last = figures.newest->on;
  for (const Milestone& milestone : metric.milestones)
    if (milestone.done_on && *milestone.done_on <= on && (!last || *milestone.done_on > *last)) last = milestone.done_on;
  return last;
}

}  // namespace

KeyResultFigures figures_of(const KeyResultView& view, const Policy& policy, Instant at, Date on) {
  const Metric& metric = *view.metric;
  KeyResultFigures figures;
  figures.newest = newest_at(view.checkins, at);
  figures.value = value_at(metric, view.checkins, at, on);
  figures.attainment = reached(view, range_on(metric, on), figures.value, policy, at);
  figures.first_attainment = metric.revisions.empty() ? figures.attainment : reached(view, first_range(metric), figures.value, policy, at);
  if (figures.attainment) figures.progress = limited(*figures.attainment, policy);
  if (view.dated) figures.expected = expected_progress(metric, view.rhythm, view.window, on, policy);
  figures.confidence = confidence_at(view.checkins, at);
  figures.score = suggested_score(figures.progress);
  const std::optional<Date> last = last_update(figures, metric, on);
  figures.started = last.has_value();
  figures.stale = is_stale(last, view.rhythm.every, on, policy.grace_days);
  figures.reason = judge(status_input(view, figures, policy, on), policy);
  figures.status = figures.reason.status;
  return figures;
}

}  // namespace cairn::engine
