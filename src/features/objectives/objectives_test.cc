// Writing, changing, closing, carrying over, ordering and handing over objectives.
#include "features/objectives/objectives.h"

#include <rapidcheck.h>

#include "features/people/people.h"
#include "support/okrs.h"

namespace cairn::objectives {
namespace {

using engine::ObjectiveState;
using test::failure_of;
using test::Kinds;
using test::refusal;

class Objectives : public test::Okrs {
 protected:
  std::int64_t version(ObjectiveId id) { return see(id).version; }
};
CAIRN_EACH_ENGINE(Objectives);

TEST_P(Objectives, are_written_with_key_results_and_contributions_at_once) {
  features::Context ctx = as(owner);
  const auto top = objective("Top");
  auto input = team_objective("Whole");
  input.description = "**Bold** move";
  input.key_results = {increase("One", 0, 10), increase("Two", 5, 50)};
  input.contributes_to = {{top.id.text(), 2}};
  const std::int64_t before = last_number();
  const Objective made = create(ctx, input);
  EXPECT_EQ(made.key_results.size(), 2u);
  EXPECT_EQ(made.contributes_to.size(), 1u);
  EXPECT_EQ(made.owner->id, owner);
  EXPECT_NE(made.description_html.find("<strong>"), std::string::npos);
  EXPECT_EQ(made.progress, 0.0);
  EXPECT_EQ(made.status, engine::Status::no_update);
  EXPECT_EQ(kinds_after(before), Kinds{"objective.created"});
  EXPECT_EQ(mismatches(), Kinds{});
}

TEST_P(Objectives, are_refused_whole_when_a_key_result_is_wrong) {
  features::Context ctx = as(owner);
  auto input = team_objective("Whole");
  input.key_results = {increase("Fine", 0, 10), increase("No way", 5, 5)};
  const Failure failure = failure_of([&] { create(ctx, input); });
  ASSERT_FALSE(failure.fields.empty());
  EXPECT_EQ(failure.fields[0].code, "start_equals_target");
  EXPECT_TRUE(failure.fields[0].field.starts_with("key_results[1].metric")) << failure.fields[0].field;
  EXPECT_EQ(db().read([](db::Tx& tx) { return tx.value<int>("SELECT COUNT(*) FROM objectives"); }), 0);
}

TEST_P(Objectives, name_what_is_wrong) {
  features::Context ctx = as(owner);
  auto input = team_objective("Team without a team");
  input.team = std::nullopt;
  EXPECT_EQ(refusal([&] { create(ctx, input); }), "team_required");
  input = team_objective("Light");
  input.weight = -1;
  EXPECT_EQ(refusal([&] { create(ctx, input); }), "negative_weight");
  input = team_objective("Nowhere");
  input.cycle = CycleId{99};
  EXPECT_EQ(refusal([&] { create(ctx, input); }), "unknown_cycle");
  input = team_objective("Nobody's");
  input.owner = PersonId{99};
  EXPECT_EQ(refusal([&] { create(ctx, input); }), "unknown_person");
  input = team_objective("Closed already");
  input.state = ObjectiveState::achieved;
  EXPECT_EQ(refusal([&] { create(ctx, input); }), "bad_state");
}

TEST_P(Objectives, are_written_by_those_who_may) {
  for (const PersonId may : {owner, lead, champion}) {
    features::Context ctx = as(may);
    EXPECT_EQ(refusal([&] { create(ctx, team_objective("Team's")); }), "");
  }
  for (const PersonId may_not : {stranger, viewer}) {
    features::Context ctx = as(may_not);
    EXPECT_EQ(refusal([&] { create(ctx, team_objective("Team's")); }), "forbidden");
  }
}

TEST_P(Objectives, keep_every_change_with_before_and_after) {
  features::Context ctx = as(owner);
  const auto made = objective();
  ObjectivePatch patch;
  patch.title = std::string("Ship much faster");
  patch.weight = 2.0;
  const std::int64_t before = last_number();
  const Objective changed = update(ctx, made.id, made.version, patch);
  EXPECT_EQ(changed.title, "Ship much faster");
  EXPECT_EQ(changed.version, made.version + 1);
  const auto entries = entries_after(before);
  ASSERT_EQ(entries.size(), 1u);
  EXPECT_EQ(entries[0].payload,
            R"({"before":{"title":"Ship faster","weight":1},"after":{"title":"Ship much faster","weight":2}})");
}

TEST_P(Objectives, tell_the_second_of_two_editors_what_is_there_now) {
  features::Context ctx = as(owner);
  const auto made = objective();
  ObjectivePatch first, second;
  first.title = std::string("First");
  second.title = std::string("Second");
  update(ctx, made.id, made.version, first);
  const Failure failure = failure_of([&] { update(ctx, made.id, made.version, second); });
  EXPECT_EQ(failure.code, "changed_meanwhile");
  EXPECT_NE(failure.details_json.find("\"title\":\"First\""), std::string::npos);
}

TEST_P(Objectives, as_drafts_are_seen_by_owner_editors_and_champions) {
  features::Context ctx = as(owner);
  auto input = team_objective("Draft");
  input.state = ObjectiveState::draft;
  const ObjectiveId id = create(ctx, input).id;
  for (const PersonId sees : {owner, lead, champion}) {
    features::Context one = as(sees);
    EXPECT_EQ(refusal([&] { read(one, id); }), "");
  }
  for (const PersonId sees_not : {stranger, viewer}) {
    features::Context one = as(sees_not);
    EXPECT_EQ(refusal([&] { read(one, id); }), "not_found");
  }
  ObjectivePatch patch;
  patch.state = ObjectiveState::active;
  update(ctx, id, 1, patch);
  features::Context other = as(stranger);
  EXPECT_EQ(refusal([&] { read(other, id); }), "");
}

TEST_P(Objectives, set_by_hand_leave_their_items_aside) {
  features::Context ctx = as(owner);
  const auto made = objective();
  check_in(key_result(made.id), 10);
  ObjectivePatch patch;
  patch.manual_progress = 0.8;
  EXPECT_EQ(update(ctx, made.id, version(made.id), patch).progress, 0.8);
  patch.manual_progress = std::nullopt;
  EXPECT_EQ(update(ctx, made.id, version(made.id), patch).progress, 0.1);
}

TEST_P(Objectives, are_closed_with_the_suggested_score_or_a_reason) {
  features::Context ctx = as(owner);
  const auto made = objective();
  check_in(key_result(made.id), 64);
  EXPECT_EQ(see(made.id).suggested_score, 0.6);
  EXPECT_EQ(refusal([&] { close(ctx, made.id, {.state = ObjectiveState::partly_achieved, .score = 0.9}); }), "note_required");
  EXPECT_EQ(refusal([&] { close(ctx, made.id, {.state = ObjectiveState::active}); }), "bad_state");
  const auto closed = close(ctx, made.id, {.state = ObjectiveState::partly_achieved, .score = 0.9, .note = "Won late."});
  EXPECT_EQ(closed.score, 0.9);
  EXPECT_EQ(closed.suggested_score, 0.6);
  EXPECT_EQ(refusal([&] { close(ctx, made.id, {.state = ObjectiveState::missed}); }), "objective_closed");
  ObjectivePatch patch;
  patch.title = std::string("Too late");
  EXPECT_EQ(refusal([&] { update(ctx, made.id, closed.version, patch); }), "objective_closed");
  const auto again = reopen(ctx, made.id);
  EXPECT_EQ(again.state, ObjectiveState::active);
  EXPECT_FALSE(again.score.has_value());
}

TEST_P(Objectives, for_learning_are_closed_with_what_was_learned) {
  features::Context ctx = as(owner);
  auto input = team_objective("Learn");
  input.kind = engine::ObjectiveKind::learning;
  const ObjectiveId id = create(ctx, input).id;
  EXPECT_EQ(refusal([&] { close(ctx, id, {.state = ObjectiveState::achieved, .score = 1}); }), "no_score_for_learning");
  EXPECT_EQ(refusal([&] { close(ctx, id, {.state = ObjectiveState::achieved}); }), "note_required");
  EXPECT_FALSE(close(ctx, id, {.state = ObjectiveState::achieved, .note = "It does not scale."}).score.has_value());
}

TEST_P(Objectives, carried_over_start_from_the_value_reached_and_remember_where_from) {
  features::Context ctx = as(owner);
  const auto year = objective("Year");
  const CycleId next = add_cycle("Q2 2026", "2026-04-01", "2026-06-30");
  const CycleId annual = add_cycle("2026", "2026-01-01", "2026-12-31");
  ObjectivePatch patch;
  patch.cycle = annual;
  update(ctx, year.id, 1, patch);
  const auto made = objective();
  contribute(made.id, year.id.text());
  check_in(key_result(made.id), 40);
  EXPECT_EQ(refusal([&] { close(ctx, made.id, {.state = ObjectiveState::carried_over}); }), "into_cycle_required");
  close(ctx, made.id, {.state = ObjectiveState::carried_over, .into_cycle = next});
  const auto copy = db().read([&](db::Tx& tx) { return tx.value<ObjectiveId>("SELECT id FROM objectives WHERE carried_from_id = $1", made.id); });
  ASSERT_TRUE(copy.has_value());
  const Objective carried = see(*copy);
  EXPECT_EQ(carried.cycle.id, next);
  EXPECT_EQ(carried.carried_from->id, made.id);
  ASSERT_EQ(carried.key_results.size(), 1u);
  EXPECT_EQ(carried.key_results[0].start, 40);
  EXPECT_EQ(carried.key_results[0].target, 100);
  EXPECT_EQ(carried.contributes_to.size(), 1u);
  EXPECT_EQ(mismatches(), Kinds{});
}

TEST_P(Objectives, of_a_closed_cycle_take_no_change) {
  features::Context ctx = as(champion);
  const auto made = objective();
  const KeyResultId kr = key_result(made.id);
  close_cycle(cycle);
  ObjectivePatch patch;
  patch.title = std::string("New");
  EXPECT_EQ(refusal([&] { update(ctx, made.id, 1, patch); }), "cycle_closed");
  EXPECT_EQ(refusal([&] { close(ctx, made.id, {.state = ObjectiveState::missed}); }), "cycle_closed");
  EXPECT_EQ(refusal([&] { archive(ctx, made.id, true); }), "cycle_closed");
  EXPECT_EQ(refusal([&] { create(ctx, team_objective("Late")); }), "cycle_closed");
  EXPECT_EQ(refusal([&] { set_position(ctx, made.id, {}); }), "cycle_closed");
  EXPECT_EQ(refusal([&] { keyresults::create(ctx, made.id, increase("Late", 0, 1)); }), "cycle_closed");
  EXPECT_EQ(refusal([&] { keyresults::update(ctx, kr, 1, {}); }), "cycle_closed");
  EXPECT_EQ(refusal([&] { alignment::link(ctx, made.id, {engine::LinkKind::supports, "O-1", 1, {}}); }), "cycle_closed");
}

TEST_P(Objectives, archived_count_nowhere_until_they_are_restored) {
  features::Context ctx = as(owner);
  const auto top = objective("Top"), below = objective("Below");
  contribute(below.id, top.id.text());
  check_in(key_result(below.id), 50);
  archive(ctx, below.id, true);
  EXPECT_FALSE(see(top.id).progress.has_value());
  archive(ctx, below.id, false);
  EXPECT_EQ(see(top.id).progress, 0.5);
}

TEST_P(Objectives, are_copied_without_their_check_ins) {
  features::Context ctx = as(owner);
  const auto made = objective();
  check_in(key_result(made.id), 50);
  const auto copy = duplicate(ctx, made.id, {.title = "Again"});
  EXPECT_EQ(copy.title, "Again");
  ASSERT_EQ(copy.key_results.size(), 1u);
  EXPECT_EQ(copy.key_results[0].checkin_count, 0);
  EXPECT_EQ(copy.progress, 0.0);
}

TEST_P(Objectives, are_put_in_order_again_and_again) {
  features::Context ctx = as(owner);
  std::vector<ObjectiveId> ids;
  for (const char* title : {"A", "B", "C"}) ids.push_back(objective(title).id);
  const auto order = [&] {
    return db().read([](db::Tx& tx) {
      return tx.all("SELECT title FROM objectives ORDER BY position, id", [](db::Row& row) { return row.next<std::string>(); });
    });
  };
  set_position(ctx, ids[2], {.before = ids[0]});
  EXPECT_EQ(order(), (std::vector<std::string>{"C", "A", "B"}));
  for (int i = 0; i < 60; ++i) set_position(ctx, ids[i % 2 ? 0 : 1], {.after = ids[2]});
  EXPECT_EQ(order(), (std::vector<std::string>{"C", "A", "B"}));
  set_position(ctx, ids[2], {});
  EXPECT_EQ(order(), (std::vector<std::string>{"A", "B", "C"}));
  EXPECT_EQ(refusal([&] { set_position(ctx, ids[0], {.before = ObjectiveId{999}}); }), "not_a_sibling");
}

TEST_P(Objectives, go_to_somebody_else_with_their_key_results) {
  const auto one = objective("One"), two = objective("Two");
  const KeyResultId kr = key_result(one.id);
  features::Context admin = as(person("Ada Admin", engine::Role::admin));
  const PersonId heir = person("Henri Heir");
  const Transferred done = transfer(admin, owner, {.to = heir});
  EXPECT_EQ(done.objectives, 2);
  EXPECT_EQ(done.key_results, 1);
  EXPECT_EQ(see(two.id).owner->id, heir);
  EXPECT_EQ(see(kr).owner->id, heir);
  features::Context other = as(stranger);
  EXPECT_EQ(refusal([&] { transfer(other, heir, {.to = stranger, .objectives = {{one.id}}}); }), "forbidden");
  EXPECT_EQ(transfer(other, heir, {.to = stranger}).objectives, 0);
}

TEST_P(Objectives, of_people_who_left_are_shown_without_an_owner) {
  const auto made = objective();
  features::Context admin = as(person("Ada Admin", engine::Role::admin));
  people::deactivate(admin, owner);
  features::Context ctx = as(champion);
  const auto seen = read(ctx, made.id);
  EXPECT_FALSE(seen.owner.has_value());
  EXPECT_EQ(seen.former_owner->id, owner);
}

TEST_P(Objectives, beyond_the_limit_are_advised_against_or_refused) {
  features::Context ctx = as(owner);
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(objective("Objective " + std::to_string(i)).advice.empty());
  ASSERT_FALSE(objective("One more").advice.empty());
  features::Context admin = as(person("Ada Admin", engine::Role::admin));
  organisation::SettingsPatch patch;
  patch.limits_mode = organisation::LimitsMode::hard;
  organisation::update(admin, db().read([](db::Tx& tx) { return organisation::settings(tx).version; }), patch);
  EXPECT_EQ(refusal([&] { objective("Too many"); }), "limit_reached");
}

TEST_P(Objectives, explain_their_progress_by_their_items) {
  features::Context ctx = as(owner);
  const auto made = objective();
  const KeyResultId kr = key_result(made.id);
  check_in(kr, 40);
  const auto why = db().read([&](db::Tx& tx) { return okrs::explain(tx, ctx, okrs::load_visible(tx, ctx, made.id)); });
  EXPECT_EQ(why.figure, "progress");
  EXPECT_EQ(why.value, 0.4);
  EXPECT_EQ(why.policy.name, "cairn");
  ASSERT_EQ(why.items.size(), 1u);
  EXPECT_EQ(why.items[0].id, kr.text());
  const auto down = db().read([&](db::Tx& tx) { return okrs::explain(tx, ctx, okrs::load_visible(tx, ctx, kr)); });
  EXPECT_EQ(down.rule, "increase");
  ASSERT_TRUE(down.checkin.has_value());
  EXPECT_EQ(down.checkin->author->id, owner);
  EXPECT_EQ(down.checkin->value, 40);
}

// Whatever happens in whatever order, the cached figures are what a replay of the check-ins gives.
TEST_P(Objectives, keep_figures_that_a_replay_gives_over_random_histories) {
  features::Context ctx = as(owner);
  std::vector<ObjectiveId> ids;
  std::vector<KeyResultId> krs;
  std::vector<LinkId> links;
  std::uint32_t seed = 20'260'112;
  const auto draw = [&](std::size_t n) {
    seed = seed * 1'664'525u + 1'013'904'223u;
    return static_cast<std::size_t>(seed >> 8) % n;
  };
  for (int i = 0; i < 4; ++i) {
    ids.push_back(objective("Start " + std::to_string(i)).id);
    krs.push_back(key_result(ids.back()));
  }
  const std::vector<const char*> days{"2026-01-02", "2026-01-05", "2026-01-08", nullptr};
  const int steps = engine() == db::Engine::sqlite ? 160 : 60;
  for (int step = 0; step < steps; ++step) {
    clock.advance(60 * second_us);
    (void)refusal([&] {
      const ObjectiveId id = ids[draw(ids.size())];
      switch (draw(9)) {
        case 0: ids.push_back(objective("More").id); break;
        case 1: krs.push_back(key_result(id, 0, 50 + static_cast<double>(draw(100)))); break;
        case 2: links.push_back(contribute(id, ids[draw(ids.size())].text(), static_cast<double>(draw(4))).id); break;
        case 3: archive(ctx, id, draw(2) == 0); break;
        case 4: keyresults::archive(ctx, krs[draw(krs.size())], draw(2) == 0); break;
        case 5:
          if (draw(2) == 0) close(ctx, id, {.state = ObjectiveState::dropped});
          else reopen(ctx, id);
          break;
        default: check_in(krs[draw(krs.size())], static_cast<double>(draw(140)) - 20, days[draw(days.size())], static_cast<int>(draw(11)));
      }
    });
    if (step % 10 == 9) ASSERT_EQ(mismatches(), Kinds{}) << "after step " << step;
  }
  const auto written = db().read([](db::Tx& tx) { return tx.value<int>("SELECT COUNT(*) FROM checkins"); });
  EXPECT_GT(written.value_or(0), steps / 20);
  EXPECT_GT(links.size(), 2u);
}

}  // namespace
}  // namespace cairn::objectives
