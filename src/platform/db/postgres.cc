// PostgreSQL: the only file that knows libpq. Statements travel in pipelines: what needs no answer of its own (BEGIN,
// SAVEPOINT, the first PREPARE) rides along with the statement after it, so a body costs a round trip per statement.
#include <libpq-fe.h>

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <charconv>
#include <cstring>
#include <random>
#include <stdexcept>
#include <thread>
#include <unordered_map>

#include "platform/db/connection.h"
#include "platform/db/dialect.h"
#include "platform/db/postgres_parameters.h"
#include "platform/db/statement_key.h"
#include "platform/log/log.h"

namespace cairn::db {

namespace {

// One lock in each database: whoever writes holds it, on whichever server.
constexpr std::string_view lock_writing = "SELECT pg_advisory_xact_lock(7165431840)";

// More unread answers could fill both sides' buffers, and each would wait for the other.
constexpr int most_posted = 64;

struct CloseConnection {
  void operator()(PGconn* connection) const { PQfinish(connection); }
};
struct ClearResult {
  void operator()(PGresult* result) const { PQclear(result); }
};
using Result = std::unique_ptr<PGresult, ClearResult>;

[[noreturn]] void refuse_state(std::string_view state, const char* message) {
  if (state == "23505") fail_duplicate();
  if (state == "23503") fail_referenced();
  if (state == "40001" || state == "40P01") throw Transient();
  if (state == "22021" || state == "22P05") fail_text();
  if (state == "54000") fail(Fault::too_large, "too_large", "This is too large to be stored.");
  if (state == "53100") fail_full();
  if (state.starts_with("23") || state == "22001" || state == "22003") fail_constraint();
  const std::string_view kind = state.substr(0, 2);
  if (kind.empty() || kind == "08" || kind == "53" || kind == "55" || kind == "57" || kind == "58" || state == "25006") fail_unavailable();
  throw std::logic_error(std::string("PostgreSQL: ") + message);
}

// All rows of an answer, walked through.
class Answer final : public Cursor {
 public:
  explicit Answer(Result result) : result_(std::move(result)), rows_(PQntuples(result_.get())) {}
  virtual ~Answer() = default;
  bool step() override { return ++row_ < rows_; }
  void release() override { delete this; }

  Cell cell(int column) override {
    Cell cell;
    if (column >= PQnfields(result_.get()) || PQgetisnull(result_.get(), row_, column)) return cell;
    const std::string_view text(PQgetvalue(result_.get(), row_, column), static_cast<std::size_t>(PQgetlength(result_.get(), row_, column)));
    switch (PQftype(result_.get(), column)) {
      case oid_bool:
        cell.kind = Cell::Kind::integer;
        cell.integer = text == "t" ? 1 : 0;
        break;
      case oid_int8:
      case oid_int4:
      case oid_int2:
        cell.kind = Cell::Kind::integer;
        std::from_chars(text.data(), text.data() + text.size(), cell.integer);
        break;
      case oid_numeric: return exact(text);
      case oid_float4:
      case oid_float8:
        cell.kind = Cell::Kind::real;
        std::from_chars(text.data(), text.data() + text.size(), cell.real);
        break;
      case oid_bytea:
        cell.kind = Cell::Kind::bytes;
        cell.text = unpack(text);
        break;
      default:
        cell.kind = Cell::Kind::text;
        cell.text = text;
    }
    return cell;
  }

 private:
  // SUM of whole numbers is a NUMERIC here and a whole number for SQLite.
  static Cell exact(std::string_view text) {
    Cell cell;
    if (text.contains('.')) {
      cell.kind = Cell::Kind::real;
      std::from_chars(text.data(), text.data() + text.size(), cell.real);
    } else {
      cell.kind = Cell::Kind::integer;
      std::from_chars(text.data(), text.data() + text.size(), cell.integer);
    }
    return cell;
  }

