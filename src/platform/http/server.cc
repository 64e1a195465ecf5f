// Listening, handing connections to the I/O threads, and stopping without cutting anybody off.
#include "platform/http/server.h"

#include <boost/asio/ip/v6_only.hpp>

#include <algorithm>
#include <condition_variable>
#include <stdexcept>

#include "platform/http/connection.h"
#include "platform/http/metrics.h"
#include "platform/http/target.h"
#include "platform/http/tls.h"
#include "platform/log/log.h"

namespace cairn::http {
namespace {

std::vector<std::string> split_list(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const auto end = std::min(text.find(','), text.size());
    const auto piece = trim(text.substr(0, end));
    if (!piece.empty()) out.emplace_back(piece);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

// An IPv4 client of a dual-stack socket is still an IPv4 client.
std::string text_of(const asio::ip::address& address) {
  if (address.is_v6() && address.to_v6().is_v4_mapped()) return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string();
  return address.to_string();
}

std::chrono::milliseconds tick_of(const Options& o) {
  const auto shortest = std::min({o.header_time, o.body_time, o.idle_time, o.write_time});
  return std::clamp<std::chrono::milliseconds>(shortest / 4, std::chrono::milliseconds(10), std::chrono::milliseconds(1000));
}

}  // namespace

std::optional<std::string> refusal(const Options& options) {
  boost::system::error_code error;
  const auto address = asio::ip::make_address(options.address, error);
  if (error) return "'" + options.address + "' is no IP address to listen on; use for example 127.0.0.1:8080.";
  if (options.cert_file.empty() != options.key_file.empty()) return "TLS needs both files: the certificate and its key.";
  for (const auto& proxy : split_list(options.trusted_proxy)) {
    asio::ip::make_address(proxy, error);
    if (error) return "'" + proxy + "' is no IP address of a trusted proxy.";
  }
  if (!options.cert_file.empty() || !options.trusted_proxy.empty() || address.is_loopback()) return std::nullopt;
  return "Refusing to serve plain HTTP on " + options.address +
         ", where others could read along. Give a certificate and its key, or name the proxy in front that speaks TLS "
         "as trusted proxy, or listen on 127.0.0.1.";
}

struct Server::State {
  State(Options o, const Registry& r, db::Database& d, Hooks h, std::span<const EmbeddedFile> web)
      : options(std::move(o)), dispatcher(options, r, d, std::move(h), web), shared{options, dispatcher, split_list(options.trusted_proxy)} {}

  Options options;
  Dispatcher dispatcher;
  Shared shared;
  std::vector<std::unique_ptr<Loop>> loops;
  std::unique_ptr<Tls> tls;
  std::optional<tcp::acceptor> acceptor;
  std::optional<asio::steady_timer> breather;
  std::size_t next = 0;
  std::uint16_t port = 0;
  bool running = false;

