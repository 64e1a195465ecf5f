// Explanations: the same rules as the figures, told as data.
#include "engine/explain.h"

#include <algorithm>

namespace cairn::engine {
namespace {

Explanation begin(std::string rule, std::string formula, const Policy& policy) {
  Explanation explanation;
  explanation.rule = std::move(rule);
  explanation.formula = std::move(formula);
  explanation.policy = policy.name;
  explanation.policy_version = policy.version;
  return explanation;
}

void add_number(Explanation& explanation, std::string name, std::optional<double> value) {
  explanation.inputs.push_back({std::move(name), value, {}});
}
void add_text(Explanation& explanation, std::string name, std::string text) {
  explanation.inputs.push_back({std::move(name), std::nullopt, std::move(text)});
}

const char* control_formula(const Metric& metric, const Policy& policy) {
  if (policy.control == Control::periods) return "planned check-ins that met the bound / planned check-ins";
  const bool distance = policy.control == Control::distance;
  switch (metric.type) {
    case MetricType::at_least:
      if (distance && metric.target != 0) return "value / target";
      return policy.inclusive ? "value >= target ? 1 : 0" : "value > target ? 1 : 0";
    case MetricType::at_most:
      if (distance && metric.target != 0) return "2 - value / target";
      return policy.inclusive ? "value <= target ? 1 : 0" : "value < target ? 1 : 0";
    default:
      if (distance) return "within low .. high ? 1 : value < low ? value / low : 2 - value / high";
      return policy.inclusive ? "low <= value <= high ? 1 : 0" : "low < value < high ? 1 : 0";
  }
}

std::string formula_of(const Metric& metric, const Range& range, const Policy& policy) {
  switch (metric.type) {
    case MetricType::increase:
    case MetricType::decrease:
      if (range.start.value_or(0) == range.target)
        return policy.zero_range == ZeroRange::zero ? "0" : metric.type == MetricType::increase ? "value >= target ? 1 : 0" : "value <= target ? 1 : 0";
      if (!metric.checkpoints.empty()) return "straight between start, checkpoints and target";
      return metric.type == MetricType::increase ? "(value - start) / (target - start)" : "(start - value) / (start - target)";
    case MetricType::at_least:
    case MetricType::at_most:
    case MetricType::between: return control_formula(metric, policy);
    case MetricType::zones:
      return has_sentences(metric) ? "lower bound of the zone reached: 0, 0.3, 0.7, 1"
                                   : "straight between start 0, commit 0.3, target 0.7, stretch 1";
    case MetricType::milestones: return "weight done / weight in all";
    case MetricType::done: return "done ? 1 : 0";
    case MetricType::baseline: return "none: a baseline is being found";
  }
  return {};
}

void add_metric_inputs(Explanation& explanation, const Metric& metric, const Range& range) {
  switch (metric.type) {
    case MetricType::increase:
    case MetricType::decrease:
      add_number(explanation, "start", range.start);
      add_number(explanation, "target", range.target);
      break;
    case MetricType::at_least:
    case MetricType::at_most: add_number(explanation, "target", range.target); break;
    case MetricType::between:
      add_number(explanation, "low", metric.low);
      add_number(explanation, "high", metric.high);
      break;
    case MetricType::zones: {
      static constexpr std::array names{"start", "commit", "target", "stretch"};
      for (std::size_t i = 0; i < names.size(); ++i) {
        if (has_sentences(metric)) add_text(explanation, names[i], metric.zone_texts[i]);
        else add_number(explanation, names[i], metric.zones[i]);
      }
      break;
    }
    case MetricType::milestones: add_number(explanation, "weight", milestone_weight(metric)); break;
    case MetricType::done:
    case MetricType::baseline: break;
  }
  if (metric.risk) add_number(explanation, "risk", metric.risk);
}

}  // namespace

Explanation explain_progress(const KeyResultView& view, const KeyResultFigures& figures, const Policy& policy, Date on) {
  const Metric& metric = *view.metric;
  const Range range = range_on(metric, on);
  Explanation explanation = begin(std::string(word_of(metric.type)), formula_of(metric, range, policy), policy);
  add_number(explanation, "value", figures.value);
  add_metric_inputs(explanation, metric, range);
  if (is_control(metric.type) && policy.control == Control::periods)
    add_number(explanation, "planned", count_due(view.rhythm, view.window, on).planned);
  for (const Milestone& milestone : metric.milestones)
    explanation.items.push_back({milestone.title, milestone.weight, milestone.done_on && *milestone.done_on <= on ? 1.0 : 0.0});
  if (!figures.newest) return explanation;
  if (is_control(metric.type) && policy.control == Control::periods) {
    std::vector<const Checkin*> counted;
    for (const Checkin& checkin : view.checkins)
      if (checkin.on <= on) counted.push_back(&checkin);
    std::ranges::sort(counted, [](const Checkin* a, const Checkin* b) { return std::pair(b->at, b->order) < std::pair(a->at, a->order); });
    for (const Checkin* checkin : counted) explanation.checkins.push_back(checkin->id);
  } else {
    explanation.checkins.push_back(figures.newest->id);
  }
  return explanation;
}

Explanation explain_expected(const KeyResultView& view, const Policy& policy, Date on) {
  const bool phased = !view.metric->phases.empty();
  std::string rule, formula;
  if (phased) {
    rule = "phased_target";
    formula = policy.expected == Expected::planned ? "ratio of the running step's planned value" : "ratio of the value between neighbouring steps";
  } else if (policy.expected == Expected::check_ins) {
    rule = "planned_check_ins";
    formula = "planned check-ins due / planned check-ins";
  } else if (policy.expected == Expected::planned) {
    rule = "whole_target";
    formula = "1";
  } else {
    rule = std::string(word_of(policy.days));
    formula = policy.days == Days::inclusive ? "(days passed, today included) / (days, both ends included)" : "(day - start) / (end - start)";
  }
  Explanation explanation = begin(std::move(rule), std::move(formula), policy);
  add_text(explanation, "start", format(view.window.starts));
  add_text(explanation, "end", format(view.window.ends));
  add_text(explanation, "day", format(on));
  if (phased) add_number(explanation, "expected_value", expected_value(*view.metric, view.window, on, policy));
  return explanation;
}

Explanation explain_status(const StatusReason& reason, const Policy& policy) {
  std::string formula;
  switch (reason.method) {
    case StatusMethod::gap: formula = "expected - progress <= a: on track; <= b: behind; else off track"; break;
    case StatusMethod::ratio: formula = "progress / expected >= a: on track; >= b: behind; else off track"; break;
    case StatusMethod::static_:
    case StatusMethod::zones: formula = "progress >= a: on track; >= b: behind; else off track"; break;
    case StatusMethod::confidence: formula = "newest confidence >= a: on track; >= b: behind; else off track"; break;
    case StatusMethod::owner: formula = "as the owner says"; break;
  }
  if (reason.by_risk) formula = "between the risk threshold and the bound: behind; beyond it: off track";
  if (reason.status == Status::achieved) formula = "progress >= 1: achieved";
  if (reason.status == Status::not_started || reason.status == Status::no_update) formula = "no check-in yet; no_update once the days of grace have passed";
  Explanation explanation = begin(std::string(word_of(reason.method)), std::move(formula), policy);
  add_number(explanation, "progress", reason.progress);
  add_number(explanation, "expected", reason.expected);
  add_number(explanation, "gap", reason.gap);
  add_number(explanation, "ratio", reason.ratio);
  add_number(explanation, "confidence", reason.confidence);
  add_number(explanation, "a", reason.on_track);
  add_number(explanation, "b", reason.behind);
  return explanation;
}

Explanation explain_rollup(std::vector<ExplainItem> items, std::optional<double> manual, const Policy& policy) {
  if (manual) {
    Explanation explanation = begin("manual", "set by hand; the items do not count", policy);
    add_number(explanation, "manual", manual);
    explanation.items = std::move(items);
    return explanation;
  }
  Explanation explanation = begin("weighted_mean", "sum(weight * progress) / sum(weight)", policy);
  if (policy.shares == Shares::percent) explanation.rule = "fixed_shares";
  if (policy.rollup == Rollup::plain) explanation.rule = "plain_mean";
  if (policy.rollup == Rollup::none) {
    explanation.rule = "none";
    explanation.formula = "objectives have no progress of their own";
  }
  explanation.items = std::move(items);
  return explanation;
}

Explanation explain_score(std::optional<double> progress, ObjectiveKind kind, const Policy& policy) {
  Explanation explanation = kind == ObjectiveKind::learning
                                ? begin("none", "learning objectives are closed with what was learned", policy)
                                : begin("progress", "progress limited to 0 .. 1, one decimal", policy);
  add_number(explanation, "progress", progress);
  return explanation;
}

}  // namespace cairn::engine
