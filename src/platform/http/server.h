// The HTTP server: sockets, limits, dispatch. One io_context per thread; handlers are plain functions.
#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/embedded.h"
#include "platform/http/http.h"

namespace cairn::http {

// A bucket of `burst` requests, refilled `per_second`.
struct Limit {
  double per_second = 0;
  double burst = 0;
};

struct Limits {
  bool on = true;
  Limit read{50, 300}, write{10, 120}, expensive{2, 20}, login{0.5, 30};
  double address_factor = 8;  // the figures are per account; an address may do this times as much (login: once)
};

struct Options {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;               // 0 picks a free one
  std::size_t threads = 2;              // that serve sockets
  std::size_t workers = 4;              // for slow routes
  std::size_t slow_queue = 256;         // waiting slow requests; more: 503
  std::size_t max_connections = 20'000;
  std::size_t header_bytes = 16 * 1024;
  std::chrono::milliseconds header_time{10'000};
  std::chrono::milliseconds body_time{30'000};   // and a byte rate below ~1 kB/s is too slow for larger ones
  std::chrono::milliseconds idle_time{75'000};
  std::chrono::milliseconds write_time{30'000};  // without progress
  std::chrono::milliseconds drain_time{10'000};
  std::size_t stream_buffer = 256 * 1024;        // a stream that lags more is dropped
  std::string cert_file, key_file;      // TLS of our own
  std::string trusted_proxy;            // the address (or several, comma-separated) whose X-Forwarded-* count
  std::vector<std::string> origins;     // "https://okr.example.com"; empty: whatever Host says
  Limits limits;
  bool log_requests = true;
  std::size_t body_bytes = 256 << 20;   // of all requests that are being read; more: 503
  std::string title = "Cairn";
  std::string version = "0";
};

// What the slices supply.
struct Hooks {
  // in: a request with a session cookie or a bearer token; out: nullopt when it is worth nothing; may throw Failure
  std::function<std::optional<Principal>(const Request&, db::Tx&)> authenticate;
  // before a stored answer is told again: fails as the request itself would where the asker may not see that any more
  std::function<void(const Principal&, std::span<const PathParam>, std::string_view answer, db::Tx&)> authorise_replay;
  // extra condition of /readyz besides the database; empty text: ready
  std::function<std::string()> not_ready;
  // reads the clock for idempotency keys; the system's when empty
  std::function<Instant()> now;
};

class Server {
 public:
  // fails: std::runtime_error with a sentence for the operator: incomplete routes, plain HTTP off loopback, no such certificate
  Server(Options options, const Registry& registry, db::Database& db, Hooks hooks,
         std::span<const EmbeddedFile> web = {});
  ~Server();  // stops
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  void start();                 // binds and serves; fails: std::runtime_error with a sentence
  void stop();                  // drains: no new connections, requests finish, streams end
  std::uint16_t port() const;   // the one in use
  std::string url() const;      // "http://127.0.0.1:8080"

  struct State;

 private:
  std::unique_ptr<State> state_;
};

// fails: a sentence saying what to do when these options would serve plain HTTP off loopback
std::optional<std::string> refusal(const Options& options);

}  // namespace cairn::http
