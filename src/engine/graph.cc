// How the contribution graph is kept and walked: nodes and links as linked lists through arrays, walks without recursion.
#include "engine/graph.h"

#include <algorithm>

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
  return connect(child, parent, weight);
}

Index Graph::connect(Index child, NodeRef parent, double weight) {
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

std::vector<Graph::Path> Graph::loops(std::size_t most) const {
  // depth first upward; an edge back to a node that is still open closes a loop
  enum Mark : std::uint8_t { fresh, open, done };
  std::vector<Mark> objective_marks(objectives_.size(), fresh), result_marks(key_results_.size(), fresh);
  const auto mark = [&](NodeRef node) -> Mark& { return node.key_result ? result_marks[node.index] : objective_marks[node.index]; };
  std::vector<Path> found;
  std::vector<NodeRef> stack;
  Path way;  // the open nodes, lowest first
  for (Index index = 0; index < objectives_.size(); ++index) {
    stack.push_back({index, false});
    while (!stack.empty()) {
      const NodeRef node = stack.back();
      if (mark(node) != fresh) {
        if (mark(node) == open) mark(node) = done, way.pop_back();
        stack.pop_back();
        continue;
      }
      mark(node) = open;
      way.push_back(node);
      each_above(node, [&](NodeRef next) {
        if (mark(next) == fresh) stack.push_back(next);
        else if (mark(next) == open && found.size() < most) found.emplace_back(std::ranges::find(way, next), way.end());
      });
    }
  }
  return found;
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

std::vector<NodeRef> Graph::above_all(std::span<const NodeRef> nodes) const {
  std::vector<NodeRef> order;
  next_epoch();
  for (const NodeRef node : nodes) walk(node, order, [&](NodeRef at, auto&& f) { each_above(at, f); });
  std::ranges::reverse(order);
  return order;
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
