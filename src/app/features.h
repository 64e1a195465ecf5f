// Every slice, lowest first.
#pragma once
#include "features/context.h"
#include "platform/http/http.h"

namespace cairn::app {

// Adds every slice's routes to the registry. The order is the map: a slice may include only those above it here.
void add_routes(http::Registry& registry, features::App& app);

}  // namespace cairn::app
