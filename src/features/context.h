// What every use case is given first: who acts, on which database, at what time.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/time.h"
#include "engine/access.h"
#include "platform/activity/activity.h"
#include "platform/clock/clock.h"
#include "platform/db/db.h"
#include "platform/http/http.h"

namespace cairn::graph {
class Graph;
}

namespace cairn::features {

// The running server as its slices see it. Lives as long as the server.
struct App {
  db::Database& db;
  const clock::Clock& clock;
  graph::Graph* graph = nullptr;  // the in-memory picture of the organisation; set before any route runs
  bool demo = false;
  bool secure_cookies = true;  // false on plain-HTTP loopback
  std::string public_url;      // for links that people open, without a trailing slash
  // Supplied by the people slice: rights of a person as they are now, read in the given transaction.
  std::function<engine::Actor(db::Tx&, PersonId)> load_actor;
  // Supplied by the week slice: how many check-ins the person owes today; unset, none.
  std::function<int(db::Tx&, const engine::Actor&)> due_count;
  // In demo mode alone: who is offered for signing in, and the password they share.
  std::vector<std::string> demo_emails;
  std::string demo_password;
};

struct Context {
  engine::Actor actor;
  db::Database& db;
  const clock::Clock& clock;
  App& app;
  std::string request_id;

  Instant now() const { return clock.now(); }
  // Who did it, for the activity log.
  activity::Origin origin() const { return {actor.person.value, clock.now(), request_id}; }
};

// out: the context of an authenticated call. fails: 401 when nobody is signed in.
Context context(http::Call& call, App& app);

// Context of the system itself (command line, jobs): nobody's id in the log, with the rights of a role.
Context system_context(App& app, engine::Role role = engine::Role::admin);

}  // namespace cairn::features
