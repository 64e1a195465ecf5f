// Loading what somebody asked for, with the checks that every use case makes: visible (404), editable (403), open (409).
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "engine/access.h"
#include "features/context.h"
#include "features/okrs/figures.h"
#include "features/okrs/records.h"

namespace cairn::okrs {

// An objective with its surroundings.
struct Loaded {
  ObjectiveRecord objective;
  CycleRecord cycle;
  Settings settings;
  Moment moment;
  engine::Policy policy;  // in force in the cycle
};
struct LoadedKeyResult : Loaded {
  KeyResultRecord key_result;
};

// fails: 404 when there is none, or the actor may not see it
Loaded load_visible(db::Tx& tx, const features::Context& ctx, ObjectiveId id);
LoadedKeyResult load_visible(db::Tx& tx, const features::Context& ctx, KeyResultId id);
bool is_visible(db::Tx& tx, const engine::Actor& actor, ObjectiveId id);

// The surroundings of a new objective. fails: 422 unknown_cycle; 409 cycle_closed
Loaded surroundings(db::Tx& tx, const features::Context& ctx, CycleId cycle);

// fails: 409 cycle_closed
void require_open(const CycleRecord& cycle);
// fails: 409 cycle_closed, archived, objective_closed
void require_working(const Loaded& loaded);
// fails: 403, then as require_working
void require_editable(const features::Context& ctx, const Loaded& loaded);

// Of those given, the ids that are active people (or existing ones, where `present` has them already).
// fails: 422 unknown_person, deactivated_person with the field's name
void require_people(db::Tx& tx, const std::vector<PersonId>& people, const std::vector<PersonId>& present,
                    const std::string& field);
std::vector<PersonId> sorted_unique(std::vector<PersonId> people);

}  // namespace cairn::okrs
