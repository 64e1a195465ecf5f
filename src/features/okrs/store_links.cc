// SQL of the links between objectives and key results.
#include "features/okrs/store.h"

namespace cairn::okrs {

namespace {

LinkRecord read_link(db::Row& row) {
  LinkRecord link;
  link.id = row.next<LinkId>();
  link.kind = engine::from_word<engine::LinkKind>(row.next<std::string_view>()).value();
  link.from = row.next<ObjectiveId>();
  link.to_objective = row.next<std::optional<ObjectiveId>>();
  link.to_key_result = row.next<std::optional<KeyResultId>>();
  link.weight = row.next<double>();
  if (const auto state = row.next<std::optional<std::string_view>>()) link.state = engine::from_word<LinkState>(*state);
  link.created_at = row.next<Instant>();
  link.version = row.next<std::int64_t>();
  return link;
}

std::optional<std::string_view> state_word(const LinkRecord& link) {
  if (!link.state) return std::nullopt;
  return engine::word_of(*link.state);
}

}  // namespace

std::optional<LinkRecord> find_link(db::Tx& tx, LinkId id) {
  return tx.one(
      "SELECT id, kind, from_id, to_objective_id, to_key_result_id, weight, state, created_at, version FROM links "
      "WHERE id = $1",
      read_link, id);
}

std::vector<LinkRecord> links_from(db::Tx& tx, const std::vector<ObjectiveId>& objectives) {
  if (objectives.empty()) return {};
  return tx.all(
      "SELECT id, kind, from_id, to_objective_id, to_key_result_id, weight, state, created_at, version FROM links "
      "WHERE from_id IN ($1) ORDER BY id",
      read_link, objectives);
}

std::vector<LinkRecord> links_to(db::Tx& tx, const std::vector<ObjectiveId>& objectives) {
  if (objectives.empty()) return {};
  return tx.all(
      "SELECT id, kind, from_id, to_objective_id, to_key_result_id, weight, state, created_at, version FROM links "
      "WHERE to_objective_id IN ($1) "
      "UNION ALL "
      "SELECT l.id, l.kind, l.from_id, l.to_objective_id, l.to_key_result_id, l.weight, l.state, l.created_at, l.version "
      "FROM key_results k JOIN links l ON l.to_key_result_id = k.id WHERE k.objective_id IN ($1) ORDER BY 1",
      read_link, objectives);
}

LinkId insert(db::Tx& tx, const LinkRecord& link) {
  return *tx.value<LinkId>(
      "INSERT INTO links (kind, from_id, to_objective_id, to_key_result_id, weight, state, created_at, version) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id",
      engine::word_of(link.kind), link.from, link.to_objective, link.to_key_result, link.weight, state_word(link),
      link.created_at, link.version);
}

void update(db::Tx& tx, const LinkRecord& link) {
  tx.execute("UPDATE links SET weight = $2, state = $3, version = $4 WHERE id = $1", link.id, link.weight,
             state_word(link), link.version);
}

void remove(db::Tx& tx, LinkId id) { tx.execute("DELETE FROM links WHERE id = $1", id); }

}  // namespace cairn::okrs
