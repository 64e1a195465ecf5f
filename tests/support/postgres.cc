// Starts the server with what Debian installs in /usr/lib/postgresql. PostgreSQL refuses to run as root, so root's
// child becomes the user `postgres` first. CAIRN_TEST_POSTGRES names the socket directory of a server to use instead.
#include "support/postgres.h"

#include <fcntl.h>
#include <grp.h>
#include <libpq-fe.h>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <stdexcept>

namespace cairn::test {

namespace {

namespace fs = std::filesystem;

std::string bin_directory() {
  std::string newest;
  for (const auto& entry : fs::directory_iterator("/usr/lib/postgresql"))
    if (fs::exists(entry.path() / "bin/initdb")) newest = std::max(newest, (entry.path() / "bin").string());
  if (newest.empty()) throw std::runtime_error("no PostgreSQL in /usr/lib/postgresql");
  return newest;
}

[[noreturn]] void become_and_run(const passwd* user, std::vector<std::string> command, const std::string& log) {
  if (getuid() == 0 && (initgroups(user->pw_name, user->pw_gid) != 0 || setgid(user->pw_gid) != 0 || setuid(user->pw_uid) != 0)) _exit(126);
  prctl(PR_SET_PDEATHSIG, SIGQUIT);  // it ends with us, however we end
  const int out = open(log.c_str(), O_CREAT | O_APPEND | O_WRONLY, 0600);  // not freopen: it would write our buffer
  if (dup2(out, 1) < 0 || dup2(out, 2) < 0) _exit(126);
  std::vector<char*> words;
  for (auto& word : command) words.push_back(word.data());
  words.push_back(nullptr);
  execv(words[0], words.data());
  _exit(127);
}

struct CloseConnection {
  void operator()(PGconn* connection) const { PQfinish(connection); }
};
struct ClearResult {
  void operator()(PGresult* result) const { PQclear(result); }
};

class Server {
 public:
  Server() {
    if (const char* given = std::getenv("CAIRN_TEST_POSTGRES")) {
      directory_ = given;
      return;
    }
    std::string pattern = (fs::temp_directory_path() / "cairn-pg-XXXXXX").string();
    if (!mkdtemp(pattern.data())) throw std::runtime_error("no temporary directory");
    directory_ = pattern;
    user_ = getuid() == 0 ? getpwnam("postgres") : getpwuid(getuid());
    if (!user_ || chown(directory_.c_str(), user_->pw_uid, user_->pw_gid) != 0) throw std::runtime_error("no user for PostgreSQL");
    const std::string bin = bin_directory();
    const std::string data = directory_ + "/data";
    int status = 0;
    waitpid(spawn({bin + "/initdb", "-D", data, "-U", "postgres", "--auth=trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8"}), &status, 0);
    if (status != 0) throw std::runtime_error("initdb failed, see " + directory_ + "/log");
    pid_ = spawn({bin + "/postgres", "-D", data, "-k", directory_, "-c", "listen_addresses=", "-c", "fsync=off", "-c", "full_page_writes=off",
                  "-c", "max_connections=200", "-c", "shared_buffers=32MB", "-c", "max_wal_size=256MB", "-c", "autovacuum=off"});
    wait_until_ready();
  }
  ~Server() {
    if (pid_ <= 0) return;
    kill(pid_, SIGQUIT);
    waitpid(pid_, nullptr, 0);
    std::error_code ignored;
    fs::remove_all(directory_, ignored);
  }

  std::string url(const std::string& database) const {
    return "postgresql:///" + database + "?user=postgres&host=" + directory_;
  }

  void run(const std::string& sql) {
    const std::unique_ptr<PGconn, CloseConnection> connection(PQconnectdb(url("postgres").c_str()));
    const std::unique_ptr<PGresult, ClearResult> result(PQexec(connection.get(), sql.c_str()));
    const auto status = PQresultStatus(result.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) throw std::runtime_error(sql + ": " + PQerrorMessage(connection.get()));
  }

 private:
  pid_t spawn(std::vector<std::string> command) {
    const pid_t pid = fork();
    if (pid == 0) become_and_run(user_, std::move(command), directory_ + "/log");
    return pid;
  }

  void wait_until_ready() {
    for (int i = 0; i < 600; ++i) {
      const std::unique_ptr<PGconn, CloseConnection> connection(PQconnectdb(url("postgres").c_str()));
      if (PQstatus(connection.get()) == CONNECTION_OK) return;
      usleep(50'000);  // the server tells nobody when it is ready
    }
    throw std::runtime_error("PostgreSQL did not start, see " + directory_ + "/log");
  }

  std::string directory_;
  passwd* user_ = nullptr;
  pid_t pid_ = 0;
};

Server& server() {
  static Server instance;
  return instance;
}

std::string name_in(const std::string& url) {
  const auto from = url.rfind('/', url.find('?')) + 1;
  return url.substr(from, url.find('?') - from);
}

}  // namespace

std::string make_postgres_database(const std::string& like) {
  static int count = 0;
  const std::string name = "cairn_" + std::to_string(getpid()) + "_" + std::to_string(++count);
  server().run("CREATE DATABASE " + name + (like.empty() ? " TEMPLATE template0" : " TEMPLATE " + name_in(like)));
  return server().url(name);
}

void drop_postgres_database(const std::string& url) { server().run("DROP DATABASE IF EXISTS " + name_in(url) + " WITH (FORCE)"); }

void break_postgres_connections(const std::string& url) {
  server().run("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '" + name_in(url) + "'");
}

void close_postgres_database(const std::string& url, bool closed) {
  server().run("ALTER DATABASE " + name_in(url) + (closed ? " ALLOW_CONNECTIONS false" : " ALLOW_CONNECTIONS true"));
}

}  // namespace cairn::test