  // in: "\x00ff"
  std::string_view unpack(std::string_view text) {
    const auto digit = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
    auto& bytes = *unpacked_.emplace_back(std::make_unique<std::string>());
    for (std::size_t i = 2; i + 1 < text.size(); i += 2) bytes += static_cast<char>(digit(text[i]) * 16 + digit(text[i + 1]));
    return bytes;
  }

  Result result_;
  const int rows_;
  int row_ = -1;
  std::vector<std::unique_ptr<std::string>> unpacked_;
};

// in: a URL or libpq's "host=... dbname=..."; out: the same with what every connection of ours is set to
std::string with_settings(const Options& options) {
  std::string url = options.postgres_url;
  if (!url.contains("://"))
    return url + " connect_timeout=5 application_name=cairn keepalives_idle=10 keepalives_interval=5 keepalives_count=3 tcp_user_timeout=20000"
                 " options='-c synchronous_commit=on -c statement_timeout=30000 -c lock_timeout=20000"
                 " -c idle_in_transaction_session_timeout=60000 -c client_min_messages=warning -c TimeZone=UTC'";
  const bool has_path = url.find('/', url.find("://") + 3) != std::string::npos;
  url += url.contains('?') ? "&" : has_path ? "?" : "/?";
  url += "connect_timeout=5&application_name=cairn&keepalives_idle=10&keepalives_interval=5&keepalives_count=3&tcp_user_timeout=20000"
         "&options=-c%20synchronous_commit%3Don%20-c%20statement_timeout%3D30000%20-c%20lock_timeout%3D20000"
         "%20-c%20idle_in_transaction_session_timeout%3D60000%20-c%20client_min_messages%3Dwarning%20-c%20TimeZone%3DUTC";
  return url;
}

std::unique_ptr<PGconn, CloseConnection> connect_to(const std::string& url) {
  std::unique_ptr<PGconn, CloseConnection> connection(PQconnectdb(url.c_str()));
  PQsetNoticeProcessor(connection.get(), [](void*, const char* notice) { log::debug("PostgreSQL says", {{"notice", notice}}); }, nullptr);
  if (PQstatus(connection.get()) == CONNECTION_OK) return connection;
  log::warning("cannot reach PostgreSQL", {{"reason", PQerrorMessage(connection.get())}});
  fail_unavailable();
}

class PostgresConnection final : public Connection {
 public:
  PostgresConnection(const std::string& url, const std::string& self) : connection_(connect_to(url)), notify_("NOTIFY cairn, '" + self + "'") {
    PQsetClientEncoding(connection_.get(), "UTF8");
    PQenterPipelineMode(connection_.get());
  }

  Engine engine() const override { return Engine::postgres; }

  Cursor* start(Statement statement, std::span<const Arg> args, bool) override { return new Answer(run(statement, args)); }

  std::int64_t execute(Statement statement, std::span<const Arg> args) override {
    const Result result = run(statement, args);
    const std::string_view count = PQcmdTuples(result.get());
    std::int64_t rows = 0;
    std::from_chars(count.data(), count.data() + count.size(), rows);
    return rows;
  }

  void post(Statement statement, std::span<const Arg> args) override {
    send(statement, args);
    if (++posted_ == most_posted) answer();
  }

  void script(std::string_view sql) override {
    send_plain(sql);
    answer();
  }

  void begin(bool writing) override {
    in_transaction_ = true;
    writing_ = writing;
    send_plain(writing ? "BEGIN ISOLATION LEVEL READ COMMITTED" : "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY");
    if (writing) {
      send_plain(lock_writing);
      answer();
    }
  }
  void savepoint() override { send_plain("SAVEPOINT body"); }
  void release() override {
    send_plain("RELEASE body");
    if (posted_ > 0) answer();  // what was posted answers within its own body
  }
  void rollback_to() override {
    send_plain("ROLLBACK TO body");
    send_plain("RELEASE body");
    answer();
  }
  void notify() override { send_plain(notify_); }
  void commit() override {
    send_plain("COMMIT");
    in_transaction_ = false;
    if (!writing_) return answer_later();
    const Result result = answer();
    // a COMMIT of a transaction in which something failed answers ROLLBACK
    if (std::string_view(PQcmdStatus(result.get())) != "COMMIT") fail_unavailable();
  }

