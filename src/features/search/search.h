// Search over everything one may see: objectives, key results, people, teams, cycles, and what the newest check-ins say.
#pragma once
#include "features/context.h"
#include "platform/http/http.h"

namespace cairn::search {

void routes(http::Registry& registry, features::App& app);

}  // namespace cairn::search
