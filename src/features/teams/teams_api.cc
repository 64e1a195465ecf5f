// Routes of teams. The tree with its figures (GET /teams) stands in `overview`.
#include "features/rules.h"
#include "features/teams/teams.h"

namespace cairn::teams {

namespace {

http::Reply answer(db::Tx& tx, const engine::Actor& reader, const TeamRow& row, int status = 200) {
  return http::Reply::json(describe(tx, reader, row), status).etag(row.version);
}

// The routes whose answer is the team after a change: PUT and DELETE of something of the team.
void change_routes(http::Registry& registry, features::App& app) {
  using http::Method, http::Rate, http::Run, http::Scope, http::Call;
  using Change = TeamRow (*)(features::Context&, Call&);
  const auto add_change = [&](Method method, std::string path, std::string summary, Change change) {
    registry.add(http::route(method, std::move(path))
                     .summary(std::move(summary)).tag("teams")
                     .rule(features::rules::signed_in).scope(Scope::write).rate(Rate::write).runs(Run::write)
                     .no_body().answers<Team>()
                     .handle([&app, change](Call& call) {
                       features::Context ctx = features::context(call, app);
                       return answer(call.tx(), ctx.actor, change(ctx, call));
                     }));
  };
  add_change(Method::put, "/teams/{id}/members/{person}", "Take a person into the team", [](features::Context& ctx, Call& call) {
    return add_member(ctx, call.id<TeamId>("id"), call.id<PersonId>("person"));
  });
  add_change(Method::del, "/teams/{id}/members/{person}", "Take a person out of the team", [](features::Context& ctx, Call& call) {
    return remove_member(ctx, call.id<TeamId>("id"), call.id<PersonId>("person"));
  });
  add_change(Method::put, "/teams/{id}/archive", "Archive the team",
             [](features::Context& ctx, Call& call) { return archive(ctx, call.id<TeamId>("id")); });
  add_change(Method::del, "/teams/{id}/archive", "Restore the team",
             [](features::Context& ctx, Call& call) { return restore(ctx, call.id<TeamId>("id")); });
}

}  // namespace

void routes(http::Registry& registry, features::App& app) {
  using http::Method, http::Rate, http::Run, http::Scope, http::Call;
  namespace rules = features::rules;

  registry.add(http::route(Method::post, "/teams")
                   .summary("Make a team").tag("teams")
                   .rule(rules::signed_in).scope(Scope::write).rate(Rate::write).runs(Run::write)
                   .body<NewTeam>().answers<Team>(201)
                   .handle([&app](Call& call) {
                     features::Context ctx = features::context(call, app);
                     const TeamRow row = add(ctx, call.body<NewTeam>());
                     return answer(call.tx(), ctx.actor, row, 201).header("Location", "/api/v1/teams/" + row.id.text());
                   }));
  registry.add(http::route(Method::get, "/teams/{id}")
                   .summary("A team").tag("teams")
                   .rule(rules::signed_in).scope(Scope::read).rate(Rate::read).runs(Run::read)
                   .answers<Team>()
                   .handle([&app](Call& call) {
                     const features::Context ctx = features::context(call, app);
                     return answer(call.tx(), ctx.actor, load_visible(call.tx(), ctx.actor, call.id<TeamId>("id")));
                   }));
  registry.add(http::route(Method::patch, "/teams/{id}")
                   .summary("Change a team").tag("teams")
                   .rule(rules::signed_in).scope(Scope::write).rate(Rate::write).runs(Run::write)
                   .body<TeamPatch>().needs_if_match().answers<Team>()
                   .handle([&app](Call& call) {
                     features::Context ctx = features::context(call, app);
                     const TeamRow row = update(ctx, call.id<TeamId>("id"), call.if_match(), call.body<TeamPatch>());
                     return answer(call.tx(), ctx.actor, row);
                   }));
  change_routes(registry, app);
}

}  // namespace cairn::teams
