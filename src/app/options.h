// What the binary is asked to do: a command and its settings, from flags, environment (CAIRN_…) and a file.
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace cairn::app {

// Where the organisation's data is: a directory (SQLite inside) or a PostgreSQL URL.
struct DataOptions {
  std::string data = "data";
  std::string database;  // "postgres://…"; wins over `data`
  int readers = 4;
};

struct ServeOptions {
  std::string listen = "127.0.0.1:8080";
  bool demo = false;
  std::string public_url;
  std::string trusted_proxy;
  std::string tls_cert;
  std::string tls_key;
  std::vector<std::string> origins;
  int threads = 2;
  bool rate_limits = true;
  bool log_requests = true;
};

struct Options {
  DataOptions data;
  ServeOptions serve;
  std::string log_level = "info";
  // of the command line's own commands
  std::string file;
  std::string email;
  std::string name;
  std::string role = "member";
  bool password_stdin = false;
  std::vector<std::string> scopes;
  int days = 90;
  bool dry_run = false;
  bool force = false;
  bool fix = false;
  std::vector<std::string> map;
  std::string list = "objectives";
  std::string scale = "S";
  std::string import_as;
};

// One command of the binary. `run` answers the exit status: 0 done, 1 a problem was found, 2 wrong use.
struct Command {
  const char* name;
  std::function<int(const Options&)> run;
};

// Parses the arguments and runs the command they name.
// out: the exit status
int run(int argc, char** argv);

}  // namespace cairn::app
