// Expected progress, every method of judging, the grace days, risk, staleness, net confidence, presets in words.
#include "engine/status.h"

#include <gtest/gtest.h>

#include <cmath>

#include "engine/explain.h"
#include "engine/figures.h"

namespace cairn::engine {
namespace {

const Window quarter{date_of(2026, 1, 1), date_of(2026, 3, 31)};
const Rhythm fridays{Cadence::week, 5};

Status judged(double progress, double expected, const Policy& policy = {}) {
  return judge({.progress = progress, .expected = expected, .started = true}, policy).status;
}
Policy with(StatusMethod method, double on_track, double behind) {
  Policy policy;
  policy.status = {method, on_track, behind};
  return policy;
}
KeyResultFigures figures(const Metric& metric, const Series& series, Date on, const Policy& policy = {}) {
  return figures_of({&metric, series, quarter, fridays}, policy, {(on.days + 1) * day_us - 1}, on);
}
Series one(Date on, double value) { return {{.at = {on.days * day_us + 11 * hour_us}, .on = on, .value = value, .confidence = 6, .id = 7}}; }

TEST(Expected, half_of_ninety_days_is_a_half) {
  EXPECT_DOUBLE_EQ(elapsed({{0}, {90}}, {45}, Days::first_day_zero), 0.5);
  EXPECT_EQ(elapsed(quarter, date_of(2025, 12, 31), Days::first_day_zero), 0);
  EXPECT_EQ(elapsed(quarter, date_of(2026, 4, 1), Days::first_day_zero), 1);
}

TEST(Expected, counting_today_the_fifteenth_of_thirty_is_a_half) {
  EXPECT_DOUBLE_EQ(elapsed({date_of(2026, 4, 1), date_of(2026, 4, 30)}, date_of(2026, 4, 15), Days::inclusive), 0.5);
}

TEST(Expected, a_single_day_is_over_when_it_comes) {
  EXPECT_EQ(elapsed({{5}, {5}}, {5}, Days::first_day_zero), 1);
  EXPECT_EQ(elapsed({{5}, {5}}, {4}, Days::first_day_zero), 0);
}

TEST(Expected, a_phased_target_is_straight_between_its_steps) {
  const Metric metric{.start = 0, .target = 100, .phases = {{date_of(2026, 1, 31), 10}, {date_of(2026, 3, 2), 40}}};
  EXPECT_DOUBLE_EQ(expected_progress(metric, fridays, quarter, date_of(2026, 1, 16), {}), 0.05);
  EXPECT_DOUBLE_EQ(expected_progress(metric, fridays, quarter, date_of(2026, 2, 15), {}), 0.25);
  EXPECT_EQ(expected_progress(metric, fridays, quarter, date_of(2026, 3, 31), {}), 1);
  EXPECT_DOUBLE_EQ(expected_value(metric, quarter, date_of(2026, 2, 15), {}).value(), 25);
}

TEST(Expected, by_planned_check_ins_it_moves_in_steps) {
  Policy policy;
  policy.expected = Expected::check_ins;
  EXPECT_DOUBLE_EQ(expected_progress(fridays, quarter, date_of(2026, 1, 1), policy), 0);
  EXPECT_DOUBLE_EQ(expected_progress(fridays, quarter, date_of(2026, 1, 2), policy), 1.0 / 13);
  EXPECT_DOUBLE_EQ(expected_progress(fridays, quarter, date_of(2026, 1, 8), policy), 1.0 / 13);
}

TEST(Status, by_gap_the_thresholds_belong_to_the_better_side) {
  EXPECT_EQ(judged(0.4, 0.5), Status::on_track);
  EXPECT_EQ(judged(0.39, 0.5), Status::behind);
  EXPECT_EQ(judged(0.25, 0.5), Status::behind);
  EXPECT_EQ(judged(0.24, 0.5), Status::off_track);
  EXPECT_EQ(judged(0.35, 0.6, *find_preset("viva")), Status::behind);
}

TEST(Status, by_ratio_nothing_expected_is_on_track) {
  const Policy policy = with(StatusMethod::ratio, 0.9, 0.7);
  EXPECT_EQ(judged(0, 0, policy), Status::on_track);
  EXPECT_EQ(judged(0.45, 0.5, policy), Status::on_track);
  EXPECT_EQ(judged(0.35, 0.5, policy), Status::behind);
  EXPECT_EQ(judged(0.34, 0.5, policy), Status::off_track);
}

TEST(Status, static_thresholds_know_no_date) {
  const Policy policy = with(StatusMethod::static_, 0.6, 0.2);
  EXPECT_EQ(judged(0.59, 0.01, policy), Status::behind);
  EXPECT_EQ(judged(0.6, 0.99, policy), Status::on_track);
}

TEST(Status, confidence_thresholds_may_be_points_or_shares) {
  for (const Policy& policy : {with(StatusMethod::confidence, 7, 4), with(StatusMethod::confidence, 0.7, 0.4)}) {
    const auto by = [&](std::optional<double> confidence) {
      return judge({.progress = 0.1, .expected = 0.5, .confidence = confidence, .started = true}, policy).status;
    };
    EXPECT_EQ(by(7), Status::on_track);
    EXPECT_EQ(by(4), Status::behind);
    EXPECT_EQ(by(3), Status::off_track);
    EXPECT_EQ(by({}), Status::none);
  }
}

TEST(Status, the_owner_has_the_word_where_the_policy_gives_it) {
  const StatusInput input{.progress = 0.1, .expected = 0.9, .said = Status::on_track, .started = true};
  EXPECT_EQ(judge(input, *find_preset("leapsome")).status, Status::on_track);
  EXPECT_EQ(judge(input, {}).status, Status::off_track);
}

TEST(Status, before_the_first_check_in_it_is_not_started_then_without_update) {
  const Metric metric{.start = 0, .target = 10};
  EXPECT_EQ(figures(metric, {}, date_of(2026, 1, 8)).status, Status::not_started);
  EXPECT_EQ(figures(metric, {}, date_of(2026, 1, 9)).status, Status::no_update);
  EXPECT_EQ(figures(metric, {}, date_of(2026, 1, 8)).progress, 0);
}

TEST(Status, reaching_the_target_is_achieved) {
  const Metric metric{.start = 0, .target = 10};
  EXPECT_EQ(figures(metric, one(date_of(2026, 1, 5), 10), date_of(2026, 3, 1)).status, Status::achieved);
}

TEST(Status, between_risk_and_bound_is_behind_and_beyond_risk_off_track) {
  const Metric metric{.type = MetricType::at_least, .target = 9, .risk = 8};
  EXPECT_EQ(figures(metric, one(date_of(2026, 1, 5), 8.5), date_of(2026, 1, 6)).status, Status::behind);
  EXPECT_EQ(figures(metric, one(date_of(2026, 1, 5), 7.5), date_of(2026, 1, 6)).status, Status::off_track);
  EXPECT_EQ(figures(metric, one(date_of(2026, 1, 5), 9), date_of(2026, 1, 6)).status, Status::achieved);
}

TEST(Status, the_reason_tells_the_gap) {
  const Metric metric{.start = 0, .target = 100};
  const Date on = date_of(2026, 2, 15);
  const KeyResultFigures all = figures(metric, one(date_of(2026, 2, 14), 20), on);
  EXPECT_EQ(all.status, Status::off_track);
  EXPECT_DOUBLE_EQ(all.expected.value(), 45.0 / 89);
  EXPECT_DOUBLE_EQ(all.reason.gap.value(), 45.0 / 89 - 0.2);
  EXPECT_EQ(all.confidence, 6);
  EXPECT_EQ(all.score, 0.2);
}

TEST(Status, an_old_check_in_is_stale_beside_its_status) {
  const Metric metric{.start = 0, .target = 10};
  EXPECT_FALSE(figures(metric, one(date_of(2026, 1, 5), 5), date_of(2026, 1, 19)).stale);
  const KeyResultFigures old = figures(metric, one(date_of(2026, 1, 5), 5), date_of(2026, 1, 20));
  EXPECT_TRUE(old.stale);
  EXPECT_EQ(old.status, Status::on_track);
  EXPECT_FALSE(is_stale(std::nullopt, Cadence::week, {100}, 7));
  EXPECT_FALSE(is_stale(Date{0}, Cadence::none, {1000}, 7));
}

TEST(Status, a_revised_target_keeps_the_first_in_sight) {
  const Metric metric{.start = 0, .target = 10, .revisions = {{.from = date_of(2026, 2, 1), .start = std::nullopt, .target = 8, .why = "x"}}};
  const KeyResultFigures all = figures(metric, one(date_of(2026, 2, 2), 4), date_of(2026, 2, 3));
  EXPECT_DOUBLE_EQ(all.attainment.value(), 0.5);
  EXPECT_DOUBLE_EQ(all.first_attainment.value(), 0.4);
}

TEST(Status, the_weaker_of_two_is_the_worse_and_none_gives_way) {
  EXPECT_EQ(weaker(Status::on_track, Status::off_track), Status::off_track);
  EXPECT_EQ(weaker(Status::none, Status::achieved), Status::achieved);
  EXPECT_EQ(weaker(Status::behind, Status::no_update), Status::behind);
}

TEST(Status, net_confidence_is_on_track_minus_off_track) {
  StatusCounts counts;
  EXPECT_FALSE(net_confidence(counts));
  for (int i = 0; i < 6; ++i) counts.add(Status::on_track);
  for (int i = 0; i < 2; ++i) counts.add(Status::behind), counts.add(Status::off_track);
  counts.add(Status::not_started);
  EXPECT_DOUBLE_EQ(net_confidence(counts).value(), 40);
}

TEST(Explain, progress_names_rule_formula_inputs_policy_and_check_in) {
  const Metric metric{.start = 18, .target = 35};
  const Series series = one(date_of(2026, 2, 13), 24);
  const KeyResultView view{&metric, series, quarter, fridays};
  const Date on = date_of(2026, 2, 15);
  const Explanation explanation = explain_progress(view, figures(metric, series, on), {}, on);
  EXPECT_EQ(explanation.rule, "increase");
  EXPECT_EQ(explanation.formula, "(value - start) / (target - start)");
  ASSERT_EQ(explanation.inputs.size(), 3u);
  EXPECT_EQ(explanation.inputs[0].value, 24);
  EXPECT_EQ(explanation.policy, "cairn");
  EXPECT_EQ(explanation.checkins, std::vector<std::int64_t>{7});
}

TEST(Explain, progress_by_hand_says_that_items_do_not_count) {
  const Explanation explanation = explain_rollup({{"KR-1", 1, 0.4}}, 0.9, {});
  EXPECT_EQ(explanation.rule, "manual");
  EXPECT_EQ(explanation.items.size(), 1u);
}

TEST(Policy, every_preset_is_sound_and_has_its_own_name) {
  std::set<std::string> names;
  for (const Policy& policy : presets()) {
    EXPECT_TRUE(validate(policy).empty()) << policy.name;
    EXPECT_TRUE(names.insert(policy.name).second) << policy.name;
  }
  for (const char* name : {"cairn", "google", "viva", "quantive", "perdoo", "lattice", "leapsome", "workfront", "mooncamp", "asana",
                           "servicenow", "profit", "upraise", "puzzle", "oslo", "operately", "burningokr", "gitlab", "engagedly"})
    EXPECT_NE(find_preset(name), nullptr) << name;
  EXPECT_EQ(find_preset("nobody"), nullptr);
}

TEST(Policy, what_cannot_judge_is_refused) {
  Policy policy;
  policy.status.on_track = std::nan("");
  policy.floor = 1;
  policy.grace_days = -1;
  policy.name.clear();
  EXPECT_EQ(validate(policy).size(), 4u);
  EXPECT_EQ(validate(with(StatusMethod::gap, 0.3, 0.1)).front().code, "out_of_order");
  EXPECT_EQ(validate(with(StatusMethod::ratio, 0.7, 0.9)).front().code, "out_of_order");
}

TEST(Cycle, check_in_days_fall_within_the_cycle) {
  EXPECT_EQ(due_dates(fridays, quarter).size(), 13u);
  EXPECT_EQ(format(due_dates({Cadence::month, 5}, quarter)[0]), "2026-01-01");
  EXPECT_EQ(due_dates({Cadence::quarter, 5}, {date_of(2026, 1, 2), date_of(2026, 12, 31)}).size(), 3u);
  EXPECT_EQ(due_dates({Cadence::none, 5}, quarter).size(), 0u);
  EXPECT_EQ(count_due({Cadence::two_weeks, 5}, quarter, date_of(2026, 1, 16)).due, 2);
}

TEST(Cycle, a_check_in_every_second_week_keeps_its_beat) {
  const Rhythm rhythm{Cadence::two_weeks, 5};
  EXPECT_EQ(format(*next_due(rhythm, date_of(2026, 1, 2), date_of(2026, 1, 3))), "2026-01-16");
  EXPECT_EQ(format(*next_due(rhythm, date_of(2026, 1, 2), date_of(2026, 1, 20))), "2026-01-30");
}

}  // namespace
}  // namespace cairn::engine
