// From a value to how far it has come, for the nine metric types.
#include "engine/metric.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "engine/rounding.h"
#include "engine/scale.h"
#include "engine/zones.h"

namespace cairn::engine {
namespace {

constexpr double farthest = 1e12;  // attainments are kept finite within it

double finite(double ratio) {
  if (std::isnan(ratio)) return 0;
  return std::clamp(ratio, -farthest, farthest);
}

// start == target: whether the value has reached it in the direction meant.
double without_range(const Metric& metric, double target, double value, const Policy& policy) {
  if (policy.zero_range == ZeroRange::zero) return 0;
  const bool reached = metric.type == MetricType::decrease ? value <= target : value >= target;
  return reached ? 1 : 0;
}

double straight(const Metric& metric, const Range& range, double value, const Policy& policy) {
  const double start = range.start.value_or(0);
  if (start == range.target) return without_range(metric, range.target, value, policy);
  const double ratio = finite((value - start) / (range.target - start));
  if (metric.checkpoints.empty()) return ratio;
  std::vector<ScalePoint> points{{0, 0}};
  for (const Checkpoint& point : metric.checkpoints)
    points.push_back({finite((point.value - start) / (range.target - start)), point.progress});
  points.push_back({1, 1});
  return finite(along(points, ratio));
}

double by_zones(const Metric& metric, double value, const Policy& policy) {
  if (has_sentences(metric)) return zone_progress[static_cast<std::size_t>(std::clamp(std::floor(value), 0.0, 3.0))];
  const double sign = metric.zones[3] < metric.zones[0] ? -1 : 1;
  if (metric.zones[0] == metric.zones[3]) return without_range(metric, metric.zones[3], value, policy);
  std::array<ScalePoint, 4> points;
  for (std::size_t i = 0; i < 4; ++i) points[i] = {sign * metric.zones[i], zone_progress[i]};
  return finite(along(points, sign * value));
}

// Distance from a bound: v/t from below, 2 - v/t from above; for negative bounds the same line, mirrored, so that a
// better value never reads as less.
std::optional<double> from_below(double value, double bound) {
  if (bound == 0) return std::nullopt;
  return bound > 0 ? value / bound : 1 + (value - bound) / -bound;
}
std::optional<double> from_above(double value, double bound) {
  if (bound == 0) return std::nullopt;
  return bound > 0 ? 2 - value / bound : 1 - (value - bound) / -bound;
}

double by_distance(const Metric& metric, const Range& range, double value, bool met) {
  std::optional<double> ratio;
  if (metric.type == MetricType::at_least) ratio = from_below(value, range.target);
  if (metric.type == MetricType::at_most) ratio = from_above(value, range.target);
  if (metric.type == MetricType::between && !met)
    ratio = value < metric.low ? from_below(value, metric.low) : from_above(value, metric.high);
  return ratio ? finite(*ratio) : met ? 1 : 0;
}

}  // namespace

bool is_control(MetricType type) {
  return type == MetricType::at_least || type == MetricType::at_most || type == MetricType::between;
}

bool has_sentences(const Metric& metric) {
  return metric.type == MetricType::zones &&
         std::ranges::any_of(metric.zone_texts, [](const std::string& text) { return !text.empty(); });
}

bool is_numeric(const Metric& metric) {
  switch (metric.type) {
    case MetricType::milestones:
    case MetricType::done:
    case MetricType::baseline: return false;
    case MetricType::zones: return !has_sentences(metric);
    default: return true;
  }
}

double milestone_weight(const Metric& metric) {
  double sum = 0;
  for (const Milestone& milestone : metric.milestones) sum += std::max(0.0, milestone.weight);
  return sum;
}

double milestone_weight_done(const Metric& metric, Date on) {
  double sum = 0;
  for (const Milestone& milestone : metric.milestones)
    if (milestone.done_on && *milestone.done_on <= on) sum += std::max(0.0, milestone.weight);
  return sum;
}

const Checkin* newest_at(std::span<const Checkin> checkins, Instant at) {
  const Checkin* newest = nullptr;
  for (const Checkin& checkin : checkins) {
    if (checkin.at > at) continue;
    if (!newest || checkin.at > newest->at || (checkin.at == newest->at && checkin.order >= newest->order)) newest = &checkin;
  }
  return newest;
}

std::optional<double> confidence_at(std::span<const Checkin> checkins, Instant at) {
  const Checkin* newest = nullptr;
  for (const Checkin& checkin : checkins) {
    if (checkin.at > at || !checkin.confidence) continue;
    if (!newest || checkin.at > newest->at || (checkin.at == newest->at && checkin.order >= newest->order)) newest = &checkin;
  }
  return newest ? newest->confidence : std::nullopt;
}

std::optional<double> value_at(const Metric& metric, std::span<const Checkin> checkins, Instant at, Date on) {
  if (metric.type == MetricType::milestones &&
      std::ranges::any_of(metric.milestones, [](const Milestone& m) { return m.done_on.has_value(); }))
    return milestone_weight_done(metric, on);
  if (const Checkin* newest = newest_at(checkins, at)) return newest->value;
  switch (metric.type) {
    case MetricType::milestones:
    case MetricType::done: return 0;
    case MetricType::zones: return has_sentences(metric) ? 0 : metric.zones[0];
    default: return range_on(metric, on).start;
  }
}

Range first_range(const Metric& metric) { return {metric.start, metric.target}; }

Range range_on(const Metric& metric, Date on) {
  Range range = first_range(metric);
  for (const Revision& revision : metric.revisions) {
    if (revision.from > on) continue;
    range.target = revision.target;
    if (revision.start) range.start = revision.start;
  }
  return range;
}

bool bound_met(const Metric& metric, const Range& range, double value, bool inclusive) {
  switch (metric.type) {
    case MetricType::at_least: return inclusive ? value >= range.target : value > range.target;
    case MetricType::at_most: return inclusive ? value <= range.target : value < range.target;
    case MetricType::between:
      return inclusive ? metric.low <= value && value <= metric.high : metric.low < value && value < metric.high;
    default: return false;
  }
}

bool at_risk(const Metric& metric, const Range& range, double value, bool inclusive) {
  if (!metric.risk || bound_met(metric, range, value, inclusive)) return false;
  switch (metric.type) {
    case MetricType::at_least: return value >= *metric.risk;
    case MetricType::at_most: return value <= *metric.risk;
    case MetricType::between:  // the threshold lies outside one of the bounds
      return *metric.risk < metric.low ? value <= metric.low && value >= *metric.risk
                                       : value >= metric.high && value <= *metric.risk;
    default: return false;
  }
}

std::optional<double> attainment(const Metric& metric, const Range& range, double value, const Policy& policy) {
  switch (metric.type) {
    case MetricType::increase:
    case MetricType::decrease: return straight(metric, range, value, policy);
    case MetricType::at_least:
    case MetricType::at_most:
    case MetricType::between: {
      const bool met = bound_met(metric, range, value, policy.inclusive);
      return policy.control == Control::distance ? by_distance(metric, range, value, met) : met ? 1 : 0;
    }
    case MetricType::zones: return by_zones(metric, value, policy);
    case MetricType::milestones: {
      const double whole = milestone_weight(metric);
      return whole > 0 ? finite(value / whole) : 0;
    }
    case MetricType::done: return value >= 1 ? 1 : 0;
    case MetricType::baseline: return std::nullopt;
  }
  return std::nullopt;
}

std::optional<double> attainment(const Metric& metric, double value, Date on, const Policy& policy) {
  return attainment(metric, range_on(metric, on), value, policy);
}

double attainment_by_periods(const Metric& metric, std::span<const Checkin> checkins, const Rhythm& rhythm,
                             const Window& window, Instant at, const Policy& policy) {
  const std::vector<Date> due = due_dates(rhythm, window);
  if (due.empty()) {
    const Checkin* newest = newest_at(checkins, at);
    return newest && bound_met(metric, range_on(metric, newest->on), newest->value, policy.inclusive) ? 1 : 0;
  }
  std::vector<const Checkin*> newest(due.size(), nullptr);  // by period: (due before, due]
  for (const Checkin& checkin : checkins) {
    const auto period = static_cast<std::size_t>(std::ranges::lower_bound(due, checkin.on) - due.begin());
    if (checkin.at > at || checkin.on < window.starts || period >= due.size()) continue;
    const Checkin*& held = newest[period];
    if (!held || checkin.at > held->at || (checkin.at == held->at && checkin.order >= held->order)) held = &checkin;
  }
  const auto met = std::ranges::count_if(newest, [&](const Checkin* checkin) {
    return checkin && bound_met(metric, range_on(metric, checkin->on), checkin->value, policy.inclusive);
  });
  return static_cast<double>(met) / static_cast<double>(due.size());
}

std::optional<double> value_for(const Metric& metric, const Range& range, double ratio) {
  if (metric.type == MetricType::increase || metric.type == MetricType::decrease) {
    const double start = range.start.value_or(0);
    if (metric.checkpoints.empty()) return ratio * (range.target - start) + start;
    std::vector<ScalePoint> points{{0, start}};
    for (const Checkpoint& point : metric.checkpoints) points.push_back({point.progress, point.value});
    points.push_back({1, range.target});
    return along(points, ratio);
  }
  if (metric.type == MetricType::zones && !has_sentences(metric)) {
    std::array<ScalePoint, 4> points;
    for (std::size_t i = 0; i < 4; ++i) points[i] = {zone_progress[i], metric.zones[i]};
    return along(points, ratio);
  }
  return std::nullopt;
}

Amounts amounts(const Range& range, double value) {
  const double start = range.start.value_or(0);
  if (start <= range.target) return {value, std::max(0.0, range.target - value), range.target};
  return {start - value, std::max(0.0, value - range.target), start - range.target};
}

Metric carried_over(const Metric& metric, double value) {
  Metric next = metric;
  const Range last = metric.revisions.empty() ? first_range(metric) : range_on(metric, metric.revisions.back().from);
  next.target = last.target;
  next.revisions.clear();
  next.phases.clear();
  if (metric.type == MetricType::zones && !has_sentences(metric)) next.zones[0] = value;
  else if (metric.type != MetricType::zones && is_numeric(metric)) next.start = value;
  return next;
}

std::string format_value(double value, std::string_view unit, int precision) {
  const int decimals = precision < 0 ? 2 : std::min(precision, 9);
  char digits[400];
  const auto end = std::to_chars(digits, digits + sizeof digits, round_half_away(value, decimals), std::chars_format::fixed, decimals).ptr;
  std::string text(digits, end);
  if (precision < 0) {
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.')) text.pop_back();
  }
  if (!unit.empty() && unit != "%") text += ' ';
  return text.append(unit);
}

}  // namespace cairn::engine
