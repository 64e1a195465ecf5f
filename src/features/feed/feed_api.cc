// GET /activity.
#include "features/feed/feed.h"
#include "features/feed/page.h"
#include "features/rules.h"

namespace cairn::feed {

void routes(http::Registry& registry, features::App& app) {
  registry.add(http::route(http::Method::get, "/activity")
                   .summary("What happened, newest first").tag("pictures").rule(features::rules::signed_in)
                   .scope(http::Scope::read).rate(http::Rate::read).runs(http::Run::read).query<FeedQuery>()
                   .answers<okrs::HistoryPage>(200).handle([&app](http::Call& call) {
                     const features::Context ctx = features::context(call, app);
                     const graph::Reading picture = app.graph->read(call.tx());
                     return http::Reply::json(page(call.tx(), *picture, ctx.actor, call.query<FeedQuery>()));
                   }));
}

}  // namespace cairn::feed
