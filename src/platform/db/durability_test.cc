// What was acknowledged is there, whatever happens: kill -9, power cuts, a full disk, a failing sync, a lost server.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <future>
#include <set>
#include <thread>

#include "base/failure.h"
#include "support/databases.h"
#include "support/faulty_disk.h"
#include "support/postgres.h"

namespace cairn::db {
namespace {

const std::vector<Migration> pair_schema = {
    {"0001_pairs.sql", "CREATE TABLE heads (n BIGINT PRIMARY KEY, body TEXT NOT NULL);\nCREATE TABLE tails (n BIGINT PRIMARY KEY);\n"}};

void write_pair(Tx& tx, std::int64_t n) {
  tx.execute("INSERT INTO heads (n, body) VALUES ($1, $2)", n, std::string(static_cast<std::size_t>(n % 3000), 'x'));
  tx.execute("INSERT INTO tails (n) VALUES ($1)", n);
}

std::set<std::int64_t> whole_pairs(Database& database) {
  return database.read([](Tx& tx) {
    EXPECT_EQ(tx.value<int>("SELECT COUNT(*) FROM heads WHERE n NOT IN (SELECT n FROM tails)"), 0);
    EXPECT_EQ(tx.value<int>("SELECT COUNT(*) FROM tails WHERE n NOT IN (SELECT n FROM heads)"), 0);
    const auto all = tx.all("SELECT n FROM heads", [](Row& row) { return row.next<std::int64_t>(); });
    return std::set<std::int64_t>(all.begin(), all.end());
  });
}

int rounds(const char* name, int normally) {
  const char* wanted = std::getenv(name);
  return wanted ? std::atoi(wanted) : normally;
}

std::string code_of(const std::function<void()>& act) {
  try {
    act();
    return "";
  } catch (const Failure& failure) {
    return failure.code;
  }
}

// The program run again, to be killed: writes pairs from four threads and tells each number once it is acknowledged.
[[noreturn]] void write_until_killed(const char* sqlite_file, const char* postgres_url, std::int64_t from) {
  Options options;
  if (sqlite_file) options.sqlite_file = sqlite_file;
  if (postgres_url) options.postgres_url = postgres_url;
  const auto database = open(options);
  std::atomic<std::int64_t> next = from;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      while (true) {
        const std::int64_t n = next++;
        database->write([&](Tx& tx) { write_pair(tx, n); });
        if (write(STDOUT_FILENO, &n, sizeof n) != sizeof n) _exit(1);
      }
    });
  }
  for (auto& thread : threads) thread.join();
  _exit(0);
}

[[maybe_unused]] const bool is_the_parent = [] {
  if (const char* file = std::getenv("CAIRN_WRITE_ONCE")) {
    const auto database = open({.sqlite_file = file});
    database->write([](Tx& tx) { write_pair(tx, 7); });
    database->stop();
    std::exit(0);
  }
  if (const char* from = std::getenv("CAIRN_WRITE_UNTIL_KILLED"))
    write_until_killed(std::getenv("CAIRN_WRITE_SQLITE"), std::getenv("CAIRN_WRITE_POSTGRES"), std::atoll(from));
  return true;
}();

class Killed : public testing::TestWithParam<Engine> {
 protected:
  Killed() { migrate(*database_, pair_schema); }

  // Starts the program, kills it after some acknowledgements and gives all that it had told.
  std::set<std::int64_t> run_and_kill(std::int64_t from, int after) {
    int ends[2];
    EXPECT_EQ(pipe(ends), 0);
    const std::string first = std::to_string(from), sqlite = database_.options().sqlite_file, postgres = database_.options().postgres_url;
    const pid_t child = fork();
    if (child == 0) {
      dup2(ends[1], STDOUT_FILENO);
      close(ends[0]);
      setenv("CAIRN_WRITE_UNTIL_KILLED", first.c_str(), 1);
      if (!sqlite.empty()) setenv("CAIRN_WRITE_SQLITE", sqlite.c_str(), 1);
      if (!postgres.empty()) setenv("CAIRN_WRITE_POSTGRES", postgres.c_str(), 1);
      execl("/proc/self/exe", "writer", nullptr);
      _exit(127);
    }
    close(ends[1]);
    std::set<std::int64_t> told;
    std::int64_t n = 0;
    while (read(ends[0], &n, sizeof n) == sizeof n) {
      told.insert(n);
      if (static_cast<int>(told.size()) == after) kill(child, SIGKILL);
    }
    close(ends[0]);
    waitpid(child, nullptr, 0);
    return told;
  }

  test::TestDatabase database_{GetParam(), test::Schema::empty};
};
CAIRN_EACH_ENGINE(Killed);

