// Taking jobs under a lease and running them. Write transactions are serial, so a job that one server has marked is
// seen as marked by all others: nothing is locked while it runs.
#include <algorithm>

#include "base/failure.h"
#include "platform/jobs/jobs.h"
#include "platform/log/log.h"

namespace cairn::jobs {

namespace {

constexpr std::int64_t longest_delay_us = hour_us;
constexpr auto longest_sleep = std::chrono::seconds(5);  // a server that died tells nobody; leases end by the clock

std::int64_t delay_us(const HandlerOptions& options, int attempt) {
  std::int64_t delay = options.first_delay_us;
  for (int i = 1; i < attempt && delay < longest_delay_us; ++i) delay *= 2;
  return std::min(delay, longest_delay_us);
}

std::optional<Job> next_due(db::Tx& tx, const std::vector<std::string>& kinds, Instant now) {
  return tx.one("SELECT id, kind, payload, attempts FROM jobs WHERE kind IN ($1) AND "
                "((state = 'waiting' AND run_at <= $2) OR (state = 'running' AND lease_until <= $2)) ORDER BY run_at, id LIMIT 1",
                [](db::Row& row) {
                  Job found;
                  found.id = row.next<std::int64_t>();
                  found.kind = row.next<std::string>();
                  found.payload = row.next<std::string>();
                  found.attempt = row.next<int>() + 1;
                  return found;
                }, kinds, now);
}

}  // namespace

Runner::Runner(db::Database& database, const clock::Clock& clock, std::string owner)
    : database_(database), clock_(clock), owner_(std::move(owner)) {}

Runner::~Runner() { stop(); }

void Runner::handle(std::string kind, Handler handler, HandlerOptions options) {
  kinds_.push_back(kind);
  handlers_[std::move(kind)] = {std::move(handler), options};
}

void Runner::schedule(std::string name, std::string kind, Recurrence times) {
  schedules_.push_back({std::move(name), std::move(kind), std::move(times)});
}

int Runner::run_due() {
  queue_scheduled();
  int count = 0;
  while (auto job = claim()) {
    run(*job);
    ++count;
  }
  return count;
}

// Reads before it writes: most of the time nothing is due.
void Runner::queue_scheduled() {
  const Instant now = clock_.now();
  for (const Scheduled& schedule : schedules_) {
    const auto next = database_.read([&](db::Tx& tx) {
      return tx.value<Instant>("SELECT next_at FROM schedules WHERE name = $1", schedule.name);
    });
    if (next && *next > now && *next <= schedule.times(now)) continue;
    database_.write([&](db::Tx& tx) { advance(tx, schedule, now); });
  }
}

void Runner::advance(db::Tx& tx, const Scheduled& schedule, Instant now) {
  const Instant next = schedule.times(now);
  const auto planned = tx.value<Instant>("SELECT next_at FROM schedules WHERE name = $1", schedule.name);
  if (!planned) {
    tx.execute("INSERT INTO schedules (name, next_at) VALUES ($1, $2)", schedule.name, next);
  } else if (*planned <= now) {
    tx.execute("UPDATE schedules SET next_at = $1, last_at = $2 WHERE name = $3", next, now, schedule.name);
    enqueue(tx, {schedule.kind, "", "schedule:" + schedule.name, now});
  } else if (*planned > next) {  // its times have changed
    tx.execute("UPDATE schedules SET next_at = $1 WHERE name = $2", next, schedule.name);
  }
}

bool Runner::anything_due() {
  return database_.read([&](db::Tx& tx) { return next_due(tx, kinds_, clock_.now()).has_value(); });
}

std::optional<Job> Runner::claim() {
  if (kinds_.empty() || !anything_due()) return std::nullopt;
  return database_.write([&](db::Tx& tx) -> std::optional<Job> {
    const Instant now = clock_.now();
    while (auto job = next_due(tx, kinds_, now)) {
      const HandlerOptions& options = handlers_.at(job->kind).options;
      if (job->attempt <= options.attempts) {
        tx.execute("UPDATE jobs SET state = 'running', attempts = $1, lease_owner = $2, lease_until = $3 WHERE id = $4", job->attempt, owner_,
                   now.us + options.lease_us, job->id);
        return job;
      }
      // it took its server down each time
      tx.execute("UPDATE jobs SET state = 'failed', key = NULL, last_error = 'never came back' WHERE id = $1", job->id);
    }
    return std::nullopt;
  });
}

void Runner::run(const Job& job) {
  const Registered& registered = handlers_.at(job.kind);
  try {
    registered.handler(job);
  } catch (const Failure& failure) {
    return put_back(job, registered.options, failure.code + ": " + failure.message);
  } catch (const std::exception& error) {
    return put_back(job, registered.options, error.what());
  }
  finish(job);
}

// Only what is still ours: a lease that ran out belongs to whoever took it over.
void Runner::finish(const Job& job) {
  database_.write([&](db::Tx& tx) {
    tx.execute("DELETE FROM jobs WHERE id = $1 AND lease_owner = $2 AND attempts = $3", job.id, owner_, job.attempt);
  });
}

void Runner::put_back(const Job& job, const HandlerOptions& options, const std::string& why) {
  const bool last = job.attempt >= options.attempts;
  log::warning(last ? "job failed for good" : "job failed", {{"kind", job.kind}, {"job", job.id}, {"attempt", job.attempt}, {"reason", why}});
  database_.write([&](db::Tx& tx) {
    if (last) {
      tx.execute("UPDATE jobs SET state = 'failed', key = NULL, last_error = $1, lease_owner = NULL, lease_until = NULL "
                 "WHERE id = $2 AND lease_owner = $3 AND attempts = $4", why, job.id, owner_, job.attempt);
    } else {
      tx.execute("UPDATE jobs SET state = 'waiting', run_at = $1, last_error = $2, lease_owner = NULL, lease_until = NULL "
                 "WHERE id = $3 AND lease_owner = $4 AND attempts = $5",
                 clock_.now().us + delay_us(options, job.attempt), why, job.id, owner_, job.attempt);
    }
  });
}

void Runner::start(int threads) {
  database_.after_commit([this] { wake(); });
  for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { loop(); });
}

