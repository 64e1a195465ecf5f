// Forecasts of key results, and objectives by simulation.
//
// Dependence: in each of the simulation's runs one common factor moves all key results together (a good or a bad
// quarter), the rest is each one's own: the normal score of a key result's end is sqrt(c) * common + sqrt(1 - c) * own
// with c = common_correlation. Runs are numbered and their numbers fixed, so that the same input gives the same output;
// a key result's own part depends on its key alone, so that adding another objective changes nothing for this one.
#include "engine/forecast.h"

#include <algorithm>
#include <cmath>

#include "engine/forecast_model.h"

namespace cairn::engine {
namespace {

// The axis on which more is better and the goal has one place.
struct Axis {
  double zero = 0, unit = 1;  // value = zero + unit * goodness
  double goal = 1;
  double to(double value) const { return std::clamp((value - zero) / unit, -1e9, 1e9); }  // finite for hair-thin ranges too
  double from(double goodness) const { return zero + unit * goodness; }
};

std::optional<Axis> range_axis(const Metric& metric, Date on) {
  if (metric.type == MetricType::zones) {
    if (metric.zones[3] == metric.zones[0]) return std::nullopt;
    const double unit = metric.zones[3] - metric.zones[0];
    return Axis{metric.zones[0], unit, (metric.zones[2] - metric.zones[0]) / unit};
  }
  const Range range = range_on(metric, on);
  const double start = range.start.value_or(0);
  if (start == range.target) return std::nullopt;
  return Axis{start, range.target - start, 1};
}

std::vector<SeriesPoint> points_of(const KeyResultView& view, Instant at, Date first, const Axis& axis) {
  Series series;
  for (const Checkin& checkin : view.checkins)
    if (checkin.at <= at) series.push_back(checkin);
  std::ranges::sort(series, [](const Checkin& a, const Checkin& b) { return std::pair(a.at, a.order) < std::pair(b.at, b.order); });
  std::vector<SeriesPoint> points;
  for (const Checkin& checkin : series) {
    const double day = days_between(first, checkin.on);
    if (!points.empty() && day <= points.back().day) points.back().value = axis.to(checkin.value);  // the day's last word
    else points.push_back({day, axis.to(checkin.value)});
  }
  return points;
}

EndQuantiles quantiles_of(std::span<const NormalPart> parts) {
  // the distribution on a grid, inverted by straight lines
  double low = parts.front().mean, high = low;
  for (const NormalPart& part : parts) {
    low = std::min(low, part.mean - 3.5 * part.spread);
    high = std::max(high, part.mean + 3.5 * part.spread);
  }
  constexpr int steps = 96;
  EndQuantiles ends;
  std::size_t next = 0;
  double x0 = low, below0 = mixture_below(parts, low);
  for (int i = 1; i <= steps && next < ends.at.size(); ++i) {
    const double x1 = low + (high - low) * i / steps;
    const double below1 = mixture_below(parts, x1);
    for (; next < ends.at.size() && static_cast<double>(next + 1) / 32 <= below1; ++next) {
      const double share = below1 > below0 ? (static_cast<double>(next + 1) / 32 - below0) / (below1 - below0) : 1;
      ends.at[next] = x0 + std::clamp(share, 0.0, 1.0) * (x1 - x0);
    }
    x0 = x1;
    below0 = below1;
  }
  for (; next < ends.at.size(); ++next) ends.at[next] = high;
  return ends;
}

std::size_t checkins_until(const KeyResultView& view, Instant at) {
  return static_cast<std::size_t>(std::ranges::count_if(view.checkins, [&](const Checkin& c) { return c.at <= at; }));
}

Forecast of_range(const KeyResultView& view, const Axis& axis, Instant at, Date on, const EndHistory& history) {
  const double window_days = std::max(1, days_between(view.window.starts, view.window.ends));
  const Checkin* newest = newest_at(view.checkins, at);
  std::vector<SeriesPoint> points = points_of(view, at, view.window.starts, axis);
  if (points.front().day > 0) points.insert(points.begin(), {0, 0});
  if (points.size() < 2) points.insert(points.begin(), {points.front().day - 1, points.front().value});
  // what happened since the last check-in is as unknown as what comes
  const double left = on >= view.window.ends ? 0 : std::max(0, days_between(newest->on, view.window.ends));
  Forecast result;
  if (left == 0) {
    const double end = axis.to(newest->value);
    result.probability = end >= axis.goal - 1e-12 ? 1 : 0;
    result.p10 = result.p50 = result.p90 = newest->value;
    result.ends.at.fill(end);
    return result;
  }
  const auto parts = range_ends(points, window_days, left, history.mean, history.spread, {});
  result.probability = 1 - mixture_below(parts, axis.goal);
  result.p10 = axis.from(mixture_quantile(parts, 0.1));
  result.p50 = axis.from(mixture_quantile(parts, 0.5));
  result.p90 = axis.from(mixture_quantile(parts, 0.9));
  if (result.p10 > result.p90) std::swap(result.p10, result.p90);
  result.ends = quantiles_of(parts);
  return result;
}

// Bounds: how likely the value meets the bound on the due date.
Forecast of_level(const KeyResultView& view, const Policy& policy, Instant at, Date on) {
  const Metric& metric = *view.metric;
  const Range range = range_on(metric, on);
  const double bound = metric.type == MetricType::between ? 0.5 * (metric.low + metric.high) : range.target;
  const double sign = metric.type == MetricType::at_most ? -1 : 1;
  const Axis axis{bound, sign, 0};
  const std::vector<SeriesPoint> points = points_of(view, at, view.window.starts, axis);
  double unit = metric.type == MetricType::between ? metric.high - metric.low : std::abs(bound);
  if (!(unit > 0)) unit = 1;
  const double left = std::max(0, days_between(on, view.window.ends));
  const auto parts = level_ends(points, left, unit, {});
  Forecast result;
  if (metric.type == MetricType::between) {
    const double half = 0.5 * (metric.high - metric.low);
    result.probability = mixture_below(parts, half) - mixture_below(parts, -half);
  } else {
    result.probability = 1 - mixture_below(parts, 0);
  }
  if (left == 0) result.probability = bound_met(metric, range, newest_at(view.checkins, at)->value, policy.inclusive) ? 1 : 0;
  result.p10 = axis.from(mixture_quantile(parts, 0.1));
  result.p50 = axis.from(mixture_quantile(parts, 0.5));
  result.p90 = axis.from(mixture_quantile(parts, 0.9));
  if (result.p10 > result.p90) std::swap(result.p10, result.p90);
  for (std::size_t i = 0; i < result.ends.at.size(); ++i)
    result.ends.at[i] = static_cast<double>(i + 1) / 32 > 1 - result.probability ? 1 : 0;
  return result;
}

std::uint64_t mixed(std::uint64_t x) {  // a good scramble of 64 bits
  x += 0x9e3779b97f4a7c15u;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
  return x ^ (x >> 31);
}

double uniform(std::uint64_t seed) { return (static_cast<double>(mixed(seed) >> 11) + 0.5) / 9007199254740992.0; }

// The normal score of a uniform number, from a table (simulations ask for millions).
double normal_score(double u) {
  static const std::array<double, 1025> table = [] {
    std::array<double, 1025> t{};
    for (std::size_t i = 0; i < t.size(); ++i) t[i] = normal_quantile(std::clamp(static_cast<double>(i) / 1024, 1e-4, 1 - 1e-4));
    return t;
  }();
  const double place = u * 1024;
  const auto index = std::min<std::size_t>(static_cast<std::size_t>(place), 1023);
  return table[index] + (place - static_cast<double>(index)) * (table[index + 1] - table[index]);
}

double normal_share(double z) {  // normal_below from a table
  static const std::array<double, 1025> table = [] {
    std::array<double, 1025> t{};
    for (std::size_t i = 0; i < t.size(); ++i) t[i] = normal_below(-5 + 10 * static_cast<double>(i) / 1024);
    return t;
  }();
  const double place = std::clamp((z + 5) / 10 * 1024, 0.0, 1023.999);
  const auto index = static_cast<std::size_t>(place);
  return table[index] + (place - static_cast<double>(index)) * (table[index + 1] - table[index]);
}

}  // namespace

double EndQuantiles::quantile(double probability) const {
  const double place = std::clamp(probability * 32 - 1, 0.0, static_cast<double>(at.size() - 1));
  const auto index = std::min(static_cast<std::size_t>(place), at.size() - 2);
  return at[index] + (place - static_cast<double>(index)) * (at[index + 1] - at[index]);
}

EndHistory end_history(std::span<const double> ends) {
  EndHistory prior;
  constexpr double worth = 8;  // key results the built-in prior stands for
  double sum = prior.mean * worth, reached = prior.base_rate * worth;
  for (const double end : ends) sum += std::clamp(end, -0.5, 2.0), reached += end >= 1 - 1e-9;
  const double count = worth + static_cast<double>(ends.size());
  EndHistory history{sum / count, 0, reached / count, static_cast<int>(ends.size())};
  double squares = worth * (prior.spread * prior.spread + (prior.mean - history.mean) * (prior.mean - history.mean));
  for (const double end : ends) squares += (std::clamp(end, -0.5, 2.0) - history.mean) * (std::clamp(end, -0.5, 2.0) - history.mean);
  history.spread = std::sqrt(squares / count);
  return history;
}

std::optional<Forecast> forecast(const KeyResultView& view, const Policy& policy, Instant at, Date on, const EndHistory& history) {
  const Metric& metric = *view.metric;
  if (!view.dated || !is_numeric(metric) || checkins_until(view, at) < 3 || view.window.ends < view.window.starts) return std::nullopt;
  if (is_control(metric.type)) {
    if (policy.control == Control::periods) return std::nullopt;
    return of_level(view, policy, at, on);
  }
  const std::optional<Axis> axis = range_axis(metric, on);
  if (!axis) return std::nullopt;
  return of_range(view, *axis, at, on, history);
}

std::uint64_t seed_of(std::string_view key) {
  std::uint64_t hash = 0xcbf29ce484222325u;  // FNV-1a
  for (const char c : key) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
  return hash;
}

EndQuantiles ends_without_forecast(std::optional<double> progress, double elapsed, const EndHistory& history) {
  const double now = progress.value_or(0);
  const double left = std::clamp(1 - elapsed, 0.0, 1.0);
  const NormalPart part{1, now + history.mean * left, std::max(1e-6, history.spread * std::sqrt(left))};
  EndQuantiles ends = quantiles_of(std::span(&part, 1));
  for (double& end : ends.at) end = std::max(end, now);
  return ends;
}

double simulated_end(const EndInput& input, int run) {
  // the common factor walks evenly through its distribution
  const double common = normal_score((static_cast<double>(run) + 0.5) / simulation_runs);
  const double own = normal_score(uniform(input.seed + static_cast<std::uint64_t>(run) * 0x9e3779b9u));
  const double score = std::sqrt(common_correlation) * common + std::sqrt(1 - common_correlation) * own;
  return input.ends.quantile(normal_share(score));
}

std::vector<std::optional<double>> simulate(Graph graph, std::span<const std::optional<EndInput>> ends, std::span<const ObjectiveKind> kinds) {
  std::vector<int> successes(graph.objectives(), 0), counted(graph.objectives(), 0);
  std::vector<NodeRef> all;
  for (Index index = 0; index < graph.objectives(); ++index) all.push_back({index, false});
  for (Index index = 0; index < graph.key_results(); ++index) all.push_back({index, true});
  const std::vector<NodeRef> order = graph.above_all(all);
  for (int run = 0; run < simulation_runs; ++run) {
    for (Index index = 0; index < ends.size() && index < graph.key_results(); ++index) {
      if (!ends[index]) continue;
      const Index above = graph.key_result(index).objective;
      const Policy& policy = graph.policy(above < graph.objectives() ? graph.objective(above).policy : 0);
      graph.set_key_result_progress(index, limited(simulated_end(*ends[index], run), policy));
    }
    graph.compute_in_order(order);
    for (Index index = 0; index < graph.objectives(); ++index) {
      const std::optional<double> progress = graph.rolled({index, false}).progress;
      if (!progress) continue;
      const bool committed = index < kinds.size() && kinds[index] == ObjectiveKind::committed;
      const double goal = committed ? 1 : graph.policy(graph.objective(index).policy).score.green;
      ++counted[index];
      successes[index] += *progress >= goal - 1e-9;
    }
  }
  std::vector<std::optional<double>> probabilities(graph.objectives());
  for (std::size_t i = 0; i < probabilities.size(); ++i)
    if (counted[i] > 0) probabilities[i] = static_cast<double>(successes[i]) / counted[i];
  return probabilities;
}

}  // namespace cairn::engine
