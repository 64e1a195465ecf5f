// SQL of the tables `sessions` and `one_time_links`.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/kinds.h"
#include "features/people/people.h"
#include "features/sessions/sessions.h"

namespace cairn::sessions::store {

inline constexpr std::int64_t link_us = 7 * day_us;

// How long a session lasts at most, and how long it may lie unused.
constexpr std::int64_t absolute_us(engine::Role role) { return role == engine::Role::admin ? 12 * hour_us : 7 * day_us; }
constexpr std::int64_t idle_us(engine::Role role) { return role == engine::Role::admin ? hour_us / 2 : 8 * hour_us; }

struct SessionRow {
  SessionId id;
  PersonId person;
  engine::Role role = engine::Role::guest;
  Instant last_seen_at, ends_at;
  bool is_over(Instant now) const { return ends_at <= now || now.us - last_seen_at.us >= idle_us(role); }
};

SessionId insert(db::Tx& tx, std::string_view token, const people::Credentials& person, std::string_view user_agent, Instant now);
// Of active people and of the present epoch alone; whether its time has run out is for the caller to see.
std::optional<SessionRow> find(db::Tx& tx, std::string_view token);
std::optional<SessionRow> find(db::Tx& tx, SessionId id);
void touch(db::Tx& tx, SessionId id, Instant now);
bool end(db::Tx& tx, SessionId id, PersonId person);  // out: whether it was there
std::int64_t end_all(db::Tx& tx, PersonId person, SessionId but);

struct Listed {
  SessionRow row;
  std::string user_agent;
  Instant created_at;
};
std::vector<Listed> list(db::Tx& tx, PersonId person, Instant now);  // newest first, those that are not over

enum class Purpose : std::uint8_t { setup, invitation, password_reset };
struct Link {
  Purpose purpose = Purpose::setup;
  std::optional<PersonId> person;
};
// Voids the earlier links for the same and makes one. out: its token
std::string make_link(db::Tx& tx, Purpose purpose, std::optional<PersonId> person, Instant now);
std::optional<Link> find_link(db::Tx& tx, std::string_view token, Instant now);  // used and old ones are none
void use_link(db::Tx& tx, std::string_view token, Instant now);

std::int64_t sweep(db::Tx& tx, Instant now);

}  // namespace cairn::sessions::store
