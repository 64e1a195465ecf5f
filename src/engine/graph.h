// The contribution graph on compact arrays: objectives, key results and the links between them, with the figures that
// roll up. One change costs its ancestors. Not thread-safe; copying gives an independent graph (what-if).
// source: maths.md section 2
#pragma once
#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <vector>

#include "engine/kinds.h"
#include "engine/policy.h"
#include "engine/status.h"

namespace cairn::engine {

using Index = std::uint32_t;  // dense, from 0; never reused
inline constexpr Index no_index = 0xffffffffu;

// An objective or a key result by its index.
struct NodeRef {
  Index index = no_index;
  bool key_result = false;
  bool operator==(const NodeRef&) const = default;
};

struct ObjectiveNode {
  double weight = 1;                  // in its team, pillar, cycle
  std::optional<double> manual;       // progress set by hand: items do not count
  std::optional<double> expected;     // by its calendar on the graph's day
  std::optional<Status> said;         // by its owner
  std::uint8_t policy = 0;            // index into the graph's policies
  bool counts = true;                 // in its parents: false for drafts, dropped and archived ones
  bool past_grace = false;
  bool closed = false;
};

struct KeyResultNode {
  Index objective = no_index;
  double weight = 1;
  std::optional<double> share;
  std::optional<double> progress;     // by check-ins; replaced when aligned
  std::optional<double> expected;
  std::optional<double> confidence;
  Status status = Status::none;       // by check-ins; judged anew when aligned
  bool started = false;
  bool past_grace = false;
  bool aligned = false;
  bool counts = true;                 // false for baselines and archived ones
};

struct Rolled {
  std::optional<double> progress;
  std::optional<double> confidence;
  Status status = Status::none;
  bool started = false;
};

// One item of an objective's (or aligned key result's) mean, for explanations.
struct GraphItem {
  NodeRef node;
  double weight = 0;                  // as it counts under the policy
  std::optional<double> progress;
};

class Graph {
 public:
  explicit Graph(std::vector<Policy> policies = {Policy{}});

  Index add_objective(const ObjectiveNode& node);
  Index add_key_result(const KeyResultNode& node);
  const ObjectiveNode& objective(Index index) const { return objectives_[index].node; }
  const KeyResultNode& key_result(Index index) const { return key_results_[index].node; }
  // Changes fields; call recompute afterwards. A key result's objective may change (it moves).
  void set_objective(Index index, const ObjectiveNode& node);
  void set_key_result(Index index, const KeyResultNode& node);
  std::size_t objectives() const { return objectives_.size(); }
  std::size_t key_results() const { return key_results_.size(); }
  const Policy& policy(std::uint8_t index) const { return policies_[index]; }
  void set_policies(std::vector<Policy> policies) { policies_ = std::move(policies); }

  // A contribution of `child` to an objective or key result.
  // out: the link's index; on a loop, the path from the parent to the child that the link would close (parent first).
  using Path = std::vector<NodeRef>;
  std::expected<Index, Path> add_link(Index child, NodeRef parent, double weight = 1);
  // The same without looking for a loop, for links that are known to close none, or whose loops() are asked for at once.
  Index connect(Index child, NodeRef parent, double weight = 1);
  // out: loops there are, each as its nodes upward, the last leading to the first; at most `most`. None after add_link alone.
  std::vector<Path> loops(std::size_t most = 100) const;
  std::optional<Path> loop_if(Index child, NodeRef parent) const;
  void set_link_weight(Index link, double weight);
  void remove_link(Index link);

  // out: figures as of the last recompute.
  Rolled rolled(NodeRef node) const;

  // out: what an objective's own status (method) is judged from; judge() gives the reason for it.
  StatusInput status_input(Index objective) const;

  void set_key_result_progress(Index index, std::optional<double> progress) { key_results_[index].node.progress = progress; }
  // Computes the nodes in the given order (as above_all gives it); for repeated whole recomputes.
  void compute_in_order(std::span<const NodeRef> order);

  // Recomputes the nodes and everything above them, each once, lowest first.
  // out: what was recomputed: aligned key results and objectives, in that order.
  std::vector<NodeRef> recompute(std::span<const NodeRef> changed);
  std::vector<NodeRef> recompute(NodeRef changed) { return recompute(std::span(&changed, 1)); }
  void recompute_all();

  // out: everything above a node, lowest first; the node itself is left out.
  std::vector<NodeRef> ancestors(NodeRef node) const;
  std::vector<NodeRef> above_all(std::span<const NodeRef> nodes) const;  // the nodes and everything above them, lowest first
  std::vector<NodeRef> descendants(NodeRef node) const;  // objectives and key results below, parents first
  std::vector<GraphItem> items(NodeRef node) const;      // what the node's progress is the mean of
  std::vector<NodeRef> parents(Index objective) const;   // by contribution
  std::vector<Index> key_results_of(Index objective) const;

  std::size_t memory_bytes() const;

 private:
  struct ObjectiveSlot {
    ObjectiveNode node;
    Index first_kr = no_index, last_kr = no_index;
    Index first_in = no_index, last_in = no_index;    // links from children
    Index first_out = no_index, last_out = no_index;  // links to parents
    Rolled rolled;
  };
  struct KeyResultSlot {
    KeyResultNode node;
    Index next = no_index;
    Index first_in = no_index, last_in = no_index;
    Rolled rolled;
  };
  struct LinkSlot {
    Index child = no_index;  // no_index once removed
    NodeRef parent;
    double weight = 1;
    Index next_in = no_index, next_out = no_index;
  };

  void compute_objective(Index index);
  void compute_key_result(Index index);
  void attach_key_result(Index index);
  void detach_key_result(Index index);
  template <class Neighbours>
  void walk(NodeRef start, std::vector<NodeRef>& order, Neighbours&& neighbours) const;
  template <class F>
  void each_above(NodeRef node, F&& f) const;
  template <class F>
  void each_below(NodeRef node, F&& f) const;
  template <class F>
  void each_item(NodeRef node, F&& f) const;
  void unlink(std::uint32_t link);
  bool visit(NodeRef node) const;
  void next_epoch() const;

  std::vector<Policy> policies_;
  std::vector<ObjectiveSlot> objectives_;
  std::vector<KeyResultSlot> key_results_;
  std::vector<LinkSlot> links_;
  // scratch: which nodes the running walk has seen
  mutable std::vector<std::uint32_t> seen_objective_, seen_key_result_;
  mutable std::uint32_t epoch_ = 0;
};

}  // namespace cairn::engine
