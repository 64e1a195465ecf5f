// SQLite: the only file that knows it. WAL with synchronous=FULL: a commit that returned is on the disk, and readers
// keep their picture while the one writer goes on.
#include <sqlite3.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <condition_variable>
#include <stdexcept>
#include <thread>
#include <unordered_map>

#include "platform/db/connection.h"
#include "platform/db/dialect.h"
#include "platform/db/statement_key.h"

namespace cairn::db {

namespace {

class SqliteConnection;

// A prepared statement, and the cursor over its rows while it runs.
class Prepared final : public Cursor {
 public:
  Prepared(SqliteConnection& owner, sqlite3_stmt* statement, bool cached) : owner_(owner), statement_(statement), cached_(cached) {}
  Prepared(const Prepared&) = delete;
  Prepared& operator=(const Prepared&) = delete;
  virtual ~Prepared() { sqlite3_finalize(statement_); }

  void bind(std::span<const Arg> args, bool keep);
  bool step() override;
  Cell cell(int column) override;
  void release() override {
    sqlite3_reset(statement_);
    running = false;
    if (!cached_) delete this;
  }
  bool running = false;

 private:
  void bind_text(int at, std::string_view text, bool keep);

  SqliteConnection& owner_;
  sqlite3_stmt* statement_;
  const bool cached_;
};

class SqliteConnection final : public Connection {
 public:
  SqliteConnection(const Options& options, Purpose purpose);
  ~SqliteConnection() override;

  Engine engine() const override { return Engine::sqlite; }
  Cursor* start(Statement statement, std::span<const Arg> args, bool keep) override;
  std::int64_t execute(Statement statement, std::span<const Arg> args) override;
  void post(Statement statement, std::span<const Arg> args) override { execute(statement, args); }
  void script(std::string_view sql) override { finish(*prepare({sql, 0}, {}, false)); }
  void begin(bool writing) override { control(writing ? "BEGIN IMMEDIATE" : "BEGIN"); }
  void savepoint() override { control("SAVEPOINT body"); }
  void release() override { control("RELEASE body"); }
  void rollback_to() override {
    control("ROLLBACK TO body");
    control("RELEASE body");
  }
  void notify() override {}  // the watch of the others sees the commit itself
  void commit() override { control("COMMIT"); }
  void rollback() noexcept override;
  bool in_transaction() const override { return sqlite3_get_autocommit(db_) == 0; }
  bool usable() const override { return usable_; }

  [[noreturn]] void refuse(int code);
  sqlite3* handle() const { return db_; }

 private:
  void control(std::string_view sql);
  Prepared* prepare(Statement statement, std::span<const Arg> args, bool cached);
  void finish(Prepared& statement);

