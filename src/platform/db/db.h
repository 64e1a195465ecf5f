// The database, whichever it is: transactions, typed rows, schema. One SQL text serves SQLite and PostgreSQL.
//
// A body given to `write` or `read` runs inside one transaction and may be run again after a failure that was not
// its own: it keeps nothing between runs. Write transactions are serial on both engines (docs/decisions/0002).
// What a body throws undoes its own work only, however many bodies share the commit.
#pragma once
#include <array>
#include <chrono>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "platform/db/sql.h"
#include "platform/db/values.h"

namespace cairn::db {

enum class Engine { sqlite, postgres };

// A text and the kinds of its arguments: what a statement cache goes by.
struct Statement {
  std::string_view text;
  std::uint64_t signature;
};

// A running statement. Drivers implement it.
class Cursor {
 public:
  virtual bool step() = 0;
  virtual Cell cell(int column) = 0;
  virtual void release() = 0;  // ends the statement; the cursor is not used again

 protected:
  ~Cursor() = default;
};

struct ReleaseCursor {
  void operator()(Cursor* cursor) const { cursor->release(); }
};

// The present row of a query.
class Row {
 public:
  explicit Row(Cursor* cursor) : cursor_(cursor) {}
  // the columns from left to right, one per call
  template <class T>
  T next() {
    return get<T>(column_++);
  }
  template <class T>
  T get(int column) const {
    return detail::value_of<T>(cursor_->cell(column));
  }
  void rewind() { column_ = 0; }

 private:
  Cursor* cursor_;
  int column_ = 0;
};

// The rows of a query, read once: `for (db::Row& row : tx.query(...))`.
class Rows {
 public:
  explicit Rows(Cursor* cursor) : cursor_(cursor), row_(cursor) {}
  struct End {};
  class Iterator {
   public:
    explicit Iterator(Rows* rows) : rows_(rows) { ++*this; }
    Row& operator*() const { return rows_->row_; }
    Iterator& operator++() {
      rows_->row_.rewind();
      if (!rows_->cursor_->step()) rows_ = nullptr;
      return *this;
    }
    bool operator==(End) const { return rows_ == nullptr; }

   private:
    Rows* rows_;
  };
  Iterator begin() { return Iterator(this); }
  End end() const { return {}; }

 private:
  std::unique_ptr<Cursor, ReleaseCursor> cursor_;
  Row row_;
};

class Connection;
class Database;

// An open transaction. It belongs to the thread that runs the body and ends with it.
class Tx {
 public:
  Tx(Database& owner, Connection& connection, bool writing);
  Tx(const Tx&) = delete;
  Tx& operator=(const Tx&) = delete;
  ~Tx();

  // out: the rows, computed as they are read; several queries may be open at once.
  template <class... A>
  Rows query(Sql<sizeof...(A)> sql, const A&... args) {
    const std::array<Arg, sizeof...(A)> list{detail::arg_of(args)...};
    return Rows(start({sql.text(), detail::signature_of<A...>()}, list, true));
  }

  // out: map(row) of the first row; nullopt without one.
  template <class Map, class... A>
  auto one(Sql<sizeof...(A)> sql, Map&& map, const A&... args) -> std::optional<std::invoke_result_t<Map&, Row&>> {
    const std::array<Arg, sizeof...(A)> list{detail::arg_of(args)...};
    Rows rows(start({sql.text(), detail::signature_of<A...>()}, list, false));
    for (Row& row : rows) return map(row);
    return std::nullopt;
  }

  // out: map(row) of every row.
  template <class Map, class... A>
  auto all(Sql<sizeof...(A)> sql, Map&& map, const A&... args) -> std::vector<std::invoke_result_t<Map&, Row&>> {
    const std::array<Arg, sizeof...(A)> list{detail::arg_of(args)...};
    std::vector<std::invoke_result_t<Map&, Row&>> result;
    Rows rows(start({sql.text(), detail::signature_of<A...>()}, list, false));
    for (Row& row : rows) result.push_back(map(row));
    return result;
  }

  // out: the first column of the first row, as T; nullopt without a row.
  template <class T, class... A>
  std::optional<T> value(Sql<sizeof...(A)> sql, const A&... args) {
    return one(sql, [](Row& row) { return row.next<T>(); }, args...);
  }

  // out: how many rows it changed.
  // fails: 409 duplicate, 409 still_referenced, 422 constraint_violated, 503 unavailable, 507 storage_full
  template <class... A>
  std::int64_t execute(Sql<sizeof...(A)> sql, const A&... args) {
    const std::array<Arg, sizeof...(A)> list{detail::arg_of(args)...};
    return run({sql.text(), detail::signature_of<A...>()}, list);
  }

  // The same for writes in bulk: PostgreSQL is not waited for, so a refusal may be told by a later statement or at the
  // end of the body.
  template <class... A>
  void post(Sql<sizeof...(A)> sql, const A&... args) {
    const std::array<Arg, sizeof...(A)> list{detail::arg_of(args)...};
    run_later({sql.text(), detail::signature_of<A...>()}, list);
  }

  Engine engine() const;
  bool writing() const { return writing_; }
  void notify() { notify_ = true; }  // this commit wakes the after_commit listeners of every server
  bool notifies() const { return notify_; }

