// The figures kept on rows: a key result's value, attainment, progress and confidence from its check-ins; an
// objective's progress and confidence from its items. One change costs the objective and what stands above it.
//
// Closed objectives and those of closed cycles keep the figures they had; they still count where they contribute.
#pragma once
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/metric.h"
#include "engine/policy.h"
#include "features/okrs/records.h"
#include "features/rows/rows.h"
#include "platform/activity/activity.h"
#include "platform/clock/clock.h"
#include "platform/db/db.h"

namespace cairn::okrs {

// When something is done, as the organisation's calendar has it.
struct Moment {
  Instant now;
  Date today;
  clock::Zone zone;
};
Moment moment_of(const Settings& settings, Instant now);

rows::Calendar calendar_of(const CycleRecord& cycle);
engine::Window window_of(const CycleRecord& cycle, const KeyResultRecord& key_result);
engine::Rhythm rhythm_of(const CycleRecord& cycle, const KeyResultRecord& key_result);

// Sets the cached columns of the record (not the table) from its check-ins.
// in: the details loaded; series: all check-ins, or at least the newest one and the newest with a confidence unless
// the policy judges control metrics by periods. An aligned key result's progress is left to roll_up.
void measure(KeyResultRecord& key_result, std::span<const engine::Checkin> series, const CycleRecord& cycle,
             const engine::Policy& policy, const Moment& moment);
// The same with the check-ins that are needed read from the database.
void measure(db::Tx& tx, KeyResultRecord& key_result, const CycleRecord& cycle, const engine::Policy& policy,
             const Moment& moment);

// What changed above.
struct Ancestor {
  ObjectiveId id;
  std::optional<double> progress, confidence;
};
struct RolledUp {
  std::vector<Ancestor> objectives;         // whose figures changed, lowest first
  std::vector<activity::Subject> touched;   // the same and aligned key results, for the activity log
};

// Recomputes the objectives and everything above them from their items' cached figures, and writes what changed.
RolledUp roll_up(db::Tx& tx, const std::vector<ObjectiveId>& from);

// out: the objective's progress if the key result's were this; nothing is written.
std::optional<double> progress_with(db::Tx& tx, ObjectiveId objective, KeyResultId key_result, std::optional<double> progress);

// A cached figure that is not what the engine computes.
struct Mismatch {
  activity::Subject subject;
  std::string field;
  std::optional<double> kept, computed;
};
// Recomputes every figure of open objectives from their check-ins; with `mend` writes what differs.
std::vector<Mismatch> recompute(db::Tx& tx, const Moment& moment, bool mend);

}  // namespace cairn::okrs
