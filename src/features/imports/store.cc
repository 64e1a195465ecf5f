// SQL of the tables `imports` and `import_items`.
#include "features/imports/store.h"

namespace cairn::imports::store {
namespace {

Row read_row(db::Row& r) {
  Row row;
  row.id = r.next<ImportId>();
  row.person = r.next<std::optional<PersonId>>();
  row.file_name = r.next<std::string>();
  row.objectives = r.next<std::int64_t>();
  row.key_results = r.next<std::int64_t>();
  row.checkins = r.next<std::int64_t>();
  row.created_at = r.next<Instant>();
  row.undone_at = r.next<std::optional<Instant>>();
  return row;
}

}  // namespace

ImportId insert(db::Tx& tx, const features::Context& ctx, const std::string& file_name, const std::string& mapping, const Made& made) {
  const std::optional<PersonId> person = ctx.actor.person ? std::optional(ctx.actor.person) : std::nullopt;
  const auto id = tx.value<ImportId>(
      "INSERT INTO imports (person_id, file_name, mapping, created_objectives, created_key_results, created_checkins, created_at) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id",
      person, file_name, mapping, made.objectives, made.key_results, made.checkins, ctx.now());
  for (const Item& item : made.items) {
    tx.execute("INSERT INTO import_items (import_id, subject_type, subject_id, row_number) VALUES ($1, $2, $3, $4)", *id,
               item.subject.type, item.subject.id, item.row);
  }
  return *id;
}

std::optional<Row> find(db::Tx& tx, ImportId id) {
  return tx.one("SELECT id, person_id, file_name, created_objectives, created_key_results, created_checkins, created_at, undone_at "
                "FROM imports WHERE id = $1", read_row, id);
}

std::vector<Row> all(db::Tx& tx) {
  return tx.all("SELECT id, person_id, file_name, created_objectives, created_key_results, created_checkins, created_at, undone_at "
                "FROM imports ORDER BY id DESC", read_row);
}

std::vector<Item> items(db::Tx& tx, ImportId id) {
  return tx.all("SELECT subject_type, subject_id, row_number FROM import_items WHERE import_id = $1 ORDER BY subject_type, subject_id",
                [](db::Row& r) {
                  Item item;
                  item.subject.type = r.next<std::string>();
                  item.subject.id = r.next<std::int64_t>();
                  item.row = r.next<std::int64_t>();
                  return item;
                }, id);
}

void mark_undone(db::Tx& tx, ImportId id, Instant at) {
  tx.execute("UPDATE imports SET undone_at = $2 WHERE id = $1", id, at);
}

bool stands_alone(db::Tx& tx, ImportId id, KeyResultId key_result) {
  return !tx.value<int>("SELECT 1 FROM key_results k JOIN import_items i ON i.subject_type = 'objective' AND i.subject_id = k.objective_id "
                        "WHERE k.id = $2 AND i.import_id = $1", id, key_result).has_value();
}

std::int64_t changes_after(db::Tx& tx, const Row& row) {
  const auto checkins = tx.value<std::int64_t>(
      "SELECT COUNT(*) FROM checkins c JOIN import_items i ON i.subject_type = 'key_result' AND i.subject_id = c.key_result_id "
      "WHERE i.import_id = $1 AND c.recorded_at > $2", row.id, row.created_at);
  const auto edits = tx.value<std::int64_t>(
      "SELECT COUNT(*) FROM activity a JOIN import_items i ON i.subject_type = a.subject_type AND i.subject_id = a.subject_id "
      "WHERE i.import_id = $1 AND a.number > (SELECT MAX(number) FROM activity WHERE subject_type = 'import' AND subject_id = $1)", row.id);
  const auto additions = tx.value<std::int64_t>(
      "SELECT COUNT(*) FROM key_results k JOIN import_items i ON i.subject_type = 'objective' AND i.subject_id = k.objective_id "
      "WHERE i.import_id = $1 AND k.archived_at IS NULL AND k.id NOT IN "
      "(SELECT subject_id FROM import_items WHERE import_id = $1 AND subject_type = 'key_result')", row.id);
  return *checkins + *edits + *additions;
}

}  // namespace cairn::imports::store
