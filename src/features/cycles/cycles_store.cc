// SQL of the table `cycles`.
#include "features/cycles/cycles_store.h"

namespace cairn::cycles {

namespace {

CycleRow cycle_of(db::Row& row) {
  CycleRow c;
  c.id = row.next<CycleId>();
  c.name = row.next<std::string>();
  c.starts_on = row.next<Date>();
  c.ends_on = row.next<Date>();
  c.parent = row.next<std::optional<CycleId>>();
  c.check_in_weekday = row.next<int>();
  c.check_in_every_weeks = row.next<int>();
  c.state = engine::from_word<engine::CycleState>(row.next<std::string>()).value_or(engine::CycleState::planning);
  c.policy = row.next<std::optional<std::string>>();
  c.closed_at = row.next<std::optional<Instant>>();
  c.version = row.next<std::int64_t>();
  return c;
}

}  // namespace

std::optional<CycleRow> find(db::Tx& tx, CycleId id) {
  return tx.one(
      "SELECT id, name, starts_on, ends_on, parent_id, check_in_weekday, check_in_every_weeks, state, policy, closed_at, "
      "version FROM cycles WHERE id = $1",
      cycle_of, id);
}

std::vector<CycleRow> all(db::Tx& tx) {
  return tx.all(
      "SELECT id, name, starts_on, ends_on, parent_id, check_in_weekday, check_in_every_weeks, state, policy, closed_at, "
      "version FROM cycles ORDER BY starts_on DESC, ends_on, id",
      cycle_of);
}

CycleRow set_policy(db::Tx& tx, CycleId id, const std::optional<std::string>& policy) {
  tx.execute("UPDATE cycles SET policy = $2, version = version + 1 WHERE id = $1", id, policy);
  return load(tx, id);
}

namespace store {

CycleId insert(db::Tx& tx, const CycleRow& row, Instant now) {
  return tx
      .value<CycleId>(
          "INSERT INTO cycles (name, starts_on, ends_on, parent_id, check_in_weekday, check_in_every_weeks, state, "
          "created_at, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1) RETURNING id",
          row.name, row.starts_on, row.ends_on, row.parent, row.check_in_weekday, row.check_in_every_weeks,
          engine::word_of(row.state), now)
      .value();
}

void update(db::Tx& tx, const CycleRow& row) {
  tx.execute(
      "UPDATE cycles SET name = $2, starts_on = $3, ends_on = $4, parent_id = $5, check_in_weekday = $6, "
      "check_in_every_weeks = $7, state = $8, closed_at = $9, version = $10 WHERE id = $1",
      row.id, row.name, row.starts_on, row.ends_on, row.parent, row.check_in_weekday, row.check_in_every_weeks,
      engine::word_of(row.state), row.closed_at, row.version);
}

bool name_taken(db::Tx& tx, std::string_view name, CycleId but) {
  return tx.value<std::int64_t>("SELECT id FROM cycles WHERE name = $1 AND id <> $2", name, but).has_value();
}

std::vector<CycleRow> children(db::Tx& tx, CycleId parent) {
  return tx.all(
      "SELECT id, name, starts_on, ends_on, parent_id, check_in_weekday, check_in_every_weeks, state, policy, closed_at, "
      "version FROM cycles WHERE parent_id = $1 ORDER BY starts_on, id",
      cycle_of, parent);
}

}  // namespace store
}  // namespace cairn::cycles
