// SQL of key results with their milestones, phases, revised targets and contributors.
#include <algorithm>
#include <set>

#include "features/okrs/store.h"

namespace cairn::okrs {

namespace {

KeyResultRecord read_key_result(db::Row& row) {
  KeyResultRecord k;
  k.id = row.next<KeyResultId>();
  k.objective = row.next<ObjectiveId>();
  k.title = row.next<std::string>();
  k.description = row.next<std::string>();
  k.owner = row.next<std::optional<PersonId>>();
  k.metric.type = engine::from_word<engine::MetricType>(row.next<std::string_view>()).value();
  k.metric.unit = row.next<std::string>();
  k.decimals = row.next<int>();
  k.metric.precision = k.decimals;
  MetricColumns columns;
  for (auto* column : {&columns.start, &columns.target, &columns.low, &columns.high, &columns.commit, &columns.stretch,
                       &columns.risk})
    *column = row.next<std::optional<double>>();
  for (auto* column : {&columns.zone_start, &columns.zone_commit, &columns.zone_target, &columns.zone_stretch})
    *column = row.next<std::optional<std::string>>();
  fill(k.metric, std::move(columns));
  k.weight = row.next<double>();
  k.share = row.next<std::optional<double>>();
  k.starts_on = row.next<std::optional<Date>>();
  k.due_on = row.next<std::optional<Date>>();
  k.cadence_weeks = row.next<std::optional<int>>();
  k.source = engine::from_word<engine::Source>(row.next<std::string_view>()).value();
  k.position = row.next<double>();
  k.current_value = row.next<std::optional<double>>();
  k.current_at = row.next<std::optional<Instant>>();
  k.attainment = row.next<std::optional<double>>();
  k.progress = row.next<std::optional<double>>();
  k.confidence = row.next<std::optional<int>>();
  k.checkins = row.next<std::int64_t>();
  k.archived_at = row.next<std::optional<Instant>>();
  k.created_at = row.next<Instant>();
  k.updated_at = row.next<Instant>();
  k.version = row.next<std::int64_t>();
  return k;
}

}  // namespace

std::optional<KeyResultRecord> find_key_result(db::Tx& tx, KeyResultId id) {
  auto found = load_key_results(tx, {id});
  if (found.empty()) return std::nullopt;
  load_details(tx, found);
  return std::move(found.front());
}

std::vector<KeyResultRecord> load_key_results(db::Tx& tx, const std::vector<KeyResultId>& ids) {
  if (ids.empty()) return {};
  return tx.all(
      "SELECT id, objective_id, title, description, owner_id, metric, unit, decimals, start_value, target_value, "
      "low_value, high_value, commit_value, stretch_value, risk_value, zone_start, zone_commit, zone_target, "
      "zone_stretch, weight, share, starts_on, due_on, cadence_weeks, source, position, current_value, current_at, "
      "attainment, progress, confidence, checkins, archived_at, created_at, updated_at, version FROM key_results "
      "WHERE id IN ($1) ORDER BY id",
      read_key_result, ids);
}

std::vector<KeyResultRecord> key_results_of(db::Tx& tx, const std::vector<ObjectiveId>& objectives) {
  if (objectives.empty()) return {};
  return tx.all(
      "SELECT id, objective_id, title, description, owner_id, metric, unit, decimals, start_value, target_value, "
      "low_value, high_value, commit_value, stretch_value, risk_value, zone_start, zone_commit, zone_target, "
      "zone_stretch, weight, share, starts_on, due_on, cadence_weeks, source, position, current_value, current_at, "
      "attainment, progress, confidence, checkins, archived_at, created_at, updated_at, version FROM key_results "
      "WHERE objective_id IN ($1) ORDER BY objective_id, position, id",
      read_key_result, objectives);
}

void load_details(db::Tx& tx, std::span<KeyResultRecord> records) {
  if (records.empty()) return;
  std::vector<std::pair<KeyResultId, KeyResultRecord*>> index;
  std::vector<KeyResultId> ids;
  for (KeyResultRecord& record : records) {
    index.emplace_back(record.id, &record);
    ids.push_back(record.id);
    record.contributors.clear();
    record.metric.milestones.clear();
    record.metric.phases.clear();
    record.metric.revisions.clear();
  }
  std::ranges::sort(index);
  const auto at = [&](db::Row& row) -> KeyResultRecord& {
    return *std::ranges::lower_bound(index, row.next<KeyResultId>(), {}, [](const auto& p) { return p.first; })->second;
  };
  for (db::Row& row : tx.query("SELECT key_result_id, person_id FROM key_result_contributors WHERE key_result_id IN ($1) "
                               "ORDER BY key_result_id, person_id", ids))
    at(row).contributors.push_back(row.next<PersonId>());
  for (db::Row& row : tx.query("SELECT key_result_id, id, title, weight, done_on FROM milestones "
                               "WHERE key_result_id IN ($1) ORDER BY key_result_id, position, id", ids)) {
    auto& list = at(row).metric.milestones;
    auto& m = list.emplace_back();
    m.id = row.next<std::int64_t>();
    m.title = row.next<std::string>();
    m.weight = row.next<double>();
    m.done_on = row.next<std::optional<Date>>();
  }
  for (db::Row& row : tx.query("SELECT key_result_id, on_date, expected_value FROM key_result_phases "
                               "WHERE key_result_id IN ($1) ORDER BY key_result_id, on_date", ids)) {
    auto& list = at(row).metric.phases;
    auto& phase = list.emplace_back();
    phase.on = row.next<Date>();
    phase.value = row.next<double>();
  }
  for (db::Row& row : tx.query("SELECT key_result_id, from_on, start_value, target_value, why FROM key_result_targets "
                               "WHERE key_result_id IN ($1) ORDER BY key_result_id, from_on", ids)) {
    auto& list = at(row).metric.revisions;
    auto& revision = list.emplace_back();
    revision.from = row.next<Date>();
    revision.start = row.next<double>();
    revision.target = row.next<double>();
    revision.why = row.next<std::string>();
  }
}

KeyResultId insert(db::Tx& tx, KeyResultRecord& k) {
  const MetricColumns m = columns_of(k.metric);
  const auto id = tx.value<KeyResultId>(
      "INSERT INTO key_results (objective_id, title, description, owner_id, metric, unit, decimals, start_value, "
      "target_value, low_value, high_value, commit_value, stretch_value, risk_value, zone_start, zone_commit, "
      "zone_target, zone_stretch, weight, share, starts_on, due_on, cadence_weeks, source, position, current_value, "
      "current_at, attainment, progress, confidence, checkins, archived_at, created_at, updated_at, version) VALUES "
      "($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, "
      "$25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35) RETURNING id",
      k.objective, k.title, k.description, k.owner, word_of(k.metric.type), k.metric.unit, k.decimals, m.start, m.target,
      m.low, m.high, m.commit, m.stretch, m.risk, m.zone_start, m.zone_commit, m.zone_target, m.zone_stretch, k.weight,
      k.share, k.starts_on, k.due_on, k.cadence_weeks, word_of(k.source), k.position, k.current_value, k.current_at,
      k.attainment, k.progress, k.confidence, k.checkins, k.archived_at, k.created_at, k.updated_at, k.version);
  k.id = *id;
  for (const PersonId person : k.contributors)
    tx.execute("INSERT INTO key_result_contributors (key_result_id, person_id) VALUES ($1, $2)", k.id, person);
  for (engine::Milestone& milestone : k.metric.milestones) milestone.id = 0;
  if (!k.metric.milestones.empty()) set_milestones(tx, k.id, k.metric.milestones);
  if (!k.metric.phases.empty()) set_phases(tx, k.id, k.metric.phases);
  return k.id;
}

void update(db::Tx& tx, const KeyResultRecord& k) {
  const MetricColumns m = columns_of(k.metric);
  tx.execute(
      "UPDATE key_results SET objective_id = $2, title = $3, description = $4, owner_id = $5, metric = $6, unit = $7, "
      "decimals = $8, start_value = $9, target_value = $10, low_value = $11, high_value = $12, commit_value = $13, "
      "stretch_value = $14, risk_value = $15, zone_start = $16, zone_commit = $17, zone_target = $18, "
      "zone_stretch = $19, weight = $20, share = $21, starts_on = $22, due_on = $23, cadence_weeks = $24, source = $25, "
      "position = $26, current_value = $27, current_at = $28, attainment = $29, progress = $30, confidence = $31, "
      "checkins = $32, archived_at = $33, updated_at = $34, version = $35 WHERE id = $1",
      k.id, k.objective, k.title, k.description, k.owner, word_of(k.metric.type), k.metric.unit, k.decimals, m.start,
      m.target, m.low, m.high, m.commit, m.stretch, m.risk, m.zone_start, m.zone_commit, m.zone_target, m.zone_stretch,
      k.weight, k.share, k.starts_on, k.due_on, k.cadence_weeks, word_of(k.source), k.position, k.current_value,
      k.current_at, k.attainment, k.progress, k.confidence, k.checkins, k.archived_at, k.updated_at, k.version);
}

void write_figures(db::Tx& tx, const KeyResultRecord& k) {
  tx.execute(
      "UPDATE key_results SET current_value = $2, current_at = $3, attainment = $4, progress = $5, confidence = $6, "
      "checkins = $7, version = $8 WHERE id = $1",
      k.id, k.current_value, k.current_at, k.attainment, k.progress, k.confidence, k.checkins, k.version);
}

void set_contributors(db::Tx& tx, KeyResultId id, const std::vector<PersonId>& people) {
  tx.execute("DELETE FROM key_result_contributors WHERE key_result_id = $1", id);
  for (const PersonId person : people)
    tx.execute("INSERT INTO key_result_contributors (key_result_id, person_id) VALUES ($1, $2)", id, person);
}

void set_milestones(db::Tx& tx, KeyResultId id, std::vector<engine::Milestone>& milestones) {
  std::set<std::int64_t> kept;
  for (const engine::Milestone& m : milestones) kept.insert(m.id);
  const auto present = tx.all("SELECT id FROM milestones WHERE key_result_id = $1",
                              [](db::Row& row) { return row.next<std::int64_t>(); }, id);
  for (const std::int64_t old : present)
    if (!kept.contains(old)) tx.execute("DELETE FROM milestones WHERE id = $1", old);
  double position = 0;
  for (engine::Milestone& m : milestones) {
    position += 1;
    if (m.id != 0) {
      tx.execute("UPDATE milestones SET title = $2, weight = $3, done_on = $4, position = $5 WHERE id = $1", m.id, m.title,
                 m.weight, m.done_on, position);
    } else {
      m.id = *tx.value<std::int64_t>(
          "INSERT INTO milestones (key_result_id, title, weight, done_on, position) VALUES ($1, $2, $3, $4, $5) "
          "RETURNING id",
          id, m.title, m.weight, m.done_on, position);
    }
  }
}

void set_phases(db::Tx& tx, KeyResultId id, const std::vector<engine::Phase>& phases) {
  tx.execute("DELETE FROM key_result_phases WHERE key_result_id = $1", id);
  for (const engine::Phase& phase : phases)
    tx.execute("INSERT INTO key_result_phases (key_result_id, on_date, expected_value) VALUES ($1, $2, $3)", id, phase.on,
               phase.value);
}

void add_target(db::Tx& tx, KeyResultId id, const engine::Revision& revision, std::optional<PersonId> author, Instant at) {
  tx.execute(
      "INSERT INTO key_result_targets (key_result_id, from_on, start_value, target_value, why, author_id, created_at) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7)",
      id, revision.from, revision.start.value_or(0), revision.target, revision.why, author, at);
}

double last_key_result_position(db::Tx& tx, ObjectiveId objective) {
  return tx.value<std::optional<double>>("SELECT MAX(position) FROM key_results WHERE objective_id = $1", objective)
      .value_or(std::nullopt)
      .value_or(0);
}

void set_position(db::Tx& tx, KeyResultId id, double position) {
  tx.execute("UPDATE key_results SET position = $2 WHERE id = $1", id, position);
}

std::vector<CheckinPoint> series_of(db::Tx& tx, const std::vector<KeyResultId>& ids) {
  if (ids.empty()) return {};
  return tx.all(
      "SELECT key_result_id, id, effective_at, value, confidence, author_id FROM checkins WHERE key_result_id IN ($1) "
      "ORDER BY key_result_id, effective_at, id",
      [](db::Row& row) {
        CheckinPoint point;
        point.key_result = row.next<KeyResultId>();
        point.checkin.id = row.next<std::int64_t>();
        point.checkin.order = point.checkin.id;
        point.checkin.at = row.next<Instant>();
        point.checkin.value = row.next<double>();
        point.checkin.confidence = row.next<std::optional<double>>();
        point.author = row.next<std::optional<PersonId>>();
        return point;
      },
      ids);
}

}  // namespace cairn::okrs
