// The company tree: everything of a cycle that the reader may see, column by column.
//
// The answer consists of columns over rows in a fixed order. What does not depend on who asks but only on what they may
// see is rendered once for all readers of the same sight, in blocks of rows, so that a check-in renders a few blocks
// anew; what a reader may do is appended for each. The whole answer is then kept for the reader who asks again.
#pragma once
#include "features/context.h"
#include "platform/http/http.h"

namespace cairn::tree {

void routes(http::Registry& registry, features::App& app);

}  // namespace cairn::tree
