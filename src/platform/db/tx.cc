// Transactions as their bodies see them: which one is open on this thread, and the way of a statement to the driver.
#include <cmath>
#include <stdexcept>

#include "platform/db/connection.h"

namespace cairn::db {

namespace {

thread_local Tx* innermost = nullptr;

[[noreturn]] void wrong_type(const char* wanted) {
  throw std::logic_error(std::string("a column does not hold ") + wanted);
}

}  // namespace

std::int64_t integer_of(const Cell& cell) {
  if (cell.kind == Cell::Kind::integer) return cell.integer;
  if (cell.kind == Cell::Kind::real && std::nearbyint(cell.real) == cell.real) return static_cast<std::int64_t>(cell.real);
  wrong_type("a whole number");
}

double real_of(const Cell& cell) {
  if (cell.kind == Cell::Kind::real) return cell.real;
  if (cell.kind == Cell::Kind::integer) return static_cast<double>(cell.integer);
  wrong_type("a number");
}

std::string_view text_of(const Cell& cell) {
  if (cell.kind != Cell::Kind::text) wrong_type("text");
  return cell.text;
}

std::string_view bytes_of(const Cell& cell) {
  if (cell.kind != Cell::Kind::bytes) wrong_type("bytes");
  return cell.text;
}

Date date_of(const Cell& cell) {
  const auto date = parse_date(text_of(cell));
  if (!date) wrong_type("a date");
  return *date;
}

Tx::Tx(Database& owner, Connection& connection, bool writing)
    : owner_(owner), connection_(connection), outer_(innermost), writing_(writing) {
  innermost = this;
}

Tx::~Tx() { innermost = outer_; }

Engine Tx::engine() const { return connection_.engine(); }

Cursor* Tx::start(Statement statement, std::span<const Arg> args, bool keep_args) {
  return connection_.start(statement, args, keep_args);
}

std::int64_t Tx::run(Statement statement, std::span<const Arg> args) { return connection_.execute(statement, args); }

void Tx::run_later(Statement statement, std::span<const Arg> args) { connection_.post(statement, args); }

Tx* Database::joined(bool writing) {
  for (Tx* tx = innermost; tx; tx = tx->outer_) {
    if (&tx->owner_ != this) continue;
    if (writing && !tx->writing_) throw std::logic_error("a write inside a transaction that only reads");
    return tx;
  }
  return nullptr;
}

void Database::after_commit(std::function<void()> listener) {
  const std::lock_guard lock(listeners_mutex_);
  listeners_.push_back(std::move(listener));
}

void Database::tell_listeners() {
  const std::lock_guard lock(listeners_mutex_);
  for (const auto& listener : listeners_) listener();
}

void backup(Database& database, const std::string& file) { database.backup_to(file); }

std::vector<std::string> check_integrity(Database& database) { return database.integrity(); }

}  // namespace cairn::db
