// Routes of cycles.
#include "features/cycles/cycles.h"
#include "features/rules.h"

namespace cairn::cycles {

namespace {

struct Cycles {
  std::vector<Cycle> items;
  static constexpr std::string_view json_name = "Cycles";
  static constexpr auto fields() { return json::fields(json::field("items", &Cycles::items, "newest start first")); }
};

http::Reply answer(db::Tx& tx, const engine::Actor& reader, const CycleRow& row, int status = 200) {
  return http::Reply::json(describe(tx, reader, row), status).etag(row.version);
}

}  // namespace

void routes(http::Registry& registry, features::App& app) {
  using http::Method, http::Rate, http::Run, http::Scope, http::Reply, http::Call;
  namespace rules = features::rules;

  registry.add(http::route(Method::get, "/cycles")
                   .summary("All cycles").tag("cycles")
                   .rule(rules::signed_in).scope(Scope::read).rate(Rate::read).runs(Run::read)
                   .answers<Cycles>()
                   .handle([&app](Call& call) {
                     const features::Context ctx = features::context(call, app);
                     Cycles list;
                     for (const CycleRow& row : all(call.tx())) list.items.push_back(describe(call.tx(), ctx.actor, row));
                     return Reply::json(list);
                   }));
  registry.add(http::route(Method::post, "/cycles")
                   .summary("Plan a cycle").tag("cycles")
                   .rule(rules::champion).scope(Scope::write).rate(Rate::write).runs(Run::write)
                   .body<NewCycle>().answers<Cycle>(201)
                   .handle([&app](Call& call) {
                     features::Context ctx = features::context(call, app);
                     const CycleRow row = add(ctx, call.body<NewCycle>());
                     return answer(call.tx(), ctx.actor, row, 201).header("Location", "/api/v1/cycles/" + row.id.text());
                   }));
  registry.add(http::route(Method::get, "/cycles/{id}")
                   .summary("A cycle").tag("cycles")
                   .rule(rules::signed_in).scope(Scope::read).rate(Rate::read).runs(Run::read)
                   .answers<Cycle>()
                   .handle([&app](Call& call) {
                     const features::Context ctx = features::context(call, app);
                     return answer(call.tx(), ctx.actor, load(call.tx(), call.id<CycleId>("id")));
                   }));
  registry.add(http::route(Method::patch, "/cycles/{id}")
                   .summary("Change a cycle, or move it to its next state").tag("cycles")
                   .rule(rules::champion).scope(Scope::write).rate(Rate::write).runs(Run::write)
                   .body<CyclePatch>().needs_if_match().answers<Cycle>()
                   .handle([&app](Call& call) {
                     features::Context ctx = features::context(call, app);
                     const CycleRow row = update(ctx, call.id<CycleId>("id"), call.if_match(), call.body<CyclePatch>());
                     return answer(call.tx(), ctx.actor, row);
                   }));
}

}  // namespace cairn::cycles
