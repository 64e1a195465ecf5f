// Which API paths an entry of the log makes stale, thing by thing.
#pragma once
#include <string>
#include <vector>

#include "features/feed/scope.h"
#include "features/graph/graph.h"
#include "platform/activity/activity.h"

namespace cairn::feed {

// An objective that an entry concerns, and the paths that only those hear of who may see it.
struct Concern {
  ObjectiveId objective;
  bool subject = false;            // the entry is about it (or its key results), not only its figures
  bool figures = false;            // the paths hold all pages that show its figures
  std::vector<std::string> paths;
};

struct Stale {
  std::vector<Concern> objectives;
  std::vector<PersonId> inputs_of;         // those whose week it changes
  std::vector<std::string> directory;      // paths for readers of the directory
  std::vector<std::string> everybody;      // paths for all who read OKRs at all
  std::vector<std::string> importers;
  std::vector<std::string> own;            // paths for `person` alone
  std::int64_t person = 0;
  bool about_objective = false;
};

Stale stale_of(const graph::Picture& picture, const Scope& scope, const activity::Entry& entry);

}  // namespace cairn::feed
