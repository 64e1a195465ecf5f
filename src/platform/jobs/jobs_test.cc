// The queue on both engines, with a clock that stands still until it is told to move.
#include "platform/jobs/jobs.h"

#include <atomic>
#include <future>

#include "base/failure.h"
#include "support/databases.h"

namespace cairn::jobs {
namespace {

class Jobs : public test::EachEngine {
 protected:
  bool add(const std::string& kind, std::optional<std::string> key = {}, std::int64_t after_us = 0, const std::string& payload = "") {
    return db().write([&](db::Tx& tx) { return enqueue(tx, {kind, payload, key, Instant{clock.now().us + after_us}}); });
  }
  Counts now() {
    return db().read([](db::Tx& tx) { return counts(tx); });
  }
  clock::ManualClock clock{Instant{1'767'571'200'000'000}};  // 2026-01-05T00:00:00Z
  Runner runner{db(), clock, "one"};
};
CAIRN_EACH_ENGINE(Jobs);

TEST_P(Jobs, runs_a_job_once_and_forgets_it) {
  std::vector<std::string> ran;
  runner.handle("greet", [&](const Job& job) { ran.push_back(job.payload); });
  add("greet", {}, 0, "hello");
  add("unknown");
  EXPECT_EQ(runner.run_due(), 1);
  EXPECT_EQ(runner.run_due(), 0);
  EXPECT_EQ(ran, std::vector<std::string>{"hello"});
  EXPECT_EQ(now().waiting, 1);  // another version's kind is left alone
}

TEST_P(Jobs, waits_until_the_time_has_come) {
  int ran = 0;
  runner.handle("later", [&](const Job&) { ++ran; });
  add("later", {}, hour_us);
  EXPECT_EQ(runner.run_due(), 0);
  clock.advance(hour_us);
  EXPECT_EQ(runner.run_due(), 1);
  EXPECT_EQ(ran, 1);
}

TEST_P(Jobs, takes_one_job_of_a_key_until_it_is_done) {
  runner.handle("mail", [](const Job&) {});
  EXPECT_TRUE(add("mail", "mail:1"));
  EXPECT_FALSE(add("mail", "mail:1"));
  EXPECT_TRUE(add("mail", "mail:2"));
  EXPECT_EQ(runner.run_due(), 2);
  EXPECT_TRUE(add("mail", "mail:1"));
  EXPECT_TRUE(db().write([](db::Tx& tx) { return cancel(tx, "mail:1"); }));
  EXPECT_FALSE(db().write([](db::Tx& tx) { return cancel(tx, "mail:1"); }));
  EXPECT_EQ(runner.run_due(), 0);
}

TEST_P(Jobs, does_not_exist_when_its_transaction_was_undone) {
  EXPECT_THROW(db().write([&](db::Tx& tx) {
    enqueue(tx, {"mail", "", {}, clock.now()});
    not_found();
  }), Failure);
  EXPECT_EQ(now().waiting, 0);
}

TEST_P(Jobs, tries_again_after_longer_and_longer_pauses_and_then_gives_up) {
  std::vector<int> attempts;
  runner.handle("shaky", [&](const Job& job) {
    attempts.push_back(job.attempt);
    throw std::runtime_error("no");
  }, {.attempts = 3, .first_delay_us = 10 * second_us});
  add("shaky", "shaky");
  runner.run_due();
  clock.advance(10 * second_us - 1);
  runner.run_due();
  EXPECT_EQ(attempts, (std::vector<int>{1}));
  clock.advance(1);
  runner.run_due();
  clock.advance(20 * second_us);
  runner.run_due();
  EXPECT_EQ(attempts, (std::vector<int>{1, 2, 3}));
  clock.advance(100 * hour_us);
  EXPECT_EQ(runner.run_due(), 0);
  EXPECT_EQ(now().failed, 1);
  EXPECT_TRUE(add("shaky", "shaky"));  // a failed one does not bar the key
}

TEST_P(Jobs, leaves_a_running_job_to_its_server_until_the_lease_ends) {
  const auto other_database = db::open(database_.options());
  Runner other(*other_database, clock, "two");
  int by_other = 0;
  other.handle("slow", [&](const Job&) { ++by_other; }, {.lease_us = 60 * second_us});
  runner.handle("slow", [&](const Job&) {
    EXPECT_EQ(other.run_due(), 0);
    clock.advance(60 * second_us);  // as if it had hung
    EXPECT_EQ(other.run_due(), 1);
  }, {.lease_us = 60 * second_us});
  add("slow");
  EXPECT_EQ(runner.run_due(), 1);
  EXPECT_EQ(by_other, 1);
  EXPECT_EQ(now().waiting + now().running, 0);
}

TEST_P(Jobs, gives_up_on_a_job_that_takes_its_server_down_each_time) {
  struct Down {};  // no std::exception: it leaves the runner as a crash would
  runner.handle("fatal", [](const Job&) { throw Down(); }, {.lease_us = second_us, .attempts = 2});
  add("fatal");
  for (int i = 0; i < 2; ++i) {
    EXPECT_THROW(runner.run_due(), Down);
    clock.advance(second_us);
  }
  EXPECT_EQ(runner.run_due(), 0);
  EXPECT_EQ(now().failed, 1);
}

TEST_P(Jobs, runs_each_job_once_with_many_workers_on_two_servers) {
  const auto other_database = db::open(database_.options());
  Runner other(*other_database, clock, "two");
  std::atomic<int> left = 40;
  std::vector<std::atomic<int>> runs(40);
  std::promise<void> all;
  const auto handler = [&](const Job& job) {
    ++runs[std::stoul(job.payload)];
    if (--left == 0) all.set_value();
  };
  runner.handle("count", handler);
  other.handle("count", handler);
  runner.start(2);
  other.start(2);
  db().write([&](db::Tx& tx) {
    for (int i = 0; i < 40; ++i) enqueue(tx, {"count", std::to_string(i), {}, clock.now()});
  });
  EXPECT_EQ(all.get_future().wait_for(std::chrono::seconds(30)), std::future_status::ready);
  runner.stop();
  other.stop();
  EXPECT_EQ(runner.run_due() + other.run_due(), 0);
  for (const auto& count : runs) EXPECT_EQ(count, 1);
  db().stop();
  other_database->stop();
}

TEST_P(Jobs, queues_a_schedule_at_its_times_and_makes_up_for_missed_ones_once) {
  int ran = 0;
  runner.handle("sweep", [&](const Job&) { ++ran; });
  runner.schedule("sweep hourly", "sweep", every(hour_us));
  EXPECT_EQ(runner.run_due(), 0);
  clock.advance(hour_us);
  EXPECT_EQ(runner.run_due(), 1);
  EXPECT_EQ(runner.run_due(), 0);
  clock.advance(100 * hour_us + 5);
  EXPECT_EQ(runner.run_due(), 1);
  EXPECT_EQ(runner.run_due(), 0);
  EXPECT_EQ(ran, 2);
}

TEST_P(Jobs, follows_a_schedule_whose_times_came_closer) {
  runner.handle("sweep", [](const Job&) {});
  runner.schedule("sweep", "sweep", every(day_us));
  runner.run_due();
  Runner restarted(db(), clock, "one");
  restarted.handle("sweep", [](const Job&) {});
  restarted.schedule("sweep", "sweep", every(hour_us));
  restarted.run_due();
  clock.advance(hour_us);
  EXPECT_EQ(restarted.run_due(), 1);
}

TEST(Recurrence, comes_daily_by_the_local_clock_also_when_it_is_changed) {
  const auto zone = require(clock::Zone::load("Europe/Berlin"));
  const auto times = daily([&] { return zone; }, 9 * 60);
  // the clocks go forward on 2026-03-29
  Instant at = times(*parse_instant("2026-03-28T07:59:59Z"));
  EXPECT_EQ(format(at), "2026-03-28T08:00:00Z");
  at = times(at);
  EXPECT_EQ(format(at), "2026-03-29T07:00:00Z");
  EXPECT_EQ(format(times(at)), "2026-03-30T07:00:00Z");
}

}  // namespace
}  // namespace cairn::jobs
