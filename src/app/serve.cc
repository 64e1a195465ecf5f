// The server as a whole: slices' routes, the live hub, background jobs, and a clean end on SIGTERM.
#include "app/serve.h"

#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "app/commands.h"
#include "app/data_lock.h"
#include "app/demo_clock.h"
#include "app/features.h"
#include "app/replay.h"
#include "base/embedded.h"
#include "features/feed/feed.h"
#include "features/people/people.h"
#include "features/sessions/sessions.h"
#include "platform/http/server.h"
#include "platform/jobs/jobs.h"
#include "platform/live/live.h"
#include "platform/log/log.h"
#include "seed/demo.h"

#ifndef CAIRN_VERSION
#define CAIRN_VERSION "0"
#endif

extern const cairn::EmbeddedFile cairn_web_files[];
extern const std::size_t cairn_web_files_count;

namespace cairn::app {

void register_routes(http::Registry& registry, features::App& app) {
  add_routes(registry, app);
}

namespace {

struct Address {
  std::string host;
  std::uint16_t port = 0;
};

Address address_of(const std::string& listen) {
  const std::size_t colon = listen.rfind(':');
  const std::string port = colon == std::string::npos ? "" : listen.substr(colon + 1);
  const bool digits = !port.empty() && port.size() <= 5 && port.find_first_not_of("0123456789") == std::string::npos;
  if (!digits || std::stoi(port) > 65535) {
    fail(Fault::unprocessable, "bad_listen_address", "--listen takes HOST:PORT, as 127.0.0.1:8080; " + listen + " is none.");
  }
  std::string host = listen.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  if (host == "localhost") host = "127.0.0.1";
  return {host, static_cast<std::uint16_t>(std::stoi(port))};
}

http::Options http_options(const ServeOptions& options) {
  const Address address = address_of(options.listen);
  http::Options out;
  out.address = address.host;
  out.port = address.port;
  out.threads = static_cast<std::size_t>(options.threads);
  out.cert_file = options.tls_cert;
  out.key_file = options.tls_key;
  out.trusted_proxy = options.trusted_proxy;
  out.origins = options.origins;
  if (!options.public_url.empty()) out.origins.push_back(options.public_url);
  out.limits.on = options.rate_limits;
  out.log_requests = options.log_requests;
  out.version = CAIRN_VERSION;
  return out;
}

}  // namespace

struct Service::State {
  State(Site& s, const ServeOptions& options)
      : site(s),
        hub(s.database(), {feed::audience(s.app()), [this](const http::Principal& p) { return still_valid(p); }}),
        runner(s.database(), s.app().clock, "server-" + std::to_string(getpid())) {
    // what is over is forgotten once an hour: sessions, links, old failures
    runner.handle("sessions.sweep", [this](const jobs::Job&) {
      site.database().write([&](db::Tx& tx) { sessions::sweep(tx, site.app().clock.now()); });
    });
    runner.schedule("sessions.sweep", "sessions.sweep", jobs::every(hour_us));
    register_routes(registry, site.app());
    hub.add_route(registry);
    http::Hooks hooks;
    hooks.authenticate = sessions::authenticator(site.app());
    hooks.now = [this] { return site.app().clock.now(); };
    hooks.authorise_replay = [this](const http::Principal& who, std::span<const http::PathParam> params, std::string_view answer, db::Tx& tx) {
      authorise_replay(site.app(), who, params, answer, tx);
    };
    server = std::make_unique<http::Server>(http_options(options), registry, site.database(), std::move(hooks),
                                            std::span<const EmbeddedFile>(cairn_web_files, cairn_web_files_count));
  }

  bool still_valid(const http::Principal& p) {
    return site.database().read([&](db::Tx& tx) { return sessions::still_valid(tx, p, site.app().clock.now()); });
  }

