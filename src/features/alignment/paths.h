// Walking the contribution graph in the database: loops, lines up, and links as answers show them.
#pragma once
#include "features/alignment/alignment.h"

namespace cairn::alignment {

// fails: 409 would_close_a_loop, with `path` from the objective up to where it would meet itself
void refuse_loop(db::Tx& tx, const features::Context& ctx, const okrs::LinkRecord& link, ObjectiveId parent);

// In the order of the links; `self` is the objective from whose side they are looked at.
std::vector<LinkView> views(db::Tx& tx, const features::Context& ctx, const std::vector<okrs::LinkRecord>& links,
                            ObjectiveId self);

}  // namespace cairn::alignment
