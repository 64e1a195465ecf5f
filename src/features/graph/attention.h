// What somebody should look at: key results off track, behind, stale, without an owner or a measure, objectives
// without key results or an owner.
#pragma once
#include <span>
#include <vector>

#include "features/graph/picture.h"

namespace cairn::graph {

// in: objectives that the reader may see; those that are not active are passed over
// out: worst first
std::vector<rows::AttentionItem> attention(const Picture& picture, std::span<const Objective* const> objectives);
// The same of single key results, whose objectives the reader may see.
std::vector<rows::AttentionItem> attention(const Picture& picture, std::span<const KeyResult* const> key_results);

}  // namespace cairn::graph
