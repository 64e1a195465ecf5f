// One request on its way through: what the connection read, what dispatch found out, what the handler answered.
// The connection owns it and uses it again for its next request.
#pragma once
#include <chrono>
#include <memory>

#include "platform/http/http.h"

namespace cairn::http {

class Dispatcher;

struct Exchange : std::enable_shared_from_this<Exchange> {
  Request request;
  Match match;
  Principal principal;
  Bound body, query;
  Reply reply;
  bool charged = false;     // the account's rate was taken; a body that is run again is not charged twice
  bool kept = false;        // the answer is stored under the request's Idempotency-Key
  bool proxied = false;     // came through the trusted proxy
  Coding coding = Coding::plain;  // that reply.body is in already
  Dispatcher* home = nullptr;
  std::chrono::steady_clock::time_point started;

  Exchange() = default;
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;
  virtual ~Exchange() = default;
  virtual void answer() = 0;       // the reply is ready; once per request, from any thread
  virtual StreamRef stream() = 0;  // instead of answering: the reply is an event stream from here on
  void reset();
};

}  // namespace cairn::http
