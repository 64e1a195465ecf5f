// The activity log as people follow it: the feed with its filters, and who hears of what live. Both ask at the time of
// reading whether the reader may see the thing; what they may not see does not occur.
#pragma once
#include "features/context.h"
#include "features/graph/graph.h"
#include "platform/activity/activity.h"
#include "platform/http/http.h"
#include "platform/live/live.h"

namespace cairn::feed {

// out: for the live hub: per subscriber {number, type, subject, stale:[API paths]}, or nothing
decltype(live::Hooks::audience) audience(features::App& app);

void routes(http::Registry& registry, features::App& app);

}  // namespace cairn::feed
