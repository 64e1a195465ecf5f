// People: who there is, whom they report to, what they may do. Sign-in itself stands in `sessions`.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/time.h"
#include "engine/access.h"
#include "engine/kinds.h"
#include "features/context.h"
#include "features/organisation/organisation.h"
#include "features/refs.h"
#include "platform/json/json.h"

namespace cairn::people {

// A person as the table has them, without secrets.
struct PersonRow {
  PersonId id;
  std::string name, email, title;
  engine::Role role = engine::Role::member;
  std::optional<PersonId> manager;
  std::string state;  // invited | active | deactivated
  std::optional<organisation::Locale> locale;
  std::optional<std::string> timezone;
  std::optional<Instant> deactivated_at;
  std::int64_t version = 1;
};

struct Person {
  PersonId id;
  std::string name, email, title;
  engine::Role role = engine::Role::member;
  std::optional<features::PersonRef> manager;
  std::string state;
  std::optional<organisation::Locale> locale;
  std::optional<std::string> timezone;
  std::vector<features::TeamRef> teams, leads;
  std::optional<Instant> deactivated_at;
  std::int64_t version = 1;
  std::vector<std::string> can;

  static constexpr std::string_view json_name = "Person";
  static constexpr auto fields() {
    return json::fields(
        json::field("id", &Person::id, ""), json::field("name", &Person::name, ""),
        json::field("email", &Person::email, ""), json::field("title", &Person::title, "job title"),
        json::field("role", &Person::role, ""), json::field("manager", &Person::manager, "whom they report to"),
        json::field("state", &Person::state, "invited, active or deactivated"),
        json::field("locale", &Person::locale, "null follows the organisation"),
        json::field("timezone", &Person::timezone, "IANA name; null follows the organisation"),
        json::field("teams", &Person::teams, "member of"), json::field("leads", &Person::leads, "lead of"),
        json::field("deactivated_at", &Person::deactivated_at, ""),
        json::field("version", &Person::version, "for If-Match"),
        json::field("can", &Person::can, "edit, edit_profile, invite, deactivate, reactivate"));
  }
};

struct NewPerson {
  std::string name, email;
  std::optional<std::string> title;
  engine::Role role = engine::Role::member;
  std::optional<PersonId> manager;
  std::vector<TeamId> teams;  // for teams::join, in the same transaction

  static constexpr std::string_view json_name = "NewPerson";
  static constexpr auto fields() {
    return json::fields(
        json::field("name", &NewPerson::name, "", json::length(1, 120), json::one_line),
        json::field("email", &NewPerson::email, "", json::length(3, 254), json::email),
        json::field("title", &NewPerson::title, "job title", json::length(120)),
        json::field("role", &NewPerson::role, ""), json::field("manager", &NewPerson::manager, "whom they report to"),
        json::field("teams", &NewPerson::teams, "member of", json::length(100), json::optional_with_default));
  }
};

struct PersonPatch {
  json::Patch<std::string> name, email, title;
  json::Patch<engine::Role> role;
  json::Patch<PersonId> manager;

  static constexpr std::string_view json_name = "PersonPatch";
  static constexpr auto fields() {
    using P = PersonPatch;
    return json::fields(
        json::field("name", &P::name, "", json::length(1, 120), json::one_line, json::not_null),
        json::field("email", &P::email, "", json::length(3, 254), json::email, json::not_null),
        json::field("title", &P::title, "job title", json::length(120)),
        json::field("role", &P::role, "a change ends the person's sessions", json::not_null),
        json::field("manager", &P::manager, "whom they report to; null for nobody"));
  }
};

struct ProfilePatch {
  json::Patch<std::string> name, title, timezone;
  json::Patch<organisation::Locale> locale;

