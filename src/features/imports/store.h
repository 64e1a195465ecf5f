// SQL of the tables `imports` and `import_items`.
#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "features/context.h"
#include "platform/activity/activity.h"
#include "platform/db/db.h"

namespace cairn::imports::store {

struct Item {
  activity::Subject subject;
  std::int64_t row = 0;
};

// What an import wrote.
struct Made {
  std::vector<Item> items;
  std::vector<activity::Subject> touched;
  std::int64_t objectives = 0, key_results = 0, checkins = 0;
};

struct Row {
  ImportId id;
  std::optional<PersonId> person;
  std::string file_name;
  std::int64_t objectives = 0, key_results = 0, checkins = 0;
  Instant created_at;
  std::optional<Instant> undone_at;
};

ImportId insert(db::Tx& tx, const features::Context& ctx, const std::string& file_name, const std::string& mapping, const Made& made);
std::optional<Row> find(db::Tx& tx, ImportId id);
std::vector<Row> all(db::Tx& tx);  // newest first
std::vector<Item> items(db::Tx& tx, ImportId id);
void mark_undone(db::Tx& tx, ImportId id, Instant at);
// A key result of the import whose objective was there before it.
bool stands_alone(db::Tx& tx, ImportId id, KeyResultId key_result);
// How much people did with the imported things since: check-ins, edits, key results added below. An undo would take
// it away unseen.
std::int64_t changes_after(db::Tx& tx, const Row& row);

}  // namespace cairn::imports::store
