// Contexts from authenticated calls and for the system itself.
#include "features/context.h"

namespace cairn::features {

Context context(http::Call& call, App& app) {
  if (call.principal().person == 0) fail(Fault::unauthenticated, "unauthenticated", "Sign in first.");
  return {app.load_actor(call.tx(), PersonId{call.principal().person}), app.db, app.clock, app, call.request_id()};
}

Context system_context(App& app) { return {engine::system_actor(), app.db, app.clock, app, ""}; }

}  // namespace cairn::features
