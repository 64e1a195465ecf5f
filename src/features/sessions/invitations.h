// Routes by which people come in: invitations, and in the demo the list of who may sign in.
#pragma once
#include "features/context.h"

namespace cairn::sessions {

void invitation_routes(http::Registry& registry, features::App& app);
void demo_routes(http::Registry& registry, features::App& app);

}  // namespace cairn::sessions
