// The schema is brought up once per program and engine; each test gets a copy of that.
#include "support/databases.h"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "support/postgres.h"

namespace cairn::test {

namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

void bring_up(const db::Options& options) { db::migrate(*db::open(options), migrations()); }

// Where a sync costs nothing, if there is room: no test cuts the machine's own power. TMPDIR overrules it.
fs::path roomy_memory() {
  if (std::getenv("TMPDIR")) return fs::temp_directory_path();
  std::error_code error;
  const auto space = fs::space("/dev/shm", error);
  return !error && space.available > (512U << 20) && access("/dev/shm", W_OK) == 0 ? fs::path("/dev/shm") : fs::temp_directory_path();
}

const std::string& sqlite_model() {
  static const TempDirectory directory;
  static const std::string file = [] {
    const std::string made = directory / "model.db";
    bring_up({.sqlite_file = made});
    return made;
  }();
  return file;
}

const std::string& postgres_model() {
  static const std::string url = [] {
    const std::string made = make_postgres_database();
    bring_up({.postgres_url = made});
    return made;
  }();
  return url;
}

}  // namespace

const std::vector<db::Migration>& migrations() {
  static const std::vector<db::Migration> all = [] {
    std::vector<db::Migration> found;
    for (const auto& entry : fs::directory_iterator(CAIRN_SOURCE_DIR "/migrations"))
      if (entry.path().extension() == ".sql") found.push_back({entry.path().filename().string(), text_of(entry.path())});
    return found;
  }();
  return all;
}

TempDirectory::TempDirectory() {
  path_ = (roomy_memory() / "cairn-test-XXXXXX").string();
  if (!mkdtemp(path_.data())) throw std::runtime_error("no temporary directory");
}

TempDirectory::~TempDirectory() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

TestDatabase::TestDatabase(db::Engine engine, Schema schema) {
  if (engine == db::Engine::sqlite) {
    options_.sqlite_file = directory_ / "cairn.db";
    if (schema == Schema::migrated) fs::copy_file(sqlite_model(), options_.sqlite_file);
  } else {
    options_.postgres_url = make_postgres_database(schema == Schema::migrated ? postgres_model() : "");
  }
  reopen();
}

TestDatabase::~TestDatabase() {
  database_.reset();
  if (!options_.postgres_url.empty()) drop_postgres_database(options_.postgres_url);
}

void TestDatabase::reopen() {
  database_.reset();
  database_ = db::open(options_);
}

std::vector<db::Engine> engines() {
  const char* wanted = std::getenv("CAIRN_TEST_ENGINES");
  if (wanted && std::string(wanted) == "sqlite") return {db::Engine::sqlite};
  return {db::Engine::sqlite, db::Engine::postgres};
}

}  // namespace cairn::test
