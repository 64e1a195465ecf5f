// The SELECTs behind the picture. Each statement exists twice: for everything, and for a list of ids.
#include "features/graph/builder.h"
#include "features/graph/lists.h"

namespace cairn::graph {

namespace {

template <class E>
E word(db::Row& row) {
  return engine::from_word<E>(row.next<std::string_view>()).value_or(E{});
}

template <class Tag>
Id<Tag> id_or_none(db::Row& row, Id<Tag>) {
  return row.next<std::optional<Id<Tag>>>().value_or(Id<Tag>{});
}

}  // namespace

void Builder::organisation() {
  for (db::Row& row : tx_.query("SELECT name, timezone, policy, week_start FROM organisation WHERE id = 1")) {
    Organisation made;
    made.name = row.next<std::string>();
    made.timezone = row.next<std::string>();
    made.policy = row.next<std::string>();
    made.week_start = row.next<int>();
    p_.set_organisation(std::move(made));
  }
}

#define CAIRN_PERSON "SELECT id, name, title, email, role, state, manager_id FROM people "
void Builder::people(const Ids* ids) {
  if (!ids) {
    for (db::Row& row : tx_.query(CAIRN_PERSON "ORDER BY id")) take_person(row);
  } else {
    for (db::Row& row : tx_.query(CAIRN_PERSON "WHERE id IN ($1)", *ids)) take_person(row);
  }
}

void Builder::take_person(db::Row& row) {
  Person& person = p_.people_.at(row.next<PersonId>());
  person.name = p_.texts_.put(row.next<std::string_view>(), person.name);
  person.title = p_.texts_.put(row.next<std::string_view>(), person.title);
  person.email = p_.texts_.put(row.next<std::string_view>(), person.email);
  person.role = word<engine::Role>(row);
  person.state = word<PersonState>(row);
  person.manager = id_or_none(row, PersonId{});
  person.changed = number_;
}

#define CAIRN_TEAM "SELECT id, name, parent_id, lead_id, CASE WHEN archived_at IS NULL THEN 0 ELSE 1 END FROM teams "
void Builder::teams(const Ids* ids) {
  if (!ids) {
    for (db::Row& row : tx_.query(CAIRN_TEAM "ORDER BY id")) take_team(row);
  } else {
    for (db::Row& row : tx_.query(CAIRN_TEAM "WHERE id IN ($1)", *ids)) take_team(row);
  }
}

void Builder::take_team(db::Row& row) {
  const TeamId id = row.next<TeamId>();
  const Text name = p_.texts_.put(row.next<std::string_view>(), p_.teams_.at(id).name);
  const TeamId parent = id_or_none(row, TeamId{});
  if (parent) p_.teams_.at(parent);  // may stand later in the list
  relist(p_.teams_, p_.teams_.at(id).parent, parent, id, &Team::children);
  Team& team = p_.teams_.at(id);
  team.name = name;
  team.parent = parent;
  team.lead = id_or_none(row, PersonId{});
  team.archived = row.next<bool>();
  team.changed = number_;
}

void Builder::members(const Ids* people, const Ids* teams) {
  const auto take = [&](db::Row& row) {
    const TeamId team = row.next<TeamId>();
    const PersonId person = row.next<PersonId>();
    if (Team* t = p_.teams_.find(team)) insert_sorted(t->members, person);
    if (Person* x = p_.people_.find(person)) insert_sorted(x->teams, team);
  };
  if (!people) {
    for (db::Row& row : tx_.query("SELECT team_id, person_id FROM team_members ORDER BY team_id, person_id")) take(row);
    return;
  }
  for (const std::int64_t id : *people) {
    Person* person = p_.people_.find(PersonId{id});
    if (!person) continue;
    for (const TeamId team : person->teams)
      if (Team* t = p_.teams_.find(team)) std::erase(t->members, person->id);
    person->teams.clear();
  }
  for (const std::int64_t id : *teams) {
    Team* team = p_.teams_.find(TeamId{id});
    if (!team) continue;
    for (const PersonId member : team->members)
      if (Person* x = p_.people_.find(member)) std::erase(x->teams, team->id);
    team->members.clear();
  }
  for (db::Row& row : tx_.query("SELECT team_id, person_id FROM team_members WHERE person_id IN ($1)", *people)) take(row);
  for (db::Row& row : tx_.query("SELECT team_id, person_id FROM team_members WHERE team_id IN ($1)", *teams)) take(row);
}

#define CAIRN_CYCLE \
  "SELECT id, name, starts_on, ends_on, parent_id, check_in_weekday, check_in_every_weeks, state, policy, version FROM cycles "
void Builder::cycles(const Ids* ids) {
  if (!ids) {
    for (db::Row& row : tx_.query(CAIRN_CYCLE "ORDER BY id")) take_cycle(row);
  } else {
    for (db::Row& row : tx_.query(CAIRN_CYCLE "WHERE id IN ($1)", *ids)) take_cycle(row);
  }
}

void Builder::take_cycle(db::Row& row) {
  Cycle& cycle = p_.cycles_.at(row.next<CycleId>());
  cycle.name = p_.texts_.put(row.next<std::string_view>(), cycle.name);
  cycle.calendar.starts_on = row.next<Date>();
  cycle.calendar.ends_on = row.next<Date>();
  cycle.parent = id_or_none(row, CycleId{});
  cycle.calendar.weekday = row.next<int>();
  cycle.calendar.every_weeks = row.next<int>();
  cycle.state = word<engine::CycleState>(row);
  cycle.own_policy = row.next<std::optional<std::string>>().value_or("");
  cycle.version = row.next<std::int64_t>();
  cycle.changed = number_;
}

#define CAIRN_OBJECTIVE                                                                                             \
  "SELECT id, title, kind, level, state, cycle_id, team_id, owner_id, weight, visibility, position, "               \
  "CASE WHEN manual_progress IS NULL THEN 0 ELSE 1 END, progress, confidence, "                                     \
  "CASE WHEN archived_at IS NULL THEN 0 ELSE 1 END, version FROM objectives "
std::size_t Builder::objectives(const Ids* ids) {
  std::size_t count = 0;
  if (!ids) {
    p_.objectives_.reserve(static_cast<std::size_t>(tx_.value<std::int64_t>("SELECT COUNT(*) FROM objectives").value_or(0)));
    for (db::Row& row : tx_.query(CAIRN_OBJECTIVE "ORDER BY id")) take_objective(row), ++count;
  } else {
    for (db::Row& row : tx_.query(CAIRN_OBJECTIVE "WHERE id IN ($1)", *ids)) take_objective(row), ++count;
  }
  return count;
}

void Builder::take_objective(db::Row& row) {
  Objective& o = p_.objectives_.at(row.next<ObjectiveId>());
  const auto sight = [&] { return std::tuple(o.cycle, o.team, o.owner, o.visibility, o.state == engine::ObjectiveState::draft, o.archived, o.level); };
  const bool known = static_cast<bool>(o.cycle);
  const auto before = sight();
  const CycleId old_cycle = o.cycle;
  const auto order = [&] { return std::pair(o.state, o.position); };
  const auto old_order = order();
  const TeamId old_team = o.team;
  const PersonId old_owner = o.owner;
  o.title = p_.texts_.put(row.next<std::string_view>(), o.title);
  o.kind = word<engine::ObjectiveKind>(row);
  o.level = word<engine::Level>(row);
  o.state = word<engine::ObjectiveState>(row);
  o.cycle = row.next<CycleId>();
  o.team = id_or_none(row, TeamId{});
  o.owner = id_or_none(row, PersonId{});
  o.weight = row.next<double>();
  o.visibility = word<engine::Visibility>(row);
  o.position = row.next<double>();
  o.manual = row.next<bool>();
  o.progress = row.next<std::optional<double>>();
  o.confidence = row.next<std::optional<double>>();
  o.archived = row.next<bool>();
  o.version = row.next<std::int64_t>();
  o.changed = number_;
  relist(p_.cycles_, old_cycle, o.cycle, o.id, &Cycle::objectives);
  relist(p_.teams_, old_team, o.team, o.id, &Team::objectives);
  relist(p_.people_, old_owner, o.owner, o.id, &Person::objectives);
  if (!known || old_order != order()) grow(o.cycle);
  if (!known || before == sight()) return;
  reshape(old_cycle);
  reshape(o.cycle);
}

void Builder::objective_people(const Ids* ids) {
  const auto take = [&](db::Row& row, auto list) {
    Objective* o = p_.objectives_.find(row.next<ObjectiveId>());
    if (o) insert_sorted(o->*list, row.next<PersonId>());
  };
  if (!ids) {
    for (db::Row& row : tx_.query("SELECT objective_id, person_id FROM objective_contributors ORDER BY objective_id, person_id"))
      take(row, &Objective::contributors);
    for (db::Row& row : tx_.query("SELECT objective_id, person_id FROM objective_viewers ORDER BY objective_id, person_id"))
      take(row, &Objective::viewers);
    return;
  }
  std::vector<std::vector<PersonId>> before;
  for (const std::int64_t id : *ids) {
    Objective* o = p_.objectives_.find(ObjectiveId{id});
    before.push_back(std::exchange(o->contributors, {}));
    before.push_back(std::exchange(o->viewers, {}));
  }
  for (db::Row& row : tx_.query("SELECT objective_id, person_id FROM objective_contributors WHERE objective_id IN ($1)", *ids))
    take(row, &Objective::contributors);
  for (db::Row& row : tx_.query("SELECT objective_id, person_id FROM objective_viewers WHERE objective_id IN ($1)", *ids))
    take(row, &Objective::viewers);
  for (std::size_t i = 0; i < ids->size(); ++i) {
    const Objective* o = p_.objectives_.find(ObjectiveId{(*ids)[i]});
    if (before[2 * i] != o->contributors || before[2 * i + 1] != o->viewers) reshape(o->cycle);
  }
}

void Builder::links(const Ids* from) {
#define CAIRN_LINK "SELECT id, from_id, to_objective_id, to_key_result_id, weight, kind FROM links "
  if (!from) {
    for (db::Row& row : tx_.query(CAIRN_LINK "ORDER BY id")) take_link(row);
  } else {
    for (db::Row& row : tx_.query(CAIRN_LINK "WHERE from_id IN ($1) ORDER BY id", *from)) take_link(row);
  }
}

void Builder::take_link(db::Row& row) {
  Up up{.id = row.next<LinkId>()};
  const ObjectiveId from = row.next<ObjectiveId>();
  up.to_objective = id_or_none(row, ObjectiveId{});
  up.to_key_result = id_or_none(row, KeyResultId{});
  up.weight = row.next<double>();
  Objective* below = p_.objectives_.find(from);
  if (!below) return;
  p_.link_from_[up.id.value] = from;
  if (row.next<std::string_view>() != "contributes") {
    below->across.push_back(up);
    if (const Objective* to = p_.above(up)) p_.objectives_.find(to->id)->across_from.push_back(from);
    return;
  }
  below->up.push_back(up);
  if (Objective* to = p_.objectives_.find(up.to_objective)) to->down.push_back(from);
  if (KeyResult* to = p_.key_results_.find(up.to_key_result)) to->down.push_back(from);
}

}  // namespace cairn::graph
