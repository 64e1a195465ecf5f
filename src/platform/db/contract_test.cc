// What holds on both databases alike.
#include <atomic>
#include <future>
#include <thread>

#include "base/failure.h"
#include "support/databases.h"

namespace cairn::db {
namespace {

const std::vector<Migration> shelf_schema = {
    {"0001_shelves.sql",
     "CREATE TABLE shelves (id IDENTITY, name TEXT NOT NULL UNIQUE, width REAL, made_on TEXT, picture BYTES,\n"
     "  filled INTEGER NOT NULL DEFAULT 0 CHECK (filled IN (0, 1)), seen_at BIGINT);  -- a comment; with a semicolon\n"
     "CREATE TABLE books (id IDENTITY, shelf_id BIGINT NOT NULL REFERENCES shelves (id), title TEXT NOT NULL);\n"},
};

class Contract : public testing::TestWithParam<Engine> {
 protected:
  Contract() { migrate(*database_, shelf_schema); }
  Database& db() { return *database_; }
  std::int64_t add(std::string_view name) {
    return db().write([&](Tx& tx) { return *tx.value<std::int64_t>("INSERT INTO shelves (name) VALUES ($1) RETURNING id", name); });
  }
  std::int64_t count() {
    return db().read([](Tx& tx) { return *tx.value<std::int64_t>("SELECT COUNT(*) FROM shelves"); });
  }
  std::string code_of(const std::function<void(Tx&)>& body) {
    try {
      db().write(body);
      return "";
    } catch (const Failure& failure) {
      return failure.code;
    }
  }
  test::TestDatabase database_{GetParam(), test::Schema::empty};
};
CAIRN_EACH_ENGINE(Contract);

TEST_P(Contract, gives_back_every_type_as_it_was_stored) {
  const Date day = *parse_date("2026-02-28");
  const Instant now{1'760'000'000'123'456};
  const Bytes bytes{std::string("\0\xff'\\", 4)};
  db().write([&](Tx& tx) {
    tx.execute("INSERT INTO shelves (id, name, width, made_on, picture, filled, seen_at) VALUES ($1, $2, $3, $4, $5, $6, $7)", TeamId{7},
               "Ober­geschoß 'links'", 0.1, day, bytes, true, now);
    tx.execute("INSERT INTO shelves (id, name, width, made_on, picture, filled, seen_at) VALUES ($1, $2, $3, $4, $5, $6, $7)", TeamId{8},
               std::string(), std::optional<double>(), std::optional<Date>(), std::optional<Bytes>(), false, std::optional<Instant>());
  });
  db().read([&](Tx& tx) {
    int rows = 0;
    for (Row& row : tx.query("SELECT id, name, width, made_on, picture, filled, seen_at FROM shelves ORDER BY id")) {
      const bool first = rows++ == 0;
      EXPECT_EQ(row.next<TeamId>(), TeamId{first ? 7 : 8});
      EXPECT_EQ(row.next<std::string>(), first ? "Ober­geschoß 'links'" : "");
      EXPECT_EQ(row.next<std::optional<double>>(), first ? std::optional(0.1) : std::nullopt);
      EXPECT_EQ(row.next<std::optional<Date>>(), first ? std::optional(day) : std::nullopt);
      EXPECT_EQ(row.next<std::optional<Bytes>>(), first ? std::optional(bytes) : std::nullopt);
      EXPECT_EQ(row.next<bool>(), first);
      EXPECT_EQ(row.next<std::optional<Instant>>(), first ? std::optional(now) : std::nullopt);
    }
    EXPECT_EQ(rows, 2);
  });
}

TEST_P(Contract, computes_alike_with_sums_averages_and_truths) {
  for (int i = 1; i <= 3; ++i) add("s" + std::to_string(i));
  db().read([](Tx& tx) {
    EXPECT_EQ(tx.value<std::int64_t>("SELECT SUM(id) FROM shelves"), 6);
    EXPECT_EQ(tx.value<double>("SELECT AVG(id) FROM shelves"), 2.0);
    EXPECT_EQ(tx.value<bool>("SELECT EXISTS (SELECT 1 FROM shelves WHERE id = $1)", 2), true);
    EXPECT_EQ(tx.value<std::optional<double>>("SELECT SUM(width) FROM shelves").value(), std::nullopt);
    EXPECT_EQ(tx.value<std::int64_t>("SELECT id FROM shelves WHERE id > $1 ORDER BY id LIMIT $2", 1, 1), 2);
  });
}

TEST_P(Contract, takes_an_absent_filter_as_no_filter) {
  add("a");
  add("b");
  const auto found = [&](std::optional<std::int64_t> id) {
    return db().read([&](Tx& tx) { return *tx.value<int>("SELECT COUNT(*) FROM shelves WHERE (CAST($1 AS BIGINT) IS NULL OR id = $1)", id); });
  };
  EXPECT_EQ(found(std::nullopt), 2);
  EXPECT_EQ(found(1), 1);
}

TEST_P(Contract, finds_what_a_list_holds) {
  for (const char* name : {"a", "b", "c\"{,}\\", "d"}) add(name);
  db().read([](Tx& tx) {
    const auto id = [](Row& row) { return row.next<std::int64_t>(); };
    EXPECT_EQ(tx.all("SELECT id FROM shelves WHERE id IN ($1) ORDER BY id", id, std::vector<TeamId>{{1}, {3}, {9}}), (std::vector<std::int64_t>{1, 3}));
    EXPECT_EQ(tx.all("SELECT id FROM shelves WHERE id IN ($1) ORDER BY id", id, IdList()), std::vector<std::int64_t>());
    EXPECT_EQ(tx.all("SELECT id FROM shelves WHERE id NOT IN ($1) AND name <> $2 ORDER BY id", id, IdList({1}), "d"), (std::vector<std::int64_t>{2, 3}));
    EXPECT_EQ(tx.all("SELECT id FROM shelves WHERE name IN ($1) ORDER BY id", id, std::vector<std::string>{"c\"{,}\\", "a"}), (std::vector<std::int64_t>{1, 3}));
    EXPECT_EQ(tx.all("SELECT id FROM shelves WHERE id IN ($1)", id, 4), (std::vector<std::int64_t>{4}));
  });
}

TEST_P(Contract, runs_a_query_inside_the_same_query) {
  add("a");
  add("b");
  std::string pairs;
  const auto walk = [&](auto&& self, Tx& tx, int depth) -> void {
    for (Row& row : tx.query("SELECT name FROM shelves ORDER BY id")) {
      pairs += row.next<std::string>();
      if (depth == 0) self(self, tx, 1);
    }
  };
  db().read([&](Tx& tx) { walk(walk, tx, 0); });
  EXPECT_EQ(pairs, "aabbab");
}

TEST_P(Contract, sorts_text_by_bytes_and_tells_case_apart) {
  for (const char* name : {"b", "B", "ä", "a"}) add(name);
  db().read([](Tx& tx) {
    const auto name = [](Row& row) { return row.next<std::string>(); };
    EXPECT_EQ(tx.all("SELECT name FROM shelves ORDER BY name", name), (std::vector<std::string>{"B", "a", "b", "ä"}));
    EXPECT_EQ(tx.all("SELECT name FROM shelves WHERE name LIKE $1", name, "b%"), (std::vector<std::string>{"b"}));
  });
}

TEST_P(Contract, names_what_was_violated_without_telling_the_schema) {
  const auto shelf = add("a");
  EXPECT_EQ(code_of([](Tx& tx) { tx.execute("INSERT INTO shelves (name) VALUES ($1)", "a"); }), "duplicate");
  EXPECT_EQ(code_of([](Tx& tx) { tx.execute("INSERT INTO shelves (id, name) VALUES ($1, $2)", 1, "c"); }), "duplicate");
  EXPECT_EQ(code_of([](Tx& tx) { tx.execute("INSERT INTO books (shelf_id, title) VALUES ($1, $2)", 99, "t"); }), "still_referenced");
  EXPECT_EQ(code_of([](Tx& tx) { tx.execute("INSERT INTO shelves (name, filled) VALUES ($1, $2)", "b", 2); }), "constraint_violated");
  EXPECT_EQ(code_of([](Tx& tx) { tx.execute("INSERT INTO shelves (name) VALUES ($1)", std::optional<std::string>()); }), "constraint_violated");
  EXPECT_EQ(code_of([](Tx& tx) { tx.execute("INSERT INTO shelves (name) VALUES ($1)", std::string("a\0b", 3)); }), "bad_text");
  db().write([&](Tx& tx) { tx.execute("INSERT INTO books (shelf_id, title) VALUES ($1, $2)", shelf, "t"); });
  EXPECT_EQ(code_of([&](Tx& tx) { tx.execute("DELETE FROM shelves WHERE id = $1", shelf); }), "still_referenced");
  EXPECT_EQ(count(), 1);
}

TEST_P(Contract, posts_writes_in_bulk_and_tells_a_refusal_within_the_body) {
  db().write([](Tx& tx) {
    for (int i = 0; i < 1000; ++i) tx.post("INSERT INTO shelves (name, width) VALUES ($1, $2)", "s" + std::to_string(i), 0.5);
    EXPECT_EQ(tx.value<int>("SELECT COUNT(*) FROM shelves"), 1000);
    tx.post("UPDATE shelves SET width = $1 WHERE id = $2", 2, 7);
  });
  EXPECT_EQ(code_of([](Tx& tx) {
    tx.post("INSERT INTO shelves (name) VALUES ($1)", "new");
    tx.post("INSERT INTO shelves (name) VALUES ($1)", "s1");
    tx.post("INSERT INTO shelves (name, made_on) VALUES ($1, $2)", "newer", "");
  }), "duplicate");
  db().write([](Tx& tx) { tx.post("INSERT INTO shelves (name, made_on) VALUES ($1, $2)", "newer", ""); });
  EXPECT_EQ(count(), 1001);
}

TEST_P(Contract, undoes_what_a_body_did_before_it_threw) {
  EXPECT_THROW(db().write([](Tx& tx) {
    tx.execute("INSERT INTO shelves (name) VALUES ($1)", "gone");
    not_found();
  }), Failure);
  EXPECT_EQ(count(), 0);
}

TEST_P(Contract, goes_on_after_a_refused_statement_was_undone_with_its_body) {
  add("a");
  EXPECT_EQ(code_of([](Tx& tx) {
    tx.execute("INSERT INTO shelves (name) VALUES ($1)", "b");
    tx.execute("INSERT INTO shelves (name) VALUES ($1)", "a");
  }), "duplicate");
  add("c");
  EXPECT_EQ(count(), 2);
}

TEST_P(Contract, joins_the_transaction_that_is_open_on_the_thread) {
  EXPECT_THROW(db().write([&](Tx& outer) {
    db().write([&](Tx& inner) { EXPECT_EQ(&inner, &outer); });
    add("inside");
    EXPECT_EQ(count(), 1);
    not_found();
  }), Failure);
  EXPECT_EQ(count(), 0);
  db().read([&](Tx& outer) { db().read([&](Tx& inner) { EXPECT_EQ(&inner, &outer); }); });
  EXPECT_THROW(db().read([&](Tx&) { add("no"); }), std::logic_error);
}

TEST_P(Contract, reads_one_unchanging_picture) {
  add("a");
  db().read([&](Tx& tx) {
    EXPECT_EQ(tx.value<int>("SELECT COUNT(*) FROM shelves"), 1);
    std::thread([&] { add("b"); }).join();
    EXPECT_EQ(tx.value<int>("SELECT COUNT(*) FROM shelves"), 1);
  });
  EXPECT_EQ(count(), 2);
}

TEST_P(Contract, keeps_the_failures_of_one_body_from_its_neighbours_in_the_group) {
  // the first body holds the writer until all others wait, so that they share a commit
  std::promise<void> all_wait;
  std::atomic<int> left = 41;
  std::promise<void> finished;
  std::vector<int> outcome(40, -1);
  const auto done_one = [&] {
    if (--left == 0) finished.set_value();
  };
  db().write_async([wait = all_wait.get_future().share()](Tx&) { wait.wait(); }, [&](std::exception_ptr) { done_one(); });
  for (std::size_t i = 0; i < 40; ++i) {
    db().write_async(
        [i](Tx& tx) {
          tx.execute("INSERT INTO shelves (name) VALUES ($1)", "s" + std::to_string(i));
          if (i % 4 == 1) tx.execute("INSERT INTO shelves (name) VALUES ($1)", "s0");
          if (i % 4 == 2) not_found();
        },
        [&, i](std::exception_ptr failure) {
          outcome[i] = failure ? 1 : 0;
          done_one();
        });
  }
  all_wait.set_value();
  finished.get_future().wait();
  for (std::size_t i = 0; i < 40; ++i) EXPECT_EQ(outcome[i], i % 4 == 1 || i % 4 == 2 ? 1 : 0) << i;
  EXPECT_EQ(count(), 20);
  EXPECT_LE(db().stats().commits, 10U);
}

TEST_P(Contract, serves_readers_while_many_write) {
  std::atomic<bool> stop = false;
  std::vector<std::thread> threads;
  for (int r = 0; r < 3; ++r) {
    threads.emplace_back([&] {
      std::int64_t seen = 0;
      while (!stop) {
        const std::int64_t now = count();
        EXPECT_GE(now, seen);
        seen = now;
      }
    });
  }
  std::vector<std::thread> writers;
  for (int w = 0; w < 4; ++w) {
    writers.emplace_back([&, w] {
      for (int i = 0; i < 50; ++i) add(std::to_string(w) + "-" + std::to_string(i));
    });
  }
  for (auto& thread : writers) thread.join();
  stop = true;
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(count(), 200);
}

TEST_P(Contract, loses_no_update_when_many_read_and_then_write) {
  add("counter");
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 25; ++i) {
        db().write([](Tx& tx) {
          const auto seen = tx.value<std::optional<double>>("SELECT width FROM shelves WHERE id = $1", 1).value();
          tx.execute("UPDATE shelves SET width = $1 WHERE id = $2", seen.value_or(0) + 1, 1);
        });
      }
    });
  }
  for (auto& thread : threads) thread.join();
  db().read([](Tx& tx) { EXPECT_EQ(tx.value<double>("SELECT width FROM shelves WHERE id = $1", 1), 100.0); });
}

