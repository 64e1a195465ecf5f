// Figures and lists over many objectives.
#include "features/overview/views.h"

#include <set>

#include "support/pictures.h"

namespace cairn::overview {
namespace {

using graph::Picture;

class Overview : public test::Pictures {
 protected:
  ObjectiveList list(PersonId who, const ObjectiveQuery& query) {
    const engine::Actor actor = as(who).actor;
    return look([&](const Picture& p, db::Tx&) { return objective_list(p, actor, query); });
  }
  CycleOverview of_cycle(PersonId who) {
    const engine::Actor actor = as(who).actor;
    return look([&](const Picture& p, db::Tx&) {
      CycleOverview out;
      fill(out, p, actor, *p.cycle(cycle));
      return out;
    });
  }
  static std::vector<std::string> titles(const ObjectiveList& list) {
    std::vector<std::string> out;
    for (const auto& row : list.items) out.push_back(row.title);
    return out;
  }
  using Titles = std::vector<std::string>;
};
CAIRN_EACH_ENGINE(Overview);

TEST_P(Overview, of_a_cycle_is_the_mean_of_its_objectives_by_weight) {
  const ObjectiveId one = objective("One", anna), two = objective("Two", ben);
  check_in(key_result(one, "A", anna), anna, 100);
  check_in(key_result(two, "B", ben), ben, 20, 3);
  features::Context ctx = as(champion);
  objectives::ObjectivePatch patch;
  patch.weight = 3.0;
  objectives::update(ctx, two, objectives::read(ctx, two).version, patch);
  const CycleOverview said = of_cycle(champion);
  EXPECT_NEAR(*said.figures.progress, (1.0 + 3 * 0.2) / 4, 1e-12);
  EXPECT_EQ(said.figures.objectives, 2);
  EXPECT_EQ(said.figures.key_results, 2);
  EXPECT_EQ(said.figures.status_counts.achieved, 1);
  EXPECT_EQ(said.objectives_by_kind.at("committed"), 2);
}

TEST_P(Overview, is_the_same_whether_or_not_there_is_something_hidden) {
  objective("Open", ben);
  const auto text = [&] {
    CycleOverview said = of_cycle(ben);
    said.cycle = {};
    return json::write(said);
  };
  const std::string before = text();
  const ObjectiveId hidden = objective("Hidden", anna, engine::Visibility::private_);
  check_in(key_result(hidden, "Quiet", anna), anna, 1, 0);
  EXPECT_EQ(text(), before);
  EXPECT_EQ(titles(list(ben, {})), Titles{"Open"});
  EXPECT_EQ(titles(list(ben, {.q = "Hidden"})), Titles{});
  EXPECT_EQ(of_cycle(anna).figures.objectives, 2);
}

TEST_P(Overview, lists_objectives_by_filter_in_any_order) {
  objective("Ärger vermeiden", anna, engine::Visibility::organisation, platform_team);
  objective("Wachsen", ben, engine::Visibility::organisation, sales_team);
  const ObjectiveId best = objective("Besser werden", ben);
  check_in(key_result(best, "A", ben), ben, 60);
  EXPECT_EQ(titles(list(anna, {.sort = "title"})), (Titles{"Ärger vermeiden", "Besser werden", "Wachsen"}));
  EXPECT_EQ(titles(list(anna, {.sort = "-title"})), (Titles{"Wachsen", "Besser werden", "Ärger vermeiden"}));
  EXPECT_EQ(titles(list(anna, {.sort = "-progress"})).front(), "Besser werden");
  EXPECT_EQ(titles(list(anna, {.team = sales_team})), Titles{"Wachsen"});
  EXPECT_EQ(titles(list(anna, {.owner = ben, .level = engine::Level::company})), Titles{"Besser werden"});
  EXPECT_EQ(titles(list(anna, {.q = "arger"})), Titles{"Ärger vermeiden"});
  EXPECT_EQ(titles(list(anna, {.archived = 1})), Titles{});
  EXPECT_EQ(test::refusal([&] { list(anna, {.sort = "colour"}); }), "unknown_value");
  EXPECT_EQ(test::refusal([&] { list(anna, {.cursor = "nonsense"}); }), "bad_cursor");
}

TEST_P(Overview, pages_hold_every_objective_once_whatever_comes_in_between) {
  for (int i = 0; i < 23; ++i) objective("Objective " + std::to_string(i % 7), anna);
  for (const char* sort : {"position", "title", "-title", "progress", "-status", "last_checkin"}) {
    std::set<ObjectiveId> seen;
    ObjectiveQuery query{.sort = sort, .limit = 5};
    for (int page = 0; page < 10; ++page) {
      const ObjectiveList got = list(ben, query);
      for (const auto& row : got.items) EXPECT_TRUE(seen.insert(row.id).second) << sort;
      if (!got.next) break;
      query.cursor = got.next;
    }
    EXPECT_EQ(seen.size(), 23U) << sort;
  }
}

TEST_P(Overview, counts_how_many_check_ins_came_in_time) {
  const ObjectiveId o = objective("Grow", anna);
  const KeyResultId one = key_result(o, "A", anna), two = key_result(o, "B", anna);
  clock.advance(5 * day_us);  // Saturday the 17th; Friday the 16th was due
  check_in(one, anna, 10, 5, date_of(2026, 1, 15));
  check_in(two, anna, 10, 5, date_of(2026, 1, 17));
  const auto weeks = of_cycle(anna).discipline;
  ASSERT_EQ(weeks.size(), 1U) << "nothing was due before the key results were there";
  EXPECT_EQ(weeks[0].week, date_of(2026, 1, 16));
  EXPECT_EQ(weeks[0].due, 2);
  EXPECT_EQ(weeks[0].done, 1);
}

TEST_P(Overview, of_a_team_shows_its_members_weeks) {
  const ObjectiveId o = objective("Grow", anna, engine::Visibility::organisation, platform_team);
  const KeyResultId one = key_result(o, "A", anna);
  key_result(o, "B", anna);
  check_in(one, anna, 10);
  const engine::Actor actor = as(ben).actor;
  const TeamOverview said = look([&](const Picture& p, db::Tx&) {
    TeamOverview out;
    fill(out, p, actor, *p.team(platform_team), p.cycle(cycle));
    return out;
  });
  ASSERT_EQ(said.members.size(), 1U);
  EXPECT_EQ(said.members[0].key_results, 2);
  EXPECT_EQ(said.members[0].due, 2);
  EXPECT_EQ(said.members[0].checked_in, 1);
  ASSERT_EQ(said.objectives.size(), 1U);
  EXPECT_EQ(said.objectives[0].key_results->size(), 2U);
}

TEST_P(Overview, shows_what_has_no_owner_any_more_and_asks_for_attention) {
  const ObjectiveId o = objective("Grow", anna);
  key_result(o, "A", anna);
  objective("Empty", ben);
  features::Context ctx = as(admin);
  people::deactivate(ctx, anna);
  const engine::Actor actor = as(ben).actor;
  look([&](const Picture& p, db::Tx&) {
    const OkrLists lists = without_owner(p, actor, p.cycle(cycle));
    ASSERT_EQ(lists.objectives.size(), 1U);
    EXPECT_EQ(lists.objectives[0].id, o);
    EXPECT_EQ(lists.key_results.size(), 1U);
    std::set<std::pair<rows::AttentionKind, std::string>> kinds;
    for (const auto& item : graph::attention(p, graph::visible(p, actor, p.cycle(cycle)->objectives)))
      kinds.insert({item.kind, item.subject.title});
    EXPECT_TRUE(kinds.contains({rows::AttentionKind::ownerless, "Grow"}));
    EXPECT_TRUE(kinds.contains({rows::AttentionKind::no_key_results, "Empty"}));
  });
}

TEST_P(Overview, gives_guests_no_teams) {
  const engine::Actor outside = as(guest).actor, inside = as(anna).actor;
  look([&](const Picture& p, db::Tx&) {
    EXPECT_TRUE(team_list(p, outside, p.cycle(cycle)).items.empty());
    EXPECT_EQ(team_list(p, inside, p.cycle(cycle)).items.size(), 2U);
  });
}

TEST_P(Overview, explains_a_figure_by_the_objectives_one_may_see) {
  objective("Open", ben);
  objective("Hidden", anna, engine::Visibility::private_);
  const engine::Actor actor = as(ben).actor;
  look([&](const Picture& p, db::Tx&) {
    const FigureExplanation said = explain(p, graph::visible(p, actor, p.cycle(cycle)->objectives), *p.cycle(cycle));
    ASSERT_EQ(said.items.size(), 1U);
    EXPECT_EQ(said.items[0].title, "Open");
    EXPECT_EQ(said.policy.name, "cairn");
  });
}

}  // namespace
}  // namespace cairn::overview
