// An answer that stays open: server-sent events. Any thread may send; a client that is too slow is dropped.
#pragma once
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace cairn::http {

using Bytes = std::shared_ptr<const std::string>;

class Stream;
using StreamRef = std::shared_ptr<Stream>;

struct Delivery {
  StreamRef to;
  Bytes bytes;
};

class Stream {
 public:
  virtual ~Stream() = default;
  virtual bool open() const = 0;      // false once the client is gone, was too slow, or the server stops
  virtual void send(Bytes bytes) = 0;
  virtual void end() = 0;             // sends what is queued, then closes
  virtual std::size_t loop() const = 0;  // the I/O thread that serves it
  virtual void deliver_here(std::vector<Delivery> batch) = 0;  // all of them to streams of this loop
};

// Many sends at once: one wake-up per I/O thread instead of one per client.
void deliver(std::span<const Delivery> deliveries);

}  // namespace cairn::http
