// Dispatch. A read route costs one read transaction: it identifies the asker and answers. A write route identifies in
// a read transaction, so that the writer thread only ever does the work itself.
#include "platform/http/dispatch.h"

#include <array>
#include <chrono>

#include "platform/http/guards.h"
#include "platform/http/idempotency.h"
#include "platform/http/pages.h"
#include "platform/http/problem.h"
#include "platform/http/respond.h"
#include "platform/http/target.h"
#include "platform/log/log.h"

namespace cairn::http {
namespace {

constexpr double slow_s = 0.5;  // answers that take longer are logged like refusals
constexpr std::size_t body_limit_without_route = 64 * 1024;
using Clock = std::chrono::steady_clock;

std::string allow_header(const std::vector<Method>& methods) {
  std::string out;
  for (const auto m : methods) {
    out.append(out.empty() ? "" : ", ").append(name_of(m));
    if (m == Method::get) out.append(", HEAD");
  }
  return out;
}

[[noreturn]] void fail_rate(int seconds) {
  Failure failure(Fault::too_many, "too_many_requests", "Too many requests; try again a little later.");
  failure.retry_after_s = seconds;
  throw failure;
}

// A GET whose tag the client has already: 304.
void settle_conditions(Exchange& x) {
  const auto method = x.request.method;
  if (x.reply.tag.empty() || !x.reply.revalidates || x.reply.status != 200 || (method != Method::get && method != Method::head)) return;
  const auto known = x.request.header("if-none-match");
  if (known.empty() || !names_tag(known, x.reply.tag)) return;
  Reply unchanged{.status = 304, .tag = std::move(x.reply.tag), .headers = std::move(x.reply.headers)};
  x.reply = std::move(unchanged);
}

Reply reply_of(std::exception_ptr error, const Exchange& x) {
  try {
    std::rethrow_exception(error);
  } catch (const Failure& failure) {
    return problem(failure, x.request.request_id);
  } catch (const std::exception& e) {
    log::error("request failed", {{"request", x.request.request_id}, {"path", x.request.path}, {"what", e.what()}});
  } catch (...) {
    log::error("request failed", {{"request", x.request.request_id}, {"path", x.request.path}});
  }
  return problem(500, "internal", "Something went wrong on our side; the log knows more under the request's id.", x.request.request_id);
}

}  // namespace

void Exchange::reset() {
  principal = {};
  body = query = {};
  reply = {};
  charged = kept = false;
  coding = Coding::plain;
  match.route = nullptr;
}

// Counters, found once per route and status and then only added to.
struct Dispatcher::Tally {
  static constexpr std::size_t statuses = 600;
  std::vector<std::array<std::atomic<metrics::Counter*>, statuses>> by_route;
  std::vector<std::string> names;
  std::array<metrics::Histogram*, 6> seconds;

  Tally(const Registry& a, const Registry& b) : by_route(a.routes().size() + b.routes().size() + 1) {
    for (const auto* registry : {&a, &b}) {
      for (const auto& r : registry->routes()) names.push_back(std::string(name_of(r->method())) + ' ' + r->path());
    }
    names.emplace_back("other");
    static constexpr std::array<const char*, 6> kinds = {"files", "read", "write", "slow", "stream", "instant"};
    for (std::size_t i = 0; i < kinds.size(); ++i) {
      seconds[i] = &metrics::histogram("cairn_http_request_seconds", "run=\"" + std::string(kinds[i]) + '"', "time from the whole request to its answer");
    }
  }

