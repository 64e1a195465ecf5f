// The tree: what it shows to whom, and that rendering what changed gives what rendering everything gives.
#include "features/tree/cache.h"

#include "platform/json/json.h"
#include "support/pictures.h"

namespace cairn::tree {
namespace {

class TheTree : public test::Pictures {
 protected:
  std::string whole(Cache& from, PersonId who) {
    const engine::Actor actor = as(who).actor;
    return look([&](const graph::Picture& p, db::Tx& tx) { return from.whole(tx, actor, p, *p.cycle(cycle))->plain(); });
  }
  json::Value tree(PersonId who) { return json::parse_document(whole(cache, who)).value; }
  std::optional<json::Value> since(PersonId who, std::int64_t number) {
    const engine::Actor actor = as(who).actor;
    const auto text = look([&](const graph::Picture& p, db::Tx& tx) { return cache.since(tx, actor, p, *p.cycle(cycle), number); });
    if (!text) return std::nullopt;
    return json::parse_document(*text).value;
  }
  static std::vector<std::int64_t> ids(const json::Value& rows) {
    std::vector<std::int64_t> out;
    for (const json::Value& id : rows["id"].items()) out.push_back(id.integer());
    return out;
  }
  using Ids = std::vector<std::int64_t>;
  Cache cache;
};
CAIRN_EACH_ENGINE(TheTree);

TEST_P(TheTree, has_a_value_in_every_column_for_every_row) {
  const ObjectiveId top = objective("Top", champion);
  const ObjectiveId below = objective("Below", anna, engine::Visibility::organisation, platform_team);
  link(below, top.text());
  check_in(key_result(below, "Signups", anna), anna, 25);
  const json::Value said = tree(anna);
  EXPECT_TRUE(said["full"].boolean());
  for (const auto& column : said["objectives"].members()) EXPECT_EQ(column.value.items().size(), 2U) << column.key;
  for (const auto& column : said["key_results"].members()) EXPECT_EQ(column.value.items().size(), 1U) << column.key;
  EXPECT_EQ(ids(said["objectives"]), (Ids{top.value, below.value}));
  EXPECT_EQ(said["objectives"]["parent"].items()[1].integer(), top.value);
  EXPECT_EQ(said["objectives"]["progress"].items()[0].number(), 0.25);
  EXPECT_EQ(said["objectives"]["can_edit"].items()[0].integer(), 0);
  EXPECT_EQ(said["objectives"]["can_edit"].items()[1].integer(), 1);
  EXPECT_EQ(said["figures"]["objectives"].integer(), 2);
}

TEST_P(TheTree, says_nothing_of_what_the_reader_may_not_see) {
  objective("Open", ben);
  const auto figures = [&] { return json::write(json::Raw{whole(cache, ben)}).substr(whole(cache, ben).find("\"figures\"")); };
  const std::string before = figures();
  const ObjectiveId hidden = objective("Hidden", anna, engine::Visibility::private_);
  check_in(key_result(hidden, "Quiet", anna), anna, 25);
  EXPECT_EQ(figures(), before);
  EXPECT_EQ(ids(tree(anna)["objectives"]).size(), 2U);
  EXPECT_EQ(whole(cache, guest).find("Open"), std::string::npos);
  EXPECT_EQ(tree(guest)["figures"]["objectives"].integer(), 0);
}

TEST_P(TheTree, rendered_in_part_equals_one_rendered_whole) {
  std::vector<KeyResultId> key_results;
  for (int i = 0; i < 70; ++i) {
    const ObjectiveId o = objective("Objective " + std::to_string(i), anna, i % 9 ? engine::Visibility::organisation : engine::Visibility::private_);
    if (i % 2) key_results.push_back(key_result(o, "Key result", anna));
  }
  for (int i = 0; i < 12; ++i) {
    check_in(key_results[static_cast<std::size_t>(i * 7) % key_results.size()], anna, 5 * i);
    if (i == 4) key_result(objective("One more", ben), "New", ben);
    if (i == 7) clock.advance(day_us);
    if (i == 9) {
      features::Context ctx = as(champion);
      objectives::archive(ctx, ObjectiveId{12}, true);
    }
    for (const PersonId who : {anna, ben, champion, guest}) {
      Cache fresh;
      ASSERT_EQ(whole(cache, who), whole(fresh, who)) << i;
    }
  }
}

TEST_P(TheTree, tells_those_who_ask_since_a_number_only_what_changed) {
  const ObjectiveId one = objective("One", anna);
  const ObjectiveId two = objective("Two", anna);
  const KeyResultId k = key_result(one, "Signups", anna);
  const KeyResultId other = key_result(two, "Other", anna);
  tree(anna);  // loads the graph
  check_in(other, anna, 1);
  const std::int64_t number = tree(anna)["number"].integer();
  EXPECT_EQ(ids((*since(anna, number))["objectives"]), Ids{});
  check_in(k, anna, 50);
  const json::Value said = *since(anna, number);
  EXPECT_FALSE(said["full"].boolean());
  EXPECT_EQ(ids(said["objectives"]), Ids{one.value});
  EXPECT_EQ(ids(said["key_results"]), Ids{k.value});
  EXPECT_EQ(said["key_results"]["progress"].items()[0].number(), 0.5);
}

TEST_P(TheTree, comes_whole_where_something_went_out_of_sight) {
  const ObjectiveId one = objective("One", anna);
  key_result(one, "Signups", anna);
  tree(ben);
  check_in(KeyResultId{1}, anna, 1);
  const std::int64_t number = tree(ben)["number"].integer();
  features::Context ctx = as(anna);
  objectives::ObjectivePatch patch;
  patch.visibility = engine::Visibility::private_;
  objectives::update(ctx, one, objectives::read(ctx, one).version, patch);
  EXPECT_FALSE(since(ben, number));
  EXPECT_EQ(ids(tree(ben)["objectives"]), Ids{});
  EXPECT_FALSE(since(ben, number + 100)) << "a number that is yet to come";
}

TEST_P(TheTree, is_kept_for_the_reader_who_asks_again) {
  objective("One", anna);
  const engine::Actor actor = as(anna).actor;
  const auto answer = [&] {
    return look([&](const graph::Picture& p, db::Tx& tx) { return cache.whole(tx, actor, p, *p.cycle(cycle)).get(); });
  };
  EXPECT_EQ(answer(), answer());
}

}  // namespace
}  // namespace cairn::tree