void Runner::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  for (auto& thread : threads_) thread.join();
  threads_.clear();
}

void Runner::wake() {
  {
    const std::lock_guard lock(mutex_);
    ++wakes_;
  }
  changed_.notify_all();
}

// out: how long nothing will be due, as far as is known now
std::chrono::milliseconds Runner::until_next() {
  const Instant now = clock_.now();
  const auto job = database_.read([&](db::Tx& tx) {
    return tx.value<std::optional<std::int64_t>>("SELECT MIN(run_at) FROM jobs WHERE state = 'waiting' AND kind IN ($1)", kinds_).value();
  });
  std::int64_t next_us = job.value_or(now.us + hour_us);
  for (const Scheduled& schedule : schedules_) next_us = std::min(next_us, schedule.times(now).us);
  const std::chrono::milliseconds wait(std::max<std::int64_t>(0, next_us - now.us) / 1000 + 1);
  return std::min<std::chrono::milliseconds>(wait, longest_sleep);
}

void Runner::loop() {
  while (true) {
    std::uint64_t wakes = 0;
    {
      const std::lock_guard lock(mutex_);
      if (stopping_) return;
      wakes = wakes_;
    }
    std::chrono::milliseconds pause = longest_sleep;
    try {
      queue_scheduled();
      if (const auto job = claim()) {
        run(*job);
        continue;
      }
      pause = until_next();
    } catch (const std::exception& error) {  // the database is away: later
      log::warning("jobs wait for the database", {{"reason", error.what()}});
    }
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, pause, [&] { return stopping_ || wakes_ != wakes; });
  }
}

}  // namespace cairn::jobs