TEST_P(Killed, loses_nothing_acknowledged_and_leaves_nothing_half_done) {
  std::set<std::int64_t> told;
  const int count = rounds("CAIRN_KILL_ROUNDS", GetParam() == Engine::sqlite ? 50 : 10);
  for (int round = 0; round < count; ++round) {
    database_.close();
    const auto now = run_and_kill(1'000'000LL * (round + 1), 1 + round * 37 % 60);
    ASSERT_FALSE(now.empty());
    told.insert(now.begin(), now.end());
    database_.reopen();
    const auto there = whole_pairs(*database_);
    ASSERT_TRUE(std::ranges::includes(there, told)) << "round " << round;
  }
  EXPECT_EQ(check_integrity(*database_), std::vector<std::string>());
}

TEST(TwoProcesses, leave_each_other_the_log_when_one_of_them_goes) {
  test::TestDatabase database(Engine::sqlite, test::Schema::empty);
  migrate(*database, pair_schema);
  for (std::int64_t n = 1; n < 4; ++n) database->write([&](Tx& tx) { write_pair(tx, n); });
  whole_pairs(*database);  // a reader is open too
  const pid_t child = fork();
  if (child == 0) {
    setenv("CAIRN_WRITE_ONCE", database.options().sqlite_file.c_str(), 1);
    execl("/proc/self/exe", "other", nullptr);
    _exit(127);
  }
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
  database->write([&](Tx& tx) { write_pair(tx, 8); });
  EXPECT_EQ(whole_pairs(*database), (std::set<std::int64_t>{1, 2, 3, 7, 8}));
}

class FaultyDisk : public testing::Test {
 protected:
  FaultyDisk() {
    test::use_faulty_disk();
    database_ = std::make_unique<test::TestDatabase>(Engine::sqlite, test::Schema::empty);
    migrate(**database_, pair_schema);
  }
  ~FaultyDisk() override { test::set_disk_fault(test::Fault::none); }
  Database& db() { return **database_; }
  std::string add(std::int64_t n) {
    return code_of([&] { db().write([&](Tx& tx) { write_pair(tx, n); }); });
  }
  std::unique_ptr<test::TestDatabase> database_;
};

TEST_F(FaultyDisk, says_that_the_disk_is_full_while_reads_go_on_and_recovers_by_itself) {
  EXPECT_EQ(add(1), "");
  test::set_disk_fault(test::Fault::full);
  EXPECT_EQ(add(2), "storage_full");
  EXPECT_EQ(add(3), "storage_full");
  EXPECT_EQ(whole_pairs(db()), (std::set<std::int64_t>{1}));
  test::set_disk_fault(test::Fault::none);
  EXPECT_EQ(add(4), "");
  EXPECT_EQ(whole_pairs(db()), (std::set<std::int64_t>{1, 4}));
}

TEST_F(FaultyDisk, is_unavailable_for_writes_when_the_disk_fails_and_recovers_by_itself) {
  for (const test::Fault fault : {test::Fault::sync_error, test::Fault::write_error}) {
    const std::int64_t first = static_cast<std::int64_t>(fault) * 100;
    EXPECT_EQ(add(first), "");
    test::set_disk_fault(fault);
    EXPECT_EQ(add(first + 1), "database_unavailable");
    EXPECT_EQ(add(first + 2), "database_unavailable");
    EXPECT_TRUE(whole_pairs(db()).contains(first));
    test::set_disk_fault(test::Fault::none);
    while (add(first + 3) != "") std::this_thread::yield();  // it tries the disk again a few times a second
    EXPECT_TRUE(whole_pairs(db()).contains(first + 3));
  }
  EXPECT_EQ(check_integrity(db()), std::vector<std::string>());
}

