// The routes of overviews.
#include "features/overview/overview.h"
#include "features/overview/views.h"
#include "features/people/people.h"
#include "features/rules.h"

namespace cairn::overview {

namespace {

using graph::Objective;
using http::Call;
using http::Reply;

// What every handler needs: the reader and the picture.
struct Look {
  Look(Call& call, features::App& app) : ctx(features::context(call, app)), picture(app.graph->read(call.tx())) {}
  features::Context ctx;
  graph::Reading picture;
  const graph::Cycle* cycle(const std::optional<CycleId>& id) const { return graph::chosen_cycle(*picture, id); }
};

const graph::Team& visible_team(const Look& look, TeamId id) {
  const graph::Team* team = look.picture->team(id);
  if (!team) not_found();
  if (!engine::may_see_directory(look.ctx.actor) && !std::ranges::binary_search(look.ctx.actor.teams, id)) not_found();
  return *team;
}

Reply teams(Call& call, features::App& app) {
  const Look look(call, app);
  return Reply::json(team_list(*look.picture, look.ctx.actor, look.cycle(call.query<CycleQuery>().cycle)));
}

Reply team(Call& call, features::App& app) {
  const TeamId id = call.id<TeamId>("id");
  TeamOverview out;
  const features::Context ctx = features::context(call, app);
  out.team = teams::describe(call.tx(), ctx.actor, teams::load_visible(call.tx(), ctx.actor, id));
  const Look look(call, app);
  fill(out, *look.picture, ctx.actor, visible_team(look, id), look.cycle(call.query<CycleQuery>().cycle));
  return Reply::json(out);
}

Reply person(Call& call, features::App& app) {
  const PersonId id = call.id<PersonId>("id");
  const Look look(call, app);
  if (id != look.ctx.actor.person && !engine::may_see_directory(look.ctx.actor)) not_found();
  return Reply::json(owned_by(*look.picture, look.ctx.actor, id, look.cycle(call.query<CycleQuery>().cycle)));
}

Reply ownerless(Call& call, features::App& app) {
  const Look look(call, app);
  return Reply::json(without_owner(*look.picture, look.ctx.actor, look.cycle(call.query<CycleQuery>().cycle)));
}

Reply cycle(Call& call, features::App& app) {
  const CycleId id = call.id<CycleId>("id");
  CycleOverview out;
  const features::Context ctx = features::context(call, app);
  out.cycle = cycles::describe(call.tx(), ctx.actor, cycles::load(call.tx(), id));
  const Look look(call, app);
  fill(out, *look.picture, ctx.actor, *look.cycle(id));
  return Reply::json(out);
}

struct AttentionQuery {
  std::optional<PersonId> person;
  std::optional<TeamId> team;
  std::optional<CycleId> cycle;
  static constexpr auto fields() {
    using Q = AttentionQuery;
    return json::fields(json::field("person", &Q::person, "what they own"), json::field("team", &Q::team, "of this team"),
                        json::field("cycle", &Q::cycle, "the current one unless given"));
  }
};

Reply attention(Call& call, features::App& app) {
  const auto& query = call.query<AttentionQuery>();
  const Look look(call, app);
  const graph::Cycle* in = look.cycle(query.cycle);
  std::vector<const Objective*> objectives;
  if (in) objectives = graph::visible(*look.picture, look.ctx.actor, in->objectives);
  std::erase_if(objectives, [&](const Objective* o) {
    return (query.team && o->team != *query.team) || (query.person && o->owner != *query.person);
  });
  AttentionList list{.items = graph::attention(*look.picture, objectives)};
  constexpr std::size_t most = 200;
  if (list.items.size() > most) list.items.resize(most);
  return Reply::json(list);
}

Reply objectives(Call& call, features::App& app) {
  const Look look(call, app);
  return Reply::json(objective_list(*look.picture, look.ctx.actor, call.query<ObjectiveQuery>()));
}

Reply explain_cycle(Call& call, features::App& app) {
  const CycleId id = call.id<CycleId>("id");
  const Look look(call, app);
  const graph::Cycle& in = *look.cycle(id);
  return Reply::json(explain(*look.picture, graph::visible(*look.picture, look.ctx.actor, in.objectives), in));
}

Reply explain_team(Call& call, features::App& app) {
  const TeamId id = call.id<TeamId>("id");
  const Look look(call, app);
  const graph::Team& of = visible_team(look, id);
  const graph::Cycle* in = look.cycle(call.query<CycleQuery>().cycle);
  if (!in) not_found();
  return Reply::json(explain(*look.picture, of_team(*look.picture, look.ctx.actor, of, in), *in));
}

}  // namespace

void routes(http::Registry& registry, features::App& app) {
  const auto get = [&](std::string path, std::string summary, Reply (*handler)(Call&, features::App&)) {
    return http::route(http::Method::get, std::move(path)).summary(std::move(summary)).tag("pictures")
        .rule(features::rules::signed_in).scope(http::Scope::read).rate(http::Rate::read).runs(http::Run::read)
        .handle([&app, handler](Call& call) { return handler(call, app); });
  };
  registry.add(get("/teams", "The tree of teams with their figures", teams).query<CycleQuery>().answers<TeamList>(200));
  registry.add(get("/teams/{id}/overview", "A team, its OKRs and its week", team).query<CycleQuery>().answers<TeamOverview>(200));
  registry.add(get("/people/{id}/okrs", "What somebody owns", person).query<CycleQuery>().answers<OkrLists>(200));
  registry.add(get("/ownerless", "OKRs without an owner", ownerless).query<CycleQuery>().answers<OkrLists>(200));
  registry.add(get("/cycles/{id}/overview", "A cycle in figures", cycle).answers<CycleOverview>(200));
  registry.add(get("/attention", "What somebody should look at", attention).query<AttentionQuery>().answers<AttentionList>(200));
  registry.add(get("/objectives", "List objectives", objectives).query<ObjectiveQuery>().answers<ObjectiveList>(200));
  registry.add(get("/explanations/cycle/{id}", "Where a cycle's progress comes from", explain_cycle).answers<FigureExplanation>(200));
  registry.add(get("/explanations/team/{id}", "Where a team's progress comes from", explain_team).query<CycleQuery>().answers<FigureExplanation>(200));
}

}  // namespace cairn::overview
