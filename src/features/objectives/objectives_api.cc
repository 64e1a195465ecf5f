// Routes of objectives.
#include "features/objectives/objectives.h"
#include "features/rules.h"

namespace cairn::objectives {

namespace {

using http::Call, http::Method, http::Rate, http::Reply, http::Run, http::Scope;
namespace rules = features::rules;

Reply answer(const Objective& objective, int status = 200) {
  return Reply::json(objective, status).version(objective.version);
}

http::Route reading(std::string path) {
  http::Route route(Method::get, std::move(path));
  route.tag("objectives").rule(rules::signed_in).scope(Scope::read).rate(Rate::read).runs(Run::read);
  return route;
}

http::Route writing(Method method, std::string path) {
  http::Route route(method, std::move(path));
  route.tag("objectives").rule(rules::signed_in).scope(Scope::write).rate(Rate::write).runs(Run::write);
  return route;
}

void reading_routes(http::Registry& registry, features::App& app) {
  registry.add(reading("/objectives/{id}").summary("An objective").answers<Objective>().handle([&app](Call& call) {
    features::Context ctx = features::context(call, app);
    return answer(read(ctx, call.id<ObjectiveId>("id")));
  }));
  registry.add(reading("/objectives/{id}/below")
                   .summary("Everything that contributes to an objective, directly or through others").answers<Below>()
                   .handle([&app](Call& call) {
                     features::Context ctx = features::context(call, app);
                     return Reply::json(below(ctx, call.id<ObjectiveId>("id")));
                   }));
  registry.add(reading("/objectives/{id}/history")
                   .summary("What happened to an objective").query<okrs::HistoryQuery>().answers<okrs::HistoryPage>()
                   .handle([&app](Call& call) {
                     const features::Context ctx = features::context(call, app);
                     const auto id = call.id<ObjectiveId>("id");
                     const auto loaded = okrs::load_visible(call.tx(), ctx, id);
                     std::vector<LinkId> links;
                     for (const auto& link : okrs::links_from(call.tx(), {id})) links.push_back(link.id);
                     return Reply::json(okrs::history(call.tx(), {{"objective", id}, id.text(), loaded.objective.title, links},
                                                      call.query<okrs::HistoryQuery>()));
                   }));
  registry.add(reading("/objectives/{id}/explanation")
                   .summary("Why an objective's figures are what they are").answers<okrs::Explanation>()
                   .handle([&app](Call& call) {
                     const features::Context ctx = features::context(call, app);
                     const auto loaded = okrs::load_visible(call.tx(), ctx, call.id<ObjectiveId>("id"));
                     return Reply::json(okrs::explain(call.tx(), ctx, loaded));
                   }));
}

void closing_routes(http::Registry& registry, features::App& app) {
  registry.add(writing(Method::put, "/objectives/{id}/closure")
                   .summary("Close an objective").body<ClosurePut>().answers<Objective>().handle([&app](Call& call) {
                     features::Context ctx = features::context(call, app);
                     return answer(close(ctx, call.id<ObjectiveId>("id"), call.body<ClosurePut>()));
                   }));
  registry.add(writing(Method::del, "/objectives/{id}/closure")
                   .summary("Reopen an objective").no_body().answers<Objective>().handle([&app](Call& call) {
                     features::Context ctx = features::context(call, app);
                     return answer(reopen(ctx, call.id<ObjectiveId>("id")));
                   }));
  for (const bool archived : {true, false}) {
    registry.add(writing(archived ? Method::put : Method::del, "/objectives/{id}/archive")
                     .summary(archived ? "Put an objective away" : "Bring an objective back")
                     .no_body().answers<Objective>().handle([&app, archived](Call& call) {
                       features::Context ctx = features::context(call, app);
                       return answer(archive(ctx, call.id<ObjectiveId>("id"), archived));
                     }));
  }
}

void placing_routes(http::Registry& registry, features::App& app) {
  registry.add(writing(Method::put, "/objectives/{id}/position")
                   .summary("Put an objective before or after another of its cycle")
                   .body<PositionPut>().answers<Objective>().handle([&app](Call& call) {
                     features::Context ctx = features::context(call, app);
                     return answer(set_position(ctx, call.id<ObjectiveId>("id"), call.body<PositionPut>()));
                   }));
  registry.add(writing(Method::post, "/people/{id}/transfer")
                   .summary("Hand a person's objectives and key results to somebody else")
                   .body<TransferPost>().answers<Transferred>().handle([&app](Call& call) {
                     features::Context ctx = features::context(call, app);
                     return Reply::json(transfer(ctx, call.id<PersonId>("id"), call.body<TransferPost>()));
                   }));
}

}  // namespace

void routes(http::Registry& registry, features::App& app) {
  reading_routes(registry, app);
  closing_routes(registry, app);
  placing_routes(registry, app);
  registry.add(writing(Method::post, "/objectives")
                   .summary("Write an objective, with its key results and what it contributes to")
                   .body<ObjectiveInput>().answers<Objective>(201).handle([&app](Call& call) {
                     features::Context ctx = features::context(call, app);
                     return answer(create(ctx, call.body<ObjectiveInput>()), 201);
                   }));
  registry.add(writing(Method::patch, "/objectives/{id}")
                   .summary("Change an objective").body<ObjectivePatch>().needs_if_match().answers<Objective>()
                   .handle([&app](Call& call) {
                     features::Context ctx = features::context(call, app);
                     return answer(update(ctx, call.id<ObjectiveId>("id"), call.if_match(), call.body<ObjectivePatch>()));
                   }));
  registry.add(writing(Method::post, "/objectives/{id}/copies")
                   .summary("Copy an objective with its key results, without check-ins")
                   .body<CopyPost>().answers<Objective>(201).handle([&app](Call& call) {
                     features::Context ctx = features::context(call, app);
                     return answer(duplicate(ctx, call.id<ObjectiveId>("id"), call.body<CopyPost>()), 201);
                   }));
}

}  // namespace cairn::objectives
