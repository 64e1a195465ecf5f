// Every slice, lowest first: this list is the map. A slice may include only those above it here; tidy_test holds it.
#include "app/features.h"

#include "features/alignment/alignment.h"
#include "features/checkins/checkins.h"
#include "features/cycles/cycles.h"
#include "features/exports/exports.h"
#include "features/feed/feed.h"
#include "features/graph/graph.h"
#include "features/imports/imports.h"
#include "features/keyresults/keyresults.h"
#include "features/objectives/objectives.h"
#include "features/organisation/organisation.h"
#include "features/overview/overview.h"
#include "features/people/people.h"
#include "features/policies/policies.h"
#include "features/search/search.h"
#include "features/sessions/sessions.h"
#include "features/teams/teams.h"
#include "features/tokens/tokens.h"
#include "features/tree/tree.h"
#include "features/views/views.h"
#include "features/week/week.h"

namespace cairn::app {
namespace {

struct Slice {
  const char* name;
  void (*routes)(http::Registry&, features::App&);  // none: it serves other slices
};

constexpr Slice slices[] = {
    {"organisation", organisation::routes},
    {"people", people::routes},
    {"teams", teams::routes},
    {"cycles", cycles::routes},
    {"tokens", tokens::routes},
    {"sessions", sessions::routes},
    {"views", views::routes},
    {"rows", nullptr},
    {"graph", nullptr},
    {"okrs", nullptr},
    {"keyresults", keyresults::routes},
    {"alignment", alignment::routes},
    {"objectives", objectives::routes},
    {"checkins", checkins::routes},
    {"policies", policies::routes},
    {"tree", tree::routes},
    {"week", week::routes},
    {"overview", overview::routes},
    {"feed", feed::routes},
    {"search", search::routes},
    {"imports", imports::routes},
    {"exports", exports::routes},
};

}  // namespace

void add_routes(http::Registry& registry, features::App& app) {
  for (const Slice& slice : slices)
    if (slice.routes) slice.routes(registry, app);
}

}  // namespace cairn::app
