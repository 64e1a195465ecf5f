// What is due when.
#include "features/week/week.h"

#include "support/pictures.h"

namespace cairn::week {
namespace {

Date on(const char* text) { return *parse_date(text); }

// Weekly, Fridays, from Friday 2026-01-02 to the end of March; weeks start on Mondays.
rows::DueDays weekly(int step = 7) { return {.first = on("2026-01-02"), .last = on("2026-03-31"), .step = step}; }

Due at(const char* today, std::optional<const char*> last, int step = 7, const char* created = "2026-01-01") {
  return due_in_week(weekly(step), week_start_of(on(today), 1), on(today), last ? std::optional(on(*last)) : std::nullopt, on(created));
}

TEST(DueInWeek, is_due_until_its_day_is_over_and_done_once_somebody_checked_in) {
  EXPECT_EQ(at("2026-01-12", "2026-01-09").state, DueState::due);
  EXPECT_EQ(at("2026-01-12", "2026-01-09").on, on("2026-01-16"));
  EXPECT_EQ(at("2026-01-16", "2026-01-09").state, DueState::due);
  EXPECT_EQ(at("2026-01-16", "2026-01-12").state, DueState::done);
  EXPECT_EQ(at("2026-01-17", "2026-01-09").state, DueState::overdue);
  EXPECT_EQ(at("2026-01-17", "2026-01-09").on, on("2026-01-16"));
}

TEST(DueInWeek, stays_overdue_when_the_one_before_went_by) {
  EXPECT_EQ(at("2026-01-12", "2026-01-02").state, DueState::overdue);
  EXPECT_EQ(at("2026-01-12", "2026-01-02").on, on("2026-01-09"));
  EXPECT_EQ(at("2026-01-12", std::nullopt).state, DueState::overdue);
  EXPECT_EQ(at("2026-01-12", "2026-01-05").state, DueState::due) << "early in its own week is in time";
}

TEST(DueInWeek, asks_nothing_for_days_before_the_key_result_was_there) {
  EXPECT_EQ(at("2026-01-12", std::nullopt, 7, "2026-01-10").state, DueState::due);
  EXPECT_EQ(at("2026-01-17", std::nullopt, 7, "2026-01-17").state, DueState::done);
}

TEST(DueInWeek, comes_every_so_many_weeks) {
  EXPECT_EQ(at("2026-01-05", "2026-01-02", 14).state, DueState::upcoming);
  EXPECT_EQ(at("2026-01-05", "2026-01-02", 14).on, on("2026-01-16"));
  EXPECT_EQ(at("2026-01-12", "2026-01-02", 14).state, DueState::due);
}

TEST(DueInWeek, ends_with_the_cycle) {
  const Due due = at("2026-04-07", "2026-03-30");
  EXPECT_EQ(due.state, DueState::upcoming);
  EXPECT_FALSE(due.on);
}

TEST(WeekStart, follows_the_organisations_first_day) {
  EXPECT_EQ(week_start_of(on("2026-01-14"), 1), on("2026-01-12"));
  EXPECT_EQ(week_start_of(on("2026-01-14"), 7), on("2026-01-11"));
  EXPECT_EQ(week_start_of(on("2026-01-12"), 1), on("2026-01-12"));
}

class MyWeek : public test::Pictures {
 protected:
  std::vector<KeyResultId> mine(PersonId who) {
    const engine::Actor actor = as(who).actor;
    return look([&](const graph::Picture& p, db::Tx&) {
      std::vector<KeyResultId> ids;
      for (const graph::KeyResult* kr : key_results_of(p, actor)) ids.push_back(kr->id);
      return ids;
    });
  }
  int due(PersonId who) {
    const engine::Actor actor = as(who).actor;
    return look([&](const graph::Picture& p, db::Tx&) { return due_count(p, actor); });
  }
  using Ids = std::vector<KeyResultId>;
};
CAIRN_EACH_ENGINE(MyWeek);

TEST_P(MyWeek, holds_what_i_own_and_contribute_to) {
  const ObjectiveId o = objective("Grow", anna);
  const KeyResultId own = key_result(o, "Signups", anna);
  features::Context ctx = as(anna);
  keyresults::KeyResultInput input = increase("Revenue");
  input.owner = ben;
  input.contributors = {anna};
  const KeyResultId helped = keyresults::create(ctx, o, input).id;
  EXPECT_EQ(mine(anna), (Ids{own, helped}));
  EXPECT_EQ(mine(ben), Ids{helped});
  EXPECT_EQ(mine(champion), Ids{});
  EXPECT_EQ(due(anna), 2);
  check_in(own, anna, 10);
  EXPECT_EQ(due(anna), 1);
}

TEST_P(MyWeek, leaves_out_what_is_archived_closed_or_out_of_sight) {
  const ObjectiveId o = objective("Grow", anna);
  features::Context ctx = as(champion);
  keyresults::KeyResultInput input = increase("Signups");
  input.owner = ben;
  const KeyResultId k = keyresults::create(ctx, o, input).id;
  EXPECT_EQ(mine(ben), Ids{k});
  objectives::archive(ctx, o, true);
  EXPECT_EQ(mine(ben), Ids{});
  objectives::archive(ctx, o, false);
  objectives::close(ctx, o, {.state = engine::ObjectiveState::dropped, .note = "No longer"});
  EXPECT_EQ(due(ben), 0);
}

}  // namespace
}  // namespace cairn::week
