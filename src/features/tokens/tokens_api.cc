// Routes of API tokens, each person's own. A token makes no credentials: these need a browser session.
#include "features/rules.h"
#include "features/tokens/tokens.h"

namespace cairn::tokens {

namespace {

struct Tokens {
  std::vector<Token> items;
  static constexpr std::string_view json_name = "Tokens";
  static constexpr auto fields() { return json::fields(json::field("items", &Tokens::items, "newest first")); }
};

}  // namespace

void routes(http::Registry& registry, features::App& app) {
  using http::Method, http::Rate, http::Run, http::Reply, http::Call;
  namespace rules = features::rules;

  registry.add(http::route(Method::get, "/tokens")
                   .summary("One's own API tokens").tag("tokens")
                   .rule(rules::signed_in).scope(http::Scope::read).rate(Rate::read).runs(Run::read)
                   .answers<Tokens>()
                   .handle([](Call& call) { return Reply::json(Tokens{of(call.tx(), PersonId{call.principal.person})}); }));
  registry.add(http::route(Method::post, "/tokens")
                   .summary("Make an API token; it is shown this once").tag("tokens")
                   .rule(rules::own_session).scope(http::Scope::write).rate(Rate::write).runs(Run::write)
                   .body<NewToken>().answers<Created>(201).secret_answer()
                   .handle([&app](Call& call) {
                     features::Context ctx = features::context(call, app);
                     return Reply::json(create(ctx, ctx.actor.person, call.body<NewToken>()), 201);
                   }));
  registry.add(http::route(Method::del, "/tokens/{id}")
                   .summary("Revoke a token").tag("tokens")
                   .rule(rules::signed_in).scope(http::Scope::write).rate(Rate::write).runs(Run::write)
                   .no_body().answers(204)
                   .handle([&app](Call& call) {
                     features::Context ctx = features::context(call, app);
                     revoke(ctx, call.id<TokenId>("id"));
                     return Reply::no_content();
                   }));
}

}  // namespace cairn::tokens
