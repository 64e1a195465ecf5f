// SQL of the tables `sessions` and `one_time_links`. Tokens are stored as hashes alone.
#include "features/sessions/sessions_store.h"

#include "platform/crypto/crypto.h"
#include "platform/text/text.h"

namespace cairn::sessions::store {

namespace {

SessionRow session_of(db::Row& row) {
  SessionRow s;
  s.id = row.next<SessionId>();
  s.person = row.next<PersonId>();
  s.role = engine::from_word<engine::Role>(row.next<std::string>()).value_or(engine::Role::guest);
  s.last_seen_at = row.next<Instant>();
  s.ends_at = row.next<Instant>();
  return s;
}

constexpr std::string_view word_of(Purpose purpose) {
  switch (purpose) {
    case Purpose::setup: return "setup";
    case Purpose::invitation: return "invitation";
    case Purpose::password_reset: return "password_reset";
  }
  return "";
}

Purpose purpose_named(std::string_view word) {
  if (word == "setup") return Purpose::setup;
  return word == "invitation" ? Purpose::invitation : Purpose::password_reset;
}

}  // namespace

SessionId insert(db::Tx& tx, std::string_view token, const people::Credentials& person, std::string_view user_agent, Instant now) {
  return tx
      .value<SessionId>(
          "INSERT INTO sessions (token_hash, person_id, epoch, user_agent, created_at, last_seen_at, ends_at) "
          "VALUES ($1, $2, $3, $4, $5, $5, $6) RETURNING id",
          crypto::sha256_hex(token), person.id, person.session_epoch, text::one_line(user_agent, 300), now,
          Instant{now.us + absolute_us(person.role)})
      .value();
}

std::optional<SessionRow> find(db::Tx& tx, std::string_view token) {
  return tx.one(
      "SELECT s.id, s.person_id, p.role, s.last_seen_at, s.ends_at FROM sessions s JOIN people p ON p.id = s.person_id "
      "WHERE s.token_hash = $1 AND p.state = 'active' AND p.session_epoch = s.epoch",
      session_of, crypto::sha256_hex(token));
}

std::optional<SessionRow> find(db::Tx& tx, SessionId id) {
  return tx.one(
      "SELECT s.id, s.person_id, p.role, s.last_seen_at, s.ends_at FROM sessions s JOIN people p ON p.id = s.person_id "
      "WHERE s.id = $1 AND p.state = 'active' AND p.session_epoch = s.epoch",
      session_of, id);
}

void touch(db::Tx& tx, SessionId id, Instant now) {
  tx.execute("UPDATE sessions SET last_seen_at = $2 WHERE id = $1 AND last_seen_at < $2", id, now);
}

bool end(db::Tx& tx, SessionId id, PersonId person) {
  return tx.execute("DELETE FROM sessions WHERE id = $1 AND person_id = $2", id, person) > 0;
}

std::int64_t end_all(db::Tx& tx, PersonId person, SessionId but) {
  return tx.execute("DELETE FROM sessions WHERE person_id = $1 AND id <> $2", person, but);
}

std::vector<Listed> list(db::Tx& tx, PersonId person, Instant now) {
  std::vector<Listed> found;
  for (db::Row& row : tx.query(
           "SELECT s.id, s.person_id, p.role, s.last_seen_at, s.ends_at, s.user_agent, s.created_at FROM sessions s "
           "JOIN people p ON p.id = s.person_id WHERE s.person_id = $1 AND p.session_epoch = s.epoch ORDER BY s.id DESC",
           person)) {
    Listed one{session_of(row), {}, {}};
    one.user_agent = row.next<std::string>();
    one.created_at = row.next<Instant>();
    if (!one.row.is_over(now)) found.push_back(std::move(one));
  }
  return found;
}

std::string make_link(db::Tx& tx, Purpose purpose, std::optional<PersonId> person, Instant now) {
  if (person) tx.execute("DELETE FROM one_time_links WHERE person_id = $1 AND used_at IS NULL", *person);
  else tx.execute("DELETE FROM one_time_links WHERE purpose = $1 AND used_at IS NULL", word_of(purpose));
  std::string token = crypto::random_token();
  tx.execute("INSERT INTO one_time_links (token_hash, purpose, person_id, created_at, ends_at) VALUES ($1, $2, $3, $4, $5)",
             crypto::sha256_hex(token), word_of(purpose), person, now, Instant{now.us + link_us});
  return token;
}

std::optional<Link> find_link(db::Tx& tx, std::string_view token, Instant now) {
  return tx.one("SELECT purpose, person_id FROM one_time_links WHERE token_hash = $1 AND used_at IS NULL AND ends_at > $2",
                [](db::Row& row) {
                  const Purpose purpose = purpose_named(row.next<std::string>());
                  return Link{purpose, row.next<std::optional<PersonId>>()};
                },
                crypto::sha256_hex(token), now);
}

void use_link(db::Tx& tx, std::string_view token, Instant now) {
  tx.execute("UPDATE one_time_links SET used_at = $2 WHERE token_hash = $1", crypto::sha256_hex(token), now);
}

std::int64_t sweep(db::Tx& tx, Instant now) {
  std::int64_t gone = tx.execute(
      "DELETE FROM sessions WHERE ends_at <= $1 OR last_seen_at <= $2 OR epoch <> (SELECT session_epoch FROM people WHERE "
      "people.id = sessions.person_id)",
      now, Instant{now.us - idle_us(engine::Role::member)});
  gone += tx.execute("DELETE FROM one_time_links WHERE ends_at <= $1 OR used_at IS NOT NULL", now);
  return gone;
}

}  // namespace cairn::sessions::store
