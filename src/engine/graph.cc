// How the contribution graph is kept and recomputed.
//
// Nodes are objectives and key results; figures flow upward: a key result into its objective, an objective along its
// contribution links into parent objectives and aligned key results. The graph has no loops, so "everything above a
// changed node" has an order in which each node comes after all it depends on: walk upward depth first, note a node
// when all above it are noted, and read the notes backwards. Each noted node is then computed once from its items.
//
// Worked example (graph_test.cc, "a_change_travels_only_upward"): C contributes to B with weight 1 and to A with
// weight 2; B contributes to A. A check-in on C's key result changes C, then B, then A, and nothing else:
// C 0.5; B (key result 0.1 and C) = 0.3; A (B once, C twice) = (0.3 + 2 * 0.5) / 3 = 0.4333.
#include "engine/graph.h"

#include <algorithm>

#include "engine/rollup.h"

namespace cairn::engine {

Graph::Graph(std::vector<Policy> policies) : policies_(std::move(policies)) {
  if (policies_.empty()) policies_.emplace_back();
}

Index Graph::add_objective(const ObjectiveNode& node) {
  objectives_.push_back({.node = node});
  seen_objective_.push_back(0);
  return static_cast<Index>(objectives_.size() - 1);
}

Index Graph::add_key_result(const KeyResultNode& node) {
  key_results_.push_back({.node = node});
  seen_key_result_.push_back(0);
  const auto index = static_cast<Index>(key_results_.size() - 1);
  attach_key_result(index);
  return index;
}

void Graph::set_objective(Index index, const ObjectiveNode& node) { objectives_[index].node = node; }

void Graph::set_key_result(Index index, const KeyResultNode& node) {
  KeyResultSlot& slot = key_results_[index];
  if (slot.node.objective == node.objective) {
    slot.node = node;
    return;
  }
  detach_key_result(index);
  slot.node = node;
  attach_key_result(index);
}

void Graph::attach_key_result(Index index) {
  KeyResultSlot& slot = key_results_[index];
  slot.next = no_index;
  if (slot.node.objective >= objectives_.size()) return;
  ObjectiveSlot& objective = objectives_[slot.node.objective];
  if (objective.last_kr == no_index) objective.first_kr = index;
  else key_results_[objective.last_kr].next = index;
  objective.last_kr = index;
}

void Graph::detach_key_result(Index index) {
  const Index from = key_results_[index].node.objective;
  if (from >= objectives_.size()) return;
  ObjectiveSlot& objective = objectives_[from];
  Index before = no_index;
  for (Index at = objective.first_kr; at != index && at != no_index; at = key_results_[at].next) before = at;
  const Index after = key_results_[index].next;
  if (before == no_index) objective.first_kr = after;
  else key_results_[before].next = after;
  if (objective.last_kr == index) objective.last_kr = before;
}

template <class F>
void Graph::each_above(NodeRef node, F&& f) const {
  if (node.key_result) {
    const Index objective = key_results_[node.index].node.objective;
    if (objective < objectives_.size()) f(NodeRef{objective, false});
    return;
  }
  for (Index link = objectives_[node.index].first_out; link != no_index; link = links_[link].next_out) f(links_[link].parent);
}

template <class F>
void Graph::each_below(NodeRef node, F&& f) const {
  if (!node.key_result)
    for (Index kr = objectives_[node.index].first_kr; kr != no_index; kr = key_results_[kr].next) f(NodeRef{kr, true});
  const Index first = node.key_result ? key_results_[node.index].first_in : objectives_[node.index].first_in;
  for (Index link = first; link != no_index; link = links_[link].next_in) f(NodeRef{links_[link].child, false});
}

void Graph::next_epoch() const {
  if (++epoch_ != 0) return;
  std::ranges::fill(seen_objective_, 0u);  // once in four thousand million walks
  std::ranges::fill(seen_key_result_, 0u);
  epoch_ = 1;
}

bool Graph::visit(NodeRef node) const {
  std::uint32_t& seen = node.key_result ? seen_key_result_[node.index] : seen_objective_[node.index];
  if (seen == epoch_) return false;
  seen = epoch_;
  return true;
}

// Depth first without recursion; appends nodes after everything `neighbours` leads to from them.
template <class Neighbours>
void Graph::walk(NodeRef start, std::vector<NodeRef>& order, Neighbours&& neighbours) const {
  struct Step {
    NodeRef node;
    bool leave;
  };
  if (!visit(start)) return;
  std::vector<Step> stack{{start, true}};
  const auto open = [&](NodeRef node) {
    neighbours(node, [&](NodeRef next) { stack.push_back({next, false}); });
  };
  open(start);
  while (!stack.empty()) {
    const Step step = stack.back();
    if (step.leave) {
      order.push_back(step.node);
      stack.pop_back();
    } else if (!visit(step.node)) {
      stack.pop_back();
    } else {
      stack.back().leave = true;
      open(step.node);
    }
  }
}

std::expected<Index, Graph::Path> Graph::add_link(Index child, NodeRef parent, double weight) {
  if (auto loop = loop_if(child, parent)) return std::unexpected(std::move(*loop));
  const auto index = static_cast<Index>(links_.size());
  links_.push_back({.child = child, .parent = parent, .weight = weight});
  const auto append = [&](Index& first, Index& last, Index LinkSlot::*next) {
    if (last == no_index) first = index;
    else links_[last].*next = index;
    last = index;
  };
  append(objectives_[child].first_out, objectives_[child].last_out, &LinkSlot::next_out);
  if (parent.key_result) append(key_results_[parent.index].first_in, key_results_[parent.index].last_in, &LinkSlot::next_in);
  else append(objectives_[parent.index].first_in, objectives_[parent.index].last_in, &LinkSlot::next_in);
  return index;
}

std::optional<Graph::Path> Graph::loop_if(Index child, NodeRef parent) const {
  const NodeRef goal{child, false};
  // breadth first upward from the parent, remembering where each node was reached from
  struct Step {
    NodeRef node;
    std::size_t from;
  };
  next_epoch();
  std::vector<Step> steps{{parent, 0}};
  visit(parent);
  for (std::size_t at = 0; at < steps.size(); ++at) {
    if (steps[at].node == goal) {
      Path path;
      for (std::size_t back = at; back != 0; back = steps[back].from) path.push_back(steps[back].node);
      path.push_back(parent);
      std::ranges::reverse(path);
      return path;
    }
    each_above(steps[at].node, [&](NodeRef next) {
      if (visit(next)) steps.push_back({next, at});
    });
  }
  return std::nullopt;
}

void Graph::set_link_weight(Index link, double weight) { links_[link].weight = weight; }

void Graph::unlink(std::uint32_t link) {
  const auto remove = [&](Index& first, Index& last, Index LinkSlot::*next) {
    Index before = no_index;
    for (Index at = first; at != link && at != no_index; at = links_[at].*next) before = at;
    const Index after = links_[link].*next;
    if (before == no_index) first = after;
    else links_[before].*next = after;
    if (last == link) last = before;
  };
  const NodeRef parent = links_[link].parent;
  ObjectiveSlot& child = objectives_[links_[link].child];
  remove(child.first_out, child.last_out, &LinkSlot::next_out);
  if (parent.key_result) remove(key_results_[parent.index].first_in, key_results_[parent.index].last_in, &LinkSlot::next_in);
  else remove(objectives_[parent.index].first_in, objectives_[parent.index].last_in, &LinkSlot::next_in);
}

void Graph::remove_link(Index link) {
  if (link >= links_.size() || links_[link].child == no_index) return;
  unlink(link);
  links_[link].child = no_index;
}

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

std::vector<NodeRef> Graph::above_all(std::span<const NodeRef> nodes) const {
  std::vector<NodeRef> order;
  next_epoch();
  for (const NodeRef node : nodes) walk(node, order, [&](NodeRef at, auto&& f) { each_above(at, f); });
  std::ranges::reverse(order);
  return order;
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

std::vector<NodeRef> Graph::ancestors(NodeRef node) const {
  std::vector<NodeRef> order = above_all(std::span(&node, 1));
  order.erase(order.begin());
  return order;
}

std::vector<NodeRef> Graph::descendants(NodeRef node) const {
  std::vector<NodeRef> order;
  next_epoch();
  walk(node, order, [&](NodeRef at, auto&& f) { each_below(at, f); });
  std::ranges::reverse(order);
  order.erase(order.begin());
  return order;
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

std::vector<NodeRef> Graph::parents(Index objective) const {
  std::vector<NodeRef> found;
  each_above({objective, false}, [&](NodeRef parent) { found.push_back(parent); });
  return found;
}

std::vector<Index> Graph::key_results_of(Index objective) const {
  std::vector<Index> found;
  for (Index kr = objectives_[objective].first_kr; kr != no_index; kr = key_results_[kr].next) found.push_back(kr);
  return found;
}

std::size_t Graph::memory_bytes() const {
  return objectives_.capacity() * sizeof(ObjectiveSlot) + key_results_.capacity() * sizeof(KeyResultSlot) +
         links_.capacity() * sizeof(LinkSlot) + (seen_objective_.capacity() + seen_key_result_.capacity()) * sizeof(std::uint32_t);
}

}  // namespace cairn::engine
