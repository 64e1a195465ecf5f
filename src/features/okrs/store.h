// SQL of the tables that hold OKRs: objectives, key results, milestones, targets, links. Read and written here alone.
#pragma once
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "features/okrs/records.h"
#include "platform/db/db.h"

namespace cairn::okrs {

Settings load_settings(db::Tx& tx);  // fails: 404 before the organisation is set up
std::optional<CycleRecord> find_cycle(db::Tx& tx, CycleId id);
std::vector<CycleRecord> load_cycles(db::Tx& tx, const std::vector<CycleId>& ids);

// --- objectives, contributors and viewers included
std::optional<ObjectiveRecord> find_objective(db::Tx& tx, ObjectiveId id);
std::vector<ObjectiveRecord> load_objectives(db::Tx& tx, const std::vector<ObjectiveId>& ids);  // by id
ObjectiveId insert(db::Tx& tx, const ObjectiveRecord& record);
void update(db::Tx& tx, const ObjectiveRecord& record);  // every column; contributors and viewers apart
void set_contributors(db::Tx& tx, ObjectiveId id, const std::vector<PersonId>& people);
void set_viewers(db::Tx& tx, ObjectiveId id, const std::vector<PersonId>& people);
void write_figures(db::Tx& tx, ObjectiveId id, std::optional<double> progress, std::optional<double> confidence);

// --- key results; milestones, phases, revised targets and contributors come with load_details
std::optional<KeyResultRecord> find_key_result(db::Tx& tx, KeyResultId id);  // with details
std::vector<KeyResultRecord> load_key_results(db::Tx& tx, const std::vector<KeyResultId>& ids);  // without
std::vector<KeyResultRecord> key_results_of(db::Tx& tx, const std::vector<ObjectiveId>& objectives);  // without; by position
void load_details(db::Tx& tx, std::span<KeyResultRecord> records);
KeyResultId insert(db::Tx& tx, KeyResultRecord& record);  // with details; fills the milestones' ids
void update(db::Tx& tx, const KeyResultRecord& record);   // every column; details apart
void set_contributors(db::Tx& tx, KeyResultId id, const std::vector<PersonId>& people);
void set_milestones(db::Tx& tx, KeyResultId id, std::vector<engine::Milestone>& milestones);  // keeps ids, fills new ones
void set_phases(db::Tx& tx, KeyResultId id, const std::vector<engine::Phase>& phases);
void add_target(db::Tx& tx, KeyResultId id, const engine::Revision& revision, std::optional<PersonId> author, Instant at);
void write_figures(db::Tx& tx, const KeyResultRecord& record);  // the cached columns alone

// --- links
std::optional<LinkRecord> find_link(db::Tx& tx, LinkId id);
std::vector<LinkRecord> links_from(db::Tx& tx, const std::vector<ObjectiveId>& objectives);
// Links to the objectives or to any of their key results.
std::vector<LinkRecord> links_to(db::Tx& tx, const std::vector<ObjectiveId>& objectives);
LinkId insert(db::Tx& tx, const LinkRecord& record);  // fails: 409 duplicate
void update(db::Tx& tx, const LinkRecord& record);
void remove(db::Tx& tx, LinkId id);

// The last position among an objective's siblings (those of its cycle) or its key results; 0 without any.
double last_objective_position(db::Tx& tx, CycleId cycle);
double last_key_result_position(db::Tx& tx, ObjectiveId objective);

void set_position(db::Tx& tx, ObjectiveId id, double position);
void set_position(db::Tx& tx, KeyResultId id, double position);

// Check-ins of the key results, oldest first; read here for figures, written by the slice `checkins`.
struct CheckinPoint {
  KeyResultId key_result;
  engine::Checkin checkin;
  std::optional<PersonId> author;
};
std::vector<CheckinPoint> series_of(db::Tx& tx, const std::vector<KeyResultId>& ids);

}  // namespace cairn::okrs