TEST_P(Contract, refuses_writes_that_find_the_queue_full) {
  database_.options().queue_limit = 2;
  database_.reopen();
  std::promise<void> started, go;
  db().write_async([&, wait = go.get_future().share()](Tx&) { started.set_value(); wait.wait(); }, [](std::exception_ptr) {});
  started.get_future().wait();
  std::vector<std::string> codes;
  for (int i = 0; i < 3; ++i) {
    db().write_async([](Tx&) {}, [&](std::exception_ptr failure) {
      if (!failure) return;
      try {
        std::rethrow_exception(failure);
      } catch (const Failure& f) {
        codes.push_back(f.code + (f.retry_after_s > 0 ? " with a time" : ""));
      }
    });
  }
  EXPECT_EQ(codes, (std::vector<std::string>{"database_unavailable with a time"}));
  go.set_value();
  db().stop();
}

TEST_P(Contract, finishes_what_waits_when_it_stops_and_refuses_what_comes_later) {
  std::atomic<int> written = 0;
  for (int i = 0; i < 20; ++i)
    db().write_async([i](Tx& tx) { tx.execute("INSERT INTO shelves (name) VALUES ($1)", std::to_string(i)); }, [&](std::exception_ptr failure) { written += failure ? 0 : 1; });
  db().stop();
  EXPECT_EQ(written, 20);
  EXPECT_THROW(add("late"), Failure);
  EXPECT_EQ(count(), 20);
}

