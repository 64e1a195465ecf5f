// Choosing a policy: checked, stored, and every open figure recomputed in the same transaction.
#include "features/policies/policies.h"

#include <set>

#include "engine/access.h"
#include "features/okrs/okrs.h"
#include "features/rows/rows.h"
#include "features/rules.h"

namespace cairn::policies {

namespace {

using activity::Subject;

// out: the text to store; nothing for null. fails: 422
std::optional<std::string> stored_text(const json::Raw& given) {
  const json::Document document = json::parse_document(given.text);
  if (document.value.is_null()) return std::nullopt;
  const std::string text = document.value.is_string() ? document.value.string() : given.text;
  if (!document.value.is_string() && !document.value.is_object())
    fail(Fault::unprocessable, "type", "A policy is a name or an object.", {{"policy", "type", "Give a name or an object."}});
  if (text.empty() || text.size() > 4000)
    fail(Fault::unprocessable, "unknown_policy", "There is no policy of this name.",
         {{"policy", "unknown_policy", "There is no policy of this name."}});
  require(rows::read_policy(text));
  return text;
}

// Recomputes what is open and records with everything whose figures changed.
void settle(db::Tx& tx, features::Context& ctx, std::string_view kind, const Subject& subject, const okrs::Change& change) {
  const okrs::Moment moment = okrs::moment_of(okrs::load_settings(tx), ctx.now());
  std::set<Subject> touched;
  for (const okrs::Mismatch& one : okrs::recompute(tx, moment, true)) touched.insert(one.subject);
  activity::record(tx, ctx.origin(), kind, subject, change.text(), {touched.begin(), touched.end()});
}

}  // namespace

organisation::Settings choose(features::Context& ctx, const PolicyPut& input) {
  return ctx.db.write([&](db::Tx& tx) {
    require_allowed(engine::may_manage_policies(ctx.actor));
    const auto text = stored_text(input.policy);
    if (!text) fail(Fault::unprocessable, "required", "Name a policy.", {{"policy", "required", "Name a policy."}});
    const std::string before = organisation::settings(tx).policy;
    const organisation::Settings now = organisation::set_policy(tx, *text);
    okrs::Change change;
    change.before.add("policy", before);
    change.after.add("policy", *text);
    settle(tx, ctx, "organisation.updated", Subject("organisation", 1), change);
    return now;
  });
}

cycles::Cycle choose_for_cycle(features::Context& ctx, CycleId id, const PolicyPut& input) {
  return ctx.db.write([&](db::Tx& tx) {
    const cycles::CycleRow row = cycles::load(tx, id);
    require_allowed(engine::may_manage_policies(ctx.actor));
    cycles::require_open(row);
    const auto text = stored_text(input.policy);
    const cycles::CycleRow now = cycles::set_policy(tx, id, text);
    okrs::Change change;
    change.before.add("policy", row.policy);
    change.after.add("policy", text);
    settle(tx, ctx, "cycle.updated", Subject("cycle", id), change);
    return cycles::describe(tx, ctx.actor, now);
  });
}

void routes(http::Registry& registry, features::App& app) {
  using http::Call, http::Method, http::Rate, http::Reply, http::Run, http::Scope;
  namespace rules = features::rules;
  registry.add(http::route(Method::put, "/organisation/policy")
                   .summary("Choose the rules of the maths").tag("organisation")
                   .rule(rules::champion).scope(Scope::admin).rate(Rate::expensive).runs(Run::write)
                   .body<PolicyPut>().answers<organisation::Settings>().handle([&app](Call& call) {
                     features::Context ctx = features::context(call, app);
                     const auto settings = choose(ctx, call.body<PolicyPut>());
                     return Reply::json(settings).etag(settings.version);
                   }));
  registry.add(http::route(Method::put, "/cycles/{id}/policy")
                   .summary("Choose the rules of the maths for one cycle").tag("cycles")
                   .rule(rules::champion).scope(Scope::admin).rate(Rate::expensive).runs(Run::write)
                   .body<PolicyPut>().answers<cycles::Cycle>().handle([&app](Call& call) {
                     features::Context ctx = features::context(call, app);
                     const auto cycle = choose_for_cycle(ctx, call.id<CycleId>("id"), call.body<PolicyPut>());
                     return Reply::json(cycle).etag(cycle.version);
                   }));
}

}  // namespace cairn::policies
