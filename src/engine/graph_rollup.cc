// How figures flow through the contribution graph.
//
// Nodes are objectives and key results; figures flow upward: a key result into its objective, an objective along its
// contribution links into parent objectives and aligned key results. The graph has no loops, so "everything above a
// changed node" has an order in which each node comes after all it depends on: walk upward depth first, note a node
// when all above it are noted, and read the notes backwards. Each noted node is then computed once from its items.
//
// Worked example (graph_test.cc, "a_change_travels_only_upward"): C contributes to B with weight 1 and to A with
// weight 2; B contributes to A. A check-in on C's key result changes C, then B, then A, and nothing else:
// C 0.5; B (key result 0.1 and C) = 0.3; A (B once, C twice) = (0.3 + 2 * 0.5) / 3 = 0.4333.
#include <algorithm>

#include "engine/graph.h"
#include "engine/rollup.h"

namespace cairn::engine {

Rolled Graph::rolled(NodeRef node) const {
  return node.key_result ? key_results_[node.index].rolled : objectives_[node.index].rolled;
}

// f(node, weight, share, rolled) for every item that counts, in the order things were added.
template <class F>
void Graph::each_item(NodeRef node, F&& f) const {
  const auto children = [&](Index first) {
    for (Index link = first; link != no_index; link = links_[link].next_in) {
      const ObjectiveSlot& child = objectives_[links_[link].child];
      if (child.node.counts) f(NodeRef{links_[link].child, false}, links_[link].weight, std::optional<double>{}, child.rolled);
    }
  };
  if (node.key_result) {
    children(key_results_[node.index].first_in);
    return;
  }
  const ObjectiveSlot& slot = objectives_[node.index];
  const Policy& policy = policies_[slot.node.policy];
  bool own = false;
  for (Index kr = slot.first_kr; kr != no_index; kr = key_results_[kr].next) {
    const KeyResultSlot& key_result = key_results_[kr];
    if (!key_result.node.counts) continue;
    own = true;
    f(NodeRef{kr, true}, key_result.node.weight, key_result.node.share, key_result.rolled);
  }
  if (policy.children == Children::include || (policy.children == Children::only_without_key_results && !own))
    children(slot.first_in);
}

namespace {

// Sums an objective's items as the policy weighs them; fixed shares need to know the rest first.
struct ShareSplit {
  double fixed = 0;
  int open = 0;
};

double weight_under(const Policy& policy, double weight, std::optional<double> share, const ShareSplit& split) {
  if (policy.rollup == Rollup::none) return 0;
  if (policy.shares == Shares::percent) {
    if (share) return *share;
    return weight > 0 ? std::max(0.0, 100 - split.fixed) / split.open : 0;
  }
  if (policy.rollup == Rollup::plain) return weight > 0 ? 1 : 0;
  return weight;
}

}  // namespace

void Graph::compute_key_result(Index index) {
  KeyResultSlot& slot = key_results_[index];
  slot.rolled = {slot.node.progress, slot.node.confidence, slot.node.status, slot.node.started};
  if (!slot.node.aligned) return;
  Mean mean;
  bool started = slot.node.started;
  each_item({index, true}, [&](NodeRef, double weight, std::optional<double>, const Rolled& child) {
    mean.add(child.progress, weight);
    started |= child.started;
  });
  slot.rolled.progress = mean.value();
  slot.rolled.started = started;
  const Index above = slot.node.objective;
  const Policy& policy = policies_[above < objectives_.size() ? objectives_[above].node.policy : 0];
  slot.rolled.status = judge({.progress = slot.rolled.progress, .expected = slot.node.expected, .confidence = slot.node.confidence,
                              .said = std::nullopt, .started = started, .past_grace = slot.node.past_grace}, policy).status;
}

void Graph::compute_objective(Index index) {
  ObjectiveSlot& slot = objectives_[index];
  const NodeRef self{index, false};
  const Policy& policy = policies_[slot.node.policy];
  ShareSplit split;
  if (policy.shares == Shares::percent)
    each_item(self, [&](NodeRef, double weight, std::optional<double> share, const Rolled&) {
      if (share) split.fixed += *share;
      else if (weight > 0) ++split.open;
    });
  Mean progress, confidence;
  Status weakest = Status::none;
  bool started = false;
  each_item(self, [&](NodeRef node, double weight, std::optional<double> share, const Rolled& item) {
    const double counted = weight_under(policy, weight, share, split);
    progress.add(item.progress, counted);
    if (node.key_result) confidence.add(item.confidence, policy.rollup == Rollup::none ? weight : counted);
    if (weight > 0) weakest = weaker(weakest, item.status);
    started |= item.started;
  });
  slot.rolled.progress = slot.node.manual ? limited(*slot.node.manual, policy) : progress.value();
  slot.rolled.confidence = confidence.value();
  slot.rolled.started = started || slot.node.manual.has_value();
  switch (policy.objective_status) {
    case ObjectiveStatusRule::weakest:
      if (weakest != Status::none && !slot.node.manual) {
        slot.rolled.status = weakest;
        return;
      }
      break;
    case ObjectiveStatusRule::mean_confidence:
      if (slot.rolled.confidence) {
        slot.rolled.status = judge_confidence(slot.rolled.confidence, policy.status.method == StatusMethod::confidence ? policy.status : policy.confidence);
        return;
      }
      break;
    case ObjectiveStatusRule::method: break;
  }
  slot.rolled.status = judge(status_input(index), policy).status;
  // where owners speak and this one has not, the weakest of what is below stands
  if (slot.rolled.status == Status::none && policy.status.method == StatusMethod::owner) slot.rolled.status = weakest;
}

StatusInput Graph::status_input(Index objective) const {
  const ObjectiveSlot& slot = objectives_[objective];
  return {.progress = slot.rolled.progress, .expected = slot.node.expected, .confidence = slot.rolled.confidence,
          .said = slot.node.said, .started = slot.rolled.started, .past_grace = slot.node.past_grace};
}

void Graph::compute_in_order(std::span<const NodeRef> order) {
  for (const NodeRef node : order) {
    if (node.key_result) compute_key_result(node.index);
    else compute_objective(node.index);
  }
}

std::vector<NodeRef> Graph::recompute(std::span<const NodeRef> changed) {
  std::vector<NodeRef> touched;
  for (const NodeRef node : above_all(changed)) {
    if (node.key_result) compute_key_result(node.index);
    else compute_objective(node.index);
    if (!node.key_result || key_results_[node.index].node.aligned) touched.push_back(node);
  }
  return touched;
}

void Graph::recompute_all() {
  std::vector<NodeRef> all;
  all.reserve(objectives_.size() + key_results_.size());
  for (Index index = 0; index < objectives_.size(); ++index) all.push_back({index, false});
  for (Index index = 0; index < key_results_.size(); ++index) all.push_back({index, true});
  recompute(all);
}

std::vector<GraphItem> Graph::items(NodeRef node) const {
  std::vector<RollupItem> plain;
  std::vector<GraphItem> items;
  each_item(node, [&](NodeRef item, double weight, std::optional<double> share, const Rolled& rolled) {
    plain.push_back({weight, share, rolled.progress});
    items.push_back({item, weight, rolled.progress});
  });
  if (node.key_result) return items;
  const std::vector<double> weights = effective_weights(plain, policies_[objectives_[node.index].node.policy]);
  for (std::size_t i = 0; i < items.size(); ++i) items[i].weight = weights[i];
  return items;
}

}  // namespace cairn::engine
