// Routes of key results.
#include "features/keyresults/keyresults.h"
#include "features/rules.h"

namespace cairn::keyresults {

namespace {

using http::Call, http::Method, http::Rate, http::Reply, http::Run, http::Scope;
namespace rules = features::rules;

Reply answer(const KeyResult& key_result, int status = 200) {
  return Reply::json(key_result, status).version(key_result.version);
}

http::Route reading(std::string path) {
  http::Route route(Method::get, std::move(path));
  route.tag("key results").rule(rules::signed_in).scope(Scope::read).rate(Rate::read).runs(Run::read);
  return route;
}

http::Route writing(Method method, std::string path) {
  http::Route route(method, std::move(path));
  route.tag("key results").rule(rules::signed_in).scope(Scope::write).rate(Rate::write).runs(Run::write);
  return route;
}

void reading_routes(http::Registry& registry, features::App& app) {
  registry.add(reading("/key-results/{id}").summary("A key result").answers<KeyResult>().handle([&app](Call& call) {
    features::Context ctx = features::context(call, app);
    return answer(read(ctx, call.id<KeyResultId>("id")));
  }));
  registry.add(reading("/key-results/{id}/history")
                   .summary("What happened to a key result").query<okrs::HistoryQuery>().answers<okrs::HistoryPage>()
                   .handle([&app](Call& call) {
                     const features::Context ctx = features::context(call, app);
                     const auto id = call.id<KeyResultId>("id");
                     const auto loaded = okrs::load_visible(call.tx(), ctx, id);
                     return Reply::json(okrs::history(call.tx(), {{"key_result", id}, id.text(), loaded.key_result.title, {}},
                                                      call.query<okrs::HistoryQuery>()));
                   }));
  registry.add(reading("/key-results/{id}/explanation")
                   .summary("Why a key result's figures are what they are").answers<okrs::Explanation>()
                   .handle([&app](Call& call) {
                     const features::Context ctx = features::context(call, app);
                     const auto loaded = okrs::load_visible(call.tx(), ctx, call.id<KeyResultId>("id"));
                     return Reply::json(okrs::explain(call.tx(), ctx, loaded));
                   }));
}

void archiving_routes(http::Registry& registry, features::App& app) {
  for (const bool archived : {true, false}) {
    registry.add(writing(archived ? Method::put : Method::del, "/key-results/{id}/archive")
                     .summary(archived ? "Put a key result away" : "Bring a key result back")
                     .no_body().answers<KeyResult>().handle([&app, archived](Call& call) {
                       features::Context ctx = features::context(call, app);
                       return answer(archive(ctx, call.id<KeyResultId>("id"), archived));
                     }));
  }
}

}  // namespace

void routes(http::Registry& registry, features::App& app) {
  reading_routes(registry, app);
  archiving_routes(registry, app);
  registry.add(writing(Method::post, "/objectives/{id}/key-results")
                   .summary("Add a key result").body<KeyResultInput>().answers<KeyResult>(201)
                   .handle([&app](Call& call) {
                     features::Context ctx = features::context(call, app);
                     return answer(create(ctx, call.id<ObjectiveId>("id"), call.body<KeyResultInput>()), 201);
                   }));
  registry.add(writing(Method::patch, "/key-results/{id}")
                   .summary("Change a key result").body<KeyResultPatch>().needs_if_match().answers<KeyResult>()
                   .handle([&app](Call& call) {
                     features::Context ctx = features::context(call, app);
                     return answer(update(ctx, call.id<KeyResultId>("id"), call.if_match(), call.body<KeyResultPatch>()));
                   }));
  registry.add(writing(Method::post, "/key-results/{id}/copies")
                   .summary("Copy a key result, without its check-ins").no_body().answers<KeyResult>(201)
                   .handle([&app](Call& call) {
                     features::Context ctx = features::context(call, app);
                     return answer(duplicate(ctx, call.id<KeyResultId>("id")), 201);
                   }));
  registry.add(writing(Method::put, "/key-results/{id}/position")
                   .summary("Put a key result before or after another").body<PositionPut>().answers<KeyResult>()
                   .handle([&app](Call& call) {
                     features::Context ctx = features::context(call, app);
                     return answer(set_position(ctx, call.id<KeyResultId>("id"), call.body<PositionPut>()));
                   }));
  registry.add(writing(Method::post, "/key-results/{id}/targets")
                   .summary("Revise the target from a day on").body<TargetPost>().answers<KeyResult>(201)
                   .handle([&app](Call& call) {
                     features::Context ctx = features::context(call, app);
                     return answer(revise_target(ctx, call.id<KeyResultId>("id"), call.body<TargetPost>()), 201);
                   }));
}

}  // namespace cairn::keyresults
