// People, teams, cycles and open objectives by name, in a few flat queries.
#include "features/imports/known.h"

#include <set>

#include "engine/access.h"
#include "features/okrs/okrs.h"
#include "features/organisation/organisation.h"
#include "platform/text/text.h"

namespace cairn::imports {
namespace {

// Names that two share mean nobody.
template <class Id>
void add_unique(std::map<std::string, Id, std::less<>>& names, std::set<std::string>& twice, std::string name, Id id) {
  if (twice.contains(name)) return;
  if (const auto [place, fresh] = names.emplace(name, id); !fresh && place->second != id) {
    names.erase(place);
    twice.insert(std::move(name));
  }
}

}  // namespace

Known known_to(db::Tx& tx, const features::Context& ctx) {
  Known known;
  known.today = organisation::today(tx, ctx.clock);
  std::set<std::string> twice;
  for (db::Row& r : tx.query("SELECT id, name, email FROM people WHERE state <> 'deactivated'")) {
    const auto id = r.next<PersonId>();
    add_unique(known.people, twice, text::fold(r.next<std::string>()), id);
    known.people[text::fold(r.next<std::string>())] = id;
  }
  for (db::Row& r : tx.query("SELECT id, name FROM teams WHERE archived_at IS NULL")) {
    const auto id = r.next<TeamId>();
    add_unique(known.teams, twice, text::fold(r.next<std::string>()), id);
  }
  for (db::Row& r : tx.query("SELECT id, name, starts_on, ends_on, state FROM cycles")) {
    Known::Cycle cycle;
    cycle.id = r.next<CycleId>();
    const auto name = r.next<std::string>();
    cycle.starts_on = r.next<Date>();
    cycle.ends_on = r.next<Date>();
    cycle.closed = r.next<std::string>() == "closed";
    known.cycles[text::fold(name)] = cycle;
  }
  std::vector<ObjectiveId> ids = tx.all("SELECT id FROM objectives WHERE archived_at IS NULL", [](db::Row& r) { return r.next<ObjectiveId>(); });
  std::map<ObjectiveId, Known::Existing*> by_id;
  for (const okrs::ObjectiveRecord& o : okrs::load_objectives(tx, ids)) {
    // what the importer may not see is as if it were not there
    if (!engine::may_read(ctx.actor, o.facts())) continue;
    auto& existing = known.objectives[{o.cycle, text::fold(o.title)}];
    existing.id = o.id;
    existing.writable = engine::may_edit(ctx.actor, o.facts()) && !o.closed();
    by_id[o.id] = &existing;
  }
  for (db::Row& r : tx.query("SELECT id, objective_id, title FROM key_results WHERE archived_at IS NULL")) {
    const auto id = r.next<KeyResultId>();
    const auto found = by_id.find(r.next<ObjectiveId>());
    if (found != by_id.end()) found->second->key_results[text::fold(r.next<std::string>())] = id;
  }
  return known;
}

}  // namespace cairn::imports
