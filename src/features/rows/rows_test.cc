// Policies as columns hold them, check-in days, and how things are judged from cached figures.
#include "features/rows/rows.h"

#include <gtest/gtest.h>

namespace cairn::rows {
namespace {

Date on(const char* text) { return *parse_date(text); }

const Calendar quarter{.starts_on = *parse_date("2026-01-01"), .ends_on = *parse_date("2026-03-31")};

KeyResultState state(const engine::Metric& metric, double progress, const char* last = "2026-02-13") {
  return {.metric = &metric, .value = 100 * progress, .progress = progress, .confidence = 5, .started = true, .last_checkin_on = on(last)};
}

engine::Metric increase() { return {.type = engine::MetricType::increase, .start = 0, .target = 100}; }

TEST(Policy, is_a_presets_name_or_what_differs_from_it) {
  EXPECT_EQ(policy_of("").name, "cairn");
  EXPECT_EQ(policy_of("workfront").status.method, engine::StatusMethod::ratio);
  const engine::Policy ours = policy_of(R"({"base":"viva","name":"ours","cap":null,"status":{"behind":0.4}})");
  EXPECT_EQ(ours.name, "ours");
  EXPECT_FALSE(ours.cap);
  EXPECT_EQ(ours.status.behind, 0.4);
  EXPECT_EQ(ours.shares, engine::find_preset("viva")->shares);
  EXPECT_FALSE(read_policy("nonsense"));
  EXPECT_FALSE(read_policy(R"({"floor":"low"})"));
  EXPECT_EQ(policy_of("nonsense").name, "cairn");
  EXPECT_EQ(policy_in_force("viva", "cairn").name, "viva");
  EXPECT_EQ(policy_in_force(std::nullopt, "viva").name, "viva");
}

TEST(Policy, written_in_full_reads_back_the_same) {
  for (const engine::Policy& preset : engine::presets()) EXPECT_EQ(policy_of(policy_text(preset)), preset) << preset.name;
  engine::Policy own = *engine::find_preset("viva");
  own.name = "ours";
  own.floor.reset();
  own.grace_days = 3;
  own.objective_status = engine::ObjectiveStatusRule::weakest;
  EXPECT_EQ(policy_of(policy_text(own)).grace_days, 3);
  EXPECT_EQ(policy_of(policy_text(own)).floor, std::nullopt);
  EXPECT_EQ(policy_of(policy_text(own)).objective_status, engine::ObjectiveStatusRule::weakest);
}

TEST(DueDays, fall_on_the_cycles_weekday_from_its_first_one_on) {
  const DueDays days = due_days(quarter, std::nullopt, std::nullopt, std::nullopt);
  EXPECT_EQ(days.first, on("2026-01-02"));
  EXPECT_EQ(days.first_from(on("2026-01-03")), on("2026-01-09"));
  EXPECT_EQ(days.first_from(on("2026-01-09")), on("2026-01-09"));
  EXPECT_EQ(days.latest_before(on("2026-01-09")), on("2026-01-02"));
  EXPECT_EQ(days.latest_before(on("2026-01-02")), std::nullopt);
  EXPECT_EQ(days.first_from(on("2026-03-28")), std::nullopt);
  EXPECT_EQ(days.latest_before(on("2027-01-01")), on("2026-03-27"));
}

TEST(DueDays, of_a_later_start_keep_the_cycles_beat) {
  const DueDays days = due_days(quarter, on("2026-01-05"), on("2026-02-20"), 2);
  EXPECT_EQ(days.first, on("2026-01-16")) << "the second of 2, 16, 30 January";
  EXPECT_EQ(days.first_from(on("2026-01-17")), on("2026-01-30"));
  EXPECT_EQ(days.last, on("2026-02-20"));
}

TEST(Assess, compares_progress_with_what_is_expected_by_now) {
  const engine::Metric metric = increase();
  const Date today = on("2026-02-14");  // 44 of 89 days
  const Assessment good = assess(state(metric, 0.45), quarter, engine::Policy{}, today);
  EXPECT_NEAR(*good.expected, 44.0 / 89, 1e-12);
  EXPECT_EQ(good.status, engine::Status::on_track);
  EXPECT_EQ(assess(state(metric, 0.3), quarter, engine::Policy{}, today).status, engine::Status::behind);
  EXPECT_EQ(assess(state(metric, 0.1), quarter, engine::Policy{}, today).status, engine::Status::off_track);
  EXPECT_EQ(assess(state(metric, 1), quarter, engine::Policy{}, today).status, engine::Status::achieved);
}

TEST(Assess, tells_what_is_stale_but_not_of_closed_or_aligned_ones) {
  const engine::Metric metric = increase();
  EXPECT_FALSE(assess(state(metric, 0.5, "2026-02-01"), quarter, engine::Policy{}, on("2026-02-15")).stale);
  EXPECT_TRUE(assess(state(metric, 0.5, "2026-02-01"), quarter, engine::Policy{}, on("2026-02-16")).stale);
  KeyResultState slow = state(metric, 0.5, "2026-02-01");
  slow.cadence_weeks = 2;
  EXPECT_FALSE(assess(slow, quarter, engine::Policy{}, on("2026-02-16")).stale);
  KeyResultState closed = state(metric, 0.5, "2026-02-01");
  closed.open = false;
  EXPECT_FALSE(assess(closed, quarter, engine::Policy{}, on("2026-03-16")).stale);
}

TEST(Assess, leaves_a_baseline_without_expectation) {
  const engine::Metric metric{.type = engine::MetricType::baseline};
  const Assessment said = assess(KeyResultState{.metric = &metric}, quarter, engine::Policy{}, on("2026-02-14"));
  EXPECT_FALSE(said.expected);
}

TEST(Assess, of_an_objective_follows_the_policys_rule) {
  const std::array items{ItemState{engine::Status::on_track, true}, ItemState{engine::Status::off_track, true, true}};
  const ObjectiveState objective{.progress = 0.5, .confidence = 2, .items = items};
  engine::Policy policy;
  const Date today = on("2026-02-14");
  EXPECT_EQ(assess(objective, quarter, policy, today).status, engine::Status::on_track);
  EXPECT_TRUE(assess(objective, quarter, policy, today).stale);
  policy.objective_status = engine::ObjectiveStatusRule::weakest;
  EXPECT_EQ(assess(objective, quarter, policy, today).status, engine::Status::off_track);
  policy.objective_status = engine::ObjectiveStatusRule::mean_confidence;
  EXPECT_EQ(assess(objective, quarter, policy, today).status, engine::Status::off_track);
  EXPECT_EQ(assess(ObjectiveState{}, quarter, policy, today).status, engine::Status::none) << "nothing to judge by";
}

TEST(ValueText, says_values_as_people_do) {
  EXPECT_EQ(value_text(increase(), 42.5, "%", 1), engine::format_value(42.5, "%", 1));
  EXPECT_EQ(value_text({.type = engine::MetricType::done}, 1, "", 0), "yes");
  engine::Metric steps{.type = engine::MetricType::milestones};
  steps.milestones = {{.weight = 2}, {.weight = 3}};
  EXPECT_EQ(value_text(steps, 2, "", 0), "2 of 5");
  engine::Metric zones{.type = engine::MetricType::zones};
  zones.zone_texts = {"nothing", "a pilot", "live", "loved"};
  EXPECT_EQ(value_text(zones, 2, "", 0), "live");
  EXPECT_EQ(value_text(increase(), std::nullopt, "", 0), "-");
}

}  // namespace
}  // namespace cairn::rows
