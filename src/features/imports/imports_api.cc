// Routes of imports.
#include "features/imports/imports.h"
#include "features/rules.h"

namespace cairn::imports {
namespace {

struct ImportList {
  std::vector<Import> items;
  static constexpr std::string_view json_name = "ImportList";
  static constexpr auto fields() { return json::fields(json::field("items", &ImportList::items, "newest first")); }
};

constexpr std::size_t largest_file = 24U << 20;

http::Route route(http::Method method, std::string path, std::string summary) {
  http::Route made = http::route(method, std::move(path));
  made.summary(std::move(summary)).tag("files").rule(features::rules::champion);
  return made;
}

}  // namespace

void routes(http::Registry& registry, features::App& app) {
  registry.add(route(http::Method::post, "/imports/preview", "What an import would do")
                   .scope(http::Scope::read).rate(http::Rate::expensive).runs(http::Run::slow)
                   .body<ImportPost>().body_limit(largest_file).answers<Preview>(200)
                   .handle([&app](http::Call& call) {
                     features::Context ctx = features::context(call, app);
                     return http::Reply::json(preview(ctx, call.body<ImportPost>()));
                   }));
  registry.add(route(http::Method::post, "/imports", "Import a CSV file, all or nothing")
                   .scope(http::Scope::write).rate(http::Rate::expensive).runs(http::Run::write)
                   .body<ImportPost>().body_limit(largest_file).answers<Import>(201)
                   .handle([&app](http::Call& call) {
                     features::Context ctx = features::context(call, app);
                     return http::Reply::json(apply(ctx, call.body<ImportPost>()), 201);
                   }));
  registry.add(route(http::Method::get, "/imports", "Imports so far")
                   .scope(http::Scope::read).rate(http::Rate::read).runs(http::Run::read).answers<ImportList>(200)
                   .handle([&app](http::Call& call) {
                     features::Context ctx = features::context(call, app);
                     return http::Reply::json(ImportList{list(ctx)});
                   }));
  registry.add(route(http::Method::del, "/imports/{id}", "Take an import back")
                   .scope(http::Scope::write).rate(http::Rate::write).runs(http::Run::write).no_body().answers<Import>(200)
                   .handle([&app](http::Call& call) {
                     features::Context ctx = features::context(call, app);
                     return http::Reply::json(undo(ctx, call.id<ImportId>("id")));
                   }));
}

}  // namespace cairn::imports
