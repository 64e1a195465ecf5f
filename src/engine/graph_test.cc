// The contribution graph: means with none, shares, children modes, several parents, loops, ancestors only.
#include "engine/graph.h"

#include <gtest/gtest.h>

#include "engine/rollup.h"

namespace cairn::engine {
namespace {

NodeRef objective(Index index) { return {index, false}; }
NodeRef key_result(Index index) { return {index, true}; }

Index add_kr(Graph& graph, Index to, std::optional<double> progress, double weight = 1) {
  return graph.add_key_result({.objective = to, .weight = weight, .progress = progress, .status = Status::on_track, .started = true});
}

TEST(Rollup, items_without_progress_or_weight_do_not_count) {
  EXPECT_DOUBLE_EQ(weighted_mean(std::vector<RollupItem>{{1, {}, 0.5}, {1, {}, {}}, {0, {}, 1.0}}).value(), 0.5);
  EXPECT_FALSE(weighted_mean(std::vector<RollupItem>{{1, {}, {}}, {0, {}, 1.0}}));
  EXPECT_FALSE(weighted_mean({}));
}

TEST(Rollup, a_fixed_share_is_kept_and_the_rest_divided) {
  Policy policy;
  policy.shares = Shares::percent;
  const std::vector<RollupItem> items{{1, 40, 1.0}, {5, {}, 0.0}, {1, {}, 1.0}};
  EXPECT_EQ(effective_weights(items, policy), (std::vector<double>{40, 30, 30}));
  EXPECT_DOUBLE_EQ(roll_up(items, policy).value(), 0.7);
}

TEST(Rollup, shares_above_a_hundred_and_negative_weights_are_refused) {
  EXPECT_EQ(validate_items(std::vector<RollupItem>{{1, 60, {}}, {1, 41, {}}}).front().code, "shares_above_100");
  EXPECT_EQ(validate_items(std::vector<RollupItem>{{-1, {}, {}}}).front().code, "negative_weight");
  EXPECT_EQ(validate_items(std::vector<RollupItem>{{1, -5, {}}}).front().code, "share_range");
  EXPECT_TRUE(validate_items(std::vector<RollupItem>{{1, 60, {}}, {0, 40, {}}}).empty());
}

TEST(Graph, a_change_travels_only_upward) {
  Graph graph;
  const Index a = graph.add_objective({}), b = graph.add_objective({}), c = graph.add_objective({}), other = graph.add_objective({});
  add_kr(graph, b, 0.1);
  const Index kr = add_kr(graph, c, 0.0);
  add_kr(graph, other, 0.9);
  ASSERT_TRUE(graph.add_link(c, objective(b), 1));
  ASSERT_TRUE(graph.add_link(c, objective(a), 2));
  ASSERT_TRUE(graph.add_link(b, objective(a), 1));
  graph.recompute_all();
  KeyResultNode node = graph.key_result(kr);
  node.progress = 0.5;
  graph.set_key_result(kr, node);
  EXPECT_EQ(graph.recompute(key_result(kr)), (std::vector<NodeRef>{objective(c), objective(b), objective(a)}));
  EXPECT_DOUBLE_EQ(graph.rolled(objective(c)).progress.value(), 0.5);
  EXPECT_DOUBLE_EQ(graph.rolled(objective(b)).progress.value(), 0.3);
  EXPECT_DOUBLE_EQ(graph.rolled(objective(a)).progress.value(), 1.3 / 3);
  EXPECT_EQ(graph.ancestors(key_result(kr)), (std::vector<NodeRef>{objective(c), objective(b), objective(a)}));
  EXPECT_EQ(graph.descendants(objective(a)).size(), 4u);
}

TEST(Graph, children_count_as_the_policy_says) {
  for (const Children mode : {Children::include, Children::ignore, Children::only_without_key_results}) {
    Policy policy;
    policy.children = mode;
    Graph graph({policy});
    const Index parent = graph.add_objective({}), bare = graph.add_objective({}), child = graph.add_objective({});
    add_kr(graph, parent, 0.0);
    add_kr(graph, child, 1.0);
    ASSERT_TRUE(graph.add_link(child, objective(parent)));
    ASSERT_TRUE(graph.add_link(child, objective(bare)));
    graph.recompute_all();
    EXPECT_DOUBLE_EQ(graph.rolled(objective(parent)).progress.value(), mode == Children::include ? 0.5 : 0.0);
    EXPECT_EQ(graph.rolled(objective(bare)).progress.has_value(), mode != Children::ignore);
  }
}

TEST(Graph, drafts_and_baselines_do_not_count) {
  Graph graph;
  const Index parent = graph.add_objective({}), draft = graph.add_objective({.counts = false});
  add_kr(graph, parent, 0.4);
  graph.add_key_result({.objective = parent, .counts = false});
  add_kr(graph, draft, 1.0);
  ASSERT_TRUE(graph.add_link(draft, objective(parent)));
  graph.recompute_all();
  EXPECT_DOUBLE_EQ(graph.rolled(objective(parent)).progress.value(), 0.4);
}

TEST(Graph, progress_by_hand_sets_the_items_aside) {
  Graph graph;
  const Index index = graph.add_objective({.manual = 0.8, .expected = 0.5});
  add_kr(graph, index, 0.1);
  graph.recompute_all();
  EXPECT_DOUBLE_EQ(graph.rolled(objective(index)).progress.value(), 0.8);
  EXPECT_EQ(graph.rolled(objective(index)).status, Status::on_track);
}

TEST(Graph, an_aligned_key_result_follows_its_contributors) {
  Graph graph;
  const Index top = graph.add_objective({.expected = 0.5}), one = graph.add_objective({}), two = graph.add_objective({});
  const Index aligned = graph.add_key_result({.objective = top, .progress = 0.9, .expected = 0.5, .aligned = true});
  const Index plain = add_kr(graph, top, 0.2);
  add_kr(graph, one, 0.3);
  add_kr(graph, two, 0.6);
  ASSERT_TRUE(graph.add_link(one, key_result(aligned), 2));
  ASSERT_TRUE(graph.add_link(two, key_result(aligned), 1));
  ASSERT_TRUE(graph.add_link(two, key_result(plain), 1));
  graph.recompute_all();
  EXPECT_DOUBLE_EQ(graph.rolled(key_result(aligned)).progress.value(), 0.4);
  EXPECT_EQ(graph.rolled(key_result(aligned)).status, Status::on_track);
  EXPECT_DOUBLE_EQ(graph.rolled(key_result(plain)).progress.value(), 0.2);
  EXPECT_DOUBLE_EQ(graph.rolled(objective(top)).progress.value(), 0.3);
}

TEST(Graph, a_link_that_closes_a_loop_is_refused_with_its_path) {
  Graph graph;
  const Index a = graph.add_objective({}), b = graph.add_objective({}), c = graph.add_objective({});
  const Index kr = add_kr(graph, c, 0.1);
  ASSERT_TRUE(graph.add_link(a, objective(b)));
  ASSERT_TRUE(graph.add_link(b, key_result(kr)));
  const auto refused = graph.add_link(c, objective(a));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error(), (Graph::Path{objective(a), objective(b), key_result(kr), objective(c)}));
  EXPECT_FALSE(graph.add_link(a, objective(a)));
  EXPECT_FALSE(graph.add_link(c, key_result(kr)));
}

TEST(Graph, loops_of_links_taken_unseen_are_found_at_once) {
  Graph graph;
  const Index a = graph.add_objective({}), b = graph.add_objective({}), c = graph.add_objective({});
  const Index kr = add_kr(graph, b, 0.1);
  graph.connect(a, objective(b));
  EXPECT_TRUE(graph.loops().empty());
  graph.connect(b, objective(a));
  graph.connect(b, key_result(kr));
  graph.connect(c, objective(c));
  const auto loops = graph.loops();
  ASSERT_EQ(loops.size(), 3u);
  EXPECT_EQ(loops[0], (Graph::Path{objective(a), objective(b)}));
  EXPECT_EQ(loops[1], (Graph::Path{objective(b), key_result(kr)}));
  EXPECT_EQ(loops[2], (Graph::Path{objective(c)}));
  graph.recompute_all();  // wrong, but finite
}

TEST(Graph, weakest_takes_the_worst_of_the_items) {
  Policy policy;
  policy.objective_status = ObjectiveStatusRule::weakest;
  Graph graph({policy});
  const Index index = graph.add_objective({.expected = 0.1});
  graph.add_key_result({.objective = index, .progress = 1.0, .status = Status::achieved, .started = true});
  graph.add_key_result({.objective = index, .progress = 0.2, .status = Status::behind, .started = true});
  graph.recompute_all();
  EXPECT_EQ(graph.rolled(objective(index)).status, Status::behind);
}

TEST(Graph, mean_confidence_judges_by_the_weighted_mean) {
  Graph graph({*find_preset("profit")});
  const Index index = graph.add_objective({});
  for (const double confidence : {9.0, 5.0}) graph.add_key_result({.objective = index, .progress = 0.1, .confidence = confidence, .started = true});
  graph.recompute_all();
  EXPECT_DOUBLE_EQ(graph.rolled(objective(index)).confidence.value(), 7);
  EXPECT_EQ(graph.rolled(objective(index)).status, Status::on_track);
}

TEST(Graph, what_is_removed_or_moved_no_longer_counts) {
  Graph graph;
  const Index parent = graph.add_objective({}), child = graph.add_objective({}), second = graph.add_objective({});
  const Index kr = add_kr(graph, child, 1.0);
  const Index link = graph.add_link(child, objective(parent)).value();
  ASSERT_TRUE(graph.add_link(second, objective(parent)));
  add_kr(graph, second, 0.2);
  graph.recompute_all();
  EXPECT_DOUBLE_EQ(graph.rolled(objective(parent)).progress.value(), 0.6);
  graph.remove_link(link);
  graph.recompute_all();
  EXPECT_DOUBLE_EQ(graph.rolled(objective(parent)).progress.value(), 0.2);
  KeyResultNode moved = graph.key_result(kr);
  moved.objective = second;
  graph.set_key_result(kr, moved);
  graph.recompute_all();
  EXPECT_FALSE(graph.rolled(objective(child)).progress);
  EXPECT_DOUBLE_EQ(graph.rolled(objective(parent)).progress.value(), 0.6);
  EXPECT_TRUE(graph.add_link(parent, objective(child)));
}

TEST(Graph, a_chain_of_a_hundred_thousand_needs_no_deep_stack) {
  Graph graph;
  const Index first = graph.add_objective({});
  Index below = first;
  const Index kr = add_kr(graph, first, 0.25);
  for (int i = 0; i < 100000; ++i) {
    const Index above = graph.add_objective({});
    ASSERT_TRUE(graph.add_link(below, objective(above)));
    below = above;
  }
  EXPECT_EQ(graph.recompute(key_result(kr)).size(), 100001u);
  EXPECT_DOUBLE_EQ(graph.rolled(objective(below)).progress.value(), 0.25);
}

TEST(Graph, memory_stays_small_at_the_largest_size) {
  Graph graph;
  for (int i = 0; i < 120000; ++i) graph.add_objective({});
  for (Index i = 0; i < 400000; ++i) graph.add_key_result({.objective = i % 120000});
  EXPECT_LT(graph.memory_bytes(), 250u << 20);
}

}  // namespace
}  // namespace cairn::engine
