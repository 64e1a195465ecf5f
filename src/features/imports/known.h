// What the organisation has already, as far as the planner needs to know it.
#pragma once
#include "features/imports/plan.h"

namespace cairn::imports {

Known known_to(db::Tx& tx, const features::Context& ctx);

}  // namespace cairn::imports
