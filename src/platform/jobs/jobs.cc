// The queue's rows: putting a job in and taking it out again. Running it is runner.cc's.
#include "platform/jobs/jobs.h"

namespace cairn::jobs {

bool enqueue(db::Tx& tx, const NewJob& job) {
  tx.notify();  // the runners of all servers look
  return tx.execute("INSERT INTO jobs (kind, key, payload, state, run_at, attempts) VALUES ($1, $2, $3, 'waiting', $4, 0) "
                    "ON CONFLICT (key) DO NOTHING",
                    job.kind, job.key, job.payload, job.run_at) == 1;
}

bool cancel(db::Tx& tx, std::string_view key) {
  return tx.execute("DELETE FROM jobs WHERE key = $1 AND state = 'waiting'", key) == 1;
}

Counts counts(db::Tx& tx) {
  Counts counts;
  for (db::Row& row : tx.query("SELECT state, COUNT(*) FROM jobs GROUP BY state")) {
    const auto state = row.next<std::string>();
    const auto number = row.next<std::int64_t>();
    (state == "waiting" ? counts.waiting : state == "running" ? counts.running : counts.failed) = number;
  }
  return counts;
}

Recurrence every(std::int64_t period_us) {
  return [period_us](Instant after) { return Instant{(after.us / period_us + 1) * period_us}; };
}

Recurrence daily(std::function<clock::Zone()> zone, int minute_of_day) {
  return [zone = std::move(zone), minute_of_day](Instant after) {
    const clock::Zone here = zone();
    Date day = here.local_date(after);
    while (here.at(day, minute_of_day) <= after) day = add_days(day, 1);
    return here.at(day, minute_of_day);
  };
}

}  // namespace cairn::jobs
