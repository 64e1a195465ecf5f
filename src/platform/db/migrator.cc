// Brings the schema up to date. Steps run in the order of their names, each in a transaction of its own, and what has
// run is remembered with a checksum of its text, so that a released step that was edited is noticed.
#include <algorithm>
#include <chrono>
#include <map>

#include "platform/db/connection.h"
#include "platform/db/dialect.h"

namespace cairn::db {

namespace {

// FNV-1a, 64 bits: it guards against accidents, not against an adversary.
std::string checksum_of(std::string_view text) {
  static constexpr char hex[] = "0123456789abcdef";
  std::uint64_t hash = 14695981039346656037ULL;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  std::string out;
  for (int shift = 60; shift >= 0; shift -= 4) out += hex[(hash >> shift) & 15];
  return out;
}

std::map<std::string, std::string> applied(Tx& tx) {
  std::map<std::string, std::string> result;
  for (Row& row : tx.query("SELECT name, checksum FROM schema_migrations")) {
    auto name = row.next<std::string>();
    result[std::move(name)] = row.next<std::string>();
  }
  return result;
}

void refuse_unknown(const std::map<std::string, std::string>& ran, std::span<const Migration> known) {
  for (const auto& [name, checksum] : ran) {
    const auto ours = std::ranges::find(known, name, &Migration::name);
    if (ours == known.end())
      fail(Fault::conflict, "newer_schema", "This database was made by a newer version: it has run " + name + ", which this version does not know.");
    if (checksum_of(ours->sql) != checksum)
      fail(Fault::conflict, "changed_migration", "The schema step " + name + " has another text than the one this database has run.");
  }
}

// out: whether it ran; another server may have been faster
bool apply(Tx& tx, const Migration& step) {
  if (tx.value<int>("SELECT 1 FROM schema_migrations WHERE name = $1", step.name)) return false;
  if (tx.engine() == Engine::postgres) Script::run(tx, "SET LOCAL statement_timeout = 0");  // an index on a large table takes its time
  for (const std::string& statement : statements_of(step.sql, tx.engine())) Script::run(tx, in_dialect(statement, tx.engine()));
  const auto now = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::system_clock::now().time_since_epoch());
  tx.execute("INSERT INTO schema_migrations (name, checksum, applied_at) VALUES ($1, $2, $3)", step.name, checksum_of(step.sql),
             static_cast<std::int64_t>(now.count()));
  return true;
}

}  // namespace

std::vector<std::string> migrate(Database& database, std::span<const Migration> migrations) {
  std::vector<const Migration*> steps;
  for (const Migration& step : migrations) steps.push_back(&step);
  std::ranges::sort(steps, {}, [](const Migration* step) -> const std::string& { return step->name; });
  const auto ran = database.write([](Tx& tx) {
    Script::run(tx, in_dialect("CREATE TABLE IF NOT EXISTS schema_migrations (name TEXT NOT NULL PRIMARY KEY, "
                               "checksum TEXT NOT NULL, applied_at BIGINT NOT NULL)", tx.engine()));
    return applied(tx);
  });
  refuse_unknown(ran, migrations);
  std::vector<std::string> result;
  for (const Migration* step : steps) {
    if (ran.contains(step->name)) continue;
    if (database.write([&](Tx& tx) { return apply(tx, *step); })) result.push_back(step->name);
  }
  return result;
}

}  // namespace cairn::db
