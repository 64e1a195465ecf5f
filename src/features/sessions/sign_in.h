// Signing in: with a password, by a one-time link, by setting up. Each hashes outside of any transaction and ends in one
// write that starts the session.
#pragma once
#include <optional>
#include <string>

#include "features/context.h"
#include "features/sessions/me.h"
#include "platform/http/http.h"

namespace cairn::sessions {

struct SignIn {
  std::string email, password;
  bool remember_device = false;
  static constexpr std::string_view json_name = "SignIn";
  static constexpr auto fields() {
    return json::fields(json::field("email", &SignIn::email, "", json::length(1, 254)),
                        json::field("password", &SignIn::password, "", json::length(1, 1024)),
                        json::field("remember_device", &SignIn::remember_device, "this browser is mine alone", json::optional_with_default));
  }
};

struct Setup {
  std::string token, organisation, timezone, name, email, password;
  static constexpr std::string_view json_name = "Setup";
  static constexpr auto fields() {
    return json::fields(json::field("token", &Setup::token, "of the link that the server printed", json::length(1, 200)),
                        json::field("organisation", &Setup::organisation, "its name", json::length(1, 120), json::one_line),
                        json::field("timezone", &Setup::timezone, "IANA name", json::length(1, 64)),
                        json::field("name", &Setup::name, "yours", json::length(1, 120), json::one_line),
                        json::field("email", &Setup::email, "", json::length(3, 254), json::email),
                        json::field("password", &Setup::password, "at least 15 characters", json::length(1, 1024)));
  }
};

struct Acceptance {
  std::string token, password;
  static constexpr std::string_view json_name = "LinkAcceptance";
  static constexpr auto fields() {
    return json::fields(json::field("token", &Acceptance::token, "of the link", json::length(1, 200)),
                        json::field("password", &Acceptance::password, "at least 15 characters", json::length(1, 1024)));
  }
};

struct PasswordChange {
  std::string current, next;
  static constexpr std::string_view json_name = "PasswordChange";
  static constexpr auto fields() {
    return json::fields(json::field("current", &PasswordChange::current, "", json::length(1, 1024)),
                        json::field("new", &PasswordChange::next, "at least 15 characters", json::length(1, 1024)));
  }
};

// What the use cases want to know of the browser.
struct Browser {
  std::string user_agent, device_cookie, session_cookie, address, request_id;
};

// A session that has begun: what the browser is to keep.
struct Begun {
  SessionId session;
  PersonId person;
  std::string token;
  std::int64_t max_age_s = 0;
  std::optional<std::string> device_cookie;
};

// fails: 401 wrong_credentials, the same for people who do not exist; 429 too_many_attempts; 503 busy
Begun sign_in(features::App& app, const SignIn& input, const Browser& browser);
// fails: 404 link_ended; 409 already_set_up; 422 for the password, the zone, the address
Begun set_up(features::App& app, const Setup& input, const Browser& browser);
// fails: 404 link_ended; 422 for the password
Begun accept_link(features::App& app, const Acceptance& input, const Browser& browser);
// Ends the person's other sessions; the present one gets a new token. fails: 422 wrong_password; 429; 503
Begun change_password(features::App& app, PersonId person, const PasswordChange& input, const Browser& browser);

}  // namespace cairn::sessions
