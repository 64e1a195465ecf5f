// Contexts from authenticated calls and for the system itself.
#include "features/context.h"

namespace cairn::features {

Context context(http::Call& call, App& app) {
  if (!call.principal.signed_in()) fail(Fault::unauthenticated, "unauthenticated", "Sign in first.");
  const PersonId person{call.principal.person};
  engine::Actor actor = app.db.read([&](db::Tx& tx) { return app.load_actor(tx, person); });
  if (!actor.person) fail(Fault::unauthenticated, "unauthenticated", "This account was deactivated.");  // since it was let in
  return {std::move(actor), app.db, app.clock, app, std::string(call.request_id())};
}

Context system_context(App& app, engine::Role role) {
  engine::Actor actor;
  actor.role = role;
  return {std::move(actor), app.db, app.clock, app, {}};
}

}  // namespace cairn::features
