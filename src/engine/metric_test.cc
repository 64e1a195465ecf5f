// The nine metric types, the replay rule, revised targets, control metrics, what is refused.
#include "engine/metric.h"

#include <gtest/gtest.h>

#include <limits>

namespace cairn::engine {
namespace {

const Date day0 = date_of(2026, 1, 1);

Checkin checkin(int day, double value, std::int64_t order = 0) {
  const Date on = add_days(day0, day);
  return {.at = {on.days * day_us + 12 * hour_us}, .order = order, .on = on, .value = value};
}
Instant end_of(int day) { return {(add_days(day0, day).days + 1) * day_us - 1}; }

double reached(const Metric& metric, double value, const Policy& policy = {}) { return attainment(metric, value, day0, policy).value(); }

bool has_code(const std::vector<Problem>& problems, std::string_view code) {
  return std::ranges::any_of(problems, [&](const Problem& problem) { return problem.code == code; });
}

TEST(Metric, an_increase_is_the_way_gone_by_the_whole_way) {
  const Metric metric{.start = 18, .target = 35};
  EXPECT_DOUBLE_EQ(reached(metric, 24), 6.0 / 17);
  EXPECT_DOUBLE_EQ(reached(metric, 52), 2);
  EXPECT_LT(reached(metric, 10), 0);
}

TEST(Metric, a_decrease_counts_downward) {
  const Metric metric{.type = MetricType::decrease, .start = 100, .target = 60};
  EXPECT_DOUBLE_EQ(reached(metric, 70), 0.75);
  EXPECT_DOUBLE_EQ(reached(metric, 120), -0.5);
}

TEST(Metric, without_a_way_to_go_progress_tells_whether_the_target_is_reached) {
  const Metric up{.start = 5, .target = 5};
  EXPECT_EQ(reached(up, 4), 0);
  EXPECT_EQ(reached(up, 5), 1);
  const Metric down{.type = MetricType::decrease, .start = 5, .target = 5};
  EXPECT_EQ(reached(down, 6), 0);
  EXPECT_EQ(reached(down, 5), 1);
  Policy zero;
  zero.zero_range = ZeroRange::zero;
  EXPECT_EQ(reached(up, 6, zero), 0);
}

TEST(Metric, a_bound_is_met_or_not_and_the_policy_says_whether_equality_meets_it) {
  const Metric below{.type = MetricType::at_most, .target = 25};
  Policy strict;
  strict.inclusive = false;
  EXPECT_EQ(reached(below, 25), 1);
  EXPECT_EQ(reached(below, 25, strict), 0);
  EXPECT_EQ(reached(below, 24, strict), 1);
  const Metric within{.type = MetricType::between, .low = 5, .high = 7};
  EXPECT_EQ(reached(within, 5), 1);
  EXPECT_EQ(reached(within, 5, strict), 0);
  EXPECT_EQ(reached(within, 8), 0);
}

TEST(Metric, distance_measures_how_far_off_a_bound_a_value_is) {
  Policy distance;
  distance.control = Control::distance;
  const Metric most{.type = MetricType::at_most, .target = 2};
  EXPECT_DOUBLE_EQ(reached(most, 3, distance), 0.5);
  EXPECT_DOUBLE_EQ(reached(most, 1, distance), 1.5);
  const Metric least{.type = MetricType::at_least, .target = 4};
  EXPECT_DOUBLE_EQ(reached(least, 3, distance), 0.75);
  const Metric zero{.type = MetricType::at_most, .target = 0};
  EXPECT_EQ(reached(zero, 0, distance), 1);
  EXPECT_EQ(reached(zero, 1, distance), 0);
  const Metric negative{.type = MetricType::at_least, .target = -10};
  EXPECT_GT(reached(negative, -5, distance), reached(negative, -10, distance));
}

TEST(Metric, periods_count_planned_check_ins_that_met_the_bound) {
  const Metric metric{.type = MetricType::at_least, .target = 10};
  const Window window{day0, add_days(day0, 27)};  // Fridays on day 1, 8, 15, 22
  const Series series{checkin(1, 12), checkin(7, 9), checkin(8, 11), checkin(15, 3), checkin(30, 20)};
  EXPECT_DOUBLE_EQ(attainment_by_periods(metric, series, {Cadence::week, 5}, window, end_of(27), {}), 0.5);
  EXPECT_DOUBLE_EQ(attainment_by_periods(metric, series, {Cadence::week, 5}, window, end_of(7), {}), 0.25);
}

TEST(Metric, zones_are_straight_between_their_marks) {
  const Metric metric{.type = MetricType::zones, .zones = {0, 10, 20, 40}};
  EXPECT_DOUBLE_EQ(reached(metric, 5), 0.15);
  EXPECT_DOUBLE_EQ(reached(metric, 15), 0.5);
  EXPECT_DOUBLE_EQ(reached(metric, 30), 0.85);
  EXPECT_DOUBLE_EQ(reached(metric, 40), 1);
  EXPECT_DOUBLE_EQ(reached(metric, 60), 1.3);
  const Metric falling{.type = MetricType::zones, .zones = {40, 20, 10, 0}};
  EXPECT_DOUBLE_EQ(reached(falling, 30), 0.15);
}

TEST(Metric, zones_in_words_count_their_lower_bound) {
  const Metric metric{.type = MetricType::zones, .zone_texts = {"", "first customer", "ten", "hundred"}};
  EXPECT_DOUBLE_EQ(reached(metric, 0), 0);
  EXPECT_DOUBLE_EQ(reached(metric, 1), 0.3);
  EXPECT_DOUBLE_EQ(reached(metric, 2), 0.7);
  EXPECT_DOUBLE_EQ(reached(metric, 3), 1);
}

TEST(Metric, milestones_are_the_weight_done) {
  const Metric metric{.type = MetricType::milestones, .milestones = {{.title = "a", .weight = 3, .done_on = day0}, {.title = "b", .weight = 1}}};
  EXPECT_EQ(value_at(metric, {}, end_of(0), day0), 3);
  EXPECT_DOUBLE_EQ(reached(metric, 3), 0.75);
  EXPECT_EQ(value_at(metric, {}, end_of(-1), add_days(day0, -1)), 0);
}

TEST(Metric, a_baseline_has_no_progress) {
  EXPECT_FALSE(attainment({.type = MetricType::baseline}, 5, day0, {}));
}

TEST(Metric, checkpoints_bend_the_scale_both_ways) {
  const Metric falling{.type = MetricType::decrease, .start = 100, .target = 0, .checkpoints = {{50, 0.4}}};
  EXPECT_DOUBLE_EQ(reached(falling, 100), 0);
  EXPECT_DOUBLE_EQ(reached(falling, 50), 0.4);
  EXPECT_DOUBLE_EQ(reached(falling, 25), 0.7);
  EXPECT_DOUBLE_EQ(value_for(falling, {100, 0}, 0.4).value(), 50);
}

TEST(Metric, the_newest_check_in_by_its_own_time_counts) {
  const Metric metric{.start = 0, .target = 10};
  const Series series{checkin(14, 6, 1), checkin(7, 3, 2), checkin(14, 7, 3)};
  EXPECT_EQ(value_at(metric, series, end_of(30), day0), 7);
  EXPECT_EQ(value_at(metric, series, end_of(10), day0), 3);
  EXPECT_EQ(value_at(metric, series, end_of(6), day0), 0);
  EXPECT_EQ(newest_at(series, end_of(6)), nullptr);
}

TEST(Metric, confidence_stands_until_the_next_one_is_given) {
  Series series{checkin(1, 1), checkin(2, 2)};
  series[0].confidence = 7;
  EXPECT_EQ(confidence_at(series, end_of(5)), 7);
  EXPECT_FALSE(confidence_at(series, end_of(0)));
}

TEST(Metric, a_revised_target_counts_from_its_day_on) {
  const Metric metric{.start = 0, .target = 10, .revisions = {{.from = add_days(day0, 10), .start = std::nullopt, .target = 20, .why = "market"}}};
  EXPECT_DOUBLE_EQ(attainment(metric, 5, add_days(day0, 9), {}).value(), 0.5);
  EXPECT_DOUBLE_EQ(attainment(metric, 5, add_days(day0, 10), {}).value(), 0.25);
}

TEST(Metric, figures_stay_finite_whatever_comes_in) {
  const double huge = std::numeric_limits<double>::max(), tiny = std::numeric_limits<double>::denorm_min();
  const double nan = std::numeric_limits<double>::quiet_NaN(), inf = std::numeric_limits<double>::infinity();
  Policy distance;
  distance.control = Control::distance;
  for (const double a : {0.0, 1.0, -1.0, huge, -huge, tiny, nan, inf, -inf})
    for (const double b : {0.0, 1.0, huge, -huge, tiny, nan, inf})
      for (const double v : {0.0, 5.0, huge, -huge, nan, inf})
        for (const MetricType type : {MetricType::increase, MetricType::decrease, MetricType::at_least, MetricType::at_most, MetricType::between, MetricType::zones}) {
          const Metric metric{.type = type, .start = a, .target = b, .low = a, .high = b, .zones = {a, a, b, b}};
          EXPECT_TRUE(std::isfinite(attainment(metric, v, day0, distance).value_or(0)));
        }
}

TEST(Metric, what_can_never_work_is_refused_with_a_code) {
  EXPECT_TRUE(has_code(validate(Metric{.start = 3, .target = 3}), "start_equals_target"));
  EXPECT_TRUE(has_code(validate(Metric{.start = 3, .target = 2}), "wrong_direction"));
  EXPECT_TRUE(has_code(validate(Metric{.type = MetricType::decrease, .start = 3, .target = 4}), "wrong_direction"));
  EXPECT_TRUE(has_code(validate(Metric{.target = 2}), "required"));
  EXPECT_TRUE(has_code(validate(Metric{.start = std::nan(""), .target = 2}), "not_finite"));
  EXPECT_TRUE(has_code(validate(Metric{.start = 0, .target = 1e300}), "out_of_range"));
  EXPECT_TRUE(has_code(validate(Metric{.type = MetricType::between, .low = 3, .high = 2}), "low_above_high"));
  EXPECT_TRUE(has_code(validate(Metric{.type = MetricType::milestones}), "no_milestones"));
  EXPECT_TRUE(has_code(validate(Metric{.type = MetricType::milestones, .milestones = {{.title = "a", .weight = -1}}}), "negative_weight"));
  EXPECT_TRUE(has_code(validate(Metric{.type = MetricType::zones, .zones = {0, 5, 3, 9}}), "zones_out_of_order"));
  EXPECT_TRUE(has_code(validate(Metric{.type = MetricType::at_least, .target = 9, .risk = 10}), "risk_side"));
  EXPECT_TRUE(has_code(validate(Metric{.start = 0, .target = 9, .phases = {{day0, 1}, {day0, 2}}}), "out_of_order"));
  EXPECT_TRUE(validate(Metric{.start = 0, .target = 9}).empty());
  EXPECT_TRUE(validate(Metric{.type = MetricType::done}).empty());
}

TEST(Metric, all_problems_are_told_at_once) {
  EXPECT_EQ(validate(Metric{.start = std::nan(""), .target = INFINITY}).size(), 2u);
}

TEST(Metric, a_check_in_must_fit_its_metric) {
  EXPECT_TRUE(has_code(validate_checkin({.type = MetricType::done}, 0.5, {}), "not_yes_or_no"));
  EXPECT_TRUE(has_code(validate_checkin({.type = MetricType::zones, .zone_texts = {"a", "b", "c", "d"}}, 4, {}), "not_a_zone"));
  EXPECT_TRUE(has_code(validate_checkin({.start = 0, .target = 1}, INFINITY, {}), "not_finite"));
  EXPECT_TRUE(has_code(validate_checkin({.start = 0, .target = 1}, 1, 11), "out_of_range"));
  EXPECT_TRUE(validate_checkin({.start = 0, .target = 1}, -7, 0).empty());
}

TEST(Metric, values_read_with_their_unit) {
  EXPECT_EQ(format_value(42.126, "kg"), "42.13 kg");
  EXPECT_EQ(format_value(50, "%"), "50%");
  EXPECT_EQ(format_value(-0.001, ""), "0");
  EXPECT_EQ(format_value(1234.5, "CHF", 2), "1234.50 CHF");
}

TEST(Metric, the_next_cycle_starts_from_the_value_reached) {
  const Metric next = carried_over({.start = 0, .target = 10, .revisions = {{.from = day0, .start = std::nullopt, .target = 12, .why = ""}}}, 5);
  EXPECT_EQ(next.start, 5);
  EXPECT_EQ(next.target, 12);
  EXPECT_TRUE(next.revisions.empty());
}

}  // namespace
}  // namespace cairn::engine
