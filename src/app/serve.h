// Everything that runs while the organisation is served: HTTP, live events, background jobs.
#pragma once
#include <memory>
#include <string>

#include "app/site.h"

namespace cairn::app {

class Service {
 public:
  // fails: std::runtime_error with a sentence for the operator when the options cannot be served
  Service(Site& site, const ServeOptions& options);
  ~Service();  // stops
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;

  void start();
  void stop();  // no new connections; what is under way finishes; streams end
  std::string url() const;

  struct State;

 private:
  std::unique_ptr<State> state_;
};

// out: the whole API, with every slice's routes; for the server and for `cairn openapi`
void register_routes(http::Registry& registry, features::App& app);

}  // namespace cairn::app