  void rollback() noexcept override {
    if (!in_transaction_) return;
    in_transaction_ = false;
    if (!usable()) return;
    try {
      send_plain("ROLLBACK");
      answer();
    } catch (const std::exception&) {
      usable_ = false;
    }
  }

  bool in_transaction() const override { return in_transaction_ && usable(); }
  bool usable() const override { return usable_ && PQstatus(connection_.get()) == CONNECTION_OK; }

 private:
  Result run(Statement statement, std::span<const Arg> args) {
    send(statement, args);
    return answer();
  }

  void send(Statement statement, std::span<const Arg> args) {
    const Parameters parameters(args);
    const StatementKey key = key_of(statement);
    const auto [found, is_new] = prepared_.try_emplace(key);
    if (is_new) {
      found->second = "s" + std::to_string(++names_);
      const std::string text = for_postgres(statement.text, args);
      preparing_.push_back(key);
      queue(PQsendPrepare(connection_.get(), found->second.c_str(), text.c_str(), static_cast<int>(args.size()), parameters.types.data()));
    }
    queue(PQsendQueryPrepared(connection_.get(), found->second.c_str(), static_cast<int>(args.size()), parameters.values.data(),
                              parameters.sizes.data(), parameters.formats.data(), 0));
  }

  void send_plain(std::string_view sql) {
    queue(PQsendQueryParams(connection_.get(), std::string(sql).c_str(), 0, nullptr, nullptr, nullptr, nullptr, 0));
  }

  void queue(int sent) {
    if (sent != 1) lose(PQerrorMessage(connection_.get()));
  }

  [[noreturn]] void lose(const char* why) {
    if (usable_) log::warning("lost PostgreSQL", {{"reason", why}});
    usable_ = false;
    fail_unavailable();
  }

  void sync() {
    if (PQpipelineSync(connection_.get()) != 1) lose(PQerrorMessage(connection_.get()));
    posted_ = 0;
  }

  // For the end of a transaction that only read: the next one finds the answer.
  void answer_later() {
    sync();
    ++unread_;
  }

  struct Answers {
    Result last, failed;
  };

  // The answers up to the next synchronisation: the last one, and the first failure.
  Answers read_answers() {
    Answers answers;
    bool ended = false;  // between two answers there is a null; two nulls are the end of the connection
    while (true) {
      Result result(PQgetResult(connection_.get()));
      if (!result) {
        if (ended || PQstatus(connection_.get()) != CONNECTION_OK) lose(PQerrorMessage(connection_.get()));
        ended = true;
        continue;
      }
      ended = false;
      const auto status = PQresultStatus(result.get());
      if (status == PGRES_PIPELINE_SYNC) return answers;
      if (status == PGRES_FATAL_ERROR && !answers.failed) answers.failed = std::move(result);
      else if (status != PGRES_PIPELINE_ABORTED) answers.last = std::move(result);
    }
  }

  // Sends what is queued, waits, and gives the last answer; the first failure among them counts.
  Result answer() {
    sync();
    for (; unread_ > 0; --unread_)
      if (const Answers left = read_answers(); left.failed) lose(PQresultErrorMessage(left.failed.get()));
    Answers answers = read_answers();
    const auto preparing = std::exchange(preparing_, {});
    if (answers.failed) {
      for (const StatementKey& key : preparing) prepared_.erase(key);  // perhaps prepared, perhaps not; the names are not used again
      refuse(answers.failed.get());
    }
    return std::move(answers.last);
  }

