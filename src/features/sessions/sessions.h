// Signing in and out: sessions, one-time links, the guard against guessing; what stands behind every request.
//
// A session is valid while its row is there, its time has not run out, its person is active, and the person's
// session_epoch is the one it began under: a new password, another role or deactivation ends it everywhere, at the
// next request and on open streams, without a message. Bookkeeping of attempts and last use is the one kind of write
// that the log does not tell of: it would drown what matters.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/id.h"
#include "features/context.h"
#include "platform/http/http.h"

namespace cairn::sessions {

// For http::Hooks::authenticate: who sent the request, by cookie or bearer token.
// fails: 400 two_credentials
std::function<std::optional<http::Principal>(const http::Request&, db::Tx&)> authenticator(features::App& app);

// For live::Hooks::still_valid: whether the session or token behind a stream may go on.
bool still_valid(db::Tx& tx, const http::Principal& principal, Instant now);

// The link by which the first administrator is made; each call makes a new one and voids the others.
// out: "http://host/setup#TOKEN", nothing once there is a person
std::optional<std::string> setup_link(features::Context& ctx);

// A link by which the person chooses a password: invitation, or reset of the one they have. Single use, 7 days; earlier
// ones of that person are void. out: "http://host/welcome#TOKEN". fails: 404, 409 deactivated
std::string password_link(features::Context& ctx, PersonId person);

// Ends every session of the person but `except`.
void end_all(features::Context& ctx, PersonId person, std::optional<SessionId> except = {});

// Forgets what is over: sessions, links, old failures. Run once an hour. out: rows forgotten
std::int64_t sweep(db::Tx& tx, Instant now);

void routes(http::Registry& registry, features::App& app);

}  // namespace cairn::sessions