// Four writers that go on until they have used up what they were given.
class Writers {
 public:
  explicit Writers(std::function<void(std::int64_t)> write) {
    for (int t = 0; t < 4; ++t) threads_.emplace_back([this, write] { loop(write); });
  }
  ~Writers() {
    give(0, true);
    for (auto& thread : threads_) thread.join();
  }
  void give(std::int64_t more, bool stop = false) {
    {
      const std::lock_guard lock(mutex_);
      given_ += more;
      stop_ = stop;
    }
    changed_.notify_all();
  }
  // out: what was acknowledged, once there are so many
  std::set<std::int64_t> told(std::size_t at_least) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return told_.size() >= at_least; });
    return told_;
  }

 private:
  void loop(const std::function<void(std::int64_t)>& write) {
    std::unique_lock lock(mutex_);
    while (true) {
      changed_.wait(lock, [&] { return stop_ || next_ < given_; });
      if (stop_) return;
      const std::int64_t n = ++next_;
      lock.unlock();
      write(n);
      lock.lock();
      told_.insert(n);
      changed_.notify_all();
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::int64_t given_ = 0, next_ = 0;
  bool stop_ = false;
  std::set<std::int64_t> told_;
  std::vector<std::thread> threads_;
};

TEST_F(FaultyDisk, keeps_what_was_acknowledged_through_power_cuts) {
  Writers writers([&](std::int64_t n) { EXPECT_EQ(add(n), ""); });
  const test::TempDirectory rest;
  const int count = rounds("CAIRN_POWER_CUTS", 100);
  for (int cut = 0; cut < count; ++cut) {
    writers.give(20);
    const auto before = writers.told(static_cast<std::size_t>(20 * cut + cut * 7 % 16));
    const std::string file = rest / "cut";
    test::play_power_cut(database_->options().sqlite_file, file, static_cast<std::uint64_t>(cut));
    const auto found = open({.sqlite_file = file});
    const auto there = whole_pairs(*found);
    ASSERT_TRUE(std::ranges::includes(there, before)) << "cut " << cut;
    if (cut % 10 == 0) ASSERT_EQ(check_integrity(*found), std::vector<std::string>());
    for (const char* part : {"", "-wal", "-shm"}) unlink((file + part).c_str());
  }
}

TEST(LostTransaction, runs_the_neighbours_again_when_one_body_takes_the_whole_transaction_down) {
  test::TestDatabase database(Engine::sqlite, test::Schema::empty);
  migrate(*database, pair_schema);
  database->write([](Tx& tx) { write_pair(tx, 1); });
  std::promise<void> go;
  std::vector<std::promise<bool>> failed(3);
  database->write_async([wait = go.get_future().share()](Tx&) { wait.wait(); }, [](std::exception_ptr) {});
  const auto add = [&](std::size_t i, std::function<void(Tx&)> body) {
    database->write_async(std::move(body), [&failed, i](std::exception_ptr failure) { failed[i].set_value(failure != nullptr); });
  };
  add(0, [](Tx& tx) { write_pair(tx, 2); });
  add(1, [](Tx& tx) { tx.execute("INSERT OR ROLLBACK INTO tails (n) VALUES (1)"); });
  add(2, [](Tx& tx) { write_pair(tx, 3); });
  go.set_value();
  EXPECT_FALSE(failed[0].get_future().get());
  EXPECT_TRUE(failed[1].get_future().get());
  EXPECT_FALSE(failed[2].get_future().get());
  EXPECT_EQ(whole_pairs(*database), (std::set<std::int64_t>{1, 2, 3}));
}

class LostServer : public testing::Test {
 protected:
  LostServer() { migrate(*database_, pair_schema); }
  void lose() { test::break_postgres_connections(database_.options().postgres_url); }
  std::string add(std::int64_t n) {
    return code_of([&] { database_->write([&](Tx& tx) { write_pair(tx, n); }); });
  }
  test::TestDatabase database_{Engine::postgres, test::Schema::empty};
};

TEST_F(LostServer, goes_unnoticed_between_two_requests) {
  EXPECT_EQ(add(1), "");
  EXPECT_EQ(whole_pairs(*database_), (std::set<std::int64_t>{1}));
  lose();
  EXPECT_EQ(add(2), "");
  lose();
  EXPECT_EQ(whole_pairs(*database_), (std::set<std::int64_t>{1, 2}));
}

TEST_F(LostServer, makes_a_body_run_again_with_one_effect) {
  int runs = 0;
  database_->write([&](Tx& tx) {
    write_pair(tx, 1);
    if (++runs == 1) lose();
    tx.execute("UPDATE heads SET body = '' WHERE n = 1");
  });
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(whole_pairs(*database_), (std::set<std::int64_t>{1}));
}

TEST_F(LostServer, answers_unavailable_while_it_is_away_and_recovers_by_itself) {
  test::close_postgres_database(database_.options().postgres_url, true);
  lose();
  EXPECT_EQ(add(1), "database_unavailable");
  EXPECT_EQ(code_of([&] { whole_pairs(*database_); }), "database_unavailable");
  test::close_postgres_database(database_.options().postgres_url, false);
  while (add(2) != "") std::this_thread::yield();  // it tries to connect a few times a second
  EXPECT_EQ(whole_pairs(*database_), (std::set<std::int64_t>{2}));
}

TEST_F(LostServer, does_not_make_the_listeners_deaf) {
  const auto other = open(database_.options());
  std::promise<void> told;
  std::atomic<int> times = 0;
  lose();
  other->after_commit([&] { if (times++ == 0) told.set_value(); });
  database_->write([](Tx& tx) {
    write_pair(tx, 1);
    tx.notify();
  });
  EXPECT_EQ(told.get_future().wait_for(std::chrono::seconds(20)), std::future_status::ready);
  other->stop();
}

}  // namespace
}  // namespace cairn::db