  [[noreturn]] void refuse(const PGresult* failed) {
    const char* state = PQresultErrorField(failed, PG_DIAG_SQLSTATE);
    const std::string_view code = state ? state : "";
    // gone with its server, or prepared before the schema changed: another connection will do
    if (code.empty() || code.starts_with("08") || code.starts_with("57P") || code == "0A000" || code == "25P03" ||
        PQstatus(connection_.get()) != CONNECTION_OK) {
      lose(PQresultErrorMessage(failed));
    }
    refuse_state(code, PQresultErrorMessage(failed));
  }

  std::unique_ptr<PGconn, CloseConnection> connection_;
  const std::string notify_;
  std::unordered_map<StatementKey, std::string, StatementHash> prepared_;
  std::vector<StatementKey> preparing_;
  int posted_ = 0;  // statements sent whose answer nobody waits for
  int unread_ = 0;  // synchronisations whose answers were left for later
  std::uint64_t names_ = 0;
  bool usable_ = true;
  bool in_transaction_ = false;
  bool writing_ = false;
};

// Listens for the commits of other servers, and connects again for as long as it must.
class Watch {
 public:
  Watch(const std::string& url, const std::string& self, std::function<void()> changed)
      : url_(url), self_(self), changed_(std::move(changed)), connection_(listen()), stop_(eventfd(0, EFD_CLOEXEC)), thread_([this] { loop(); }) {}
  ~Watch() {
    const std::uint64_t one = 1;
    if (write(stop_, &one, sizeof one) != sizeof one) std::terminate();
    thread_.join();
    close(stop_);
  }

 private:
  std::unique_ptr<PGconn, CloseConnection> listen() const {
    auto connection = connect_to(url_);
    const Result listening(PQexec(connection.get(), "LISTEN cairn"));
    if (PQresultStatus(listening.get()) != PGRES_COMMAND_OK) fail_unavailable();
    return connection;
  }

  void loop() {
    while (true) {
      while (PQstatus(connection_.get()) == CONNECTION_OK) {
        if (stopped(PQsocket(connection_.get()), -1)) return;
        if (PQconsumeInput(connection_.get()) != 1) break;
        if (told()) changed_();
      }
      if (stopped(-1, 500)) return;
      try {
        connection_ = listen();
        changed_();  // what was said meanwhile was not heard
      } catch (const Failure&) {
        continue;
      }
    }
  }

  // What this server says itself it has told its listeners already.
  bool told() {
    bool by_others = false;
    while (PGnotify* notify = PQnotifies(connection_.get())) {
      by_others = by_others || notify->extra != self_;
      PQfreemem(notify);
    }
    return by_others;
  }

  bool stopped(int socket, int timeout_ms) const {
    pollfd watched[2] = {{stop_, POLLIN, 0}, {socket, POLLIN, 0}};
    poll(watched, 2, timeout_ms);
    return (watched[0].revents & POLLIN) != 0;
  }

  const std::string url_, self_;
  const std::function<void()> changed_;
  std::unique_ptr<PGconn, CloseConnection> connection_;
  const int stop_;
  std::thread thread_;
};

// Tells the servers of one database apart.
std::string server_name() {
  std::random_device random;
  return std::to_string(random()) + "-" + std::to_string(random());
}

}  // namespace

Driver postgres_driver(const Options& options) {
  const std::string url = with_settings(options);
  const std::string self = server_name();
  Driver driver;
  driver.engine = Engine::postgres;
  driver.reads_inline = false;
  driver.connect = [=](Purpose) { return std::make_unique<PostgresConnection>(url, self); };
  driver.watch = [=](std::function<void()> changed) { return std::make_shared<Watch>(url, self, std::move(changed)); };
  driver.backup = [](const std::string&) {
    fail(Fault::unprocessable, "unsupported", "Use pg_dump for a copy of a PostgreSQL database.");
  };
  driver.integrity = [] { return std::vector<std::string>(); };  // it keeps checksums of its own
  return driver;
}

}  // namespace cairn::db
