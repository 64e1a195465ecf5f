// Commands about the data as a whole: schema, backup, restore, the log's chain.
#include <cstdio>
#include <filesystem>

#include "app/commands.h"
#include "app/data_lock.h"
#include "app/seal.h"
#include "app/serve.h"
#include "app/site.h"
#include "platform/activity/activity.h"

namespace cairn::app {

namespace fs = std::filesystem;

int migrate_command(const Options& options) {
  const auto database = open_database(options.data);
  migrate_database(*database);
  std::printf("the schema is up to date\n");
  database->stop();
  return 0;
}

int backup_command(const Options& options) {
  const auto database = open_database(options.data);
  db::backup(*database, options.file);
  database->stop();
  seal(options.file);
  std::printf("%s\n", options.file.c_str());
  return 0;
}

namespace {

// A damaged or foreign file must not take the place of good data: it is opened as a copy first and read whole.
void require_sound(const fs::path& copy) {
  db::Options opening;
  opening.sqlite_file = copy.string();
  const auto database = db::open(opening);
  const auto problems = db::check_integrity(*database);
  if (!problems.empty()) fail(Fault::conflict, "damaged", "The file is damaged: " + problems.front() + ". Nothing was changed.");
  migrate_database(*database);
  const auto verdict = database->read([](db::Tx& tx) { return activity::verify(tx); });
  if (verdict.broken_at) {
    fail(Fault::conflict, "damaged", "The activity log of the file is broken at number " + std::to_string(*verdict.broken_at) + ". Nothing was changed.");
  }
  database->stop();
}

void remove_with_journal(const fs::path& file) {
  for (const char* suffix : {"", "-wal", "-shm"}) fs::remove(file.string() + suffix);
}

// Nothing half-restored stays behind, however it ends.
struct RemovedAtTheEnd {
  fs::path file;
  ~RemovedAtTheEnd() { remove_with_journal(file); }
};

}  // namespace

int restore_command(const Options& options) {
  if (!options.data.database.empty()) {
    fail(Fault::unprocessable, "unsupported", "A PostgreSQL database is restored with pg_restore.");
  }
  if (!fs::is_regular_file(options.file)) fail(Fault::not_found, "no_such_file", "There is no file " + options.file + ".");
  const fs::path target = database_file(options.data);
  const DataLock lock(options.data.data, DataLock::Use::replacing);
  if (fs::exists(target) && !options.force) {
    fail(Fault::conflict, "data_exists", "There is data in " + options.data.data + ". Stop the server and add --force to replace it.");
  }
  const fs::path copy = target.string() + ".restoring";
  remove_with_journal(copy);
  const RemovedAtTheEnd cleanup{copy};
  fs::copy_file(options.file, copy);
  if (!unseal(copy)) fail(Fault::conflict, "damaged", "The file is not what was written as a backup. Nothing was changed.");
  require_sound(copy);
  if (fs::exists(target)) {
    remove_with_journal(target.string() + ".replaced");
    fs::rename(target, target.string() + ".replaced");
    for (const char* suffix : {"-wal", "-shm"}) {
      if (fs::exists(target.string() + suffix)) fs::rename(target.string() + suffix, target.string() + ".replaced" + suffix);
    }
  }
  fs::rename(copy, target);
  std::printf("restored %s\n", target.string().c_str());
  return 0;
}

int audit_verify(const Options& options) {
  const clock::SystemClock clock;
  Site site(options.data, clock);
  const auto verdict = site.database().read([](db::Tx& tx) { return activity::verify(tx); });
  if (verdict.broken_at) {
    std::printf("broken at number %lld: %s\n", static_cast<long long>(*verdict.broken_at), verdict.reason.c_str());
    return 1;
  }
  std::printf("%lld entries hold\n", static_cast<long long>(verdict.checked));
  return 0;
}

}  // namespace cairn::app
