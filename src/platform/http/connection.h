// A connection: reads one request after another, hands each to dispatch, sends the answers in order; or becomes an
// event stream. Everything here runs on the loop's thread, except answer(), stream(), send() and end().
// Internal: a template over the kind of socket, so that TLS lives in one file.
#pragma once
#include <boost/asio/buffer.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>
#include <array>
#include <type_traits>

#include "platform/http/loop.h"
#include "platform/http/problem.h"
#include "platform/http/respond.h"
#include "platform/http/wire.h"

namespace cairn::http {

using Error = boost::system::error_code;

template <class Socket>
class Connection final : public Peer {
 public:
  static constexpr bool plain = std::is_same_v<Socket, tcp::socket>;

  Connection(Loop& loop, Socket socket, std::string peer_address)
      : loop_(loop), socket_(std::move(socket)), peer_address_(std::move(peer_address)) {
    loop_.shared.connections.fetch_add(1);
  }
  ~Connection() override { loop_.shared.connections.fetch_sub(1); }

  void start() override;
  void expire() override;
  void drain() override;
  void close() override;
  void answer() override;

  StreamRef stream() override;
  bool open() const override { return !gone_.load(std::memory_order_acquire); }
  void send(Bytes bytes) override;
  void end() override;
  std::size_t loop() const override { return loop_.index; }
  void deliver_here(std::vector<Delivery> batch) override;
  void push(Bytes bytes) override;

 private:
  enum class State { idle, head, continuing, body, busy, writing, streaming, lingering, closed };

  std::shared_ptr<Connection> self() { return std::static_pointer_cast<Connection>(shared_from_this()); }
  auto& lowest() { return socket_.lowest_layer(); }
  void read_more(std::size_t bytes);
  void on_read(const Error& error, std::size_t had, std::size_t got);
  void process();
  bool take_head();
  bool take_body();
  void begin_request();
  void send_continue();
  void learn_client();
  bool body_fits(std::size_t limit);
  void refuse(const WireError& error);
  void send_reply();
  void write_out(bool may_try);
  void on_written(const Error& error, std::size_t bytes);
  void after_reply();
  void linger();
  void become_stream();
  void watch();
  void flush();
  void release_body();
  void within(std::chrono::milliseconds time) { deadline = Clock::now() + time; }

