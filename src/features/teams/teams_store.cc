// SQL of the tables `teams` and `team_members`.
#include "features/teams/teams_store.h"

#include <algorithm>

namespace cairn::teams {

namespace {

TeamRow team_of(db::Row& row) {
  TeamRow t;
  t.id = row.next<TeamId>();
  t.name = row.next<std::string>();
  t.description = row.next<std::string>();
  t.parent = row.next<std::optional<TeamId>>();
  t.lead = row.next<std::optional<PersonId>>();
  t.archived_at = row.next<std::optional<Instant>>();
  t.version = row.next<std::int64_t>();
  return t;
}

features::TeamRef ref_of(db::Row& row) {
  features::TeamRef r;
  r.id = row.next<TeamId>();
  r.name = row.next<std::string>();
  return r;
}

}  // namespace

std::optional<TeamRow> find(db::Tx& tx, TeamId id) {
  return tx.one("SELECT id, name, description, parent_id, lead_id, archived_at, version FROM teams WHERE id = $1", team_of, id);
}

std::vector<features::TeamRef> refs(db::Tx& tx, const std::vector<TeamId>& ids) {
  if (ids.empty()) return {};
  return tx.all("SELECT id, name FROM teams WHERE id IN ($1) ORDER BY LOWER(name), id", ref_of, ids);
}

std::optional<features::TeamRef> ref(db::Tx& tx, std::optional<TeamId> id) {
  if (!id) return std::nullopt;
  return tx.one("SELECT id, name FROM teams WHERE id = $1", ref_of, *id);
}

namespace store {

TeamId insert(db::Tx& tx, const TeamRow& row, Instant now) {
  return tx
      .value<TeamId>(
          "INSERT INTO teams (name, description, parent_id, lead_id, created_at, version) VALUES ($1, $2, $3, $4, $5, 1) "
          "RETURNING id",
          row.name, row.description, row.parent, row.lead, now)
      .value();
}

void update(db::Tx& tx, const TeamRow& row) {
  tx.execute(
      "UPDATE teams SET name = $2, description = $3, parent_id = $4, lead_id = $5, archived_at = $6, version = $7 "
      "WHERE id = $1",
      row.id, row.name, row.description, row.parent, row.lead, row.archived_at, row.version);
}

bool add_member(db::Tx& tx, TeamId team, PersonId person) {
  return tx.execute("INSERT INTO team_members (team_id, person_id) VALUES ($1, $2) ON CONFLICT DO NOTHING", team, person) > 0;
}

bool remove_member(db::Tx& tx, TeamId team, PersonId person) {
  return tx.execute("DELETE FROM team_members WHERE team_id = $1 AND person_id = $2", team, person) > 0;
}

std::vector<PersonId> members(db::Tx& tx, TeamId team) {
  return tx.all("SELECT person_id FROM team_members WHERE team_id = $1",
                [](db::Row& row) { return row.next<PersonId>(); }, team);
}

std::vector<features::TeamRef> children(db::Tx& tx, TeamId team) {
  return tx.all("SELECT id, name FROM teams WHERE parent_id = $1 AND archived_at IS NULL ORDER BY LOWER(name), id", ref_of,
                team);
}

std::vector<features::TeamRef> path(db::Tx& tx, TeamId team) {
  std::vector<features::TeamRef> line;
  std::optional<TeamId> at = team;
  while (at) {
    const auto row = find(tx, *at);
    const bool seen = std::any_of(line.begin(), line.end(), [&](const auto& one) { return one.id == *at; });
    if (!row || seen) break;
    line.push_back({row->id, row->name});
    at = row->parent;
  }
  std::reverse(line.begin(), line.end());
  return line;
}

}  // namespace store
}  // namespace cairn::teams