  Site& site;
  http::Registry registry;
  live::Hub hub;
  std::unique_ptr<http::Server> server;
  jobs::Runner runner;
};

Service::Service(Site& site, const ServeOptions& options) : state_(std::make_unique<State>(site, options)) {}
Service::~Service() { stop(); }

void Service::start() {
  state_->server->start();
  if (state_->site.app().public_url.empty()) state_->site.app().public_url = state_->server->url();
  state_->runner.start();
}

void Service::stop() {
  if (!state_) return;
  state_->runner.stop();
  state_->hub.stop();
  state_->server->stop();
}

std::string Service::url() const { return state_->server->url(); }

namespace {

// Signals are taken by sigwait alone, so they are blocked before any thread starts.
sigset_t block_end_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  return signals;
}

// Where a demo that was used before stood when it was last used; else its fixed beginning.
Instant demo_time(const DataOptions& data) {
  const auto database = open_database(data);
  migrate_database(*database);
  const auto last = database->read([](db::Tx& tx) { return tx.value<std::optional<std::int64_t>>("SELECT MAX(at) FROM activity"); });
  database->stop();
  const std::int64_t used = last && *last ? **last : 0;
  return Instant{std::max(demo_begin.us, used)};
}

void greet(Service& service, Site& site, bool demo) {
  std::printf("listening on %s\n", service.url().c_str());
  features::Context ctx = features::system_context(site.app());
  if (demo) {
    std::printf("The demo company. Sign in with one of these, password: %s\n", std::string(seed::demo_password).c_str());
    for (const seed::SignIn& s : seed::demo_sign_ins()) {
      std::printf("  %-36s %s\n", std::string(s.email).c_str(), std::string(s.what).c_str());
    }
  } else if (const auto link = sessions::setup_link(ctx)) {
    std::printf("Open this link once to set up the organisation and its first administrator:\n  %s\n", link->c_str());
  }
  std::fflush(stdout);
}

}  // namespace

int serve(const Options& options) {
  const sigset_t signals = block_end_signals();
  const bool demo = options.serve.demo;
  if (demo && !address_of(options.serve.listen).host.starts_with("127.") && address_of(options.serve.listen).host != "::1") {
    fail(Fault::unprocessable, "demo_off_loopback", "The demo has known passwords: it is served on a loopback address only.");
  }
  std::optional<DataLock> lock;
  if (options.data.database.empty()) {
    database_file(options.data);  // makes the directory
    lock.emplace(options.data.data, DataLock::Use::serving);
  }
  std::unique_ptr<clock::Clock> clock;
  if (demo) clock = std::make_unique<DemoClock>(demo_time(options.data));
  else clock = std::make_unique<clock::SystemClock>();
  Site site(options.data, *clock);
  site.app().demo = demo;
  site.app().public_url = options.serve.public_url;
  site.app().secure_cookies = !options.serve.tls_cert.empty() || !options.serve.trusted_proxy.empty();
  if (demo) {
    seed::fill_demo(site.app());
    for (const seed::SignIn& s : seed::demo_sign_ins()) site.app().demo_emails.emplace_back(s.email);
    site.app().demo_password = seed::demo_password;
  }
  site.load_graph();
  Service service(site, options.serve);
  service.start();
  greet(service, site, demo);
  int signal = 0;
  sigwait(&signals, &signal);
  log::info("stopping", {{"signal", signal}});
  service.stop();
  return 0;
}

namespace {

// A directory that goes away with its owner.
struct Scratch {
  std::filesystem::path dir;
  Scratch() {
    std::string name = (std::filesystem::temp_directory_path() / "cairn-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) fail(Fault::storage_full, "no_scratch_directory", "No temporary directory can be made.");
    dir = name;
  }
  ~Scratch() {
    std::error_code ignored;
    std::filesystem::remove_all(dir, ignored);
  }
};

}  // namespace

int openapi_command(const Options&) {
  // the routes are the same for every organisation: an empty one is enough
  const clock::SystemClock clock;
  const Scratch scratch;
  DataOptions data;
  data.data = scratch.dir.string();
  Site site(data, clock);
  http::Registry registry;
  register_routes(registry, site.app());
  live::Hub hub(site.database(), {});
  hub.add_route(registry);
  std::printf("%s\n", http::openapi(registry, "Cairn", CAIRN_VERSION).c_str());
  return 0;
}

}  // namespace cairn::app
