// Cycles: dates, places, states, and which one is current.
#include "features/cycles/cycles.h"

#include "support/staff.h"

namespace cairn::cycles {
namespace {

using engine::CycleState;
using engine::Role;
using test::Kinds;
using test::refusal;

class Cycles : public test::Staff {
 protected:
  static NewCycle input(const std::string& name, const char* from, const char* to, std::optional<CycleId> parent = {}) {
    NewCycle cycle;
    cycle.name = name;
    cycle.starts_on = *parse_date(from);
    cycle.ends_on = *parse_date(to);
    cycle.parent = parent;
    return cycle;
  }
  CycleRow cycle(const std::string& name, const char* from, const char* to, std::optional<CycleId> parent = {},
                 CycleState state = CycleState::planning) {
    features::Context ctx = system();
    NewCycle made = input(name, from, to, parent);
    made.state = state;
    return add(ctx, made);
  }
  CycleRow move(const CycleRow& row, CycleState state) {
    features::Context ctx = system();
    CyclePatch patch;
    patch.state = state;
    return update(ctx, row.id, row.version, patch);
  }
  std::optional<std::string> current_on(const char* day) {
    return db().read([&](db::Tx& tx) -> std::optional<std::string> {
      const auto found = current(tx, *parse_date(day));
      return found ? std::optional(found->name) : std::nullopt;
    });
  }
};
CAIRN_EACH_ENGINE(Cycles);

TEST_P(Cycles, are_planned_by_champions_and_recorded) {
  features::Context champion = as(person("Carl Champion", Role::champion));
  features::Context member = as(person("Bea Baker"));
  const NewCycle quarter = input("2026 Q1", "2026-01-01", "2026-03-31");
  EXPECT_EQ(refusal([&] { add(member, quarter); }), "forbidden");
  const std::int64_t before = last_number();
  const CycleRow made = add(champion, quarter);
  EXPECT_EQ(made.state, CycleState::planning);
  EXPECT_EQ(kinds_after(before), Kinds{"cycle.created"});
}

TEST_P(Cycles, end_after_they_start_and_within_five_years) {
  EXPECT_EQ(refusal([&] { cycle("Backwards", "2026-03-31", "2026-01-01"); }), "ends_before_it_starts");
  EXPECT_EQ(refusal([&] { cycle("A day", "2026-03-31", "2026-03-31"); }), "ends_before_it_starts");
  EXPECT_EQ(refusal([&] { cycle("An age", "2026-01-01", "2032-01-01"); }), "too_long");
  EXPECT_EQ(refusal([&] { cycle("Five years", "2026-01-01", "2030-12-31"); }), "");
}

TEST_P(Cycles, have_a_name_of_their_own) {
  const CycleRow first = cycle("2026 Q1", "2026-01-01", "2026-03-31");
  EXPECT_EQ(refusal([&] { cycle("2026 Q1", "2026-04-01", "2026-06-30"); }), "name_taken");
  const CycleRow second = cycle("2026 Q2", "2026-04-01", "2026-06-30");
  features::Context ctx = system();
  CyclePatch patch;
  patch.name = std::string("2026 Q1");
  EXPECT_EQ(refusal([&] { update(ctx, second.id, second.version, patch); }), "name_taken");
  EXPECT_EQ(refusal([&] { update(ctx, first.id, first.version, patch); }), "");
}

TEST_P(Cycles, lie_within_their_parents) {
  const CycleRow year = cycle("2026", "2026-01-01", "2026-12-31");
  const CycleRow quarter = cycle("2026 Q1", "2026-01-01", "2026-03-31", year.id);
  EXPECT_EQ(refusal([&] { cycle("Winter", "2025-12-01", "2026-02-28", year.id); }), "outside_its_parent");
  EXPECT_EQ(refusal([&] { cycle("Lost", "2026-01-01", "2026-02-28", CycleId{999}); }), "unknown_cycle");
  features::Context ctx = system();
  CyclePatch shorter;
  shorter.starts_on = *parse_date("2026-02-01");
  EXPECT_EQ(refusal([&] { update(ctx, year.id, year.version, shorter); }), "outside_its_parent");
  EXPECT_EQ(refusal([&] { update(ctx, quarter.id, quarter.version, shorter); }), "");
}

TEST_P(Cycles, never_lie_in_themselves) {
  const CycleRow outer = cycle("Outer", "2026-01-01", "2026-12-31");
  const CycleRow inner = cycle("Inner", "2026-01-01", "2026-12-31", outer.id);
  features::Context ctx = system();
  CyclePatch patch;
  patch.parent = inner.id;
  EXPECT_EQ(refusal([&] { update(ctx, outer.id, outer.version, patch); }), "would_close_a_loop");
}

TEST_P(Cycles, go_through_their_states_step_by_step) {
  CycleRow row = cycle("2026 Q1", "2026-01-01", "2026-03-31");
  EXPECT_EQ(refusal([&] { move(row, CycleState::review); }), "bad_transition");
  row = move(row, CycleState::active);
  row = move(row, CycleState::review);
  row = move(row, CycleState::closed);
  EXPECT_EQ(row.closed_at, clock.now());
  EXPECT_EQ(refusal([&] { require_open(row); }), "cycle_closed");
  EXPECT_EQ(refusal([&] { move(row, CycleState::planning); }), "bad_transition");
  row = move(row, CycleState::active);
  EXPECT_EQ(row.closed_at, std::nullopt);
}

TEST_P(Cycles, that_are_closed_take_nothing_but_their_reopening) {
  CycleRow row = move(cycle("2026 Q1", "2026-01-01", "2026-03-31", {}, CycleState::active), CycleState::closed);
  features::Context ctx = system();
  CyclePatch name, both;
  name.name = std::string("First quarter");
  both.name = std::string("First quarter");
  both.state = CycleState::active;
  EXPECT_EQ(refusal([&] { update(ctx, row.id, row.version, name); }), "cycle_closed");
  EXPECT_EQ(refusal([&] { update(ctx, row.id, row.version, both); }), "cycle_closed");
  row = move(row, CycleState::review);
  EXPECT_EQ(update(ctx, row.id, row.version, name).name, "First quarter");
}

TEST_P(Cycles, begin_in_planning_or_active) {
  EXPECT_EQ(refusal([&] { cycle("Old", "2020-01-01", "2020-03-31", {}, CycleState::closed); }), "bad_state");
}

TEST_P(Cycles, are_current_when_active_on_the_day_the_latest_and_shortest_first) {
  const CycleRow year = cycle("2026", "2026-01-01", "2026-12-31", {}, CycleState::active);
  cycle("2026 Q1", "2026-01-01", "2026-03-31", year.id, CycleState::active);
  cycle("2026 Q2", "2026-04-01", "2026-06-30", year.id, CycleState::active);
  cycle("2026 Q3", "2026-07-01", "2026-09-30", year.id);
  EXPECT_EQ(current_on("2026-02-15"), "2026 Q1");
  EXPECT_EQ(current_on("2026-06-30"), "2026 Q2");
  EXPECT_EQ(current_on("2026-07-01"), "2026");
  EXPECT_EQ(current_on("2027-01-01"), std::nullopt);
}

TEST_P(Cycles, tell_a_late_editor_what_they_are_now) {
  const CycleRow row = cycle("2026 Q1", "2026-01-01", "2026-03-31");
  move(row, CycleState::active);
  const Failure failure = test::failure_of([&] { move(row, CycleState::active); });
  EXPECT_EQ(failure.code, "changed_meanwhile");
  EXPECT_NE(failure.details_json.find(R"("state":"active")"), std::string::npos) << failure.details_json;
}

}  // namespace
}  // namespace cairn::cycles