TEST_P(Contract, reads_in_the_background_and_tells_its_failure) {
  add("a");
  std::promise<int> found;
  db().read_async([&](Tx& tx) { found.set_value(*tx.value<int>("SELECT COUNT(*) FROM shelves")); }, [](std::exception_ptr failure) { EXPECT_FALSE(failure); });
  EXPECT_EQ(found.get_future().get(), 1);
  std::promise<bool> failed;
  db().read_async([](Tx&) { not_found(); }, [&](std::exception_ptr failure) { failed.set_value(failure != nullptr); });
  EXPECT_TRUE(failed.get_future().get());
}

TEST_P(Contract, tells_the_listeners_of_this_and_of_other_servers) {
  const auto other = open(database_.options());
  std::promise<void> here, there;
  std::atomic<int> told_here = 0, told_there = 0;
  db().after_commit([&] { if (told_here++ == 0) here.set_value(); });
  other->after_commit([&] { if (told_there++ == 0) there.set_value(); });
  db().write([](Tx& tx) {
    tx.execute("INSERT INTO shelves (name) VALUES ($1)", "news");
    tx.notify();
  });
  EXPECT_EQ(here.get_future().wait_for(std::chrono::seconds(10)), std::future_status::ready);
  EXPECT_EQ(there.get_future().wait_for(std::chrono::seconds(10)), std::future_status::ready);
  db().stop();
  other->stop();
}