 private:
  friend struct Script;
  Cursor* start(Statement statement, std::span<const Arg> args, bool keep_args);
  std::int64_t run(Statement statement, std::span<const Arg> args);
  void run_later(Statement statement, std::span<const Arg> args);

  Database& owner_;
  Connection& connection_;
  Tx* outer_;
  bool writing_;
  bool notify_ = false;
  friend class Database;
};

// How it is doing, for metrics and readiness.
struct Stats {
  std::uint64_t writes = 0;        // bodies committed
  std::uint64_t commits = 0;       // transactions that carried them
  std::uint64_t reads = 0;         // read transactions
  std::uint64_t failed_writes = 0; // bodies that ended in a failure
  std::uint64_t retries = 0;       // bodies run again
  std::size_t waiting = 0;         // writes in the queue now
};

// The port. sqlite.cc and postgres.cc are behind it.
class Database {
 public:
  virtual ~Database() = default;

  // Runs the body and commits, or joins the write transaction that this thread has open.
  // fails: what the body throws; 503 unavailable when the queue is full or the database is away; 507 storage_full
  template <class F>
  auto write(F&& body) -> std::invoke_result_t<F&, Tx&> {
    if (Tx* open = joined(true)) return body(*open);
    return hold<std::invoke_result_t<F&, Tx&>>(body, [this](const std::function<void(Tx&)>& f) { write_now(f); });
  }

  // The same on an unchanging picture of the data; inside a write it sees what that wrote.
  template <class F>
  auto read(F&& body) -> std::invoke_result_t<F&, Tx&> {
    if (Tx* open = joined(false)) return body(*open);
    return hold<std::invoke_result_t<F&, Tx&>>(body, [this](const std::function<void(Tx&)>& f) { read_now(f); });
  }

  // `done` is called once, after the commit with nullptr or after the rollback with the failure, on some thread of
  // the database's; it must be short. A full queue is told through `done`, on the calling thread.
  virtual void write_async(std::function<void(Tx&)> body, std::function<void(std::exception_ptr)> done) = 0;
  virtual void read_async(std::function<void(Tx&)> body, std::function<void(std::exception_ptr)> done) = 0;
  virtual bool reads_inline() const = 0;  // read_async is finished when it returns

  // The listener is told, on a thread of the database's, after each commit that said tx.notify(), here or on another
  // server. It must be short. None is called after stop().
  void after_commit(std::function<void()> listener);

  // Finishes the writes that wait, refuses new ones with 503 and ends all threads. Reads on the calling thread go on.
  virtual void stop() = 0;

  virtual Engine engine() const = 0;
  virtual Stats stats() const = 0;

 protected:
  virtual void write_now(const std::function<void(Tx&)>& body) = 0;
  virtual void read_now(const std::function<void(Tx&)>& body) = 0;
  void tell_listeners();

  virtual void backup_to(const std::string& file) = 0;
  virtual std::vector<std::string> integrity() = 0;

 private:
  friend class Tx;
  friend void backup(Database& database, const std::string& file);
  friend std::vector<std::string> check_integrity(Database& database);
  Tx* joined(bool writing);

  template <class R, class F, class Run>
  static R hold(F& body, Run&& run) {
    if constexpr (std::is_void_v<R>) {
      run([&](Tx& tx) { body(tx); });
    } else {
      std::optional<R> result;
      run([&](Tx& tx) { result.emplace(body(tx)); });
      return std::move(*result);
    }
  }

  std::mutex listeners_mutex_;
  std::vector<std::function<void()>> listeners_;
};

struct Options {
  std::string sqlite_file;              // this one,
  std::string postgres_url;             // or this one
  int readers = 4;                      // connections for reading
  std::size_t queue_limit = 4096;       // writes that may wait; more are refused with 503
  std::size_t group_limit = 256;        // writes in one commit
  std::chrono::milliseconds patience{5000};  // waiting for another process's lock, or for a connection
};

// fails: 503 unavailable when it cannot be opened
std::unique_ptr<Database> open(const Options& options);

// A step of the schema. As a column's type `IDENTITY` stands for the key that counts by itself and never gives a
// number twice, `ROWKEY` for a 64-bit key that does not count, `BYTES` for BLOB or BYTEA. A statement ends with `;` at
// the end of a line; one below the line `-- sqlite` or `-- postgres` runs on that engine alone.
struct Migration {
  std::string name;  // "0001_activity.sql": they run in the order of their names
  std::string sql;
};

// Brings the schema up to date, a transaction per step; what ran is never run again.
// out: the names of the steps that ran
// fails: 409 newer_schema when the database knows a step that we do not; 409 changed_migration when one that ran has
// another text now
std::vector<std::string> migrate(Database& database, std::span<const Migration> migrations);

// A consistent copy of a SQLite database, made while it is in use.
// fails: 422 unsupported on PostgreSQL (pg_dump does it); 409 file_exists; 507 storage_full
void backup(Database& database, const std::string& file);

// out: what is wrong with the file, in SQLite's words; empty when it is sound. Always empty on PostgreSQL.
std::vector<std::string> check_integrity(Database& database);

}  // namespace cairn::db
