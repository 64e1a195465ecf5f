// SQL of the table `people`, and of what refers to people.
#include "features/people/people_store.h"

namespace cairn::people {

namespace {

PersonRow person_of(db::Row& row) {
  PersonRow p;
  p.id = row.next<PersonId>();
  p.name = row.next<std::string>();
  p.email = row.next<std::string>();
  p.title = row.next<std::string>();
  p.role = engine::from_word<engine::Role>(row.next<std::string>()).value_or(engine::Role::guest);
  p.manager = row.next<std::optional<PersonId>>();
  p.state = row.next<std::string>();
  if (const auto locale = row.next<std::optional<std::string>>()) p.locale = json::value_of<organisation::Locale>(*locale);
  p.timezone = row.next<std::optional<std::string>>();
  p.deactivated_at = row.next<std::optional<Instant>>();
  p.version = row.next<std::int64_t>();
  return p;
}

Credentials credentials_of(db::Row& row) {
  Credentials c;
  c.id = row.next<PersonId>();
  c.name = row.next<std::string>();
  c.email = row.next<std::string>();
  c.role = engine::from_word<engine::Role>(row.next<std::string>()).value_or(engine::Role::guest);
  c.state = row.next<std::string>();
  c.password_hash = row.next<std::optional<std::string>>();
  c.password_changed_at = row.next<std::optional<Instant>>();
  c.session_epoch = row.next<std::int64_t>();
  return c;
}

features::PersonRef ref_of(db::Row& row) {
  features::PersonRef r;
  r.id = row.next<PersonId>();
  r.name = row.next<std::string>();
  r.title = row.next<std::string>();
  r.state = row.next<std::string>();
  return r;
}

std::optional<std::string> word(std::optional<organisation::Locale> locale) {
  if (!locale) return std::nullopt;
  return std::string(json::name_of(*locale));
}

}  // namespace

bool any(db::Tx& tx) { return tx.value<std::int64_t>("SELECT id FROM people LIMIT 1").has_value(); }

std::optional<PersonRow> find(db::Tx& tx, PersonId id) {
  return tx.one(
      "SELECT id, name, email, title, role, manager_id, state, locale, timezone, deactivated_at, version FROM people "
      "WHERE id = $1",
      person_of, id);
}

std::optional<PersonRow> find_by_email(db::Tx& tx, std::string_view email) {
  return tx.one(
      "SELECT id, name, email, title, role, manager_id, state, locale, timezone, deactivated_at, version FROM people "
      "WHERE email = $1",
      person_of, normal_email(email));
}

std::optional<Credentials> credentials(db::Tx& tx, PersonId id) {
  return tx.one(
      "SELECT id, name, email, role, state, password_hash, password_changed_at, session_epoch FROM people WHERE id = $1",
      credentials_of, id);
}

std::optional<Credentials> credentials(db::Tx& tx, std::string_view email) {
  return tx.one(
      "SELECT id, name, email, role, state, password_hash, password_changed_at, session_epoch FROM people "
      "WHERE email = $1",
      credentials_of, normal_email(email));
}

std::vector<features::PersonRef> refs(db::Tx& tx, const std::vector<PersonId>& ids) {
  if (ids.empty()) return {};
  return tx.all("SELECT id, name, title, state FROM people WHERE id IN ($1) ORDER BY LOWER(name), id", ref_of, ids);
}

std::optional<features::PersonRef> ref(db::Tx& tx, std::optional<PersonId> id) {
  if (!id) return std::nullopt;
  return tx.one("SELECT id, name, title, state FROM people WHERE id = $1", ref_of, *id);
}

namespace store {

PersonId insert(db::Tx& tx, const PersonRow& row, Instant now) {
  return tx
      .value<PersonId>(
          "INSERT INTO people (name, email, title, role, manager_id, state, locale, timezone, created_at, version) "
          "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1) RETURNING id",
          row.name, row.email, row.title, engine::word_of(row.role), row.manager, row.state, word(row.locale),
          row.timezone, now)
      .value();
}

void update(db::Tx& tx, const PersonRow& row, bool ends_sessions) {
  tx.execute(
      "UPDATE people SET name = $2, email = $3, title = $4, role = $5, manager_id = $6, state = $7, locale = $8, "
      "timezone = $9, deactivated_at = $10, version = $11, session_epoch = session_epoch + $12 WHERE id = $1",
      row.id, row.name, row.email, row.title, engine::word_of(row.role), row.manager, row.state, word(row.locale),
      row.timezone, row.deactivated_at, row.version, ends_sessions ? 1 : 0);
}

bool has_password(db::Tx& tx, PersonId id) {
  return tx.value<std::int64_t>("SELECT id FROM people WHERE id = $1 AND password_hash IS NOT NULL", id).has_value();
}

void set_password(db::Tx& tx, PersonId id, std::string_view hash, Instant now) {
  tx.execute(
      "UPDATE people SET password_hash = $2, password_changed_at = $3, session_epoch = session_epoch + 1, "
      "version = version + 1, state = CASE state WHEN 'invited' THEN 'active' ELSE state END WHERE id = $1",
      id, hash, now);
}

std::int64_t other_admins(db::Tx& tx, PersonId id) {
  return tx.value<std::int64_t>("SELECT COUNT(*) FROM people WHERE role = 'admin' AND state = 'active' AND id <> $1", id)
      .value_or(0);
}

std::vector<features::PersonRef> line_up(db::Tx& tx, PersonId from, PersonId until) {
  std::vector<features::PersonRef> line;
  std::vector<PersonId> seen;
  std::optional<PersonId> at = from;
  while (at && std::find(seen.begin(), seen.end(), *at) == seen.end()) {
    seen.push_back(*at);
    if (const auto one = ref(tx, at)) line.push_back(*one);
    if (*at == until) break;
    at = tx.value<std::optional<PersonId>>("SELECT manager_id FROM people WHERE id = $1", *at).value_or(std::nullopt);
  }
  return line;
}

std::vector<activity::Subject> owned(db::Tx& tx, PersonId id) {
  std::vector<activity::Subject> all;
  for (db::Row& row : tx.query("SELECT id FROM objectives WHERE owner_id = $1 AND archived_at IS NULL ORDER BY id", id)) {
    all.emplace_back("objective", row.next<std::int64_t>());
  }
  for (db::Row& row : tx.query("SELECT id FROM key_results WHERE owner_id = $1 AND archived_at IS NULL ORDER BY id", id)) {
    all.emplace_back("key_result", row.next<std::int64_t>());
  }
  return all;
}

void list(db::Tx& tx, const Filter& filter,
          const std::function<bool(const PersonRow& row, const std::string& sort_name)>& take) {
  for (db::Row& row : tx.query(
           "SELECT id, name, email, title, role, manager_id, state, locale, timezone, deactivated_at, version, LOWER(name) "
           "FROM people WHERE (CAST($1 AS TEXT) IS NULL OR state = $1) AND (CAST($2 AS TEXT) IS NULL OR role = $2) AND "
           "(CAST($3 AS BIGINT) IS NULL OR id IN (SELECT person_id FROM team_members WHERE team_id = $3)) AND "
           "(LOWER(name) > $4 OR (LOWER(name) = $4 AND id > $5)) ORDER BY LOWER(name), id",
           filter.state, filter.role, filter.team, filter.after_name, filter.after_id)) {
    const PersonRow person = person_of(row);
    if (!take(person, row.next<std::string>())) return;
  }
}

}  // namespace store
}  // namespace cairn::people
