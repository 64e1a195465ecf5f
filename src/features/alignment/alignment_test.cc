// Links: what counts, what is refused, what stays hidden.
#include "features/alignment/alignment.h"

#include "support/okrs.h"

namespace cairn::alignment {
namespace {

using test::failure_of;
using test::Kinds;
using test::refusal;

class Alignment : public test::Okrs {};
CAIRN_EACH_ENGINE(Alignment);

TEST_P(Alignment, weighs_what_contributes) {
  const auto top = objective("Top"), a = objective("A"), b = objective("B");
  contribute(a.id, top.id.text(), 1);
  contribute(b.id, top.id.text(), 3);
  check_in(key_result(a.id), 100);
  check_in(key_result(b.id), 20);
  EXPECT_DOUBLE_EQ(*see(top.id).progress, (1.0 + 3 * 0.2) / 4);
  EXPECT_EQ(see(top.id).contributed_by.size(), 2u);
  EXPECT_EQ(mismatches(), Kinds{});
}

TEST_P(Alignment, refuses_a_loop_and_names_its_path) {
  const auto a = objective("A"), b = objective("B"), c = objective("C");
  contribute(a.id, b.id.text());
  contribute(b.id, c.id.text());
  const Failure failure = failure_of([&] { contribute(c.id, a.id.text()); });
  EXPECT_EQ(failure.code, "would_close_a_loop");
  for (const auto& o : {a, b, c}) EXPECT_NE(failure.details_json.find("\"" + o.id.text() + "\""), std::string::npos);
  EXPECT_EQ(refusal([&] { contribute(a.id, a.id.text()); }), "would_close_a_loop");
}

TEST_P(Alignment, refuses_a_loop_through_a_key_result) {
  const auto a = objective("A"), b = objective("B");
  const KeyResultId of_b = key_result(b.id);
  contribute(a.id, of_b.text());
  EXPECT_EQ(refusal([&] { contribute(b.id, a.id.text()); }), "would_close_a_loop");
}

TEST_P(Alignment, refuses_the_same_link_twice) {
  const auto a = objective("A"), b = objective("B");
  contribute(a.id, b.id.text());
  EXPECT_EQ(refusal([&] { contribute(a.id, b.id.text()); }), "duplicate");
}

TEST_P(Alignment, to_a_key_result_counts_only_where_it_takes_its_progress_from_there) {
  features::Context ctx = as(owner);
  const auto top = objective("Top"), below = objective("Below");
  keyresults::KeyResultInput aligned = increase("Aligned", 0, 100);
  aligned.source = engine::Source::aligned;
  const KeyResultId taking = keyresults::create(ctx, top.id, aligned).id;
  const KeyResultId plain = key_result(top.id);
  EXPECT_TRUE(contribute(below.id, taking.text()).counts);
  EXPECT_FALSE(contribute(below.id, plain.text()).counts);
  check_in(key_result(below.id), 60);
  EXPECT_DOUBLE_EQ(*see(taking).progress, 0.6);
  EXPECT_DOUBLE_EQ(*see(plain).progress, 0);
  EXPECT_DOUBLE_EQ(*see(top.id).progress, 0.3);
  EXPECT_EQ(refusal([&] { check_in(taking, 5); }), "aligned");
  EXPECT_EQ(mismatches(), Kinds{});
}

TEST_P(Alignment, of_kind_supports_and_depends_on_counts_nowhere_and_may_go_both_ways) {
  features::Context ctx = as(owner);
  const auto a = objective("A"), b = objective("B");
  check_in(key_result(b.id), 50);
  link(ctx, b.id, {engine::LinkKind::supports, a.id.text(), 1, {}});
  link(ctx, a.id, {engine::LinkKind::depends_on, b.id.text(), 1, okrs::LinkState::asked});
  EXPECT_FALSE(see(a.id).progress.has_value());
  EXPECT_EQ(see(a.id).supported_by.size(), 1u);
  EXPECT_EQ(see(b.id).depended_on_by.size(), 1u);
}

TEST_P(Alignment, taken_away_no_longer_counts) {
  features::Context ctx = as(owner);
  const auto top = objective("Top"), below = objective("Below");
  const LinkView made = contribute(below.id, top.id.text());
  check_in(key_result(below.id), 60);
  LinkPatch patch;
  patch.weight = 0.0;
  const LinkView changed = update(ctx, made.id, made.version, patch);
  EXPECT_FALSE(see(top.id).progress.has_value());
  EXPECT_EQ(refusal([&] { update(ctx, made.id, made.version, patch); }), "changed_meanwhile");
  patch.weight = 2.0;
  update(ctx, made.id, changed.version, patch);
  EXPECT_DOUBLE_EQ(*see(top.id).progress, 0.6);
  unlink(ctx, made.id);
  EXPECT_FALSE(see(top.id).progress.has_value());
  EXPECT_EQ(refusal([&] { unlink(ctx, made.id); }), "not_found");
}

TEST_P(Alignment, shows_what_is_hidden_as_restricted_and_nothing_else) {
  features::Context ctx = as(owner);
  auto secret = team_objective("Secret plan");
  secret.visibility = engine::Visibility::private_;
  const ObjectiveId top = objectives::create(ctx, secret).id;
  const auto below = objective("Open");
  contribute(below.id, top.text());
  features::Context other = as(stranger);
  const auto seen = objectives::read(other, below.id);
  ASSERT_EQ(seen.line_up.size(), 1u);
  EXPECT_EQ(seen.line_up[0][0].text, "{\"restricted\":true}");
  ASSERT_EQ(seen.contributes_to.size(), 1u);
  const std::string told = json::write(seen);
  EXPECT_EQ(told.find("Secret plan"), std::string::npos);
  EXPECT_EQ(told.find("\"" + top.text() + "\""), std::string::npos);
  EXPECT_EQ(refusal([&] { link(other, below.id, {engine::LinkKind::contributes, top.text(), 1, {}}); }), "forbidden");
  const auto own = [&] {
    auto input = team_objective("Mine");
    input.level = engine::Level::person;
    input.team = std::nullopt;
    input.owner = stranger;
    return objectives::create(other, input).id;
  }();
  EXPECT_EQ(refusal([&] { link(other, own, {engine::LinkKind::contributes, top.text(), 1, {}}); }), "not_found");
}

TEST_P(Alignment, tells_each_way_up_to_the_top_nearest_first) {
  const auto top = objective("Top"), middle = objective("Middle"), low = objective("Low");
  const KeyResultId of_top = key_result(top.id);
  contribute(low.id, middle.id.text());
  contribute(middle.id, of_top.text());
  contribute(low.id, top.id.text());
  const auto lines = see(low.id).line_up;
  ASSERT_EQ(lines.size(), 2u);
  ASSERT_EQ(lines[0].size(), 3u);
  EXPECT_NE(lines[0][0].text.find("Middle"), std::string::npos);
  EXPECT_NE(lines[0][1].text.find("key_result"), std::string::npos);
  EXPECT_NE(lines[0][2].text.find("Top"), std::string::npos);
}

TEST_P(Alignment, needs_a_target_and_a_weight_that_mean_something) {
  const auto a = objective("A"), b = objective("B");
  EXPECT_EQ(refusal([&] { contribute(a.id, "P-1"); }), "bad_target");
  EXPECT_EQ(refusal([&] { contribute(a.id, "O-999"); }), "not_found");
  EXPECT_EQ(refusal([&] { contribute(a.id, b.id.text(), -1); }), "negative_weight");
}

}  // namespace
}  // namespace cairn::alignment
