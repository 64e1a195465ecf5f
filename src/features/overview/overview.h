// Figures and lists over many objectives: teams, people, cycles, what has no owner, what needs attention, and the list
// of objectives with its filters. All from the in-memory graph; what the reader may not see is in no figure and no count.
#pragma once
#include "features/context.h"
#include "platform/http/http.h"

namespace cairn::overview {

void routes(http::Registry& registry, features::App& app);

}  // namespace cairn::overview
