// What a driver provides: one session with a database. Everything above it (pool, group commit, migrator) is written
// once for both engines.
#pragma once
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/failure.h"
#include "platform/db/db.h"

namespace cairn::db {

// Used by one thread at a time. Every function but the last two throws Failure where the database refuses.
class Connection {
 public:
  virtual ~Connection() = default;
  virtual Engine engine() const = 0;

  // keep: the arguments must be copied, for they end before the cursor does
  virtual Cursor* start(Statement statement, std::span<const Arg> args, bool keep) = 0;
  virtual std::int64_t execute(Statement statement, std::span<const Arg> args) = 0;
  virtual void post(Statement statement, std::span<const Arg> args) = 0;  // need not wait for the answer
  virtual void script(std::string_view sql) = 0;  // one statement of a migration

  virtual void begin(bool writing) = 0;  // writing: alone, among all processes that use this database
  virtual void savepoint() = 0;
  virtual void release() = 0;      // of the savepoint, keeping its work
  virtual void rollback_to() = 0;  // to the savepoint, and releases it
  virtual void notify() = 0;       // with the commit, the other servers are told
  virtual void commit() = 0;
  virtual void rollback() noexcept = 0;

  virtual bool in_transaction() const = 0;  // false once the engine has given the transaction up by itself
  virtual bool usable() const = 0;          // false: close it and open another one
};

enum class Purpose { reading, writing, writing_after_failure };

// An engine, as functions; sqlite.cc and postgres.cc each make one.
struct Driver {
  Engine engine = Engine::sqlite;
  bool reads_inline = false;
  std::function<std::unique_ptr<Connection>(Purpose)> connect;
  // calls its argument whenever another process has committed, until the result is destroyed
  std::function<std::shared_ptr<void>(std::function<void()>)> watch;
  std::function<void(const std::string& file)> backup;
  std::function<std::vector<std::string>()> integrity;
};

Driver sqlite_driver(const Options& options);
Driver postgres_driver(const Options& options);

// Run-time SQL, for the migrator alone.
struct Script {
  static void run(Tx& tx, std::string_view sql) { tx.connection_.script(sql); }
};

// The engine asks for the same transaction once more: a deadlock, a serialisation failure.
struct Transient : Failure {
  Transient() : Failure(Fault::unavailable, "database_busy", "Others were writing the same thing. Try again.") { retry_after_s = 1; }
};

// The failures that both engines tell in the same words.
[[noreturn]] inline void fail_unavailable(int retry_after_s = 1) {
  Failure failure(Fault::unavailable, "database_unavailable", "The database cannot be reached just now. Try again in a moment.");
  failure.retry_after_s = retry_after_s;
  throw failure;
}
[[noreturn]] inline void fail_full() {
  fail(Fault::storage_full, "storage_full", "The disk is full: nothing can be saved until there is room again.");
}
[[noreturn]] inline void fail_duplicate() { fail(Fault::conflict, "duplicate", "This exists already."); }
[[noreturn]] inline void fail_referenced() {
  fail(Fault::conflict, "still_referenced", "Something else refers to this, or it refers to something that is gone.");
}
[[noreturn]] inline void fail_constraint() {
  fail(Fault::unprocessable, "constraint_violated", "A value lies outside what may be stored.");
}
[[noreturn]] inline void fail_text() {
  fail(Fault::unprocessable, "bad_text", "A text holds a character that cannot be stored.");
}

}  // namespace cairn::db
