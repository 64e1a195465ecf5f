// Routes of signing in and out and of oneself.
#include "features/changes.h"
#include "features/people/people.h"
#include "features/rules.h"
#include "features/sessions/invitations.h"
#include "features/sessions/me.h"
#include "features/sessions/sessions.h"
#include "features/sessions/sessions_store.h"
#include "features/sessions/sign_in.h"

namespace cairn::sessions {

namespace {

using http::Call, http::Method, http::Rate, http::Reply, http::Run, http::Scope;
namespace rules = features::rules;

struct SessionView {
  SessionId id;
  std::string user_agent;
  Instant created_at, last_seen_at;
  bool current = false;
  static constexpr std::string_view json_name = "Session";
  static constexpr auto fields() {
    using S = SessionView;
    return json::fields(json::field("id", &S::id, ""), json::field("user_agent", &S::user_agent, "the browser, as it called itself"),
                        json::field("created_at", &S::created_at, ""), json::field("last_seen_at", &S::last_seen_at, ""),
                        json::field("current", &S::current, "the one that asks"));
  }
};

struct Sessions {
  std::vector<SessionView> items;
  static constexpr std::string_view json_name = "Sessions";
  static constexpr auto fields() { return json::fields(json::field("items", &Sessions::items, "newest first")); }
};

struct SetupState {
  bool open = false;
  static constexpr std::string_view json_name = "SetupState";
  static constexpr auto fields() { return json::fields(json::field("open", &SetupState::open, "true while nobody is here")); }
};

constexpr std::int64_t device_max_age_s = 365 * day_us / second_us;

std::string_view device_cookie_name(const http::Request& request) { return request.secure ? "__Host-cairn-device" : "cairn-device"; }

std::string device_cookie_header(const http::Request& request, const std::string& value) {
  return std::string(device_cookie_name(request)) + "=" + value + "; Path=/; Max-Age=" + std::to_string(device_max_age_s) +
         "; HttpOnly; SameSite=Lax" + (request.secure ? "; Secure" : "");
}

Browser browser_of(const Call& call) {
  const http::Request& r = call.request;
  return {std::string(call.header("user-agent")), std::string(r.cookie(device_cookie_name(r))), std::string(r.session_cookie()),
          std::string(call.address()), std::string(call.request_id())};
}

Reply with_cookies(const Call& call, Reply reply, const Begun& begun) {
  reply.headers.emplace_back("Set-Cookie", http::session_cookie_header(call.request, begun.token, begun.max_age_s));
  if (begun.device_cookie) reply.headers.emplace_back("Set-Cookie", device_cookie_header(call.request, *begun.device_cookie));
  return reply;
}

// The answer of whoever has just signed in.
Reply welcome(const Call& call, features::App& app, const Begun& begun, int status = 200) {
  const Me answer = app.db.read([&](db::Tx& tx) {
    const features::Context ctx{app.load_actor(tx, begun.person), app.db, app.clock, app, std::string(call.request_id())};
    return me(tx, ctx, http::bits(Scope::read | Scope::write | Scope::admin));
  });
  return with_cookies(call, Reply::json(answer, status), begun);
}

void sign_in_routes(http::Registry& registry, features::App& app) {
  registry.add(http::route(Method::post, "/session")
                   .summary("Sign in").tag("session")
                   .rule(rules::public_route).scope(Scope::none).rate(Rate::login).runs(Run::slow)
                   .body<SignIn>().answers<Me>().secret_answer()
                   .handle([&app](Call& call) { return welcome(call, app, sign_in(app, call.body<SignIn>(), browser_of(call))); }));
  registry.add(http::route(Method::del, "/session")
                   .summary("Sign out").tag("session")
                   .rule(rules::own_session).scope(Scope::write).rate(Rate::write).runs(Run::write)
                   .no_body().answers(204)
                   .handle([&app](Call& call) {
                     features::Context ctx = features::context(call, app);
                     const SessionId session{call.principal.session};
                     if (store::end(call.tx(), session, ctx.actor.person)) {
                       activity::record(call.tx(), ctx.origin(), "session.ended", {"session", session}, features::Changes().payload());
                     }
                     return Reply::no_content().cookie(http::session_cookie_header(call.request, "", 0));
                   }));
  registry.add(http::route(Method::get, "/setup")
                   .summary("Whether the server waits to be set up").tag("session")
                   .rule(rules::public_route).scope(Scope::none).rate(Rate::read).runs(Run::read)
                   .answers<SetupState>()
                   .handle([](Call& call) { return Reply::json(SetupState{!people::any(call.tx())}); }));
  registry.add(http::route(Method::post, "/setup")
                   .summary("Make the organisation and its first administrator").tag("session")
                   .rule(rules::public_route).scope(Scope::none).rate(Rate::login).runs(Run::slow)
                   .body<Setup>().answers<Me>(201).secret_answer()
                   .handle([&app](Call& call) { return welcome(call, app, set_up(app, call.body<Setup>(), browser_of(call)), 201); }));
  registry.add(http::route(Method::post, "/one-time-links/acceptance")
                   .summary("Choose a password by an invitation or reset link").tag("session")
                   .rule(rules::public_route).scope(Scope::none).rate(Rate::login).runs(Run::slow)
                   .body<Acceptance>().answers<Me>().secret_answer()
                   .handle([&app](Call& call) {
                     return welcome(call, app, accept_link(app, call.body<Acceptance>(), browser_of(call)));
                   }));
}

void me_routes(http::Registry& registry, features::App& app) {
  registry.add(http::route(Method::get, "/me")
                   .summary("Oneself").tag("session")
                   .rule(rules::signed_in).scope(Scope::read).rate(Rate::read).runs(Run::read)
                   .answers<Me>()
                   .handle([&app](Call& call) {
                     const features::Context ctx = features::context(call, app);
                     return Reply::json(me(call.tx(), ctx, call.principal.scopes));
                   }));
  registry.add(http::route(Method::patch, "/me")
                   .summary("Change one's own name, title, language, time zone").tag("session")
                   .description("If-Match with the version of `person` is honoured, not required.")
                   .rule(rules::signed_in).scope(Scope::write).rate(Rate::write).runs(Run::slow)
                   .body<people::ProfilePatch>().answers<Me>()
                   .handle([&app](Call& call) {
                     features::Context ctx = features::context(call, app);
                     const bool conditional = call.request.has("if-match");
                     people::update_profile(ctx, conditional ? std::optional(call.if_match()) : std::nullopt,
                                            call.body<people::ProfilePatch>());
                     // what is due is counted in the picture, which only reading transactions may look at
                     return app.db.read([&](db::Tx& tx) { return Reply::json(me(tx, ctx, call.principal.scopes)); });
                   }));
  registry.add(http::route(Method::put, "/me/password")
                   .summary("Change one's password; other sessions end").tag("session")
                   .rule(rules::own_session).scope(Scope::write).rate(Rate::login).runs(Run::slow)
                   .body<PasswordChange>().answers(204).secret_answer()
                   .handle([&app](Call& call) {
                     const PersonId person{call.principal.person};
                     return with_cookies(call, Reply::no_content(),
                                         change_password(app, person, call.body<PasswordChange>(), browser_of(call)));
                   }));
}

void session_routes(http::Registry& registry, features::App& app) {
  registry.add(http::route(Method::get, "/me/sessions")
                   .summary("Where one is signed in").tag("session")
                   .rule(rules::signed_in).scope(Scope::read).rate(Rate::read).runs(Run::read)
                   .answers<Sessions>()
                   .handle([&app](Call& call) {
                     Sessions list;
                     for (const auto& one : store::list(call.tx(), PersonId{call.principal.person}, app.clock.now())) {
                       const bool current = !call.principal.token && one.row.id.value == call.principal.session;
                       list.items.push_back({one.row.id, one.user_agent, one.created_at, one.row.last_seen_at, current});
                     }
                     return Reply::json(list);
                   }));
  registry.add(http::route(Method::del, "/me/sessions/{id}")
                   .summary("Sign out elsewhere").tag("session")
                   .rule(rules::signed_in).scope(Scope::write).rate(Rate::write).runs(Run::write)
                   .no_body().answers(204)
                   .handle([&app](Call& call) {
                     features::Context ctx = features::context(call, app);
                     const auto session = call.id<SessionId>("id");
                     if (!store::end(call.tx(), session, ctx.actor.person)) not_found();
                     activity::record(call.tx(), ctx.origin(), "session.ended", {"session", session}, features::Changes().payload());
                     return Reply::no_content();
                   }));
}

}  // namespace

void routes(http::Registry& registry, features::App& app) {
  sign_in_routes(registry, app);
  me_routes(registry, app);
  session_routes(registry, app);
  invitation_routes(registry, app);
  demo_routes(registry, app);
}

}  // namespace cairn::sessions
