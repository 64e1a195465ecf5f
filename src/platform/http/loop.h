// An I/O thread: its io_context, its connections, and a tick that ends those which outstay their deadline (one timer
// per thread; a timer per connection costs more than serving a small request). Internal: includes Asio.
#pragma once
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "platform/http/dispatch.h"
#include "platform/http/exchange.h"
#include "platform/http/server.h"

namespace cairn::http {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;
using Clock = std::chrono::steady_clock;

// What all connections of a server share.
struct Shared {
  const Options& options;
  Dispatcher& dispatcher;
  std::vector<std::string> proxies;  // trusted addresses
  std::atomic<std::size_t> connections = 0;
  std::atomic<std::size_t> streams = 0;
  std::atomic<std::size_t> body_bytes = 0;
  std::atomic<bool> draining = false;
};

struct Loop;

// What a loop knows of a connection.
class Peer : public Exchange, public Stream {
 public:
  virtual void start() = 0;
  virtual void expire() = 0;  // the deadline has passed
  virtual void drain() = 0;   // end when nothing is under way
  virtual void close() = 0;
  virtual void push(Bytes bytes) = 0;  // a stream's bytes, on the loop's thread
  Clock::time_point deadline = Clock::time_point::max();
  std::size_t slot = 0;  // in loop.peers
};

struct Loop {
  Loop(Shared& s, std::size_t i) : shared(s), index(i) {}
  Shared& shared;
  const std::size_t index;
  asio::io_context io{1};
  asio::executor_work_guard<asio::io_context::executor_type> work{io.get_executor()};
  asio::steady_timer tick{io};
  std::thread thread;
  std::vector<std::shared_ptr<Peer>> peers;
  std::string date;
  std::chrono::milliseconds interval{1000};

  void start();
  void enter(std::shared_ptr<Peer> peer);
  void leave(Peer& peer);
  bool is_here() const { return thread.get_id() == std::this_thread::get_id(); }

 private:
  void on_tick();
};

}  // namespace cairn::http
