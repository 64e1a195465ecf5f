// Routes of links.
#include "features/alignment/alignment.h"
#include "features/rules.h"

namespace cairn::alignment {

using http::Call, http::Method, http::Rate, http::Reply, http::Run, http::Scope;
namespace rules = features::rules;

void routes(http::Registry& registry, features::App& app) {
  registry.add(http::route(Method::post, "/objectives/{id}/links")
                   .summary("Link an objective to another one or to a key result").tag("alignment")
                   .rule(rules::signed_in).scope(Scope::write).rate(Rate::write).runs(Run::write)
                   .body<LinkInput>().answers<LinkView>(201)
                   .handle([&app](Call& call) {
                     features::Context ctx = features::context(call, app);
                     const LinkView made = link(ctx, call.id<ObjectiveId>("id"), call.body<LinkInput>());
                     return Reply::json(made, 201).etag(made.version);
                   }));
  registry.add(http::route(Method::patch, "/links/{id}")
                   .summary("Change a link's weight or state").tag("alignment")
                   .rule(rules::signed_in).scope(Scope::write).rate(Rate::write).runs(Run::write)
                   .body<LinkPatch>().needs_if_match().answers<LinkView>()
                   .handle([&app](Call& call) {
                     features::Context ctx = features::context(call, app);
                     const LinkView changed = update(ctx, call.id<LinkId>("id"), call.if_match(), call.body<LinkPatch>());
                     return Reply::json(changed).etag(changed.version);
                   }));
  registry.add(http::route(Method::del, "/links/{id}")
                   .summary("Take a link away").tag("alignment")
                   .rule(rules::signed_in).scope(Scope::write).rate(Rate::write).runs(Run::write)
                   .no_body().answers(204)
                   .handle([&app](Call& call) {
                     features::Context ctx = features::context(call, app);
                     unlink(ctx, call.id<LinkId>("id"));
                     return Reply::no_content();
                   }));
}

}  // namespace cairn::alignment
