// Live events: the tail of the activity log as server-sent events. The tail is read once per commit, not per client;
// each subscriber gets only what the audience hook lets through; a lost connection resumes by Last-Event-ID.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "platform/activity/activity.h"
#include "platform/db/db.h"
#include "platform/http/http.h"

namespace cairn::live {

struct Hooks {
  // out: per principal, in the same order, the thin JSON of the entry or nothing when that one may not know of it.
  // Equal payloads should share one string: they are framed once.
  std::function<std::vector<http::Bytes>(const activity::Entry&, std::span<const http::Principal* const>)> audience;
  // false: the session ended, the stream is closed within a second
  std::function<bool(const http::Principal&)> still_valid;
};

struct Options {
  std::int64_t replay_limit = 2'000;  // a client further behind than this gets `reset` instead
  std::size_t max_streams = 10'000;
  std::size_t max_streams_per_person = 32;
  int heartbeat_s = 15;
};

class Hub {
 public:
  Hub(db::Database& db, Hooks hooks, Options options = {});
  ~Hub();  // stop()
  Hub(const Hub&) = delete;
  Hub& operator=(const Hub&) = delete;

  void add_route(http::Registry& registry);  // GET /api/v1/live
  void stop();                               // ends every stream; before http::Server::stop
  std::size_t watchers() const;

  struct State;

 private:
  std::shared_ptr<State> state_;
};

// out: the one-for-one form of Hooks::audience; equal texts of one entry share a string
using Authorise = std::function<std::optional<std::string>(const http::Principal&, const activity::Entry&)>;
decltype(Hooks::audience) each(Authorise authorise);

}  // namespace cairn::live
