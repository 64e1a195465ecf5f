// SQL of objectives, their contributors and viewers; and what is read of cycles and settings.
#include <algorithm>

#include "features/okrs/store.h"

namespace cairn::okrs {

namespace {

template <class E>
E word(db::Row& row) {
  return engine::from_word<E>(row.next<std::string_view>()).value();
}

CycleRecord read_cycle(db::Row& row) {
  CycleRecord c;
  c.id = row.next<CycleId>();
  c.name = row.next<std::string>();
  c.starts_on = row.next<Date>();
  c.ends_on = row.next<Date>();
  c.weekday = row.next<int>();
  c.every_weeks = row.next<int>();
  c.state = word<engine::CycleState>(row);
  c.policy = row.next<std::string>();
  return c;
}

ObjectiveRecord read_objective(db::Row& row) {
  ObjectiveRecord o;
  o.id = row.next<ObjectiveId>();
  o.title = row.next<std::string>();
  o.description = row.next<std::string>();
  o.kind = word<engine::ObjectiveKind>(row);
  o.level = word<engine::Level>(row);
  o.state = word<engine::ObjectiveState>(row);
  o.cycle = row.next<CycleId>();
  o.team = row.next<std::optional<TeamId>>();
  o.owner = row.next<std::optional<PersonId>>();
  o.weight = row.next<double>();
  o.visibility = word<engine::Visibility>(row);
  o.position = row.next<double>();
  o.manual_progress = row.next<std::optional<double>>();
  o.progress = row.next<std::optional<double>>();
  o.confidence = row.next<std::optional<double>>();
  o.score = row.next<std::optional<double>>();
  o.suggested_score = row.next<std::optional<double>>();
  o.closing_note = row.next<std::string>();
  o.closed_at = row.next<std::optional<Instant>>();
  o.archived_at = row.next<std::optional<Instant>>();
  o.carried_from = row.next<std::optional<ObjectiveId>>();
  o.created_by = row.next<std::optional<PersonId>>();
  o.created_at = row.next<Instant>();
  o.updated_at = row.next<Instant>();
  o.version = row.next<std::int64_t>();
  return o;
}

}  // namespace

Settings load_settings(db::Tx& tx) {
  auto found = tx.one(
      "SELECT timezone, policy, objectives_per_owner_limit, objectives_per_team_limit, key_results_min, "
      "key_results_max, limits_mode FROM organisation WHERE id = 1",
      [](db::Row& row) {
        Settings s;
        s.timezone = row.next<std::string>();
        s.policy = row.next<std::string>();
        s.objectives_per_owner = row.next<int>();
        s.objectives_per_team = row.next<int>();
        s.key_results_min = row.next<int>();
        s.key_results_max = row.next<int>();
        const auto mode = row.next<std::string_view>();
        s.advises = mode != "off";
        s.refuses = mode == "hard";
        return s;
      });
  if (!found) not_found();
  return *found;
}

std::optional<CycleRecord> find_cycle(db::Tx& tx, CycleId id) {
  return tx.one(
      "SELECT c.id, c.name, c.starts_on, c.ends_on, c.check_in_weekday, c.check_in_every_weeks, c.state, "
      "COALESCE(c.policy, o.policy) FROM cycles c JOIN organisation o ON o.id = 1 WHERE c.id = $1",
      read_cycle, id);
}

std::vector<CycleRecord> load_cycles(db::Tx& tx, const std::vector<CycleId>& ids) {
  return tx.all(
      "SELECT c.id, c.name, c.starts_on, c.ends_on, c.check_in_weekday, c.check_in_every_weeks, c.state, "
      "COALESCE(c.policy, o.policy) FROM cycles c JOIN organisation o ON o.id = 1 WHERE c.id IN ($1) ORDER BY c.id",
      read_cycle, ids);
}

std::optional<ObjectiveRecord> find_objective(db::Tx& tx, ObjectiveId id) {
  auto found = tx.one(
      "SELECT id, title, description, kind, level, state, cycle_id, team_id, owner_id, weight, visibility, position, "
      "manual_progress, progress, confidence, score, suggested_score, closing_note, closed_at, archived_at, "
      "carried_from_id, created_by, created_at, updated_at, version FROM objectives WHERE id = $1",
      read_objective, id);
  if (!found) return found;
  const auto person = [](db::Row& row) { return row.next<PersonId>(); };
  found->contributors =
      tx.all("SELECT person_id FROM objective_contributors WHERE objective_id = $1 ORDER BY person_id", person, id);
  found->viewers = tx.all("SELECT person_id FROM objective_viewers WHERE objective_id = $1 ORDER BY person_id", person, id);
  return found;
}

std::vector<ObjectiveRecord> load_objectives(db::Tx& tx, const std::vector<ObjectiveId>& ids) {
  if (ids.empty()) return {};
  auto records = tx.all(
      "SELECT id, title, description, kind, level, state, cycle_id, team_id, owner_id, weight, visibility, position, "
      "manual_progress, progress, confidence, score, suggested_score, closing_note, closed_at, archived_at, "
      "carried_from_id, created_by, created_at, updated_at, version FROM objectives WHERE id IN ($1) ORDER BY id",
      read_objective, ids);
  const auto at = [&](db::Row& row) -> ObjectiveRecord* {
    const auto found = std::ranges::lower_bound(records, row.next<ObjectiveId>(), {}, &ObjectiveRecord::id);
    return &*found;
  };
  for (db::Row& row : tx.query("SELECT objective_id, person_id FROM objective_contributors WHERE objective_id IN ($1) "
                               "ORDER BY objective_id, person_id",
                               ids))
    at(row)->contributors.push_back(row.next<PersonId>());
  for (db::Row& row : tx.query("SELECT objective_id, person_id FROM objective_viewers WHERE objective_id IN ($1) "
                               "ORDER BY objective_id, person_id",
                               ids))
    at(row)->viewers.push_back(row.next<PersonId>());
  return records;
}

ObjectiveId insert(db::Tx& tx, const ObjectiveRecord& o) {
  const auto id = tx.value<ObjectiveId>(
      "INSERT INTO objectives (title, description, kind, level, state, cycle_id, team_id, owner_id, weight, visibility, "
      "position, manual_progress, progress, confidence, score, suggested_score, closing_note, closed_at, archived_at, "
      "carried_from_id, created_by, created_at, updated_at, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, "
      "$11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24) RETURNING id",
      o.title, o.description, word_of(o.kind), word_of(o.level), word_of(o.state), o.cycle, o.team, o.owner, o.weight,
      word_of(o.visibility), o.position, o.manual_progress, o.progress, o.confidence, o.score, o.suggested_score,
      o.closing_note, o.closed_at, o.archived_at, o.carried_from, o.created_by, o.created_at, o.updated_at, o.version);
  for (const PersonId person : o.contributors)
    tx.execute("INSERT INTO objective_contributors (objective_id, person_id) VALUES ($1, $2)", *id, person);
  for (const PersonId person : o.viewers)
    tx.execute("INSERT INTO objective_viewers (objective_id, person_id) VALUES ($1, $2)", *id, person);
  return *id;
}

void update(db::Tx& tx, const ObjectiveRecord& o) {
  tx.execute(
      "UPDATE objectives SET title = $2, description = $3, kind = $4, level = $5, state = $6, cycle_id = $7, "
      "team_id = $8, owner_id = $9, weight = $10, visibility = $11, position = $12, manual_progress = $13, "
      "progress = $14, confidence = $15, score = $16, suggested_score = $17, closing_note = $18, closed_at = $19, "
      "archived_at = $20, carried_from_id = $21, updated_at = $22, version = $23 WHERE id = $1",
      o.id, o.title, o.description, word_of(o.kind), word_of(o.level), word_of(o.state), o.cycle, o.team, o.owner,
      o.weight, word_of(o.visibility), o.position, o.manual_progress, o.progress, o.confidence, o.score,
      o.suggested_score, o.closing_note, o.closed_at, o.archived_at, o.carried_from, o.updated_at, o.version);
}

void set_contributors(db::Tx& tx, ObjectiveId id, const std::vector<PersonId>& people) {
  tx.execute("DELETE FROM objective_contributors WHERE objective_id = $1", id);
  for (const PersonId person : people)
    tx.execute("INSERT INTO objective_contributors (objective_id, person_id) VALUES ($1, $2)", id, person);
}

void set_viewers(db::Tx& tx, ObjectiveId id, const std::vector<PersonId>& people) {
  tx.execute("DELETE FROM objective_viewers WHERE objective_id = $1", id);
  for (const PersonId person : people)
    tx.execute("INSERT INTO objective_viewers (objective_id, person_id) VALUES ($1, $2)", id, person);
}

void write_figures(db::Tx& tx, ObjectiveId id, std::optional<double> progress, std::optional<double> confidence) {
  tx.execute("UPDATE objectives SET progress = $2, confidence = $3 WHERE id = $1", id, progress, confidence);
}

void set_position(db::Tx& tx, ObjectiveId id, double position) {
  tx.execute("UPDATE objectives SET position = $2 WHERE id = $1", id, position);
}

double last_objective_position(db::Tx& tx, CycleId cycle) {
  return tx.value<std::optional<double>>("SELECT MAX(position) FROM objectives WHERE cycle_id = $1", cycle)
      .value_or(std::nullopt)
      .value_or(0);
}

}  // namespace cairn::okrs
