// The nine metric types, their wrong inputs, targets revised and phased, moving, ordering, copying.
#include "features/keyresults/keyresults.h"

#include "support/okrs.h"

namespace cairn::keyresults {
namespace {

using engine::MetricType;
using test::failure_of;
using test::Kinds;
using test::refusal;

class KeyResults : public test::Okrs {
 protected:
  KeyResultInput of(MetricType type) {
    KeyResultInput input;
    input.title = "Measure";
    input.metric.type = type;
    return input;
  }
  // out: the codes at "metric.…" and elsewhere, as "field code"
  Kinds problems(ObjectiveId id, const KeyResultInput& input) {
    features::Context ctx = as(owner);
    Kinds told;
    for (const Problem& one : failure_of([&] { create(ctx, id, input); }).fields) told.push_back(one.field + " " + one.code);
    return told;
  }
};
CAIRN_EACH_ENGINE(KeyResults);

TEST_P(KeyResults, measure_in_nine_ways) {
  features::Context ctx = as(owner);
  const auto o = objective();
  const auto check = [&](KeyResultInput input, double value, double progress) {
    const KeyResultId id = create(ctx, o.id, input).id;
    EXPECT_NEAR(check_in(id, value).key_result.progress.value_or(-1), progress, 1e-12)
        << engine::word_of(input.metric.type);
  };
  check(increase("Up", 10, 20), 15, 0.5);
  KeyResultInput down = of(MetricType::decrease);
  down.metric.start = 20, down.metric.target = 10;
  check(down, 18, 0.2);
  KeyResultInput least = of(MetricType::at_least);
  least.metric.target = 99.5;
  check(least, 99.5, 1);
  KeyResultInput most = of(MetricType::at_most);
  most.metric.target = 5, most.metric.risk = 7.0;
  check(most, 6, 0);
  KeyResultInput between = of(MetricType::between);
  between.metric.low = 3, between.metric.high = 5;
  check(between, 4, 1);
  KeyResultInput zones = of(MetricType::zones);
  zones.metric.start = 0, zones.metric.commit = 10, zones.metric.target = 20, zones.metric.stretch = 30;
  check(zones, 15, 0.5);
  KeyResultInput words = of(MetricType::zones);
  words.metric.zone_start = "none", words.metric.zone_commit = "one", words.metric.zone_target = "two", words.metric.zone_stretch = "all";
  check(words, 2, 0.7);
  check(of(MetricType::done), 1, 1);
  check(of(MetricType::baseline), 123, -1);
  EXPECT_EQ(mismatches(), Kinds{});
}

TEST_P(KeyResults, say_what_is_wrong_with_a_metric) {
  const auto o = objective();
  EXPECT_EQ(problems(o.id, increase("Flat", 5, 5)), Kinds{"metric.target start_equals_target"});
  EXPECT_EQ(problems(o.id, of(MetricType::at_least)), Kinds{"metric.target required"});
  KeyResultInput between = of(MetricType::between);
  between.metric.low = 5, between.metric.high = 3;
  EXPECT_EQ(problems(o.id, between).size(), 1u);
  EXPECT_NE(problems(o.id, of(MetricType::milestones)), Kinds{});
  KeyResultInput heavy = increase("Heavy", 0, 1);
  heavy.weight = -1;
  heavy.share = 101;
  heavy.due_on = parse_date("2026-04-01");
  EXPECT_EQ(problems(o.id, heavy), (Kinds{"weight negative_weight", "share share_range", "due_on outside_the_cycle"}));
  KeyResultInput backwards = increase("Backwards", 0, 1);
  backwards.starts_on = parse_date("2026-02-02"), backwards.due_on = parse_date("2026-02-01");
  EXPECT_EQ(problems(o.id, backwards), Kinds{"due_on ends_before_it_starts"});
}

TEST_P(KeyResults, judge_by_the_target_in_force_and_keep_the_first_one) {
  features::Context ctx = as(owner);
  const KeyResultId id = key_result(objective().id);
  check_in(id, 50);
  const auto revised = revise_target(ctx, id, {.from = *parse_date("2026-01-10"), .target = 200, .why = "Grew faster"});
  EXPECT_EQ(revised.progress, 0.25);
  EXPECT_EQ(revised.first_ratio, 0.5);
  ASSERT_EQ(revised.targets.size(), 1u);
  EXPECT_EQ(revised.targets[0].author->id, owner);
  EXPECT_EQ(refusal([&] { revise_target(ctx, id, {.from = *parse_date("2026-01-10"), .target = 300, .why = "again"}); }), "duplicate");
  EXPECT_EQ(refusal([&] { revise_target(ctx, id, {.from = *parse_date("2026-01-13"), .target = 300, .why = "later"}); }), "in_the_future");
  EXPECT_EQ(refusal([&] { revise_target(ctx, id, {.from = *parse_date("2026-01-11"), .target = 0, .why = "flat"}); }), "start_equals_target");
  EXPECT_EQ(mismatches(), Kinds{});
}

TEST_P(KeyResults, expect_what_their_phases_say) {
  features::Context ctx = as(owner);
  KeyResultInput input = increase("Phased", 0, 100);
  input.metric.phases = {{{*parse_date("2026-01-12"), 80}, {*parse_date("2026-03-31"), 100}}};
  const KeyResult made = create(ctx, objective().id, input);
  EXPECT_EQ(made.expected_value, 80);
  EXPECT_EQ(made.expected, 0.8);
  EXPECT_GE(made.expected_line.size(), 3u);
}

TEST_P(KeyResults, take_a_change_with_their_version_and_roll_it_up) {
  features::Context ctx = as(owner);
  const auto o = objective();
  const KeyResultId id = key_result(o.id);
  check_in(id, 50);
  KeyResultPatch patch;
  okrs::MetricFields metric = see(id).metric;
  metric.target = 500;
  patch.metric = metric;
  const KeyResult changed = update(ctx, id, 1, patch);
  EXPECT_EQ(changed.progress, 0.1);
  EXPECT_EQ(see(o.id).progress, 0.1);
  EXPECT_EQ(refusal([&] { update(ctx, id, 1, patch); }), "changed_meanwhile");
  metric = {.type = MetricType::done};
  patch.metric = metric;
  EXPECT_EQ(refusal([&] { update(ctx, id, 2, patch); }), "metric_type_fixed");
  features::Context other = as(stranger);
  EXPECT_EQ(refusal([&] { update(other, id, 2, {}); }), "forbidden");
}

TEST_P(KeyResults, keep_the_ids_of_milestones_that_stay) {
  features::Context ctx = as(owner);
  KeyResultInput input = of(MetricType::milestones);
  input.metric.milestones = {{{}, "First", 1, parse_date("2026-01-05")}, {{}, "Second", 3, {}}};
  const KeyResult made = create(ctx, objective().id, input);
  EXPECT_EQ(made.progress, 0.25);
  auto milestones = *made.metric.milestones;
  milestones[1].title = "Second, renamed";
  milestones.push_back({{}, "Third", 4, {}});
  KeyResultPatch patch;
  patch.metric = okrs::MetricFields{.type = MetricType::milestones, .milestones = milestones};
  const KeyResult changed = update(ctx, made.id, made.version, patch);
  EXPECT_EQ(changed.metric.milestones->at(1).id, made.metric.milestones->at(1).id);
  EXPECT_EQ(changed.progress, 0.125);
  milestones[0].id = MilestoneId{999};
  patch.metric = okrs::MetricFields{.type = MetricType::milestones, .milestones = milestones};
  EXPECT_EQ(refusal([&] { update(ctx, made.id, changed.version, patch); }), "unknown_milestone");
}

TEST_P(KeyResults, move_to_another_objective_and_take_their_progress_along) {
  features::Context ctx = as(owner);
  const auto from = objective("From"), to = objective("To");
  const KeyResultId id = key_result(from.id);
  check_in(id, 30);
  KeyResultPatch patch;
  patch.objective = to.id;
  EXPECT_EQ(update(ctx, id, 1, patch).objective.id, to.id);
  EXPECT_FALSE(see(from.id).progress.has_value());
  EXPECT_EQ(see(to.id).progress, 0.3);
  EXPECT_EQ(mismatches(), Kinds{});
}

TEST_P(KeyResults, archived_count_no_more) {
  features::Context ctx = as(owner);
  const auto o = objective();
  const KeyResultId one = key_result(o.id), two = key_result(o.id);
  check_in(one, 100);
  EXPECT_EQ(see(o.id).progress, 0.5);
  archive(ctx, two, true);
  EXPECT_EQ(see(o.id).progress, 1);
  EXPECT_EQ(refusal([&] { check_in(two, 1); }), "archived");
  archive(ctx, two, false);
  EXPECT_EQ(see(o.id).progress, 0.5);
}

TEST_P(KeyResults, are_put_in_order_and_copied) {
  features::Context ctx = as(owner);
  const auto o = objective();
  const KeyResultId one = key_result(o.id), two = key_result(o.id);
  check_in(one, 50);
  set_position(ctx, two, {.before = one});
  EXPECT_EQ(see(o.id).key_results[0].id, two);
  const KeyResult copy = duplicate(ctx, one);
  EXPECT_EQ(copy.checkin_count, 0);
  EXPECT_EQ(copy.progress, 0.0);
  EXPECT_EQ(see(o.id).key_results.size(), 3u);
}

TEST_P(KeyResults, weigh_in_their_objective) {
  features::Context ctx = as(owner);
  const auto o = objective();
  const KeyResultId one = key_result(o.id);
  KeyResultInput heavy = increase("Heavy", 0, 100);
  heavy.weight = 3;
  create(ctx, o.id, heavy);
  check_in(one, 100);
  EXPECT_EQ(see(o.id).progress, 0.25);
}

TEST_P(KeyResults, beyond_the_limit_are_advised_against) {
  features::Context ctx = as(owner);
  const auto o = objective();
  for (int i = 0; i < 5; ++i) key_result(o.id);
  EXPECT_FALSE(create(ctx, o.id, increase("Sixth", 0, 1)).advice.empty());
}

}  // namespace
}  // namespace cairn::keyresults
