// One SQL text for two databases: the few places where the text must be turned before a driver gets it.
#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "platform/db/db.h"

namespace cairn::db {

// in: `$n`; out: `?n`, and `IN ($n)` over json_each where the argument is a list
std::string for_sqlite(std::string_view sql, std::span<const Arg> args);

// out: `IN ($n)` as `= ANY ($n)`, `NOT IN ($n)` as `<> ALL ($n)` where the argument is a list
std::string for_postgres(std::string_view sql, std::span<const Arg> args);

// A list as one text: [1,2] for json_each, {1,2} for an array.
std::string list_for_sqlite(const Arg& arg);
std::string list_for_postgres(const Arg& arg);

// A migration's statements: each ends with `;` at the end of a line. One under the comment line `-- sqlite` or
// `-- postgres` belongs to that engine alone.
std::vector<std::string> statements_of(std::string_view script, Engine engine);

// in: IDENTITY, ROWKEY, BYTES, TEXT, REAL as column types; out: what the engine calls them
std::string in_dialect(std::string_view statement, Engine engine);

}  // namespace cairn::db
