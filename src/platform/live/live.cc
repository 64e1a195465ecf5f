// One thread follows the log's tail and hands each entry to all who may know of it. Whoever connects is brought up to
// the thread's position by its own request, and joins at the moment the two agree: nothing is missed, nothing doubled.
#include "platform/live/live.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <random>
#include <thread>
#include <unordered_map>

#include "platform/http/metrics.h"
#include "platform/live/frame.h"
#include "platform/log/log.h"

namespace cairn::live {
namespace {

constexpr int batch = 200;  // entries read at once
constexpr std::chrono::milliseconds sweep_every{700};
using SteadyClock = std::chrono::steady_clock;

struct LiveQuery {
  std::optional<std::int64_t> after;
  static constexpr auto fields() {
    return json::fields(json::field("after", &LiveQuery::after, "resume after this number, where Last-Event-ID cannot be sent", json::at_least(0)));
  }
};

struct Subscriber {
  http::Principal principal;
  http::StreamRef stream;
  std::int64_t position = 0;  // it knows of everything up to here
};

}  // namespace

struct Hub::State : std::enable_shared_from_this<Hub::State> {
  State(db::Database& d, Hooks h, Options o) : db(d), hooks(std::move(h)), options(o) {}

  db::Database& db;
  const Hooks hooks;
  const Options options;
  mutable std::mutex mutex;
  std::condition_variable wake;
  bool committed = true;  // something may be new
  bool stopping = false;
  bool failing = false;   // the database did not answer last time
  std::int64_t last = -1; // entries up to here have been handed out; -1 before the first look
  std::vector<Subscriber> subscribers;
  std::size_t joining = 0;
  SteadyClock::time_point beat_at = SteadyClock::now();
  SteadyClock::time_point swept_at{};
  std::thread thread;

  // One of the streams that may be open, from admission until the stream is among the subscribers.
  struct Seat {
    State& state;
    ~Seat() {
      const std::lock_guard lock(state.mutex);
      --state.joining;
    }
  };

