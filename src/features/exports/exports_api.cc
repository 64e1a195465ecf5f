// GET /exports/{list}: a list as a file.
#include "features/exports/exports.h"
#include "features/rules.h"

namespace cairn::exports {

void routes(http::Registry& registry, features::App& app) {
  registry.add(http::route(http::Method::get, "/exports/{list}")
                   .summary("A list as CSV")
                   .description("objectives.csv, key-results.csv, checkins.csv, people.csv, teams.csv, cycles.csv or activity.csv; "
                                "what the reader may see, cells safe to open in a spreadsheet")
                   .tag("files")
                   .rule(features::rules::signed_in)
                   .scope(http::Scope::read)
                   .rate(http::Rate::expensive)
                   .runs(http::Run::slow)
                   .query<Filter>()
                   .answers_type(200, "text/csv")
                   .handle([&app](http::Call& call) {
                     const features::Context ctx = features::context(call, app);
                     std::string name(call.path("list"));
                     if (!name.ends_with(".csv")) not_found();
                     name.resize(name.size() - 4);
                     std::string text = app.db.read([&](db::Tx& tx) {
                       const graph::Reading picture = app.graph->read(tx);
                       return csv(tx, *picture, &ctx.actor, name, call.query<Filter>());
                     });
                     return http::Reply::bytes("text/csv; charset=utf-8", std::move(text)).attachment(name + ".csv");
                   }));
}

}  // namespace cairn::exports
