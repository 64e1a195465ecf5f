// Expected progress and status.
#include "engine/status.h"

#include <algorithm>
#include <cmath>

#include "engine/scale.h"

namespace cairn::engine {
namespace {

constexpr double slack = 1e-9;  // a value at its threshold stays there whatever its last binary digit says

bool reaches(double value, double threshold) { return value >= threshold - slack; }

// A threshold of the confidence scale: up to 1 it is a share of ten.
double on_confidence_scale(double threshold) { return threshold <= 1 ? threshold * 10 : threshold; }

Status by_two(bool on_track, bool behind) { return on_track ? Status::on_track : behind ? Status::behind : Status::off_track; }

bool has_line(const Metric& metric) {
  return metric.type == MetricType::increase || metric.type == MetricType::decrease ||
         (metric.type == MetricType::zones && !has_sentences(metric));
}

double plain_expected(const Rhythm& rhythm, const Window& window, Date on, const Policy& policy) {
  if (policy.expected == Expected::check_ins) {
    const DueCount count = count_due(rhythm, window, on);
    if (count.planned > 0) return on >= window.ends ? 1 : static_cast<double>(count.due) / count.planned;
  }
  return elapsed(window, on, policy.days);
}

// The value a phased target expects: straight between neighbours, or the running step's whole plan.
double phased_value(const Metric& metric, const Window& window, Date on, bool stepwise) {
  const Range range = range_on(metric, on);
  const bool zoned = metric.type == MetricType::zones;
  const double start = zoned ? metric.zones[0] : range.start.value_or(0);
  const double target = zoned ? metric.zones[3] : range.target;
  if (stepwise) {
    const auto running = std::ranges::find_if(metric.phases, [&](const Phase& phase) { return phase.on >= on; });
    return running == metric.phases.end() ? target : running->value;
  }
  std::vector<ScalePoint> points;
  if (metric.phases.front().on > window.starts) points.push_back({static_cast<double>(window.starts.days), start});
  for (const Phase& phase : metric.phases) points.push_back({static_cast<double>(phase.on.days), phase.value});
  if (metric.phases.back().on < window.ends) points.push_back({static_cast<double>(window.ends.days), target});
  const double day = std::clamp(static_cast<double>(on.days), points.front().x, points.back().x);
  return along(points, day);
}

}  // namespace

double expected_progress(const Rhythm& rhythm, const Window& window, Date on, const Policy& policy) {
  return plain_expected(rhythm, window, on, policy);
}

double expected_progress(const Metric& metric, const Rhythm& rhythm, const Window& window, Date on, const Policy& policy) {
  const bool phased = !metric.phases.empty() && has_line(metric);
  const bool stepwise = policy.expected == Expected::planned;
  if (on < window.starts) return 0;
  if (!phased) return stepwise ? 1 : plain_expected(rhythm, window, on, policy);
  if (on >= window.ends) return 1;
  const double value = phased_value(metric, window, on, stepwise);
  return std::clamp(attainment(metric, value, on, policy).value_or(0), 0.0, 1.0);
}

std::optional<double> expected_value(const Metric& metric, const Window& window, Date on, const Policy& policy) {
  if (!has_line(metric)) return std::nullopt;
  if (!metric.phases.empty()) return phased_value(metric, window, on, policy.expected == Expected::planned);
  return value_for(metric, range_on(metric, on), elapsed(window, on, policy.days));
}

Status judge_confidence(std::optional<double> confidence, const StatusRule& rule) {
  if (!confidence) return Status::none;
  return by_two(reaches(*confidence, on_confidence_scale(rule.on_track)), reaches(*confidence, on_confidence_scale(rule.behind)));
}

namespace {

// The method's own verdict, before the risk threshold has its say.
Status by_method(const StatusReason& reason, const StatusInput& input, const StatusRule& rule) {
  switch (rule.method) {
    case StatusMethod::gap:
      return reason.gap ? by_two(reaches(rule.on_track, *reason.gap), reaches(rule.behind, *reason.gap)) : Status::none;
    case StatusMethod::ratio:
      return reason.ratio ? by_two(reaches(*reason.ratio, rule.on_track), reaches(*reason.ratio, rule.behind)) : Status::none;
    case StatusMethod::static_:
    case StatusMethod::zones:
      return input.progress ? by_two(reaches(*input.progress, rule.on_track), reaches(*input.progress, rule.behind)) : Status::none;
    case StatusMethod::confidence: return judge_confidence(input.confidence, rule);
    case StatusMethod::owner: return Status::none;
  }
  return Status::none;
}

}  // namespace

StatusReason judge(const StatusInput& input, const Policy& policy) {
  const StatusRule& rule = policy.status;
  StatusReason reason;
  reason.method = rule.method;
  reason.progress = input.progress;
  reason.expected = input.expected;
  reason.confidence = input.confidence;
  reason.on_track = rule.on_track;
  reason.behind = rule.behind;
  if (input.progress && input.expected) {
    reason.gap = *input.expected - *input.progress;
    reason.ratio = *input.expected > 0 ? *input.progress / *input.expected : 1;
  }
  if (rule.method == StatusMethod::owner && input.said) {
    reason.status = *input.said;
    return reason;
  }
  if (!input.started) {
    reason.status = input.past_grace ? Status::no_update : Status::not_started;
    return reason;
  }
  if (input.progress && reaches(*input.progress, 1)) {
    reason.status = Status::achieved;
    return reason;
  }
  if (input.risk_zone || input.beyond_risk) {
    reason.by_risk = true;
    reason.status = input.risk_zone ? Status::behind : Status::off_track;
    return reason;
  }
  reason.status = by_method(reason, input, rule);
  return reason;
}

std::optional<double> confidence_of(Status status) {
  switch (status) {
    case Status::achieved: return 10;
    case Status::on_track: return 8;
    case Status::behind: return 3;
    case Status::off_track: return 1;
    default: return std::nullopt;
  }
}

int badness(Status status) {
  switch (status) {
    case Status::none: return -1;
    case Status::achieved: return 0;
    case Status::not_started: return 1;
    case Status::on_track: return 2;
    case Status::no_update: return 3;
    case Status::behind: return 4;
    case Status::off_track: return 5;
  }
  return -1;
}

Status weaker(Status a, Status b) { return badness(a) >= badness(b) ? a : b; }

bool past_grace(const Window& window, Date on, int grace_days) { return days_between(window.starts, on) > grace_days; }

bool is_stale(std::optional<Date> newest_on, Cadence cadence, Date on, int grace_days) {
  return newest_on && cadence != Cadence::none && days_between(*newest_on, on) > cadence_days(cadence) + grace_days;
}

std::optional<double> net_confidence(const StatusCounts& counts) {
  const int on = counts[Status::on_track] + counts[Status::achieved];
  const int off = counts[Status::off_track];
  const int all = on + off + counts[Status::behind];
  if (all == 0) return std::nullopt;
  return 100.0 * (on - off) / all;
}

}  // namespace cairn::engine
