// SQL of the table `checkins`.
#include "features/checkins/store.h"

namespace cairn::checkins::store {

namespace {

Row read_row(db::Row& row) {
  Row r;
  r.id = row.next<CheckinId>();
  r.key_result = row.next<KeyResultId>();
  r.author = row.next<std::optional<PersonId>>();
  r.value = row.next<double>();
  r.confidence = row.next<std::optional<int>>();
  r.happened = row.next<std::string>();
  r.blocked = row.next<std::string>();
  r.next_steps = row.next<std::string>();
  r.at = row.next<Instant>();
  r.recorded_at = row.next<Instant>();
  r.edited_at = row.next<std::optional<Instant>>();
  r.version = row.next<std::int64_t>();
  return r;
}

}  // namespace

std::optional<Row> find(db::Tx& tx, CheckinId id) {
  return tx.one(
      "SELECT id, key_result_id, author_id, value, confidence, happened, blocked, next_steps, effective_at, recorded_at, "
      "edited_at, version FROM checkins WHERE id = $1",
      read_row, id);
}

CheckinId insert(db::Tx& tx, const NewCheckin& c) {
  return *tx.value<CheckinId>(
      "INSERT INTO checkins (key_result_id, author_id, value, confidence, happened, blocked, next_steps, effective_at, "
      "recorded_at, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1) RETURNING id",
      c.key_result, c.author, c.value, c.confidence, c.happened, c.blocked, c.next_steps, c.at, c.recorded_at);
}

void insert_six(db::Tx& tx, const NewCheckin* c, std::vector<CheckinId>& ids) {
  for (db::Row& row : tx.query(
      "INSERT INTO checkins (key_result_id, author_id, value, confidence, happened, blocked, next_steps, effective_at, "
      "recorded_at, version) VALUES "
      "($1, $2, $3, $4, $5, $6, $7, $8, $9, 1), "
      "($10, $11, $12, $13, $14, $15, $16, $17, $18, 1), "
      "($19, $20, $21, $22, $23, $24, $25, $26, $27, 1), "
      "($28, $29, $30, $31, $32, $33, $34, $35, $36, 1), "
      "($37, $38, $39, $40, $41, $42, $43, $44, $45, 1), "
      "($46, $47, $48, $49, $50, $51, $52, $53, $54, 1) RETURNING id",
      c[0].key_result, c[0].author, c[0].value, c[0].confidence, c[0].happened, c[0].blocked, c[0].next_steps, c[0].at, c[0].recorded_at,
      c[1].key_result, c[1].author, c[1].value, c[1].confidence, c[1].happened, c[1].blocked, c[1].next_steps, c[1].at, c[1].recorded_at,
      c[2].key_result, c[2].author, c[2].value, c[2].confidence, c[2].happened, c[2].blocked, c[2].next_steps, c[2].at, c[2].recorded_at,
      c[3].key_result, c[3].author, c[3].value, c[3].confidence, c[3].happened, c[3].blocked, c[3].next_steps, c[3].at, c[3].recorded_at,
      c[4].key_result, c[4].author, c[4].value, c[4].confidence, c[4].happened, c[4].blocked, c[4].next_steps, c[4].at, c[4].recorded_at,
      c[5].key_result, c[5].author, c[5].value, c[5].confidence, c[5].happened, c[5].blocked, c[5].next_steps, c[5].at, c[5].recorded_at))
    ids.push_back(row.next<CheckinId>());
}

void update(db::Tx& tx, const Row& r) {
  tx.execute(
      "UPDATE checkins SET value = $2, confidence = $3, happened = $4, blocked = $5, next_steps = $6, edited_at = $7, "
      "version = $8 WHERE id = $1",
      r.id, r.value, r.confidence, r.happened, r.blocked, r.next_steps, r.edited_at, r.version);
}

std::vector<Row> older(db::Tx& tx, KeyResultId id, Instant at, CheckinId than, int limit) {
  return tx.all(
      "SELECT id, key_result_id, author_id, value, confidence, happened, blocked, next_steps, effective_at, recorded_at, "
      "edited_at, version FROM checkins WHERE key_result_id = $1 AND (effective_at < $2 OR (effective_at = $2 AND id < $3)) "
      "ORDER BY effective_at DESC, id DESC LIMIT $4",
      read_row, id, at, than, limit);
}

}  // namespace cairn::checkins::store
