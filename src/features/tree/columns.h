// The columns of the tree, each a JSON list over the rows.
#pragma once
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "features/graph/graph.h"

namespace cairn::tree {

// The objectives that an answer holds, by id.
class Members {
 public:
  void add(ObjectiveId id);
  bool holds(ObjectiveId id) const;

 private:
  std::vector<bool> by_id_;
};

template <class Row>
struct Column {
  std::string_view name;
  void (*append)(std::string& out, const graph::Picture& picture, const Members& members, const Row& row);
};

std::span<const Column<graph::Objective>> objective_columns();
std::span<const Column<graph::KeyResult>> key_result_columns();

// What the reader may do, as 0 or 1.
bool can_edit(const graph::Picture& picture, const engine::Actor& actor, const graph::Objective& o);
bool can_check_in(const graph::Picture& picture, const engine::Actor& actor, const graph::KeyResult& kr);

// Whom the rows name.
struct Named {
  std::set<PersonId> people;
  std::set<TeamId> teams;
  void add(const graph::Objective& o);
  void add(const graph::KeyResult& kr);
};
// `"people":[…],"teams":[…]`: those named; all teams that are not archived for readers of the directory.
void append_names(std::string& out, const graph::Picture& picture, bool directory, const Named& named);

}  // namespace cairn::tree
