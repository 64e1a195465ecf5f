// Opening an organisation's database and wiring the slices to it.
#include "app/site.h"

#include <filesystem>

#include "base/embedded.h"
#include "features/people/people.h"
#include "features/week/week.h"

extern const cairn::EmbeddedFile cairn_migration_files[];
extern const std::size_t cairn_migration_files_count;

namespace cairn::app {

std::string database_file(const DataOptions& data) {
  std::error_code error;
  std::filesystem::create_directories(data.data, error);
  if (error || !std::filesystem::is_directory(data.data)) {
    fail(Fault::unprocessable, "bad_data_directory", "The data directory " + data.data + " cannot be used: " + error.message() + ".");
  }
  return (std::filesystem::path(data.data) / "cairn.db").string();
}

std::unique_ptr<db::Database> open_database(const DataOptions& data) {
  db::Options options;
  options.readers = data.readers;
  if (data.database.empty()) {
    options.sqlite_file = database_file(data);
  } else {
    options.postgres_url = data.database;
  }
  return db::open(options);
}

void migrate_database(db::Database& database) {
  std::vector<db::Migration> migrations;
  for (std::size_t i = 0; i < cairn_migration_files_count; ++i) {
    const EmbeddedFile& file = cairn_migration_files[i];
    migrations.push_back({file.name, std::string(file.text())});
  }
  db::migrate(database, migrations);
}

Site::Site(const DataOptions& data, const clock::Clock& clock) : Site(open_database(data), clock) {
  migrate_database(*database_);
}

Site::Site(std::unique_ptr<db::Database> database, const clock::Clock& clock)
    : database_(std::move(database)), app_{.db = *database_, .clock = clock} {
  app_.load_actor = people::actor_loader();
}

Site::~Site() { database_->stop(); }

void Site::load_graph() {
  graph_ = std::make_unique<graph::Graph>(app_.clock);
  app_.graph = graph_.get();
  app_.due_count = [this](db::Tx& tx, const engine::Actor& actor) { return week::due_count(*graph_->read(tx), actor); };
  database_->read([&](db::Tx& tx) { graph_->load(tx); });
}

}  // namespace cairn::app