  sqlite3* db_ = nullptr;
  bool usable_ = true;
  std::unordered_map<StatementKey, std::unique_ptr<Prepared>, StatementHash> statements_;
};

void Prepared::bind_text(int at, std::string_view text, bool keep) {
  if (std::memchr(text.data(), 0, text.size())) fail_text();
  sqlite3_bind_text64(statement_, at, text.empty() ? "" : text.data(), text.size(), keep ? SQLITE_TRANSIENT : SQLITE_STATIC, SQLITE_UTF8);
}

void Prepared::bind(std::span<const Arg> args, bool keep) {
  for (int at = 1; const Arg& arg : args) {
    if (arg.null) {
      sqlite3_bind_null(statement_, at);
    } else {
      switch (arg.kind) {
        case Arg::Kind::integer: sqlite3_bind_int64(statement_, at, arg.integer); break;
        case Arg::Kind::real: sqlite3_bind_double(statement_, at, arg.real); break;
        case Arg::Kind::text: bind_text(at, arg.text, keep); break;
        case Arg::Kind::date: bind_text(at, format(Date{static_cast<std::int32_t>(arg.integer)}), true); break;
        case Arg::Kind::bytes:
          sqlite3_bind_blob64(statement_, at, arg.text.empty() ? "" : arg.text.data(), arg.text.size(), keep ? SQLITE_TRANSIENT : SQLITE_STATIC);
          break;
        case Arg::Kind::integers:
        case Arg::Kind::texts: bind_text(at, list_for_sqlite(arg), true); break;
      }
    }
    ++at;
  }
}

bool Prepared::step() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  owner_.refuse(code);
}

Cell Prepared::cell(int column) {
  Cell cell;
  switch (sqlite3_column_type(statement_, column)) {
    case SQLITE_INTEGER:
      cell.kind = Cell::Kind::integer;
      cell.integer = sqlite3_column_int64(statement_, column);
      break;
    case SQLITE_FLOAT:
      cell.kind = Cell::Kind::real;
      cell.real = sqlite3_column_double(statement_, column);
      break;
    case SQLITE_TEXT:
    case SQLITE_BLOB: {
      const bool text = sqlite3_column_type(statement_, column) == SQLITE_TEXT;
      cell.kind = text ? Cell::Kind::text : Cell::Kind::bytes;
      const void* data = text ? static_cast<const void*>(sqlite3_column_text(statement_, column)) : sqlite3_column_blob(statement_, column);
      const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
      if (size > 0) cell.text = {static_cast<const char*>(data), size};
      break;
    }
    default: break;
  }
  return cell;
}

SqliteConnection::SqliteConnection(const Options& options, Purpose purpose) {
  // SQLite would let all read a file that it makes. One that is there is left alone: closing any descriptor of it would
  // drop the locks that this process holds on it, and another process could then take the log from under it.
  const int made = ::open(options.sqlite_file.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
  if (made >= 0) ::close(made);
  const int code = sqlite3_open_v2(options.sqlite_file.c_str(), &db_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
  try {
    if (code != SQLITE_OK) refuse(code);
    sqlite3_extended_result_codes(db_, 1);
    sqlite3_busy_timeout(db_, static_cast<int>(options.patience.count()));
    control("PRAGMA journal_mode = WAL");
    control("PRAGMA synchronous = FULL");
    control("PRAGMA foreign_keys = ON");
    control("PRAGMA case_sensitive_like = ON");
    control("PRAGMA temp_store = MEMORY");
    control("PRAGMA journal_size_limit = 67108864");
    control(purpose == Purpose::reading ? "PRAGMA cache_size = -8000" : "PRAGMA cache_size = -16000");
    if (purpose == Purpose::writing_after_failure) {
      Prepared* check = prepare({"PRAGMA quick_check(1)", 0}, {}, false);
      const std::unique_ptr<Cursor, ReleaseCursor> owned(check);
      if (!check->step() || check->cell(0).text != "ok") fail_unavailable();
    }
  } catch (...) {
    statements_.clear();
    sqlite3_close_v2(db_);
    throw;
  }
}

SqliteConnection::~SqliteConnection() {
  statements_.clear();
  sqlite3_close_v2(db_);
}

void SqliteConnection::refuse(int code) {
  const int extended = db_ ? sqlite3_extended_errcode(db_) : code;
  switch (extended) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID: fail_duplicate();
    case SQLITE_CONSTRAINT_FOREIGNKEY: fail_referenced();
    default: break;
  }
  switch (extended & 0xff) {
    case SQLITE_CONSTRAINT: fail_constraint();
    case SQLITE_FULL: fail_full();
    case SQLITE_BUSY:
    case SQLITE_LOCKED: fail_unavailable();
    case SQLITE_TOOBIG: fail(Fault::too_large, "too_large", "This is too large to be stored.");
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_NOMEM:
      usable_ = false;
      fail_unavailable();
    default: throw std::logic_error(std::string("SQLite: ") + (db_ ? sqlite3_errmsg(db_) : sqlite3_errstr(code)));
  }
}

Prepared* SqliteConnection::prepare(Statement statement, std::span<const Arg> args, bool cached) {
  const StatementKey key = key_of(statement);
  if (cached) {
    const auto found = statements_.find(key);
    if (found != statements_.end() && !found->second->running) return found->second.get();
    cached = found == statements_.end();  // one that is running is prepared a second time
  }
  const std::string text = for_sqlite(statement.text, args);
  sqlite3_stmt* prepared = nullptr;
  const int code = sqlite3_prepare_v3(db_, text.data(), static_cast<int>(text.size()), cached ? SQLITE_PREPARE_PERSISTENT : 0, &prepared, nullptr);
  if (code != SQLITE_OK) refuse(code);
  auto made = std::make_unique<Prepared>(*this, prepared, cached);
  Prepared* result = made.release();
  if (cached) statements_[key].reset(result);
  return result;
}

Cursor* SqliteConnection::start(Statement statement, std::span<const Arg> args, bool keep) {
  Prepared* prepared = prepare(statement, args, true);
  std::unique_ptr<Cursor, ReleaseCursor> guard(prepared);
  prepared->running = true;
  prepared->bind(args, keep);
  return guard.release();
}

void SqliteConnection::finish(Prepared& statement) {
  const std::unique_ptr<Cursor, ReleaseCursor> guard(&statement);
  while (statement.step()) {
  }
}

std::int64_t SqliteConnection::execute(Statement statement, std::span<const Arg> args) {
  Prepared* prepared = static_cast<Prepared*>(start(statement, args, false));
  finish(*prepared);
  return sqlite3_changes64(db_);
}

void SqliteConnection::control(std::string_view sql) {
  Prepared* prepared = prepare({sql, 0}, {}, true);
  finish(*prepared);
}

void SqliteConnection::rollback() noexcept {
  if (in_transaction()) sqlite3_exec(db_, "ROLLBACK", nullptr, nullptr, nullptr);
}

// Looks twice a second whether another process has committed.
class Watch {
 public:
  Watch(const Options& options, std::function<void()> changed)
      : connection_(options, Purpose::reading), changed_(std::move(changed)), seen_(version()), thread_([this] { loop(); }) {}
  ~Watch() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    wake_.notify_one();
    thread_.join();
  }

 private:
  std::int64_t version() {
    const std::unique_ptr<Cursor, ReleaseCursor> cursor(connection_.start({"PRAGMA data_version", 0}, {}, false));
    return cursor->step() ? cursor->cell(0).integer : 0;
  }

  void loop() {
    std::unique_lock lock(mutex_);
    while (!wake_.wait_for(lock, std::chrono::milliseconds(500), [&] { return stopping_; })) {
      try {
        const std::int64_t now = version();
        if (now == seen_) continue;
        seen_ = now;
      } catch (const Failure&) {
        continue;  // a disk in trouble: the writer tells of it
      }
      lock.unlock();
      changed_();
      lock.lock();
    }
  }

  SqliteConnection connection_;
  const std::function<void()> changed_;
  std::int64_t seen_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread thread_;
};

void copy_to(const Options& options, const std::string& file) {
  struct ::stat there {};
  if (::stat(file.c_str(), &there) == 0) fail(Fault::conflict, "file_exists", "There is a file of that name already.");
  SqliteConnection from(options, Purpose::reading);
  sqlite3* to = nullptr;
  const int made = ::open(file.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
  if (made >= 0) ::close(made);
  int code = sqlite3_open_v2(file.c_str(), &to, SQLITE_OPEN_READWRITE, nullptr);
  sqlite3_backup* copying = code == SQLITE_OK ? sqlite3_backup_init(to, "main", from.handle(), "main") : nullptr;
  if (copying) {
    sqlite3_backup_step(copying, -1);  // in one go: the picture of this moment
    code = sqlite3_backup_finish(copying);
  }
  if (code == SQLITE_OK) code = sqlite3_exec(to, "PRAGMA journal_mode = DELETE", nullptr, nullptr, nullptr);
  sqlite3_close_v2(to);
  if (code == SQLITE_OK && copying) return;
  ::unlink(file.c_str());
  if ((code & 0xff) == SQLITE_FULL) fail_full();
  fail(Fault::unavailable, "backup_failed", "The copy could not be written.");
}

// A file so damaged that a check cannot go on is an answer, not an error.
std::vector<std::string> problems_of(const Options& options) {
  std::vector<std::string> problems;
  try {
    SqliteConnection connection(options, Purpose::reading);
    const std::unique_ptr<Cursor, ReleaseCursor> pages(connection.start({"PRAGMA integrity_check", 0}, {}, false));
    while (pages->step())
      if (const Cell cell = pages->cell(0); cell.text != "ok") problems.emplace_back(cell.text);
    const std::unique_ptr<Cursor, ReleaseCursor> keys(connection.start({"PRAGMA foreign_key_check", 0}, {}, false));
    while (keys->step()) problems.push_back("a row of " + std::string(keys->cell(0).text) + " refers to nothing");
  } catch (const Failure&) {
    problems.emplace_back("the file cannot be read to its end");
  }
  return problems;
}

}  // namespace

Driver sqlite_driver(const Options& options) {
  Driver driver;
  driver.engine = Engine::sqlite;
  driver.reads_inline = true;
  driver.connect = [options](Purpose purpose) { return std::make_unique<SqliteConnection>(options, purpose); };
  driver.watch = [options](std::function<void()> changed) { return std::make_shared<Watch>(options, std::move(changed)); };
  driver.backup = [options](const std::string& file) { copy_to(options, file); };
  driver.integrity = [options] { return problems_of(options); };
  return driver;
}

}  // namespace cairn::db
