// A real PostgreSQL for tests: one server for the whole program, on a Unix socket in a temporary directory, started
// when first asked for and ended with the program.
#pragma once
#include <string>

namespace cairn::test {

// out: the URL of a new database, empty, or like `like` when it is given
std::string make_postgres_database(const std::string& like = "");
void drop_postgres_database(const std::string& url);

// Ends every connection of others to the database, as a restart of the server would.
void break_postgres_connections(const std::string& url);

// Refuses new connections to the database, or takes them again.
void close_postgres_database(const std::string& url, bool closed);

}  // namespace cairn::test
