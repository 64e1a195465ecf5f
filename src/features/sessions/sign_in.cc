// Signing in: with a password, by a one-time link, by setting up.
#include "features/sessions/sign_in.h"

#include "features/changes.h"
#include "features/people/people.h"
#include "features/sessions/sessions_store.h"
#include "features/sessions/sign_in_guard.h"
#include "platform/crypto/crypto.h"
#include "platform/log/log.h"

namespace cairn::sessions {

namespace {

using people::Credentials;

[[noreturn]] void wrong_credentials() {
  fail(Fault::unauthenticated, "wrong_credentials",
       "E-mail address or password is wrong. An administrator can send you a link for a new password.");
}

[[noreturn]] void link_ended() {
  fail(Fault::not_found, "link_ended", "This link has been used or is too old. Ask for a new one.");
}

activity::Origin origin_of(const features::App& app, PersonId person, const Browser& browser) {
  return {person.value, app.clock.now(), browser.request_id};
}

// The one way a session begins. The session that the browser had before is over.
Begun begin(db::Tx& tx, features::App& app, PersonId person, const Browser& browser, bool remember) {
  const auto who = people::credentials(tx, person);
  if (!who || who->state != "active") wrong_credentials();
  const Instant now = app.clock.now();
  if (!browser.session_cookie.empty()) {
    if (const auto before = store::find(tx, browser.session_cookie)) store::end(tx, before->id, before->person);
  }
  Begun begun;
  begun.person = person;
  begun.token = crypto::random_token();
  begun.session = store::insert(tx, begun.token, *who, browser.user_agent, now);
  begun.max_age_s = store::absolute_us(who->role) / second_us;
  if (remember || guard::device_key(*who, browser.device_cookie)) begun.device_cookie = guard::device_cookie(*who);
  activity::record(tx, origin_of(app, person, browser), "session.started", {"session", begun.session},
                   features::Changes().payload());
  return begun;
}

struct Candidate {
  std::optional<Credentials> person;
  std::string guard_key;
};

Candidate candidate(db::Tx& tx, std::string_view email, const Browser& browser) {
  Candidate c;
  c.person = people::credentials(tx, email);
  c.guard_key = guard::email_key(people::normal_email(email), c.person);
  if (c.person) {
    if (const auto device = guard::device_key(*c.person, browser.device_cookie)) c.guard_key = *device;
  }
  return c;
}

// Counts the attempt, then looks at the password; takes the same time whoever asks.
// fails: 429 too_many_attempts, 503 busy
bool passes(features::App& app, const Candidate& c, std::string_view password) {
  const people::PasswordTurn turn;
  const auto verdict = app.db.write([&](db::Tx& tx) { return guard::attempt(tx, c.guard_key, app.clock.now()); });
  const bool possible = verdict == guard::Verdict::look && c.person && c.person->state == "active";
  const std::optional<std::string> hash = possible ? c.person->password_hash : std::nullopt;
  return people::verify_password(turn, hash, password);
}

std::string organisation_name(db::Tx& tx) { return organisation::exists(tx) ? organisation::settings(tx).name : ""; }

}  // namespace

Begun sign_in(features::App& app, const SignIn& input, const Browser& browser) {
  const Candidate c = app.db.read([&](db::Tx& tx) { return candidate(tx, input.email, browser); });
  if (!passes(app, c, input.password)) {
    log::warning("sign-in refused", {{"address", browser.address}});
    wrong_credentials();
  }
  return app.db.write([&](db::Tx& tx) {
    const auto now = people::credentials(tx, c.person->id);
    if (!now || now->password_hash != c.person->password_hash) wrong_credentials();  // replaced while we looked
    guard::forget(tx, c.guard_key);
    return begin(tx, app, c.person->id, browser, input.remember_device);
  });
}

Begun set_up(features::App& app, const Setup& input, const Browser& browser) {
  const auto check = [&](db::Tx& tx) {
    if (people::any(tx)) fail(Fault::conflict, "already_set_up", "This server has been set up already. Sign in instead.");
    const auto link = store::find_link(tx, input.token, app.clock.now());
    if (!link || link->purpose != store::Purpose::setup) link_ended();
  };
  app.db.read(check);
  organisation::require_zone(input.timezone);
  const std::string hash = people::hash_password(input.password, input.name, input.email, input.organisation);
  return app.db.write([&](db::Tx& tx) {
    check(tx);
    features::Context ctx = features::system_context(app);
    ctx.request_id = browser.request_id;
    if (organisation::exists(tx)) {
      organisation::SettingsPatch patch;
      patch.name = input.organisation;
      patch.timezone = input.timezone;
      organisation::update(ctx, organisation::settings(tx).version, patch);
    } else {
      organisation::create(ctx, {.name = input.organisation, .timezone = input.timezone});
    }
    people::NewPerson admin;
    admin.name = input.name;
    admin.email = input.email;
    admin.role = engine::Role::admin;
    const PersonId person = people::add(ctx, admin).id;
    people::store_password(tx, ctx.origin(), person, hash);
    store::use_link(tx, input.token, app.clock.now());
    return begin(tx, app, person, browser, false);
  });
}

Begun accept_link(features::App& app, const Acceptance& input, const Browser& browser) {
  const auto whose = [&](db::Tx& tx) {
    const auto link = store::find_link(tx, input.token, app.clock.now());
    if (!link || !link->person) link_ended();
    const auto person = people::credentials(tx, *link->person);
    if (!person || person->state == "deactivated") link_ended();
    return *person;
  };
  std::string organisation;
  const Credentials person = app.db.read([&](db::Tx& tx) {
    organisation = organisation_name(tx);
    return whose(tx);
  });
  const std::string hash = people::hash_password(input.password, person.name, person.email, organisation);
  return app.db.write([&](db::Tx& tx) {
    whose(tx);
    store::use_link(tx, input.token, app.clock.now());
    people::store_password(tx, origin_of(app, person.id, browser), person.id, hash);
    store::end_all(tx, person.id, {});
    return begin(tx, app, person.id, browser, false);
  });
}

Begun change_password(features::App& app, PersonId person, const PasswordChange& input, const Browser& browser) {
  std::string organisation;
  const Candidate c = app.db.read([&](db::Tx& tx) {
    organisation = organisation_name(tx);
    const auto row = people::load(tx, person);
    return candidate(tx, row.email, browser);
  });
  if (!passes(app, c, input.current)) {
    fail(Fault::unprocessable, "wrong_password", "The present password is another one.", {{"current", "wrong_password", "Not the present password."}});
  }
  const std::string hash = people::hash_password(input.next, c.person->name, c.person->email, organisation);
  return app.db.write([&](db::Tx& tx) {
    const auto now = people::credentials(tx, person);
    if (!now || now->password_hash != c.person->password_hash) {
      fail(Fault::conflict, "password_changed", "The password was changed elsewhere in the meantime.");
    }
    guard::forget(tx, c.guard_key);
    const bool remembered = guard::device_key(*now, browser.device_cookie).has_value();
    people::store_password(tx, origin_of(app, person, browser), person, hash);
    store::end_all(tx, person, {});
    return begin(tx, app, person, browser, remembered);
  });
}

}  // namespace cairn::sessions
