// What entries of the log are about, and whether a reader may know of them.
#pragma once
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "features/graph/graph.h"
#include "features/rows/rows.h"
#include "platform/activity/activity.h"

namespace cairn::feed {

// The objective behind each subject of a list of entries: of key results, of their check-ins, of links.
class Scope {
 public:
  // Looks up what the picture does not hold (check-ins), in one query.
  Scope(db::Tx& tx, const graph::Picture& picture, std::span<const activity::Entry> entries);

  // out: 0 for what belongs to no objective that is there
  ObjectiveId objective_of(const activity::Subject& subject) const;
  KeyResultId key_result_of(const activity::Subject& subject) const;
  rows::SubjectRef describe(const activity::Subject& subject) const;
  // Whether the reader may know that it happened, as things are now.
  bool visible(const engine::Actor& actor, const activity::Entry& entry) const;

 private:
  const graph::Picture& picture_;
  std::map<std::int64_t, KeyResultId> checkins_;
  std::map<std::int64_t, ObjectiveId> links_;  // of those that are gone
};

// "O-12" for objective 12; "" for what people do not see by id
std::string id_text(const activity::Subject& subject);

// The changes for people: ids of people, teams, cycles, objectives and key results become names; what the reader may
// not see becomes null.
std::string with_names(const graph::Picture& picture, const engine::Actor& actor, std::string_view json_value);

}  // namespace cairn::feed