  void listen();
  void accept();
  void welcome(Loop& loop, tcp::socket socket);
  template <class F>
  void on_all(F&& f);
  bool wait_until(std::chrono::milliseconds time, const std::function<bool()>& condition);
};

void Server::State::listen() {
  const tcp::endpoint endpoint(asio::ip::make_address(options.address), options.port);
  boost::system::error_code error;
  acceptor.emplace(loops[0]->io);
  acceptor->open(endpoint.protocol(), error);
  if (!error) acceptor->set_option(tcp::acceptor::reuse_address(true), error);
  if (!error && endpoint.address() == asio::ip::address_v6::any()) acceptor->set_option(asio::ip::v6_only(false), error);
  if (!error) acceptor->bind(endpoint, error);
  if (!error) acceptor->listen(4096, error);
  if (error) {
    throw std::runtime_error("Cannot listen on " + options.address + ":" + std::to_string(options.port) + ": " + error.message() + ".");
  }
  port = acceptor->local_endpoint().port();
}

void Server::State::accept() {
  Loop& loop = *loops[next++ % loops.size()];
  acceptor->async_accept(loop.io, [this, &loop](const boost::system::error_code& error, tcp::socket socket) {
    if (error == asio::error::operation_aborted || !acceptor->is_open()) return;
    if (error) {  // out of file descriptors: existing clients go on, new ones wait a little
      breather->expires_after(std::chrono::milliseconds(50));
      breather->async_wait([this](const boost::system::error_code& stopped) {
        if (!stopped) accept();
      });
      return;
    }
    welcome(loop, std::move(socket));
    accept();
  });
}

void Server::State::welcome(Loop& loop, tcp::socket socket) {
  boost::system::error_code error;
  const auto remote = socket.remote_endpoint(error);
  if (error) return;
  socket.non_blocking(true, error);
  socket.set_option(tcp::no_delay(true), error);
  if (shared.connections.load() >= options.max_connections) {
    static constexpr std::string_view full =
        "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 2\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    socket.write_some(asio::buffer(full), error);
    return;
  }
  auto address = text_of(remote.address());
  std::shared_ptr<Peer> peer;
  if (tls) peer = tls->connection(loop, std::move(socket), std::move(address));
  else peer = std::make_shared<Connection<tcp::socket>>(loop, std::move(socket), std::move(address));
  asio::post(loop.io, [&loop, peer = std::move(peer)]() mutable { loop.enter(std::move(peer)); });
}

template <class F>
void Server::State::on_all(F&& f) {
  for (auto& loop : loops) {
    asio::post(loop->io, [&l = *loop, f] {
      for (std::size_t i = l.peers.size(); i-- > 0;) {
        if (i >= l.peers.size()) continue;
        const auto peer = l.peers[i];
        f(*peer);
      }
    });
  }
}

bool Server::State::wait_until(std::chrono::milliseconds time, const std::function<bool()>& condition) {
  const auto end = Clock::now() + time;
  while (!condition()) {
    if (Clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return true;
}

Server::Server(Options options, const Registry& registry, db::Database& db, Hooks hooks, std::span<const EmbeddedFile> web) {
  if (const auto why = refusal(options)) throw std::runtime_error(*why);
  if (const auto problems = registry.check(); !problems.empty()) {
    std::string text = "Some routes are not declared in full:";
    for (const auto& p : problems) text += "\n  " + p;
    throw std::runtime_error(text);
  }
  state_ = std::make_unique<State>(std::move(options), registry, db, std::move(hooks), web);
  auto& s = *state_;
  if (!s.options.cert_file.empty()) s.tls = std::make_unique<Tls>(s.options.cert_file, s.options.key_file);
}

Server::~Server() { stop(); }

void Server::start() {
  auto& s = *state_;
  for (std::size_t i = 0; i < std::max<std::size_t>(1, s.options.threads); ++i) {
    s.loops.push_back(std::make_unique<Loop>(s.shared, i));
    s.loops.back()->interval = tick_of(s.options);
  }
  s.breather.emplace(s.loops[0]->io);
  s.listen();
  s.accept();
  s.running = true;
  for (auto& loop : s.loops) loop->start();
  metrics::on_scrape("cairn_http_connections", "", "open connections", [&s] { return static_cast<double>(s.shared.connections.load()); });
  metrics::on_scrape("cairn_http_streams", "", "open event streams", [&s] { return static_cast<double>(s.shared.streams.load()); });
}

void Server::stop() {
  auto& s = *state_;
  if (!s.running) return;
  s.running = false;
  s.shared.draining = true;
  metrics::on_scrape("cairn_http_connections", "", "", nullptr);
  metrics::on_scrape("cairn_http_streams", "", "", nullptr);
  asio::post(s.loops[0]->io, [&s] {
    boost::system::error_code ignored;
    s.acceptor->close(ignored);
    s.breather->cancel();
  });
  s.on_all([](Peer& p) { p.drain(); });
  s.wait_until(s.options.drain_time, [&s] { return s.shared.connections.load() == 0; });
  s.on_all([](Peer& p) { p.close(); });
  // what still runs is waited for: its answer has nowhere to go, but its work is not cut off
  s.wait_until(s.options.drain_time, [&s] { return s.dispatcher.in_flight() == 0; });
  s.dispatcher.stop_workers();
  for (auto& loop : s.loops) {
    loop->work.reset();
    asio::post(loop->io, [&l = *loop] { l.tick.cancel(); });
  }
  s.wait_until(std::chrono::milliseconds(1000), [&s] { return s.shared.connections.load() == 0; });
  for (auto& loop : s.loops) loop->io.stop();
  for (auto& loop : s.loops) loop->thread.join();
  for (auto& loop : s.loops) {  // what was posted last lets go of its connection
    loop->io.restart();
    loop->io.poll();
  }
}

std::uint16_t Server::port() const { return state_->port; }

std::string Server::url() const {
  const auto& o = state_->options;
  const bool v6 = o.address.find(':') != std::string::npos;
  return std::string(o.cert_file.empty() ? "http://" : "https://") + (v6 ? '[' + o.address + ']' : o.address) + ':' + std::to_string(state_->port);
}

}  // namespace cairn::http