  void count(std::size_t route, int status, Run run, double took) {
    auto& slot = by_route[route][static_cast<std::size_t>(status) % statuses];
    auto* counter = slot.load(std::memory_order_acquire);
    if (!counter) {
      const auto labels = "route=\"" + names[route] + "\",status=\"" + std::to_string(status) + '"';
      counter = &metrics::counter("cairn_http_requests_total", labels, "requests answered");
      slot.store(counter, std::memory_order_release);
    }
    counter->add();
    seconds[static_cast<std::size_t>(run)]->observe(took);
  }
};

Dispatcher::Dispatcher(const Options& options, const Registry& registry, db::Database& db, Hooks hooks, std::span<const EmbeddedFile> web)
    : options_(options), registry_(registry), db_(db), hooks_(std::move(hooks)), web_(web), limiter_(options.limits),
      workers_(options.workers, options.slow_queue) {
  add_pages(own_, {registry, db, options, hooks_, [this] { return workers_.waiting(); }});
  tally_ = std::make_unique<Tally>(registry_, own_);
}

Dispatcher::~Dispatcher() { forget_gauges(); }

Instant Dispatcher::now() const {
  if (hooks_.now) return hooks_.now();
  return Instant{std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::system_clock::now().time_since_epoch()).count()};
}

std::size_t Dispatcher::find_route(Exchange& x) const {
  registry_.find(x.request.method, x.request.path, x.match);
  if (!x.match.route && x.match.allowed.empty()) {
    own_.find(x.request.method, x.request.path, x.match);
    x.match.index += registry_.routes().size();
  }
  return x.match.route && x.match.route->takes_body() ? x.match.route->body_limit_of() : body_limit_without_route;
}

void Dispatcher::run(Exchange& x) {
  x.home = this;
  x.started = Clock::now();
  in_flight_.fetch_add(1);
  const Route* route = x.match.route;
  if (!route) return lost(x);
  try {
    if (const int wait = limiter_.take_address(x.request.address, route->rate_of(), x.started)) fail_rate(wait);
    check_credentials(x.request);
    if (route->run_of() != Run::read && !has_credentials(x.request)) admit(x);
  } catch (...) {
    return refuse(x, std::current_exception());
  }
  if (route->run_of() != Run::read && !has_credentials(x.request)) return admitted(x);
  // one pointer each: the two functions fit into std::function without an allocation
  auto* const p = &x;
  db_.read_async(
      [p](db::Tx& tx) {
        p->home->identify(*p, tx);
        p->home->admit(*p);
        if (p->match.route->run_of() == Run::read) p->home->call(*p, &tx);
      },
      [p](std::exception_ptr error) {
        if (error) return p->home->refuse(*p, error);
        p->match.route->run_of() == Run::read ? p->home->finish(*p) : p->home->admitted(*p);
      });
}

void Dispatcher::identify(Exchange& x, db::Tx& tx) {
  if (!has_credentials(x.request) || !hooks_.authenticate) return;
  x.principal = hooks_.authenticate(x.request, tx).value_or(Principal{});
  if (!x.principal.signed_in() && x.request.has("authorization")) {
    fail(Fault::unauthenticated, "unauthenticated", "This token is unknown, has expired or was revoked.");
  }
}

void Dispatcher::admit(Exchange& x) {
  const Route& route = *x.match.route;
  check_rights(route, x.principal);
  if (is_unsafe(x.request.method) && !x.principal.token) check_same_site(x.request, options_.origins);
  if (x.principal.signed_in() && !x.charged) {
    x.charged = true;
    if (const int wait = limiter_.take_account(x.principal.person, route.rate_of(), x.started)) fail_rate(wait);
  }
  bind_inputs(x, route);
}

void Dispatcher::call(Exchange& x, db::Tx* tx) {
  const log::RequestScope scope(x.request.request_id);
  Call call(x.request, x.principal);
  call.exchange_ = &x;
  call.params_ = x.match.params;
  call.body_ = x.body;
  call.query_ = x.query;
  call.tx_ = tx;
  x.reply = x.match.route->handler()(call);
}

bool Dispatcher::replay(Exchange& x, db::Tx& tx) {
  if (!idempotency::replay(x, tx, now())) return false;
  if (hooks_.authorise_replay) hooks_.authorise_replay(x.principal, x.match.params, x.reply.content(), tx);
  return true;
}

void Dispatcher::write(Exchange& x, db::Tx& tx) {
  const bool keyed = idempotency::applies(x);
  if (keyed && replay(x, tx)) return;
  call(x, &tx);
  if (keyed) idempotency::keep(x, x.reply, tx, now());
}

