// One organisation, opened: its database brought up to date and the slices wired to it. The server, the command line
// and the tests all start here.
#pragma once
#include <memory>
#include <string>

#include "app/options.h"
#include "features/context.h"
#include "features/graph/graph.h"
#include "platform/clock/clock.h"
#include "platform/db/db.h"

namespace cairn::app {

class Site {
 public:
  // Opens and migrates. in: a clock that outlives the site
  // fails: 503 unavailable, 409 newer_schema; 422 bad_data_directory
  Site(const DataOptions& data, const clock::Clock& clock);
  // The same on a database that is open and migrated already.
  Site(std::unique_ptr<db::Database> database, const clock::Clock& clock);
  ~Site();
  Site(const Site&) = delete;
  Site& operator=(const Site&) = delete;

  db::Database& database() { return *database_; }
  features::App& app() { return app_; }
  graph::Graph& graph() { return *graph_; }
  // The graph is loaded where lists and pictures are needed; the command line does without unless it asks.
  void load_graph();

 private:
  std::unique_ptr<db::Database> database_;
  features::App app_;
  std::unique_ptr<graph::Graph> graph_;
};

// out: the file inside the data directory, which is made when missing
std::string database_file(const DataOptions& data);
std::unique_ptr<db::Database> open_database(const DataOptions& data);
void migrate_database(db::Database& database);

}  // namespace cairn::app
