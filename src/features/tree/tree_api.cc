// GET /tree.
#include "features/graph/graph.h"
#include "features/rules.h"
#include "features/tree/cache.h"
#include "features/tree/tree.h"

namespace cairn::tree {

namespace {

struct TreeQuery {
  std::optional<CycleId> cycle;
  std::optional<std::int64_t> since;
  static constexpr auto fields() {
    return json::fields(json::field("cycle", &TreeQuery::cycle, "the current one unless given"),
                        json::field("since", &TreeQuery::since,
                                    "only the rows that changed after this activity number; the whole tree comes where "
                                    "that would not tell everything"));
  }
};

http::Reply show(http::Call& call, features::App& app, Cache& cache) {
  const features::Context ctx = features::context(call, app);
  const auto& query = call.query<TreeQuery>();
  const graph::Reading picture = app.graph->read(call.tx());
  const graph::Cycle* cycle = graph::chosen_cycle(*picture, query.cycle);
  if (!cycle) return http::Reply::json_text("{\"number\":" + std::to_string(picture->number()) + ",\"full\":true,\"cycle\":null}");
  if (!engine::may_read_okrs(ctx.actor)) not_found();
  const std::string tag = std::to_string(picture->number()) + '-' + std::to_string(picture->today().days) + '-' +
                          std::to_string(ctx.actor.person.value);
  if (query.since)
    if (auto part = cache.since(call.tx(), ctx.actor, *picture, *cycle, *query.since))
      return http::Reply::json_text(std::move(*part)).etag(tag + "-since");
  return http::Reply::ready("application/json", cache.whole(call.tx(), ctx.actor, *picture, *cycle)).etag(tag);
}

}  // namespace

void routes(http::Registry& registry, features::App& app) {
  auto cache = std::make_shared<Cache>();
  registry.add(http::route(http::Method::get, "/tree")
                   .summary("The company tree of a cycle, column by column")
                   .description("Lists of equal length stand for rows. Ids are numbers: 12 is O-12 among objectives and "
                                "KR-12 among key results; 0 stands for none or for what the reader may not see.")
                   .tag("pictures").rule(features::rules::signed_in).scope(http::Scope::read).rate(http::Rate::read)
                   .runs(http::Run::read).query<TreeQuery>()
                   .answers_type(200, "application/json", "columns over objectives and key results")
                   .handle([&app, cache](http::Call& call) { return show(call, app, *cache); }));
}

}  // namespace cairn::tree