  Loop& loop_;
  Socket socket_;
  std::string peer_address_;
  Wire wire_;
  State state_ = State::idle;
  std::string in_;            // bytes not yet consumed
  std::size_t scanned_ = 0;   // of in_, without finding the end of the head
  std::size_t body_limit_ = 0;
  std::size_t body_counted_ = 0;
  std::string out_;           // head, and small bodies
  Bytes out_body_;            // larger bodies
  std::size_t out_at_ = 0;
  bool keep_alive_ = true;
  bool unread_ = false;       // the client may still be sending what nobody will read
  bool reading_ = false;      // into in_
  bool in_process_ = false;   // process() is on the stack
  bool answered_ = false;     // while it was
  std::shared_ptr<Peer> hold_;  // alive while a request is under way
  // as a stream
  std::vector<Bytes> pending_;
  std::size_t pending_bytes_ = 0;
  std::size_t front_at_ = 0;
  bool flushing_ = false;
  bool ending_ = false;
  std::atomic<bool> gone_ = false;
  std::array<char, 32> ignored_{};
};

template <class Socket>
void Connection<Socket>::start() {
  state_ = State::idle;
  within(loop_.shared.options.header_time);
  if constexpr (plain) {
    read_more(4096);
  } else {
    socket_.async_handshake(Socket::server, [me = self()](const Error& error) {
      if (error) return me->close();
      me->read_more(4096);
    });
  }
}

template <class Socket>
void Connection<Socket>::read_more(std::size_t bytes) {
  if (state_ == State::closed) return;
  const auto had = in_.size();
  in_.resize(had + bytes);
  reading_ = true;
  socket_.async_read_some(asio::buffer(in_.data() + had, bytes),
                          [me = self(), had](const Error& error, std::size_t got) { me->on_read(error, had, got); });
}

template <class Socket>
void Connection<Socket>::on_read(const Error& error, std::size_t had, std::size_t got) {
  reading_ = false;
  if (state_ == State::closed) return;
  in_.resize(had + got);
  if (error) return close();
  if (state_ == State::lingering) {
    in_.clear();
    return read_more(4096);
  }
  if (state_ == State::body) deadline += std::chrono::milliseconds(got / 4);  // who keeps sending may go on
  process();
}

// Works through what has arrived. A request that is answered while this is on the stack does not recurse: the loop
// goes on with the next one.
template <class Socket>
void Connection<Socket>::process() {
  in_process_ = true;
  for (;;) {
    if ((state_ == State::idle || state_ == State::head) && !take_head()) break;
    if (state_ == State::body && !take_body()) break;
    if (state_ != State::busy) break;
    answered_ = false;
    hold_ = self();
    loop_.shared.dispatcher.run(*this);
    if (!answered_) break;
    send_reply();
    if (state_ != State::idle) break;
  }
  in_process_ = false;
}

// out: true when a request may go on to its body or its handler
template <class Socket>
bool Connection<Socket>::take_head() {
  const auto& options = loop_.shared.options;
  while (state_ == State::idle && in_.starts_with("\r\n")) in_.erase(0, 2);  // left over from a sloppy body
  if (state_ == State::idle && !in_.empty()) {
    state_ = State::head;
    within(options.header_time);
  }
  const auto length = head_length(in_, scanned_);
  if (length > options.header_bytes || (length == 0 && in_.size() >= options.header_bytes)) {
    refuse({431, "header_too_large", "The header is larger than this server takes."});
    return false;
  }
  if (length == 0) {
    read_more(4096);
    return false;
  }
  scanned_ = 0;
  reset();
  request.address = peer_address_;
  request.request_id = new_request_id();
  request.secure = !plain;
  request.method = Method::get;
  request.path.clear();
  const auto error = wire_.head(std::string_view(in_).substr(0, length), request);
  in_.erase(0, length);
  if (error.status != 0) {
    refuse(error);
    return false;
  }
  begin_request();
  return state_ == State::body || state_ == State::busy;
}

template <class Socket>
void Connection<Socket>::begin_request() {
  learn_client();
  if (plain && !proxied && !request.secure && !is_loopback(peer_address_)) {
    return refuse({403, "not_through_proxy", "This server is reached through its proxy, which speaks TLS."});
  }
  keep_alive_ = wire_.keep_alive() && !loop_.shared.draining.load(std::memory_order_relaxed);
  body_limit_ = loop_.shared.dispatcher.find_route(*this);
  if (wire_.body_kind() == BodyKind::none) {
    state_ = State::busy;
    deadline = Clock::time_point::max();
    return;
  }
  if (wire_.content_length() > body_limit_) return refuse({413, "body_too_large", "The body is larger than this address takes."});
  if (!body_fits(wire_.content_length())) return refuse({503, "busy", "Too much is being received; try again in a moment."});
  state_ = State::body;
  within(loop_.shared.options.body_time);
  if (wire_.expects_continue() && in_.empty()) send_continue();
}

template <class Socket>
void Connection<Socket>::send_continue() {
  static constexpr std::string_view text = "HTTP/1.1 100 Continue\r\n\r\n";
  state_ = State::continuing;
  asio::async_write(socket_, asio::buffer(text), [me = self()](const Error& error, std::size_t) {
    if (error) return me->close();
    if (me->state_ != State::continuing) return;
    me->state_ = State::body;
    me->process();
  });
}

// Behind a trusted proxy the client is who the proxy says; from anybody else those headers mean nothing.
template <class Socket>
void Connection<Socket>::learn_client() {
  const auto& proxies = loop_.shared.proxies;
  proxied = std::find(proxies.begin(), proxies.end(), peer_address_) != proxies.end();
  if (!proxied) return;
  const auto forwarded = request.header("x-forwarded-for");
  const auto last = forwarded.substr(forwarded.rfind(',') + 1);
  const auto from = last.find_first_not_of(' ');
  if (from != std::string_view::npos) request.address = last.substr(from, last.find_last_not_of(' ') - from + 1);
  request.secure = request.header("x-forwarded-proto") == "https";
}

template <class Socket>
bool Connection<Socket>::body_fits(std::size_t bytes) {
  const auto all = loop_.shared.body_bytes.fetch_add(bytes) + bytes;
  body_counted_ += bytes;
  return all <= loop_.shared.options.body_bytes;
}

template <class Socket>
void Connection<Socket>::release_body() {
  if (body_counted_ != 0) loop_.shared.body_bytes.fetch_sub(body_counted_);
  body_counted_ = 0;
}

template <class Socket>
bool Connection<Socket>::take_body() {
  WireError error;
  const auto before = request.body.size();
  const auto taken = wire_.body(in_, body_limit_, request, error);
  in_.erase(0, taken);
  if (error.status == 0 && wire_.body_kind() == BodyKind::chunked && !body_fits(request.body.size() - before)) {
    error = {503, "busy", "Too much is being received; try again in a moment."};
  }
  if (error.status == 0 && in_.size() > loop_.shared.options.header_bytes && !wire_.done()) {
    error = {400, "malformed_body", "The chunks of the body are not well-formed."};
  }
  if (error.status != 0) {
    refuse(error);
    return false;
  }
  if (!wire_.done()) {
    const auto left = wire_.content_length() > request.body.size() ? wire_.content_length() - request.body.size() : 4096;
    read_more(std::clamp<std::size_t>(left, 4096, 64 * 1024));
    return false;
  }
  state_ = State::busy;
  deadline = Clock::time_point::max();
  return true;
}

// A request that never reaches a handler: it is answered, and the connection ends, for where the next one starts is
// anybody's guess.
template <class Socket>
void Connection<Socket>::refuse(const WireError& error) {
  if (request.request_id.empty()) request.request_id = new_request_id();
  match.route = nullptr;
  started = Clock::now();
  keep_alive_ = false;
  unread_ = true;
  reply = problem(error.status, error.code, error.message, request.request_id);
  send_reply();
}

template <class Socket>
void Connection<Socket>::expire() {
  if (state_ == State::head || state_ == State::body) {
    // a read is under way; its end finds the connection writing
    return refuse({408, "too_slow", "The request did not arrive in time."});
  }
  close();
}

template <class Socket>
void Connection<Socket>::drain() {
  if (state_ == State::idle || state_ == State::lingering) close();
  if (state_ == State::streaming) {
    ending_ = true;
    flush();
  }
}

template <class Socket>
void Connection<Socket>::close() {
  if (state_ == State::closed) return;
  if (state_ == State::streaming) loop_.shared.streams.fetch_sub(1);
  const auto me = self();
  const bool busy = state_ == State::busy;
  state_ = State::closed;
  gone_.store(true, std::memory_order_release);
  Error ignored;
  lowest().close(ignored);
  release_body();
  pending_.clear();
  loop_.leave(*this);
  if (!busy) hold_.reset();
}

}  // namespace cairn::http

#include "platform/http/connection_answer.h"
#include "platform/http/connection_stream.h"
