// The feed, and who hears of what live.
#include "features/feed/feed.h"

#include "features/feed/page.h"
#include "support/pictures.h"

namespace cairn::feed {
namespace {

class Feed : public test::Pictures {
 protected:
  okrs::HistoryPage read(PersonId who, const FeedQuery& query = {}) {
    const engine::Actor actor = as(who).actor;
    return look([&](const graph::Picture& p, db::Tx& tx) { return page(tx, p, actor, query); });
  }
  static std::vector<std::string> kinds(const okrs::HistoryPage& page) {
    std::vector<std::string> out;
    for (const auto& item : page.items) out.push_back(item.kind);
    return out;
  }
  // What each of them hears of the newest entry; "" for nothing.
  std::vector<std::string> heard(const std::vector<PersonId>& listeners) {
    const auto entry = db().read([&](db::Tx& tx) { return activity::tail(tx, activity::last_number(tx) - 1, 1).front(); });
    std::vector<http::Principal> principals;
    for (const PersonId who : listeners) principals.push_back({.person = who.value});
    std::vector<const http::Principal*> pointers;
    for (const auto& p : principals) pointers.push_back(&p);
    told = audience(app)(entry, pointers);
    std::vector<std::string> out;
    for (const auto& bytes : told) out.push_back(bytes ? *bytes : "");
    return out;
  }
  std::vector<http::Bytes> told;
  using Kinds = std::vector<std::string>;
};
CAIRN_EACH_ENGINE(Feed);

TEST_P(Feed, tells_the_newest_first_with_names_for_ids) {
  const ObjectiveId o = objective("Grow", anna);
  features::Context ctx = as(champion);
  objectives::ObjectivePatch patch;
  patch.owner = ben;
  objectives::update(ctx, o, objectives::read(ctx, o).version, patch);
  const auto said = read(ben, {.subject = o.text()});
  EXPECT_EQ(kinds(said), (Kinds{"objective.updated", "objective.created"}));
  const auto& item = said.items.front();
  EXPECT_EQ(item.actor->name, "Carl Champion");
  EXPECT_EQ(item.subject.title, "Grow");
  EXPECT_EQ(item.summary_key, "activity.objective.updated");
  const auto owner = std::ranges::find(item.changes, "owner", &okrs::FieldChange::field);
  ASSERT_NE(owner, item.changes.end());
  EXPECT_EQ(owner->before.text, "\"Anna Arnold\"");
  EXPECT_EQ(owner->after.text, "\"Ben Berger\"");
}

TEST_P(Feed, pages_are_full_whatever_lies_hidden_between) {
  const ObjectiveId open = objective("Open", ben);
  const ObjectiveId hidden = objective("Hidden", anna, engine::Visibility::private_);
  const KeyResultId seen = key_result(open, "Seen", ben), quiet = key_result(hidden, "Quiet", anna);
  for (int i = 0; i < 6; ++i) {
    check_in(seen, ben, i);
    for (int j = 0; j < 4; ++j) check_in(quiet, anna, j);
  }
  FeedQuery query{.kind = "checkin", .limit = 4};
  const auto first = read(ben, query);
  EXPECT_EQ(first.items.size(), 4U);
  ASSERT_TRUE(first.next);
  query.cursor = std::stoll(*first.next);
  const auto second = read(ben, query);
  EXPECT_EQ(second.items.size(), 2U);
  EXPECT_FALSE(second.next);
  for (const auto& item : second.items) EXPECT_EQ(item.subject.title, "Seen");
  EXPECT_EQ(read(anna, {.kind = "checkin", .limit = 200}).items.size(), 30U);
  EXPECT_EQ(test::refusal([&] { read(ben, {.subject = hidden.text()}); }), "not_found");
}

TEST_P(Feed, holds_key_results_and_check_ins_of_the_objective_asked_for) {
  const ObjectiveId o = objective("Grow", anna);
  objective("Other", anna);
  const KeyResultId k = key_result(o, "Signups", anna);
  check_in(k, anna, 5);
  EXPECT_EQ(kinds(read(ben, {.subject = o.text()})), (Kinds{"checkin.posted", "key_result.created", "objective.created"}));
  EXPECT_EQ(kinds(read(ben, {.subject = k.text(), .actor = anna})), (Kinds{"checkin.posted", "key_result.created"}));
  EXPECT_EQ(kinds(read(ben, {.team = platform_team})), (Kinds{"team.created"}));
}

TEST_P(Feed, tells_guests_nothing_of_people_and_teams_and_nobody_of_sessions) {
  for (const auto& kind : kinds(read(guest))) EXPECT_EQ(kind.find("team"), std::string::npos) << kind;
  for (const PersonId who : {anna, admin, guest})
    for (const auto& kind : kinds(read(who))) EXPECT_FALSE(kind.starts_with("session.") || kind.starts_with("person.password")) << kind;
}

TEST_P(Feed, live_tells_each_listener_only_of_what_they_may_see) {
  const ObjectiveId top = objective("Top", champion);
  const ObjectiveId hidden = objective("Hidden", anna, engine::Visibility::private_);
  features::Context ctx = as(anna);
  alignment::LinkInput input;
  input.to = top.text();
  alignment::link(ctx, hidden, input);
  const KeyResultId k = key_result(hidden, "Quiet", anna);
  check_in(k, anna, 40);
  const auto said = heard({anna, ben, champion, guest});
  EXPECT_NE(said[0].find("checkin.posted"), std::string::npos);
  EXPECT_NE(said[0].find("\"/key-results/" + k.text() + "/checkins\""), std::string::npos);
  EXPECT_NE(said[0].find("\"/my-week\""), std::string::npos);
  for (const std::string& text : {said[1], said[2]}) {
    EXPECT_NE(text.find("\"/objectives/" + top.text() + "\""), std::string::npos) << text;
    EXPECT_NE(text.find("figures.updated"), std::string::npos);
    EXPECT_EQ(text.find(hidden.text() + "\""), std::string::npos) << text;
    EXPECT_EQ(text.find(k.text()), std::string::npos) << text;
  }
  EXPECT_EQ(said[3], "");
}

TEST_P(Feed, live_listeners_with_the_same_sight_share_one_payload) {
  const ObjectiveId o = objective("Grow", anna);
  check_in(key_result(o, "A", anna), anna, 4);
  heard({ben, champion, admin, anna});
  EXPECT_EQ(told[0].get(), told[1].get());
  EXPECT_EQ(told[1].get(), told[2].get());
  EXPECT_NE(told[0].get(), told[3].get()) << "whose week it is";
}

TEST_P(Feed, live_tells_those_who_lose_sight_of_something) {
  const ObjectiveId o = objective("Grow", anna);
  features::Context ctx = as(anna);
  objectives::ObjectivePatch patch;
  patch.visibility = engine::Visibility::private_;
  objectives::update(ctx, o, objectives::read(ctx, o).version, patch);
  const auto said = heard({ben, guest});
  EXPECT_NE(said[0].find("\"/objectives/" + o.text() + "\""), std::string::npos);
  EXPECT_EQ(said[1], "");
}

}  // namespace
}  // namespace cairn::feed
