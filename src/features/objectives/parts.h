// Pieces that the use cases of objectives share.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "features/objectives/objectives.h"

namespace cairn::objectives {

using activity::Subject;

// Weight, team and owner by level, state; ids of people and teams.
void check_record(db::Tx& tx, const okrs::ObjectiveRecord& record, const okrs::ObjectiveRecord* before);
// out: what the limits advise for one more objective of this owner and team. fails: 422 limit_reached
std::vector<Advice> check_limits(db::Tx& tx, const okrs::Loaded& loaded);

// Writes the changed row, rolls up, records. Nothing changed: nothing written.
void save(db::Tx& tx, const features::Context& ctx, okrs::Loaded& loaded, const okrs::ObjectiveRecord& before,
          std::string_view kind);
Objective answer(db::Tx& tx, const features::Context& ctx, ObjectiveId id);

// The figures of the key results anew, after the rules for them changed (another cycle, a reopening).
void measure_key_results(db::Tx& tx, const okrs::Loaded& loaded);

// A copy of the objective and its live key results in the cycle of `target`. With `carried`, key results start from
// the values reached and the copy remembers where it came from. out: its id; the activity is recorded.
ObjectiveId copy_into(db::Tx& tx, const features::Context& ctx, const okrs::Loaded& source, okrs::Loaded target,
                      const std::string& title, bool carried);

}  // namespace cairn::objectives
