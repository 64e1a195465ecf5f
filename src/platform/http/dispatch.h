// The way of a request: found, weighed, identified, admitted, handled, answered. The one place of the HTTP layer that
// catches: a Failure becomes a problem document, anything else is logged and answered with 500.
#pragma once
#include <atomic>
#include <exception>
#include <memory>

#include "platform/http/exchange.h"
#include "platform/http/limits.h"
#include "platform/http/metrics.h"
#include "platform/http/server.h"
#include "platform/http/web_files.h"
#include "platform/http/workers.h"

namespace cairn::http {

class Dispatcher {
 public:
  Dispatcher(const Options& options, const Registry& registry, db::Database& db, Hooks hooks, std::span<const EmbeddedFile> web);
  ~Dispatcher();

  // Finds the route of a request whose head has been read. out: the most bytes that its body may have
  std::size_t find_route(Exchange& exchange) const;
  // Answers, now or later, from any thread.
  void run(Exchange& exchange);
  // Counts and logs a request whose answer goes out; on the connection's thread.
  void settled(const Exchange& exchange);
  std::size_t in_flight() const { return in_flight_.load(); }
  void stop_workers() { workers_.stop(); }

 private:
  struct Tally;
  void identify(Exchange& x, db::Tx& tx);
  void admit(Exchange& x);
  void call(Exchange& x, db::Tx* tx);
  void write(Exchange& x, db::Tx& tx);
  bool replay(Exchange& x, db::Tx& tx);
  void admitted(Exchange& x);
  void on_worker(Exchange& x);
  void stream(Exchange& x);
  void finish(Exchange& x);
  void refuse(Exchange& x, std::exception_ptr error);
  void lost(Exchange& x);
  Instant now() const;

  const Options& options_;
  const Registry& registry_;
  Registry own_;  // health, metrics, documentation
  db::Database& db_;
  Hooks hooks_;
  WebFiles web_;
  RateLimiter limiter_;
  Workers workers_;
  std::atomic<std::size_t> in_flight_ = 0;
  std::unique_ptr<Tally> tally_;
};

}  // namespace cairn::http
