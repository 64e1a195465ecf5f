// Who stands behind a request; links; what ends when.
#include "features/sessions/sessions.h"

#include "features/changes.h"
#include "features/last_use.h"
#include "features/people/people.h"
#include "features/rules.h"
#include "features/sessions/sessions_store.h"
#include "features/sessions/sign_in_guard.h"
#include "features/tokens/tokens.h"

namespace cairn::sessions {

namespace {

constexpr std::uint32_t every_scope = http::bits(http::Scope::read | http::Scope::write | http::Scope::admin);

http::Principal principal_of(const store::SessionRow& row) {
  http::Principal p;
  p.person = row.person.value;
  p.session = row.id.value;
  p.scopes = every_scope;
  p.roles = features::rules::bit(row.role);
  return p;
}

// What the authenticator keeps between requests.
struct LastUses {
  features::LastUse sessions, tokens;
};

std::optional<http::Principal> by_cookie(features::App& app, LastUses& uses, db::Tx& tx, std::string_view cookie) {
  const auto found = store::find(tx, cookie);
  const Instant now = app.clock.now();
  if (!found || found->is_over(now)) return std::nullopt;
  if (uses.sessions.is_due(found->id.value, found->last_seen_at, now)) {
    app.db.write_async([id = found->id, now](db::Tx& write) { store::touch(write, id, now); }, [](std::exception_ptr) {});
  }
  return principal_of(*found);
}

std::string link_to(const features::App& app, std::string_view page, const std::string& token) {
  return app.public_url + "/" + std::string(page) + "#" + token;
}

}  // namespace

std::function<std::optional<http::Principal>(const http::Request&, db::Tx&)> authenticator(features::App& app) {
  return [&app, uses = std::make_shared<LastUses>()](const http::Request& request, db::Tx& tx) -> std::optional<http::Principal> {
    const std::string_view cookie = request.session_cookie();
    if (!cookie.empty() && request.has("authorization")) {
      fail(Fault::bad_request, "two_credentials", "Send the session cookie or a token, not both.");
    }
    if (!cookie.empty()) return by_cookie(app, *uses, tx, cookie);
    return tokens::authenticate(app, uses->tokens, tx, request.bearer());
  };
}

bool still_valid(db::Tx& tx, const http::Principal& principal, Instant now) {
  if (principal.token) return tokens::still_valid(tx, principal, now);
  const auto found = store::find(tx, SessionId{principal.session});
  return found && !found->is_over(now) && found->person.value == principal.person;
}

std::optional<std::string> setup_link(features::Context& ctx) {
  return ctx.db.write([&](db::Tx& tx) -> std::optional<std::string> {
    if (people::any(tx)) return std::nullopt;
    const std::string token = store::make_link(tx, store::Purpose::setup, std::nullopt, ctx.now());
    activity::record(tx, ctx.origin(), "session.link_made", {"organisation", 1}, features::Changes().payload());
    return link_to(ctx.app, "setup", token);
  });
}

std::string password_link(features::Context& ctx, PersonId person) {
  return ctx.db.write([&](db::Tx& tx) {
    const people::PersonRow row = people::load_visible(tx, ctx.actor, person);
    require_allowed(engine::may_manage_people(ctx.actor));
    if (row.state == "deactivated") fail(Fault::conflict, "deactivated", "This person is deactivated. Reactivate them first.");
    const auto purpose = row.state == "invited" ? store::Purpose::invitation : store::Purpose::password_reset;
    const std::string token = store::make_link(tx, purpose, person, ctx.now());
    activity::record(tx, ctx.origin(), "session.link_made", {"person", person}, features::Changes().payload());
    return link_to(ctx.app, "welcome", token);
  });
}

void end_all(features::Context& ctx, PersonId person, std::optional<SessionId> except) {
  ctx.db.write([&](db::Tx& tx) {
    if (store::end_all(tx, person, except.value_or(SessionId{})) == 0) return;
    activity::record(tx, ctx.origin(), "session.ended", {"person", person}, features::Changes().payload());
  });
}

std::int64_t sweep(db::Tx& tx, Instant now) { return store::sweep(tx, now) + guard::sweep(tx, now); }

}  // namespace cairn::sessions
