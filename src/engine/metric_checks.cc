// What may not be written as a metric or a check-in, with all problems at once.
#include <algorithm>
#include <cmath>

#include "engine/metric.h"

namespace cairn::engine {
namespace {

class Checks {
 public:
  void add(std::string field, std::string code, std::string message) {
    problems_.push_back({std::move(field), std::move(code), std::move(message)});
  }
  // out: whether the number can be reckoned with.
  bool number(double value, const std::string& field) {
    if (!std::isfinite(value)) add(field, "not_finite", "This must be a number.");
    else if (std::abs(value) > largest_value) add(field, "out_of_range", "Numbers beyond 10^15 are not kept exactly.");
    else return true;
    return false;
  }
  bool number(std::optional<double> value, const std::string& field) { return !value || number(*value, field); }
  // Both are looked at, so that both are reported.
  bool numbers(std::optional<double> a, const std::string& field_a, double b, const std::string& field_b) {
    const bool first = number(a, field_a);
    return number(b, field_b) && first;
  }
  std::vector<Problem> take() { return std::move(problems_); }

 private:
  std::vector<Problem> problems_;
};

void check_range(Checks& checks, MetricType type, std::optional<double> start, double target, const std::string& prefix) {
  if (!start) {
    checks.add(prefix + "start", "required", "A start is needed to measure progress from.");
    checks.number(target, prefix + "target");
    return;
  }
  if (!checks.numbers(start, prefix + "start", target, prefix + "target")) return;
  if (*start == target) checks.add(prefix + "target", "start_equals_target", "Start and target are the same: nothing would be left to do.");
  else if ((target < *start) != (type == MetricType::decrease))
    checks.add(prefix + "target", "wrong_direction",
               type == MetricType::increase ? "The target of an increase lies above its start." : "The target of a decrease lies below its start.");
}

void check_zones(Checks& checks, const Metric& metric) {
  if (has_sentences(metric)) return;
  bool sound = true;
  for (const double mark : metric.zones) sound = checks.number(mark, "metric.zones") && sound;
  if (!sound) return;
  const auto& [start, commit, target, stretch] = metric.zones;
  if (start == stretch) checks.add("metric.stretch", "start_equals_target", "Start and stretch are the same: nothing would be left to do.");
  else if (!(start < commit && commit < target && target < stretch) && !(start > commit && commit > target && target > stretch))
    checks.add("metric.zones", "zones_out_of_order", "Start, commit, target and stretch must follow one another, up or down.");
}

void check_milestones(Checks& checks, const Metric& metric) {
  if (metric.milestones.empty()) checks.add("metric.milestones", "no_milestones", "At least one milestone is needed.");
  double sum = 0;
  for (std::size_t i = 0; i < metric.milestones.size(); ++i) {
    const std::string field = "metric.milestones[" + std::to_string(i) + "]";
    const Milestone& milestone = metric.milestones[i];
    if (milestone.title.empty()) checks.add(field + ".title", "required", "A milestone needs a title.");
    if (!checks.number(milestone.weight, field + ".weight")) continue;
    if (milestone.weight < 0) checks.add(field + ".weight", "negative_weight", "Weights are 0 or more.");
    sum += std::max(0.0, milestone.weight);
  }
  if (!metric.milestones.empty() && !(sum > 0)) checks.add("metric.milestones", "no_weight", "At least one milestone needs a weight above 0.");
}

void check_bounds(Checks& checks, const Metric& metric) {
  checks.number(metric.start, "metric.start");
  if (!checks.number(metric.risk, "metric.risk")) return;
  if (metric.type == MetricType::between) {
    if (!checks.numbers(metric.low, "metric.low", metric.high, "metric.high")) return;
    if (metric.low > metric.high) checks.add("metric.low", "low_above_high", "The lower bound lies above the upper one.");
    else if (metric.risk && *metric.risk >= metric.low && *metric.risk <= metric.high)
      checks.add("metric.risk", "risk_side", "The risk threshold lies outside the bounds.");
    return;
  }
  if (!checks.number(metric.target, "metric.target") || !metric.risk) return;
  if (metric.type == MetricType::at_least ? *metric.risk >= metric.target : *metric.risk <= metric.target)
    checks.add("metric.risk", "risk_side", "The risk threshold lies on the far side of the target.");
}

void check_steps(Checks& checks, const Metric& metric) {
  for (std::size_t i = 0; i < metric.phases.size(); ++i) {
    const std::string field = "metric.phases[" + std::to_string(i) + "]";
    checks.number(metric.phases[i].value, field + ".value");
    if (i && metric.phases[i].on <= metric.phases[i - 1].on)
      checks.add(field + ".on", "out_of_order", "Steps of a target follow one another, oldest first.");
  }
  const bool ranged = metric.type == MetricType::increase || metric.type == MetricType::decrease;
  for (std::size_t i = 0; i < metric.revisions.size(); ++i) {
    const std::string field = "metric.targets[" + std::to_string(i) + "]";
    const Revision& revision = metric.revisions[i];
    if (ranged) check_range(checks, metric.type, revision.start ? revision.start : metric.start, revision.target, field + ".");
    else checks.number(revision.target, field + ".target");
    if (i && revision.from <= metric.revisions[i - 1].from)
      checks.add(field + ".from", "out_of_order", "Revised targets follow one another, oldest first.");
  }
}

void check_checkpoints(Checks& checks, const Metric& metric) {
  if (metric.checkpoints.empty() || !metric.start) return;
  const double sign = metric.type == MetricType::decrease ? -1 : 1;
  double value = sign * *metric.start, progress = 0;
  for (std::size_t i = 0; i < metric.checkpoints.size(); ++i) {
    const std::string field = "metric.checkpoints[" + std::to_string(i) + "]";
    const Checkpoint& point = metric.checkpoints[i];
    if (!checks.numbers(point.value, field + ".value", point.progress, field + ".progress")) return;
    if (sign * point.value <= value || sign * point.value >= sign * metric.target || point.progress < progress || point.progress > 1)
      checks.add(field, "bad_checkpoint", "Checkpoints lie between start and target, in order, with progress rising to 1 at most.");
    value = sign * point.value;
    progress = point.progress;
  }
}

}  // namespace

std::vector<Problem> validate(const Metric& metric) {
  Checks checks;
  switch (metric.type) {
    case MetricType::increase:
    case MetricType::decrease:
      check_range(checks, metric.type, metric.start, metric.target, "metric.");
      check_checkpoints(checks, metric);
      break;
    case MetricType::at_least:
    case MetricType::at_most:
    case MetricType::between: check_bounds(checks, metric); break;
    case MetricType::zones: check_zones(checks, metric); break;
    case MetricType::milestones: check_milestones(checks, metric); break;
    case MetricType::done:
    case MetricType::baseline: break;
  }
  check_steps(checks, metric);
  if (metric.precision < -1 || metric.precision > 9) checks.add("metric.precision", "out_of_range", "Decimals are 0 to 9.");
  return checks.take();
}

std::vector<Problem> validate_checkin(const Metric& metric, double value, std::optional<double> confidence) {
  Checks checks;
  if (checks.number(value, "value")) {
    if (metric.type == MetricType::done && value != 0 && value != 1)
      checks.add("value", "not_yes_or_no", "This key result is done (1) or not (0).");
    if (has_sentences(metric) && value != 0 && value != 1 && value != 2 && value != 3)
      checks.add("value", "not_a_zone", "The value is the zone reached: 0 start, 1 commit, 2 target, 3 stretch.");
    if (metric.type == MetricType::milestones && (value < 0 || value > milestone_weight(metric) * (1 + 1e-9)))
      checks.add("value", "out_of_range", "The weight done lies between 0 and all milestones together.");
  }
  if (confidence && !(*confidence >= 0 && *confidence <= 10))
    checks.add("confidence", std::isfinite(*confidence) ? "out_of_range" : "not_finite", "Confidence is a number from 0 to 10.");
  return checks.take();
}

}  // namespace cairn::engine