TEST_P(Contract, serves_two_servers_that_write_the_same_rows) {
  const auto other = open(database_.options());
  add("counter");
  const auto raise = [](Database& database) {
    for (int i = 0; i < 50; ++i) database.write([](Tx& tx) {
      const auto seen = tx.value<std::optional<double>>("SELECT width FROM shelves WHERE id = 1").value();
      tx.execute("UPDATE shelves SET width = $1 WHERE id = 1", seen.value_or(0) + 1);
    });
  };
  std::thread one([&] { raise(db()); });
  raise(*other);
  one.join();
  db().read([](Tx& tx) { EXPECT_EQ(tx.value<double>("SELECT width FROM shelves WHERE id = 1"), 100.0); });
}

TEST(Open, takes_the_words_of_libpq_as_well_as_a_url) {
  test::TestDatabase database(Engine::postgres, test::Schema::empty);
  const std::string url = database.options().postgres_url;  // postgresql:///NAME?user=postgres&host=DIRECTORY
  const auto name = url.substr(url.find("///") + 3, url.find('?') - url.find("///") - 3);
  const auto other = open({.postgres_url = "user=postgres dbname=" + name + " host=" + url.substr(url.find("host=") + 5)});
  EXPECT_EQ(other->read([](Tx& tx) { return tx.value<std::string>("SELECT current_setting('synchronous_commit')"); }), "on");
}

TEST(Open, tells_that_a_database_is_not_to_be_reached) {
  EXPECT_THROW(open({.sqlite_file = "/nowhere/cairn.db"}), Failure);
  EXPECT_THROW(open({.postgres_url = "postgres://127.0.0.1:1/cairn"}), Failure);
}

}  // namespace
}  // namespace cairn::db
