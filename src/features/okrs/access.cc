// The checks that every use case on objectives and key results makes.
#include "features/okrs/access.h"

#include <algorithm>

#include "features/okrs/store.h"
#include "features/people/people.h"

namespace cairn::okrs {

namespace {

void surround(db::Tx& tx, const features::Context& ctx, Loaded& loaded, CycleId cycle) {
  auto found = find_cycle(tx, cycle);
  if (!found) not_found();
  loaded.cycle = std::move(*found);
  loaded.settings = load_settings(tx);
  loaded.moment = moment_of(loaded.settings, ctx.now());
  loaded.policy = rows::policy_of(loaded.cycle.policy);
}

ObjectiveRecord visible_objective(db::Tx& tx, const features::Context& ctx, ObjectiveId id) {
  auto objective = find_objective(tx, id);
  if (!objective || !engine::may_read(ctx.actor, objective->facts())) not_found();
  return std::move(*objective);
}

}  // namespace

Loaded load_visible(db::Tx& tx, const features::Context& ctx, ObjectiveId id) {
  Loaded loaded{.objective = visible_objective(tx, ctx, id), .moment = {{}, {}, clock::Zone::utc()}};
  surround(tx, ctx, loaded, loaded.objective.cycle);
  return loaded;
}

LoadedKeyResult load_visible(db::Tx& tx, const features::Context& ctx, KeyResultId id) {
  auto key_result = find_key_result(tx, id);
  if (!key_result) not_found();
  return {load_visible(tx, ctx, key_result->objective), std::move(*key_result)};
}

bool is_visible(db::Tx& tx, const engine::Actor& actor, ObjectiveId id) {
  const auto objective = find_objective(tx, id);
  return objective && engine::may_read(actor, objective->facts());
}

Loaded surroundings(db::Tx& tx, const features::Context& ctx, CycleId cycle) {
  if (!find_cycle(tx, cycle))
    fail(Fault::unprocessable, "unknown_cycle", "There is no such cycle.",
         {{"cycle", "unknown_cycle", "There is no such cycle."}});
  Loaded loaded{.moment = {{}, {}, clock::Zone::utc()}};
  surround(tx, ctx, loaded, cycle);
  require_open(loaded.cycle);
  return loaded;
}

void require_open(const CycleRecord& cycle) {
  if (cycle.closed())
    fail(Fault::conflict, "cycle_closed", "The cycle is closed; what is in it can be read, but not changed.");
}

void require_working(const Loaded& loaded) {
  require_open(loaded.cycle);
  if (loaded.objective.archived_at) fail(Fault::conflict, "archived", "The objective is archived; restore it first.");
  if (loaded.objective.closed())
    fail(Fault::conflict, "objective_closed", "The objective is closed; reopen it first.");
}

void require_editable(const features::Context& ctx, const Loaded& loaded) {
  require_allowed(engine::may_edit(ctx.actor, loaded.objective.facts()));
  require_working(loaded);
}

void require_people(db::Tx& tx, const std::vector<PersonId>& people, const std::vector<PersonId>& present,
                    const std::string& field) {
  for (const PersonId person : people)
    if (std::ranges::find(present, person) == present.end()) people::require_active(tx, person, field);
}

std::vector<PersonId> sorted_unique(std::vector<PersonId> people) {
  std::ranges::sort(people);
  people.erase(std::unique(people.begin(), people.end()), people.end());
  return people;
}

}  // namespace cairn::okrs
