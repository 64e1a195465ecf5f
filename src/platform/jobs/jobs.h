// Work that is done later: a durable queue, kept in the database beside what it is about. A job is taken under a
// lease, so that of many servers one runs it; it is run again when it fails or when its server dies, so a handler
// leaves the same behind when it runs twice.
#pragma once
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "platform/clock/clock.h"
#include "platform/db/db.h"

namespace cairn::jobs {

struct NewJob {
  std::string kind;                // which handler: "sessions.clean_up"
  std::string payload;             // what the handler reads, JSON by custom
  std::optional<std::string> key;  // at most one job of a key waits or runs; a second one is not taken
  Instant run_at;                  // not before
};

// Queues the job with the caller's transaction: it exists if and only if that commits.
// out: false when a job of that key is there already
bool enqueue(db::Tx& tx, const NewJob& job);

// Takes back a job that does not run yet. out: whether there was one
bool cancel(db::Tx& tx, std::string_view key);

struct Counts {
  std::int64_t waiting = 0, running = 0, failed = 0;
};
Counts counts(db::Tx& tx);

struct Job {
  std::int64_t id = 0;
  std::string kind;
  std::string payload;
  int attempt = 1;
};

// Runs outside any transaction; what it throws is logged and the job tried again later.
using Handler = std::function<void(const Job&)>;

struct HandlerOptions {
  std::int64_t lease_us = 5 * 60 * second_us;  // longer than it ever takes: then another server takes over
  int attempts = 10;                           // then it stays as failed
  std::int64_t first_delay_us = 10 * second_us;  // before the second attempt; doubles with each, up to an hour
};

// out: the first time after the given one
using Recurrence = std::function<Instant(Instant after)>;
Recurrence every(std::int64_t period_us);                                        // at whole multiples since 1970
Recurrence daily(std::function<clock::Zone()> zone, int minute_of_day);          // by the local clock

// One server's hands. Handlers and schedules are named before start().
class Runner {
 public:
  Runner(db::Database& database, const clock::Clock& clock, std::string owner);
  ~Runner();

  void handle(std::string kind, Handler handler, HandlerOptions options = {});
  // Queues a job of that kind at each of its times; times that passed while no server ran are made up by one.
  void schedule(std::string name, std::string kind, Recurrence times);

  // Does on this thread all that is due now. out: how many jobs it ran
  int run_due();

  // Does it on threads of its own, as soon as it is due; stop() waits for the jobs that run.
  void start(int threads = 1);
  void stop();
  void wake();  // looks at the queue at once

 private:
  struct Registered {
    Handler handler;
    HandlerOptions options;
  };
  struct Scheduled {
    std::string name, kind;
    Recurrence times;
  };

  void loop();
  bool anything_due();
  void queue_scheduled();
  void advance(db::Tx& tx, const Scheduled& schedule, Instant now);
  std::optional<Job> claim();
  void run(const Job& job);
  void finish(const Job& job);
  void put_back(const Job& job, const HandlerOptions& options, const std::string& why);
  std::chrono::milliseconds until_next();

  db::Database& database_;
  const clock::Clock& clock_;
  const std::string owner_;
  std::map<std::string, Registered> handlers_;
  std::vector<std::string> kinds_;
  std::vector<Scheduled> schedules_;

  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;
  std::uint64_t wakes_ = 0;
  std::vector<std::thread> threads_;
};

}  // namespace cairn::jobs