  static constexpr std::string_view json_name = "ProfilePatch";
  static constexpr auto fields() {
    using P = ProfilePatch;
    return json::fields(
        json::field("name", &P::name, "", json::length(1, 120), json::one_line, json::not_null),
        json::field("title", &P::title, "job title", json::length(120)),
        json::field("locale", &P::locale, "null follows the organisation"),
        json::field("timezone", &P::timezone, "IANA name; null follows the organisation", json::length(64)));
  }
};

// --- reads
bool any(db::Tx& tx);  // is there anybody at all
std::optional<PersonRow> find(db::Tx& tx, PersonId id);
std::optional<PersonRow> find_by_email(db::Tx& tx, std::string_view email);  // normalised here
PersonRow load(db::Tx& tx, PersonId id);                                     // fails: 404
// fails: 404 when there is no such person or the actor may not see the directory (oneself excepted)
PersonRow load_visible(db::Tx& tx, const engine::Actor& actor, PersonId id);
// fails: 422 unknown_person or deactivated_person, naming the field: for ids in bodies
void require_active(db::Tx& tx, PersonId id, std::string_view field);
std::vector<features::PersonRef> refs(db::Tx& tx, const std::vector<PersonId>& ids);  // in the order of the names
std::optional<features::PersonRef> ref(db::Tx& tx, std::optional<PersonId> id);
Person describe(db::Tx& tx, const engine::Actor& reader, const PersonRow& row);
std::vector<Person> describe_all(db::Tx& tx, const engine::Actor& reader, const std::vector<PersonRow>& rows);

// Trimmed, lower case.
std::string normal_email(std::string_view email);

// Rights as they are now: role, member and led teams, reports and their teams. A few flat queries.
// A person who is unknown or deactivated gets an actor that is nobody.
engine::Actor load_actor(db::Tx& tx, PersonId id);
// The same, remembered until the log tells of a change to people or teams. For features::App::load_actor.
std::function<engine::Actor(db::Tx&, PersonId)> actor_loader();

// --- writes
// The person waits, invited, for a password. fails: 403; 409 email_taken; 422 unknown_person, deactivated_person, format.
// `input.teams` is left to teams::join.
PersonRow add(features::Context& ctx, const NewPerson& input);
// fails: 403, 404, 409 email_taken, last_admin, would_close_a_loop (details: path), 412 changed_meanwhile
PersonRow update(features::Context& ctx, PersonId id, std::optional<std::int64_t> seen_version, const PersonPatch& patch);
// Oneself. fails: 412, 422 unknown_time_zone, unknown_locale
PersonRow update_profile(features::Context& ctx, std::optional<std::int64_t> seen_version, const ProfilePatch& patch);
// Ends sessions at once, stops tokens; the person stays in history. fails: 403, 404, 409 last_admin
PersonRow deactivate(features::Context& ctx, PersonId id);
PersonRow reactivate(features::Context& ctx, PersonId id);

// --- passwords
// What signing in needs to know of a person; not for anything else.
struct Credentials {
  PersonId id;
  std::string name, email;
  engine::Role role = engine::Role::member;
  std::string state;
  std::optional<std::string> password_hash;
  std::optional<Instant> password_changed_at;
  std::int64_t session_epoch = 0;
};
std::optional<Credentials> credentials(db::Tx& tx, PersonId id);
std::optional<Credentials> credentials(db::Tx& tx, std::string_view email);  // normalised here
// The costly part, kept out of transactions: at most one argon2id per core at once, a bounded queue behind it.
// fails: 422 too_short, too_long, common_password, personal_password (field `password`); 503 busy with Retry-After
std::string hash_password(std::string_view password, std::string_view name, std::string_view email,
                          std::string_view organisation);
// A place at the hashing bench, held while it lives. fails: 503 busy
class PasswordTurn {
 public:
  PasswordTurn();
  ~PasswordTurn();
  PasswordTurn(const PasswordTurn&) = delete;
  PasswordTurn& operator=(const PasswordTurn&) = delete;
};
// in: the stored hash, or none for somebody who does not exist or has no password: takes the same time, false
bool verify_password(const PasswordTurn& turn, const std::optional<std::string>& hash, std::string_view password);
// Stores a hash, makes an invited person active, ends all sessions; failed attempts at the old one are forgotten.
void store_password(db::Tx& tx, const activity::Origin& origin, PersonId id, std::string_view hash);
// For the command line: checks, hashes, stores. fails: 404; as hash_password
void set_password(features::Context& ctx, PersonId id, std::string_view password);

void routes(http::Registry& registry, features::App& app);

}  // namespace cairn::people
