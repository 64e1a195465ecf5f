// SQL of the table `cycles`.
#pragma once
#include "features/cycles/cycles.h"

namespace cairn::cycles::store {

CycleId insert(db::Tx& tx, const CycleRow& row, Instant now);
void update(db::Tx& tx, const CycleRow& row);
bool name_taken(db::Tx& tx, std::string_view name, CycleId but);
std::vector<CycleRow> children(db::Tx& tx, CycleId parent);

}  // namespace cairn::cycles::store