  void run();
  void follow();
  void hand_out(const std::vector<activity::Entry>& entries);
  void sweep();
  void beat();
  void serve(http::Call& call);
  void admit(const http::Principal& who);
  void join(const http::Principal& who, const http::StreamRef& stream, std::int64_t position);
  void replay(const http::Principal& who, const http::StreamRef& stream, std::int64_t& position, std::int64_t until);
};

void Hub::State::run() {
  std::unique_lock lock(mutex);
  while (!stopping) {
    wake.wait_for(lock, sweep_every, [this] { return committed || stopping; });
    if (stopping) return;
    committed = false;
    lock.unlock();
    try {
      follow();
      sweep();
      beat();
      failing = false;
    } catch (const std::exception& e) {  // the database is away: the log waits there, and so do we
      if (!failing) log::warning("live events wait for the database", {{"what", e.what()}});
      failing = true;
    }
    lock.lock();
  }
}

void Hub::State::follow() {
  for (;;) {
    std::int64_t from = 0;
    {
      const std::lock_guard lock(mutex);
      from = last;
    }
    if (from < 0) {
      const auto now = db.read([](db::Tx& tx) { return activity::last_number(tx); });
      const std::lock_guard lock(mutex);
      last = now;
      wake.notify_all();
      return;
    }
    const auto entries = db.read([&](db::Tx& tx) { return activity::tail(tx, from, batch); });
    if (entries.empty()) return;
    hand_out(entries);
    if (entries.size() < static_cast<std::size_t>(batch)) return;
  }
}

// Under the lock throughout: whoever joins does so before or after an entry, never in the middle.
void Hub::State::hand_out(const std::vector<activity::Entry>& entries) {
  static auto& told = metrics::counter("cairn_live_events_total", "", "live events handed to streams");
  const std::lock_guard lock(mutex);
  std::vector<const http::Principal*> asked;
  asked.reserve(subscribers.size());
  for (const auto& s : subscribers) asked.push_back(&s.principal);
  std::vector<http::Delivery> deliveries;
  for (const auto& entry : entries) {
    last = entry.number;
    if (asked.empty()) continue;
    const auto payloads = hooks.audience(entry, asked);
    std::unordered_map<const std::string*, http::Bytes> framed;
    for (std::size_t i = 0; i < payloads.size() && i < subscribers.size(); ++i) {
      if (!payloads[i] || entry.number <= subscribers[i].position) continue;
      auto& bytes = framed[payloads[i].get()];
      if (!bytes) bytes = frame("", entry.number, *payloads[i]);
      deliveries.push_back({subscribers[i].stream, bytes});
    }
  }
  told.add(deliveries.size());
  http::deliver(deliveries);
}

// Ends the streams of sessions that ended and forgets those that are gone. The question is asked without the lock.
void Hub::State::sweep() {
  if (SteadyClock::now() - swept_at < sweep_every) return;
  swept_at = SteadyClock::now();
  using Key = std::pair<bool, std::int64_t>;  // token or session, id
  std::map<Key, http::Principal> present;
  {
    const std::lock_guard lock(mutex);
    std::erase_if(subscribers, [](const Subscriber& s) { return !s.stream->open(); });
    for (const auto& s : subscribers) present.try_emplace({s.principal.token, s.principal.session}, s.principal);
  }
  if (!hooks.still_valid) return;
  std::erase_if(present, [&](const auto& entry) { return hooks.still_valid(entry.second); });
  if (present.empty()) return;
  const std::lock_guard lock(mutex);
  std::erase_if(subscribers, [&](const Subscriber& s) {
    if (!present.contains({s.principal.token, s.principal.session})) return false;
    s.stream->end();
    return true;
  });
}

// Proxies cut silent connections. The beat carries the number too, so that a stream that was told nothing for long
// still resumes near the present.
void Hub::State::beat() {
  const std::lock_guard lock(mutex);
  if (SteadyClock::now() - beat_at < std::chrono::seconds(options.heartbeat_s)) return;
  beat_at = SteadyClock::now();
  const auto bytes = heartbeat(last);
  std::vector<http::Delivery> deliveries;
  deliveries.reserve(subscribers.size());
  for (const auto& s : subscribers) deliveries.push_back({s.stream, bytes});
  http::deliver(deliveries);
}

void Hub::State::admit(const http::Principal& who) {
  std::unique_lock lock(mutex);
  if (stopping || !wake.wait_for(lock, std::chrono::seconds(2), [this] { return last >= 0 || stopping; })) {
    fail(Fault::unavailable, "live_unavailable", "Live events are not available at the moment.");
  }
  const auto own = std::count_if(subscribers.begin(), subscribers.end(),
                                 [&](const Subscriber& s) { return s.principal.person == who.person && s.stream->open(); });
  if (subscribers.size() + joining >= options.max_streams || static_cast<std::size_t>(own) >= options.max_streams_per_person) {
    fail(Fault::too_many, "too_many_streams", "Too many live connections are open.");
  }
  ++joining;
}

void Hub::State::serve(http::Call& call) {
  std::optional<std::int64_t> after = call.query<LiveQuery>().after;
  if (const auto header = call.header("last-event-id"); !header.empty()) after = parse_number(header);
  if (after == 0) after.reset();  // before the first entry: whoever says so has seen nothing yet and starts now
  const auto who = call.principal;
  admit(who);
  const Seat seat{*this};
  std::int64_t now = 0;
  {
    const std::lock_guard lock(mutex);
    now = last;
  }
  // it may have read a commit that the tail's thread has yet to look at
  if (after && *after > now) now = std::max(now, db.read([](db::Tx& tx) { return activity::last_number(tx); }));
  const auto stream = call.open_stream();
  // a client from before a restore, or too far behind to be told everything, fetches anew what it shows
  const bool lost = after && (*after > now || now - *after > options.replay_limit);
  const std::int64_t position = after && !lost ? *after : now;
  stream->send(hello(position, now));
  if (lost) stream->send(frame("reset", now, number_json(now)));
  try {
    join(who, stream, position);
  } catch (const std::exception& e) {  // the stream is open: all that is left is to end it, the client comes again
    log::warning("a live stream could not be resumed", {{"what", e.what()}});
    stream->end();
  }
}

void Hub::State::join(const http::Principal& who, const http::StreamRef& stream, std::int64_t position) {
  for (;;) {
    std::int64_t until = 0;
    {
      const std::lock_guard lock(mutex);
      if (stopping) return stream->end();
      if (position >= last) {
        subscribers.push_back({who, stream, position});
        return;
      }
      until = last;
    }
    replay(who, stream, position, until);
  }
}

void Hub::State::replay(const http::Principal& who, const http::StreamRef& stream, std::int64_t& position, std::int64_t until) {
  const auto entries = db.read([&](db::Tx& tx) { return activity::tail(tx, position, batch); });
  const std::array<const http::Principal*, 1> asked = {&who};
  for (const auto& entry : entries) {
    if (entry.number > until) break;
    const auto payloads = hooks.audience(entry, asked);
    if (!payloads.empty() && payloads[0]) stream->send(frame("", entry.number, *payloads[0]));
    position = entry.number;
  }
  if (entries.empty()) position = until;  // the log was cut short behind us
}

Hub::Hub(db::Database& db, Hooks hooks, Options options) : state_(std::make_shared<State>(db, std::move(hooks), options)) {
  db.after_commit([weak = std::weak_ptr<State>(state_)] {
    if (const auto state = weak.lock()) {
      {
        const std::lock_guard lock(state->mutex);
        state->committed = true;
      }
      state->wake.notify_all();
    }
  });
  state_->thread = std::thread([state = state_.get()] { state->run(); });
}

Hub::~Hub() { stop(); }

void Hub::stop() {
  {
    const std::lock_guard lock(state_->mutex);
    state_->stopping = true;
  }
  state_->wake.notify_all();
  if (state_->thread.joinable()) state_->thread.join();
  const std::lock_guard lock(state_->mutex);
  for (const auto& s : state_->subscribers) s.stream->end();
  state_->subscribers.clear();
}

std::size_t Hub::watchers() const {
  const std::lock_guard lock(state_->mutex);
  return state_->subscribers.size();
}

void Hub::add_route(http::Registry& registry) {
  registry.add(http::route(http::Method::get, "/live")
                   .summary("Live events")
                   .description("Server-sent events: `hello` first, then an unnamed event per change that you may know of, and `reset` "
                                "when you are too far behind. Resumes by Last-Event-ID.")
                   .tag("live")
                   .rule(http::rules::signed_in)
                   .scope(http::Scope::read)
                   .rate(http::Rate::read)
                   .runs(http::Run::stream)
                   .query<LiveQuery>()
                   .answers_type(200, "text/event-stream", "the stream")
                   .handle_stream([state = state_](http::Call& call) { state->serve(call); }));
}

decltype(Hooks::audience) each(Authorise authorise) {
  return [authorise = std::move(authorise)](const activity::Entry& entry, std::span<const http::Principal* const> asked) {
    std::vector<http::Bytes> out;
    out.reserve(asked.size());
    std::map<std::string, http::Bytes> shared;
    for (const auto* who : asked) {
      auto text = authorise(*who, entry);
      if (!text) {
        out.emplace_back();
        continue;
      }
      auto& bytes = shared[*text];
      if (!bytes) bytes = std::make_shared<const std::string>(std::move(*text));
      out.push_back(bytes);
    }
    return out;
  };
}

}  // namespace cairn::live
