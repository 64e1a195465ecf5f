// What a durable write costs through the database port, beside a bare SQLite loop that commits groups of the same
// size in the same run; and what a short read costs. The figures to look at are the ratios.
#include <sqlite3.h>
#include <time.h>

#include <atomic>
#include <cstdio>
#include <future>

#include "platform/activity/activity.h"
#include "support/databases.h"

namespace {

using namespace cairn;

double seconds(clockid_t clock) {
  timespec t{};
  clock_gettime(clock, &t);
  return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) / 1e9;
}

struct Figures {
  double per_second = 0;
  double cpu_us = 0;  // of the whole process, for each write
};

template <class F>
Figures measure(int count, F&& run) {
  const double wall = seconds(CLOCK_MONOTONIC), cpu = seconds(CLOCK_PROCESS_CPUTIME_ID);
  run();
  return {count / (seconds(CLOCK_MONOTONIC) - wall), (seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu) / count * 1e6};
}

// Keeps `open` writes waiting until `count` are done.
template <class F>
Figures through_the_port(db::Database& database, int open, int count, F body) {
  return measure(count, [&] {
    std::atomic<int> started = 0, done = 0;
    std::promise<void> all;
    std::function<void()> next = [&] {
      const int n = started++;
      if (n >= count) return;
      database.write_async([&body, n](db::Tx& tx) { body(tx, n); }, [&](std::exception_ptr failure) {
        if (failure) std::abort();
        next();
        if (++done == count) all.set_value();
      });
    };
    for (int i = 0; i < open; ++i) next();
    all.get_future().wait();
  });
}

void must(int code) {
  if (code != SQLITE_OK && code != SQLITE_DONE && code != SQLITE_ROW) std::abort();
}

Figures bare(const std::string& file, int group, int count) {
  sqlite3* db = nullptr;
  must(sqlite3_open(file.c_str(), &db));
  for (const char* sql : {"PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b REAL)",
                          "CREATE TABLE c (id INTEGER PRIMARY KEY, n INTEGER)", "INSERT INTO c VALUES (1, 0)"})
    must(sqlite3_exec(db, sql, nullptr, nullptr, nullptr));
  sqlite3_stmt *insert = nullptr, *update = nullptr;
  must(sqlite3_prepare_v2(db, "INSERT INTO t (a, b) VALUES (?1, ?2)", -1, &insert, nullptr));
  must(sqlite3_prepare_v2(db, "UPDATE c SET n = n + ?1 WHERE id = 1", -1, &update, nullptr));
  const Figures figures = measure(count, [&] {
    for (int n = 0; n < count; n += group) {
      must(sqlite3_exec(db, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr));
      for (int i = 0; i < group; ++i) {
        must(sqlite3_bind_text(insert, 1, "a text of some words, as people write them", -1, SQLITE_STATIC));
        must(sqlite3_bind_double(insert, 2, n));
        must(sqlite3_step(insert));
        must(sqlite3_reset(insert));
        must(sqlite3_bind_int64(update, 1, 1));
        must(sqlite3_step(update));
        must(sqlite3_reset(update));
      }
      must(sqlite3_exec(db, "COMMIT", nullptr, nullptr, nullptr));
    }
  });
  sqlite3_finalize(insert);
  sqlite3_finalize(update);
  sqlite3_close(db);
  return figures;
}

void two_statements(db::Tx& tx, int n) {
  tx.execute("INSERT INTO t (a, b) VALUES ($1, $2)", "a text of some words, as people write them", static_cast<double>(n));
  tx.execute("UPDATE c SET n = n + $1 WHERE id = 1", 1);
}

void with_activity(db::Tx& tx, int n) {
  two_statements(tx, n);
  activity::record(tx, {1, Instant{n}, "0123456789abcdef"}, "bench.written", activity::Subject("bench", n), R"({"before":{"value":1},"after":{"value":2}})");
}

void print(const char* what, int open, const Figures& figures, const Figures& limit) {
  std::printf("%-34s %4d %12.0f/s %8.1f us CPU %8.2f of bare\n", what, open, figures.per_second, figures.cpu_us, figures.per_second / limit.per_second);
}

void bench(db::Engine engine) {
  test::TestDatabase database(engine);
  const std::vector<db::Migration> table{{"9999_bench.sql", "CREATE TABLE t (id IDENTITY, a TEXT, b REAL);\nCREATE TABLE c (id INTEGER PRIMARY KEY, n BIGINT);\nINSERT INTO c VALUES (1, 0);\n"}};
  auto all = test::migrations();
  all.insert(all.end(), table.begin(), table.end());
  db::migrate(*database, all);
  const bool sqlite = engine == db::Engine::sqlite;
  const test::TempDirectory directory;
  for (const int open : {1, 16, 64}) {
    const int count = open == 1 ? 2000 : 20000;
    const Figures limit = bare(directory / ("bare" + std::to_string(open)), open, count);
    print("bare SQLite, groups of", open, limit, limit);
    print(sqlite ? "SQLite, waiting" : "PostgreSQL, waiting", open, through_the_port(*database, open, count, two_statements), limit);
    print("  with an activity, waiting", open, through_the_port(*database, open, count, with_activity), limit);
  }
  const int reads = 50000;
  const Figures read = measure(reads, [&] {
    for (int i = 0; i < reads; ++i) database->read([](db::Tx& tx) { return tx.value<std::int64_t>("SELECT n FROM c WHERE id = $1", 1); });
  });
  std::printf("%-34s %4d %12.0f/s %8.1f us CPU\n", "read of one row", 1, read.per_second, read.cpu_us);
}

}  // namespace

int main() {
  setenv("TMPDIR", "/tmp", 0);  // on a disk: the sync is what a durable write costs
  for (const db::Engine engine : test::engines()) bench(engine);
}
