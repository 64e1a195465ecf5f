// Inviting people: the person, their teams and the link by which they choose a password, in one write.
#include "features/sessions/invitations.h"

#include "features/people/people.h"
#include "features/rules.h"
#include "features/sessions/sessions.h"
#include "features/teams/teams.h"

namespace cairn::sessions {

namespace {

using http::Call, http::Method, http::Rate, http::Reply, http::Run, http::Scope;
namespace rules = features::rules;

struct Invited {
  people::Person person;
  std::optional<std::string> invitation_link;
  static constexpr std::string_view json_name = "InvitedPerson";
  static constexpr auto fields() {
    return json::fields(json::field("person", &Invited::person, ""),
                        json::field("invitation_link", &Invited::invitation_link,
                                    "single use, 7 days; none when a token asks: tokens make no credentials"));
  }
};

struct LinkAnswer {
  std::string link;
  static constexpr std::string_view json_name = "PasswordLink";
  static constexpr auto fields() { return json::fields(json::field("link", &LinkAnswer::link, "single use, 7 days")); }
};

struct DemoSignIn {
  std::string email, password, name;
  engine::Role role = engine::Role::member;
  std::string title;
  static constexpr std::string_view json_name = "DemoSignIn";
  static constexpr auto fields() {
    using D = DemoSignIn;
    return json::fields(json::field("email", &D::email, ""), json::field("password", &D::password, ""),
                        json::field("name", &D::name, ""), json::field("role", &D::role, ""), json::field("title", &D::title, ""));
  }
};

struct DemoSignIns {
  std::vector<DemoSignIn> items;
  static constexpr std::string_view json_name = "DemoSignIns";
  static constexpr auto fields() { return json::fields(json::field("items", &DemoSignIns::items, "")); }
};

}  // namespace

void invitation_routes(http::Registry& registry, features::App& app) {
  registry.add(http::route(Method::post, "/people")
                   .summary("Add a person, with a link by which they choose a password").tag("people")
                   .rule(rules::admin).scope(Scope::admin).rate(Rate::write).runs(Run::write)
                   .body<people::NewPerson>().answers<Invited>(201).secret_answer()
                   .handle([&app](Call& call) {
                     features::Context ctx = features::context(call, app);
                     const auto& input = call.body<people::NewPerson>();
                     const people::PersonRow row = people::add(ctx, input);
                     teams::join(ctx, row.id, input.teams);
                     Invited made{people::describe(call.tx(), ctx.actor, row), std::nullopt};
                     if (!call.principal.token) made.invitation_link = password_link(ctx, row.id);
                     return Reply::json(made, 201).header("Location", "/api/v1/people/" + row.id.text());
                   }));
  registry.add(http::route(Method::post, "/people/{id}/invitation")
                   .summary("A new link: for the invitation, or to reset the password").tag("people")
                   .rule(rules::admin_session).scope(Scope::admin).rate(Rate::write).runs(Run::write)
                   .no_body().answers<LinkAnswer>(201).secret_answer()
                   .handle([&app](Call& call) {
                     features::Context ctx = features::context(call, app);
                     return Reply::json(LinkAnswer{password_link(ctx, call.id<PersonId>("id"))}, 201);
                   }));
}

void demo_routes(http::Registry& registry, features::App& app) {
  registry.add(http::route(Method::get, "/demo-sign-ins")
                   .summary("Whom the demo company offers for signing in").tag("session")
                   .description("Outside of the demo this address does not exist.")
                   .rule(rules::public_route).scope(Scope::none).rate(Rate::read).runs(Run::read)
                   .answers<DemoSignIns>()
                   .handle([&app](Call& call) {
                     if (!app.demo) not_found();
                     DemoSignIns list;
                     for (const std::string& email : app.demo_emails) {
                       const auto row = people::find_by_email(call.tx(), email);
                       if (row && row->state == "active") list.items.push_back({row->email, app.demo_password, row->name, row->role, row->title});
                     }
                     return Reply::json(list);
                   }));
}

}  // namespace cairn::sessions
