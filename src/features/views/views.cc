// Saved views and their routes.
#include "features/views/views.h"

#include "features/changes.h"
#include "features/rules.h"
#include "platform/text/text.h"

namespace cairn::views {

namespace {

constexpr int most_views = 200;  // of one person

View view_of(db::Row& row) {
  View v;
  v.id = row.next<ViewId>();
  v.name = row.next<std::string>();
  v.page = row.next<std::string>();
  v.query = row.next<std::string>();
  v.created_at = row.next<Instant>();
  return v;
}

struct Views {
  std::vector<View> items;
  static constexpr std::string_view json_name = "SavedViews";
  static constexpr auto fields() { return json::fields(json::field("items", &Views::items, "by name")); }
};

struct ListQuery {
  std::optional<std::string> page;
  static constexpr auto fields() { return json::fields(json::field("page", &ListQuery::page, "of this page alone", json::length(60))); }
};

}  // namespace

std::vector<View> of(db::Tx& tx, PersonId person, const std::optional<std::string>& page) {
  return tx.all(
      "SELECT id, name, page, query, created_at FROM saved_views WHERE person_id = $1 AND "
      "(CAST($2 AS TEXT) IS NULL OR page = $2) ORDER BY LOWER(name), id",
      view_of, person, page);
}

View save(features::Context& ctx, const NewView& input) {
  return ctx.db.write([&](db::Tx& tx) {
    View v{{}, text::one_line(input.name, 80), input.page, input.query, ctx.now()};
    const PersonId person = ctx.actor.person;
    const auto taken = tx.value<std::int64_t>("SELECT id FROM saved_views WHERE person_id = $1 AND page = $2 AND name = $3",
                                              person, v.page, v.name);
    if (taken) fail(Fault::conflict, "name_taken", "You have a view of this name already.", {{"name", "name_taken", "Choose another name."}});
    if (of(tx, person, std::nullopt).size() >= most_views) {
      fail(Fault::conflict, "too_many_views", "You have saved 200 views. Remove some first.");
    }
    v.id = tx.value<ViewId>(
                 "INSERT INTO saved_views (person_id, name, page, query, created_at) VALUES ($1, $2, $3, $4, $5) RETURNING id",
                 person, v.name, v.page, v.query, v.created_at)
               .value();
    // what somebody looks for is their own affair: the log says only that a view was saved
    activity::record(tx, ctx.origin(), "view.saved", {"view", v.id}, features::Changes().payload());
    return v;
  });
}

void remove(features::Context& ctx, ViewId id) {
  ctx.db.write([&](db::Tx& tx) {
    if (tx.execute("DELETE FROM saved_views WHERE id = $1 AND person_id = $2", id, ctx.actor.person) == 0) not_found();
    activity::record(tx, ctx.origin(), "view.removed", {"view", id}, features::Changes().payload());
  });
}

void routes(http::Registry& registry, features::App& app) {
  using http::Method, http::Rate, http::Run, http::Scope, http::Reply, http::Call;
  namespace rules = features::rules;

  registry.add(http::route(Method::get, "/saved-views")
                   .summary("One's own saved views").tag("views")
                   .rule(rules::signed_in).scope(Scope::read).rate(Rate::read).runs(Run::read)
                   .query<ListQuery>().answers<Views>()
                   .handle([](Call& call) {
                     return Reply::json(Views{of(call.tx(), PersonId{call.principal.person}, call.query<ListQuery>().page)});
                   }));
  registry.add(http::route(Method::post, "/saved-views")
                   .summary("Save a view").tag("views")
                   .rule(rules::signed_in).scope(Scope::write).rate(Rate::write).runs(Run::write)
                   .body<NewView>().answers<View>(201)
                   .handle([&app](Call& call) {
                     features::Context ctx = features::context(call, app);
                     return Reply::json(save(ctx, call.body<NewView>()), 201);
                   }));
  registry.add(http::route(Method::del, "/saved-views/{id}")
                   .summary("Remove a saved view").tag("views")
                   .rule(rules::signed_in).scope(Scope::write).rate(Rate::write).runs(Run::write)
                   .no_body().answers(204)
                   .handle([&app](Call& call) {
                     features::Context ctx = features::context(call, app);
                     remove(ctx, call.id<ViewId>("id"));
                     return Reply::no_content();
                   }));
}

}  // namespace cairn::views