void Dispatcher::admitted(Exchange& x) {
  auto* const p = &x;
  switch (x.match.route->run_of()) {
    case Run::write:
      db_.write_async([p](db::Tx& tx) { p->home->write(*p, tx); },
                      [p](std::exception_ptr error) { error ? p->home->refuse(*p, error) : p->home->finish(*p); });
      return;
    case Run::slow:
    case Run::stream:
      if (!workers_.post([p] { p->home->on_worker(*p); })) {
        return refuse(x, std::make_exception_ptr(Failure(Fault::unavailable, "busy", "Too much is going on; try again in a moment.")));
      }
      return;
    default:
      try {
        call(x, nullptr);
      } catch (...) {
        return refuse(x, std::current_exception());
      }
      return finish(x);
  }
}

void Dispatcher::on_worker(Exchange& x) {
  if (x.match.route->run_of() == Run::stream) return stream(x);
  bool reserved = false;
  try {
    const bool keyed = idempotency::applies(x);
    if (keyed && db_.write([&](db::Tx& tx) {
          if (replay(x, tx)) return true;
          idempotency::reserve(x, tx, now());
          reserved = true;
          return false;
        })) {
      return finish(x);
    }
    call(x, nullptr);
    if (keyed && !x.kept) db_.write([&](db::Tx& tx) { idempotency::keep(x, x.reply, tx, now()); });
  } catch (...) {
    const auto error = std::current_exception();
    if (reserved && !x.kept) db_.write_async([p = &x](db::Tx& tx) { idempotency::forget(*p, tx); }, [p = &x, error](std::exception_ptr) { p->home->refuse(*p, error); });
    else refuse(x, error);
    return;
  }
  finish(x);
}

void Dispatcher::stream(Exchange& x) {
  try {
    const log::RequestScope scope(x.request.request_id);
    Call call(x.request, x.principal);
    call.exchange_ = &x;
    call.params_ = x.match.params;
    call.query_ = x.query;
    x.match.route->stream_handler()(call);
  } catch (...) {
    return refuse(x, std::current_exception());
  }
  in_flight_.fetch_sub(1);
}

void Dispatcher::refuse(Exchange& x, std::exception_ptr error) {
  x.reply = reply_of(error, x);
  finish(x);
}

// Neither route nor page: a file of the web app, another method, or nothing.
void Dispatcher::lost(Exchange& x) {
  if (!x.match.allowed.empty()) {
    x.reply = problem(405, "method_not_allowed", "This address does not know that method.", x.request.request_id);
    x.reply.headers.emplace_back("Allow", allow_header(x.match.allowed));
  } else if (!web_.answer(x.request, x.reply, x.coding)) {
    x.reply = problem(404, "not_found", "There is nothing here.", x.request.request_id);
  }
  finish(x);
}

void Dispatcher::finish(Exchange& x) {
  settle_conditions(x);
  if (x.match.route && x.match.route->run_of() == Run::slow) squeeze(x);  // here, where time is cheap; else on the I/O thread
  in_flight_.fetch_sub(1);
  x.answer();
}

void Dispatcher::settled(const Exchange& x) {
  const Run run = x.match.route ? x.match.route->run_of() : Run::unset;
  const double took = std::chrono::duration<double>(Clock::now() - x.started).count();
  tally_->count(x.match.route ? x.match.index : tally_->names.size() - 1, x.reply.status, run, took);
  if (!options_.log_requests) return;
  const bool quiet = x.reply.status < 400 && took < slow_s;  // the activity log knows what was changed
  const auto level = quiet ? log::Level::debug : x.reply.status >= 500 ? log::Level::error : log::Level::info;
  if (level < log::level()) return;
  log::write(level, "request",
             {{"request", x.request.request_id}, {"method", name_of(x.request.method)}, {"path", x.request.path}, {"status", x.reply.status},
              {"ms", took * 1000}, {"bytes", x.reply.content().size()}, {"address", x.request.address}, {"person", x.principal.person}});
}

}  // namespace cairn::http
