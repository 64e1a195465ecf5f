// Forecasts: honesty about little data, monotonicity, determinism, and how they do on simulated histories against the
// two naive forecasts, with the Brier scores and the reliability table printed.
#include "engine/forecast.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <numbers>
#include <random>

#include "engine/forecast_model.h"

namespace cairn::engine {
namespace {

const Date first = date_of(2026, 1, 1);
const Window window{first, add_days(first, 91)};

Checkin on_day(int day, double value) {
  const Date on = add_days(first, day);
  return {.at = {on.days * day_us}, .order = day, .on = on, .value = value};
}

std::optional<Forecast> forecast_of(const Metric& metric, const Series& series, int day, const EndHistory& history = {}) {
  const Date on = add_days(first, day);
  return forecast({&metric, series, window, {}}, {}, {(on.days + 1) * day_us - 1}, on, history);
}

Series weekly(std::initializer_list<double> values) {
  Series series;
  int day = 7;
  for (const double value : values) series.push_back(on_day(day, value)), day += 7;
  return series;
}

TEST(Forecast, there_is_none_below_three_check_ins) {
  const Metric metric{.start = 0, .target = 100};
  EXPECT_FALSE(forecast_of(metric, weekly({10, 20}), 15));
  EXPECT_TRUE(forecast_of(metric, weekly({10, 20, 30}), 22));
  EXPECT_FALSE(forecast_of(metric, weekly({10, 20, 30}), 15)) << "later check-ins are not known yet";
  EXPECT_FALSE(forecast_of({.type = MetricType::done}, weekly({0, 0, 0}), 22));
}

TEST(Forecast, half_way_at_half_time_is_somewhat_below_a_half) {
  const Metric metric{.start = 0, .target = 100};
  const auto half = forecast_of(metric, weekly({8, 15, 23, 31, 38, 46}), 43);
  ASSERT_TRUE(half);
  EXPECT_GT(half->probability, 0.25);
  EXPECT_LT(half->probability, 0.5);
  EXPECT_LT(half->p10, half->p50);
  EXPECT_LT(half->p50, half->p90);
}

TEST(Forecast, bands_narrow_as_the_due_date_comes) {
  const Metric metric{.start = 0, .target = 100};
  const auto early = forecast_of(metric, weekly({7, 15, 22}), 22);
  const auto late = forecast_of(metric, weekly({7, 15, 22, 30, 37, 45, 52, 60, 67, 75, 82}), 78);
  EXPECT_GT(early->p90 - early->p10, 2 * (late->p90 - late->p10));
}

TEST(Forecast, on_the_due_date_nothing_is_uncertain) {
  const Metric metric{.type = MetricType::decrease, .start = 100, .target = 60};
  EXPECT_EQ(forecast_of(metric, weekly({90, 70, 59}), 91)->probability, 1);
  EXPECT_EQ(forecast_of(metric, weekly({90, 70, 61}), 91)->probability, 0);
}

TEST(Forecast, end_values_of_a_decrease_rise_from_p10_to_p90) {
  const Metric metric{.type = MetricType::decrease, .start = 100, .target = 60};
  const auto result = forecast_of(metric, weekly({95, 91, 88}), 22);
  EXPECT_LT(result->p10, result->p50);
  EXPECT_LT(result->p50, result->p90);
}

TEST(Forecast, a_bound_that_was_always_met_will_likely_be_met) {
  const Metric metric{.type = MetricType::at_least, .target = 99.5};
  EXPECT_GT(forecast_of(metric, weekly({99.9, 99.8, 99.9, 99.9}), 29)->probability, 0.5);
  const Metric between{.type = MetricType::between, .low = 4, .high = 6};
  EXPECT_GT(forecast_of(between, weekly({5, 5.1, 4.9, 5}), 29)->probability, 0.9);
  EXPECT_LT(forecast_of(between, weekly({8, 8.1, 7.9, 8}), 29)->probability, 0.1);
}

TEST(Forecast, history_shifts_what_is_expected_a_little) {
  const Metric metric{.start = 0, .target = 100};
  const std::vector<double> good(40, 1.2), bad(40, 0.3);
  const Series series = weekly({6, 13, 20});
  EXPECT_GT(forecast_of(metric, series, 22, end_history(good))->probability, forecast_of(metric, series, 22, end_history(bad))->probability);
}

RC_GTEST_PROP(Forecast, a_better_newest_value_never_lowers_the_probability, ()) {
  const MetricType type = *rc::gen::element(MetricType::increase, MetricType::decrease, MetricType::at_least, MetricType::at_most, MetricType::zones);
  const bool down = type == MetricType::decrease || type == MetricType::at_most;
  const Metric metric{.type = type, .start = down ? 100.0 : 0.0, .target = down ? 0.0 : 100.0, .zones = {0, 30, 70, 100}};
  Series series;
  const int count = *rc::gen::inRange(3, 12);
  int day = 0;
  for (int i = 0; i < count; ++i) series.push_back(on_day(day += *rc::gen::inRange(0, 9), *rc::gen::inRange(-50, 151)));
  const double step = *rc::gen::inRange(1, 80);
  Series better = series;
  better.back().value += down ? -step : step;
  const int today = *rc::gen::inRange(day, 100);
  const auto before = forecast_of(metric, series, today), after = forecast_of(metric, better, today);
  RC_ASSERT(before.has_value() && after.has_value());
  RC_ASSERT(after->probability >= before->probability - 1e-9);
  RC_ASSERT(before->probability >= 0 && before->probability <= 1);
  RC_ASSERT(before->p10 <= before->p50 && before->p50 <= before->p90);
  RC_ASSERT(forecast_of(metric, series, today)->probability == before->probability);
}

// Simulated histories of several kinds: attainment at weeks 1 to 12, and how it ended.
struct Simulated {
  std::string kind;
  std::vector<double> weeks;
  double end = 0;
};
constexpr std::array kinds{"steady", "late jump", "stalled", "noisy", "decreasing", "seasonal", "reset"};

Simulated simulated(std::size_t kind, std::mt19937_64& random) {
  const auto normal = [&](double mean, double spread) { return std::normal_distribution<double>(mean, spread)(random); };
  const auto between = [&](double low, double high) { return std::uniform_real_distribution<double>(low, high)(random); };
  Simulated result{kinds[kind], {}, 0};
  const double pace = std::max(0.05, normal(0.9, 0.3)) / 13, jump = between(0.3, 0.9), phase = between(0, 6.28), drop = between(0.2, 0.5);
  const int turn = static_cast<int>(between(4, 12));
  double level = 0;
  for (int week = 1; week <= 13; ++week) {
    double step = pace + normal(0, 0.015);
    if (kind == 1) step = 0.35 * pace + normal(0, 0.01) + (week == turn + 1 ? jump : 0);
    if (kind == 2 && week > turn) step = normal(0, 0.005);
    if (kind == 3) step = pace + normal(0, 0.09);
    if (kind == 6 && week == turn) step -= drop;
    level += step;
    const double value = level + (kind == 5 ? 0.12 * std::sin(phase + week * 2 * std::numbers::pi / 6) : 0);
    if (week < 13) result.weeks.push_back(value);
    else result.end = value;
  }
  return result;
}

struct Score {
  double ours = 0, line = 0, base = 0;
  int count = 0;
  void add(double p, double straight, double rate, double hit) {
    ours += (p - hit) * (p - hit);
    line += (straight - hit) * (straight - hit);
    base += (rate - hit) * (rate - hit);
    ++count;
  }
};

TEST(Forecast, beats_both_naive_forecasts_on_simulated_histories_and_is_calibrated) {
  std::mt19937_64 random(20260215);
  std::vector<Simulated> all;
  for (std::size_t i = 0; i < 1400; ++i) all.push_back(simulated(i % kinds.size(), random));
  const double rate = static_cast<double>(std::ranges::count_if(all, [](const Simulated& s) { return s.end >= 1; })) / static_cast<double>(all.size());
  Score total;
  std::map<std::string, Score> by_kind;
  std::array<Score, 10> bins;
  std::array<double, 10> said{}, happened{};
  for (const Simulated& history : all) {
    const bool down = history.kind == "decreasing";
    const Metric metric{.type = down ? MetricType::decrease : MetricType::increase, .start = down ? 100.0 : 0.0, .target = down ? 60.0 : 100.0};
    const auto value = [&](double attainment) { return *metric.start + attainment * (metric.target - *metric.start); };
    const double hit = history.end >= 1 ? 1 : 0;
    for (const int weeks : {3, 5, 7, 9, 11}) {
      Series series;
      for (int week = 0; week < weeks; ++week) series.push_back(on_day(7 * (week + 1), value(history.weeks[static_cast<std::size_t>(week)])));
      const double p = forecast_of(metric, series, 7 * weeks)->probability;
      const double straight = history.weeks[static_cast<std::size_t>(weeks - 1)] / weeks * 13 >= 1 ? 1 : 0;
      total.add(p, straight, rate, hit);
      by_kind[history.kind].add(p, straight, rate, hit);
      const auto bin = std::min<std::size_t>(9, static_cast<std::size_t>(p * 10));
      bins[bin].add(p, straight, rate, hit);
      said[bin] += p;
      happened[bin] += hit;
    }
  }
  std::printf("forecast: Brier %.4f, straight line %.4f, base rate %.4f over %d forecasts\n", total.ours / total.count, total.line / total.count, total.base / total.count, total.count);
  for (const auto& [kind, score] : by_kind)
    std::printf("  %-11s %.4f  straight line %.4f  base rate %.4f\n", kind.c_str(), score.ours / score.count, score.line / score.count, score.base / score.count);
  for (std::size_t bin = 0; bin < bins.size(); ++bin) {
    if (bins[bin].count == 0) continue;
    const double mean_said = said[bin] / bins[bin].count, mean_happened = happened[bin] / bins[bin].count;
    std::printf("  said %.2f, happened %.2f (%d)\n", mean_said, mean_happened, bins[bin].count);
    if (bins[bin].count >= 200) EXPECT_NEAR(mean_said, mean_happened, 0.15);
  }
  EXPECT_LT(total.ours, 0.75 * total.line);
  EXPECT_LT(total.ours, 0.70 * total.base);
}

TEST(Simulation, a_forecast_of_one_key_result_is_its_objective_s) {
  const Metric metric{.start = 0, .target = 100};
  const auto one = forecast_of(metric, weekly({8, 15, 23, 31, 38, 46}), 43);
  Graph graph;
  const Index objective = graph.add_objective({});
  graph.add_key_result({.objective = objective, .progress = 0.46, .started = true});
  const std::vector<std::optional<EndInput>> ends{EndInput{seed_of("a/b"), one->ends}};
  const auto committed = simulate(graph, ends, std::vector{ObjectiveKind::committed});
  EXPECT_NEAR(committed[0].value(), one->probability, 0.08);
  const auto aspirational = simulate(graph, ends, std::vector{ObjectiveKind::aspirational});
  EXPECT_GT(*aspirational[0], *committed[0]);
}

TEST(Simulation, what_belongs_to_others_changes_nothing) {
  const Metric metric{.start = 0, .target = 100};
  const auto one = forecast_of(metric, weekly({8, 15, 23, 31}), 29);
  const auto run = [&](bool with_other) {
    Graph graph;
    const Index objective = graph.add_objective({});
    graph.add_key_result({.objective = objective, .progress = 0.3});
    std::vector<std::optional<EndInput>> ends{EndInput{seed_of("a/b"), one->ends}};
    if (with_other) {
      graph.add_key_result({.objective = graph.add_objective({}), .progress = 0.3});
      ends.push_back(EndInput{seed_of("c/d"), one->ends});
    }
    return simulate(graph, ends, std::vector(2, ObjectiveKind::committed))[0].value();
  };
  EXPECT_EQ(run(false), run(true));
}

TEST(Simulation, a_key_result_without_a_forecast_never_ends_below_where_it_is) {
  const EndQuantiles ends = ends_without_forecast(0.6, 0.5, {});
  for (const double end : ends.at) EXPECT_GE(end, 0.6);
  EXPECT_GT(ends.quantile(0.9), ends.quantile(0.1));
}

}  // namespace
}  // namespace cairn::engine
