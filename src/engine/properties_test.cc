// What must hold for every input: ranges, monotonicity, order independence, replay equals cache, ancestors only.
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "engine/figures.h"
#include "engine/graph.h"
#include "engine/rollup.h"

namespace cairn::engine {
namespace {

double number() { return *rc::gen::inRange(-10000, 10001) / 8.0; }

Metric any_metric() {
  Metric metric;
  metric.type = *rc::gen::element(MetricType::increase, MetricType::decrease, MetricType::at_least, MetricType::at_most, MetricType::between, MetricType::zones);
  metric.start = number();
  metric.target = number();
  metric.low = number();
  metric.high = metric.low + std::abs(number());
  double mark = number();
  const double sign = *rc::gen::element(1.0, -1.0);
  for (double& zone : metric.zones) zone = mark, mark += sign * std::abs(number());
  return metric;
}

Policy any_policy() {
  const auto all = presets();
  Policy policy = all[*rc::gen::inRange<std::size_t>(0, all.size())];
  policy.control = *rc::gen::element(Control::met, Control::distance);
  return policy;
}

Series any_series() {
  Series series;
  const int count = *rc::gen::inRange(0, 12);
  for (int i = 0; i < count; ++i) {
    const int day = *rc::gen::inRange(0, 90);
    series.push_back({.at = {day * day_us}, .order = i, .on = {day}, .value = number(), .id = i});
  }
  return series;
}

RC_GTEST_PROP(Properties, progress_lies_within_the_policy_s_limits, ()) {
  const Policy policy = any_policy();
  const Metric metric = any_metric();
  const double progress = limited(attainment(metric, number(), Date{0}, policy).value(), policy);
  RC_ASSERT(std::isfinite(progress));
  if (policy.floor) RC_ASSERT(progress >= *policy.floor);
  if (policy.cap) RC_ASSERT(progress <= *policy.cap);
}

RC_GTEST_PROP(Properties, a_better_value_is_never_less_progress, ()) {
  const Policy policy = any_policy();
  const Metric metric = any_metric();
  RC_PRE(metric.type != MetricType::between);
  const bool down = metric.type == MetricType::at_most || (metric.type == MetricType::zones && metric.zones[3] < metric.zones[0]) ||
                    ((metric.type == MetricType::increase || metric.type == MetricType::decrease) &&
                     (metric.target < *metric.start || (metric.target == *metric.start && metric.type == MetricType::decrease)));
  const double a = number(), b = number();
  const double worse = down ? std::max(a, b) : std::min(a, b), better = down ? std::min(a, b) : std::max(a, b);
  RC_ASSERT(*attainment(metric, worse, Date{0}, policy) <= *attainment(metric, better, Date{0}, policy) + 1e-12);
}

RC_GTEST_PROP(Properties, the_order_in_which_check_ins_are_kept_does_not_matter, ()) {
  const Metric metric = any_metric();
  Series series = any_series();
  const Date on{*rc::gen::inRange(0, 100)};
  const auto all = [&](const Series& checkins) { return figures_of({&metric, checkins, {{0}, {90}}, {}}, {}, {on.days * day_us}, on); };
  const KeyResultFigures before = all(series);
  for (std::size_t i = series.size(); i > 1; --i) std::swap(series[i - 1], series[*rc::gen::inRange<std::size_t>(0, i)]);
  const KeyResultFigures after = all(series);
  RC_ASSERT(before.value == after.value && before.progress == after.progress && before.status == after.status && before.stale == after.stale);
}

RC_GTEST_PROP(Properties, replaying_check_ins_gives_what_a_running_cache_holds, ()) {
  const Metric metric = any_metric();
  const Series series = any_series();
  const Checkin* held = nullptr;  // the cache: replaced by what is not older
  for (const Checkin& checkin : series)
    if (!held || checkin.at >= held->at) held = &checkin;
  const Checkin* replayed = newest_at(series, {100 * day_us});
  RC_ASSERT(held == replayed);
}

RC_GTEST_PROP(Properties, the_order_of_items_does_not_matter_and_their_mean_changes_nothing, ()) {
  std::vector<RollupItem> items;
  const int count = *rc::gen::inRange(1, 12);
  for (int i = 0; i < count; ++i)
    items.push_back({*rc::gen::inRange(0, 9) / 2.0, std::nullopt, *rc::gen::arbitrary<bool>() ? std::optional(number()) : std::nullopt});
  const std::optional<double> mean = weighted_mean(items);
  std::ranges::reverse(items);
  const std::optional<double> reversed = weighted_mean(items);
  RC_ASSERT(mean.has_value() == reversed.has_value());
  RC_PRE(mean.has_value());
  RC_ASSERT(std::abs(*mean - *reversed) < 1e-9);
  items.push_back({3, std::nullopt, mean});
  RC_ASSERT(std::abs(*weighted_mean(items) - *mean) < 1e-9);
  double low = 1e9, high = -1e9;
  for (const RollupItem& item : items)
    if (item.progress && item.weight > 0) low = std::min(low, *item.progress), high = std::max(high, *item.progress);
  RC_ASSERT(*mean >= low - 1e-9 && *mean <= high + 1e-9);
}

struct RandomGraph {
  Graph graph;
  std::vector<Index> objectives, key_results, links;
};

RandomGraph any_graph() {
  Policy policy = any_policy();
  RandomGraph random{Graph({policy}), {}, {}, {}};
  const int count = *rc::gen::inRange(1, 20);
  for (int i = 0; i < count; ++i) random.objectives.push_back(random.graph.add_objective({.expected = 0.5, .counts = *rc::gen::inRange(0, 8) > 0}));
  const int results = *rc::gen::inRange(0, 40);
  for (int i = 0; i < results; ++i)
    random.key_results.push_back(random.graph.add_key_result({.objective = *rc::gen::elementOf(random.objectives), .weight = *rc::gen::inRange(0, 5) / 2.0,
        .progress = *rc::gen::inRange(0, 101) / 100.0, .status = Status::on_track, .started = true, .aligned = *rc::gen::inRange(0, 5) == 0}));
  const int links = *rc::gen::inRange(0, 60);
  for (int i = 0; i < links; ++i) {
    const bool to_result = !random.key_results.empty() && *rc::gen::inRange(0, 4) == 0;
    const NodeRef parent = to_result ? NodeRef{*rc::gen::elementOf(random.key_results), true} : NodeRef{*rc::gen::elementOf(random.objectives), false};
    if (const auto link = random.graph.add_link(*rc::gen::elementOf(random.objectives), parent, *rc::gen::inRange(0, 4))) random.links.push_back(*link);
  }
  random.graph.recompute_all();
  return random;
}

bool same(const Graph& a, const Graph& b) {
  const auto equal = [](const Rolled& x, const Rolled& y) { return x.progress == y.progress && x.confidence == y.confidence && x.status == y.status && x.started == y.started; };
  for (Index i = 0; i < a.objectives(); ++i)
    if (!equal(a.rolled({i, false}), b.rolled({i, false}))) return false;
  for (Index i = 0; i < a.key_results(); ++i)
    if (!equal(a.rolled({i, true}), b.rolled({i, true}))) return false;
  return true;
}

RC_GTEST_PROP(Properties, recomputing_the_ancestors_equals_recomputing_everything, ()) {
  RandomGraph random = any_graph();
  RC_PRE(!random.key_results.empty());
  for (int step = 0; step < 5; ++step) {
    std::vector<NodeRef> changed;
    const Index kr = *rc::gen::elementOf(random.key_results);
    KeyResultNode node = random.graph.key_result(kr);
    node.progress = *rc::gen::inRange(0, 101) / 100.0;
    random.graph.set_key_result(kr, node);
    changed.push_back({kr, true});
    if (!random.links.empty() && *rc::gen::inRange(0, 3) == 0) {
      const Index objective = *rc::gen::elementOf(random.objectives);
      const Index parent = *rc::gen::elementOf(random.objectives);
      if (random.graph.add_link(objective, {parent, false}, 1)) changed.push_back({parent, false});
    }
    random.graph.recompute(changed);
  }
  Graph whole = random.graph;
  whole.recompute_all();
  RC_ASSERT(same(random.graph, whole));
}

RC_GTEST_PROP(Properties, no_sequence_of_links_ever_closes_a_loop, ()) {
  const RandomGraph random = any_graph();
  RC_ASSERT(random.graph.loops().empty());
  for (const Index index : random.objectives) {
    const std::vector<NodeRef> above = random.graph.ancestors({index, false});
    RC_ASSERT(std::ranges::find(above, NodeRef{index, false}) == above.end());
  }
}

RC_GTEST_PROP(Properties, figures_of_objectives_stay_within_their_items, ()) {
  const RandomGraph random = any_graph();
  for (const Index index : random.objectives) {
    const std::optional<double> progress = random.graph.rolled({index, false}).progress;
    if (progress) RC_ASSERT(*progress >= -1e-9 && *progress <= 1 + 1e-9);
  }
}

}  // namespace
}  // namespace cairn::engine
