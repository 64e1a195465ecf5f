// Keeping the picture current: what a stretch of the log touched is read anew, in a few queries whatever its length.
#include "features/graph/builder.h"

#include <algorithm>

namespace cairn::graph {

namespace {

std::vector<std::int64_t> list_of(const std::set<std::int64_t>& ids) { return {ids.begin(), ids.end()}; }

template <class T>
bool erase_one(std::vector<T>& from, const T& value) {
  const auto found = std::ranges::find(from, value);
  if (found == from.end()) return false;
  from.erase(found);
  return true;
}

}  // namespace

void Touched::add(const activity::Entry& entry) {
  const auto one = [&](const activity::Subject& s, bool whole) {
    if (s.type == "objective") (whole ? whole_objectives : objectives).insert(s.id);
    else if (s.type == "key_result") key_results.insert(s.id);
    else if (s.type == "checkin") checkins.insert(s.id);
    else if (s.type == "link") links.insert(s.id);
    else if (s.type == "person") people.insert(s.id);
    else if (s.type == "team") teams.insert(s.id);
    else if (s.type == "cycle") cycles.insert(s.id);
    else if (s.type == "organisation" || s.type == "import") everything = true;
  };
  one(entry.subject, true);
  for (const activity::Subject& s : entry.touched) one(s, false);
  if (entry.kind == "person.transferred") owners.insert(entry.subject.id);
}

std::size_t Touched::size() const {
  return people.size() + teams.size() + cycles.size() + objectives.size() + key_results.size() + links.size() +
         checkins.size() + whole_objectives.size() * 4;
}

void Builder::reshape(CycleId id) {
  if (loading_) return;
  if (Cycle* cycle = p_.cycles_.find(id)) cycle->reshaped = number_;
}

void Builder::grow(CycleId id) {
  if (loading_) return;
  if (Cycle* cycle = p_.cycles_.find(id)) cycle->grown = number_;
}

void Builder::reshape_all() {
  for (Cycle& cycle : p_.cycles_.all()) cycle.reshaped = number_;
}

void Builder::everything(std::int64_t number, Instant now, std::uint64_t generation) {
  p_.generation_ = generation;
  loading_ = true;
  number_ = number;
  p_.number_ = number;
  organisation();
  p_.today_ = p_.zone_.local_date(now);
  people(nullptr);
  teams(nullptr);
  members(nullptr, nullptr);
  cycles(nullptr);
  p_.resolve_policies();
  objectives(nullptr);
  objective_people(nullptr);
  key_results(nullptr);
  key_result_people(nullptr);
  metric_parts(nullptr);
  links(nullptr);
  all_checkins();
  p_.restand_all();
  reshape_all();
}

void Builder::new_day(Date today) {
  p_.today_ = today;
  p_.restand_all();
}

void Builder::drop_links_of(ObjectiveId id, std::vector<ObjectiveId>& lost) {
  Objective* objective = p_.objectives_.find(id);
  if (!objective) return;
  for (const Up& up : objective->up) {
    if (const Objective* parent = p_.above(up)) lost.push_back(parent->id);
    if (Objective* to = p_.objectives_.find(up.to_objective)) erase_one(to->down, id);
    if (KeyResult* to = p_.key_results_.find(up.to_key_result)) erase_one(to->down, id);
    p_.link_from_.erase(up.id.value);
  }
  for (const Up& up : objective->across) {
    if (const Objective* to = p_.above(up)) erase_one(p_.objectives_.find(to->id)->across_from, id);
    p_.link_from_.erase(up.id.value);
  }
  objective->up.clear();
  objective->across.clear();
}

// What else has to be read: the key results of check-ins and of whole objectives, where links come from, and the OKRs
// of somebody who handed them over.
void Builder::widen(Touched& t, std::vector<ObjectiveId>& restand) {
  if (!t.checkins.empty())
    for (db::Row& row : tx_.query("SELECT DISTINCT key_result_id FROM checkins WHERE id IN ($1)", list_of(t.checkins)))
      t.key_results.insert(row.next<std::int64_t>());
  if (!t.whole_objectives.empty())
    for (db::Row& row : tx_.query("SELECT id FROM key_results WHERE objective_id IN ($1)", list_of(t.whole_objectives)))
      t.key_results.insert(row.next<std::int64_t>());
  for (const std::int64_t id : t.links)
    if (const auto found = p_.link_from_.find(id); found != p_.link_from_.end()) t.objectives.insert(found->second.value);
  if (!t.links.empty())
    for (db::Row& row : tx_.query("SELECT from_id FROM links WHERE id IN ($1)", list_of(t.links)))
      t.objectives.insert(row.next<std::int64_t>());
  for (const std::int64_t id : t.owners) {
    const Person* person = p_.people_.find(PersonId{id});
    if (!person) continue;
    for (const ObjectiveId o : person->objectives) t.objectives.insert(o.value);
    for (const KeyResultId k : person->key_results) t.key_results.insert(k.value);
  }
  t.objectives.insert(t.whole_objectives.begin(), t.whole_objectives.end());
  for (const std::int64_t id : t.objectives) restand.push_back(ObjectiveId{id});
}

bool Builder::refresh(const Touched& given, std::int64_t number) {
  number_ = number;
  p_.number_ = number;
  Touched t = given;
  std::vector<ObjectiveId> restand;
  widen(t, restand);
  const Ids person_ids = list_of(t.people), team_ids = list_of(t.teams), cycle_ids = list_of(t.cycles);
  const Ids objective_ids = list_of(t.objectives), key_result_ids = list_of(t.key_results);
  if (!person_ids.empty()) people(&person_ids);
  if (!team_ids.empty()) teams(&team_ids);
  if (!person_ids.empty() || !team_ids.empty()) {
    members(&person_ids, &team_ids);
    reshape_all();  // names, rights and owners may be others now
  }
  if (!cycle_ids.empty()) {
    std::vector<rows::Calendar> calendars;
    for (const std::int64_t id : cycle_ids) calendars.push_back(p_.cycles_.at(CycleId{id}).calendar);
    cycles(&cycle_ids);
    p_.resolve_policies();
    for (std::size_t i = 0; i < cycle_ids.size(); ++i) {  // other dates: every check-in falls into another period
      const Cycle& cycle = *p_.cycles_.find(CycleId{cycle_ids[i]});
      if (calendars[i] != cycle.calendar && !cycle.objectives.empty()) return false;
    }
    for (const std::int64_t id : cycle_ids) {
      reshape(CycleId{id});
      if (const Cycle* cycle = p_.cycles_.find(CycleId{id}))
        restand.insert(restand.end(), cycle->objectives.begin(), cycle->objectives.end());
    }
  }
  if (!objective_ids.empty()) {
    if (objectives(&objective_ids) != objective_ids.size()) return false;
    objective_people(&objective_ids);
  }
  if (!key_result_ids.empty()) {
    for (const std::int64_t id : key_result_ids)  // where it was, before it moves
      if (const KeyResult* kr = p_.key_results_.find(KeyResultId{id})) restand.push_back(kr->objective);
    if (key_results(&key_result_ids) != key_result_ids.size()) return false;
    key_result_people(&key_result_ids);
    metric_parts(&key_result_ids);
    for (const std::int64_t id : key_result_ids) {
      checkins_of(KeyResultId{id});
      restand.push_back(p_.key_results_.find(KeyResultId{id})->objective);
    }
  }
  if (!objective_ids.empty()) {
    for (const std::int64_t id : objective_ids) drop_links_of(ObjectiveId{id}, restand);
    links(&objective_ids);
  }
  p_.restand(restand);
  return true;
}

}  // namespace cairn::graph
