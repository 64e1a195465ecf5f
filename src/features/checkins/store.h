// SQL of the table `checkins`.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "features/checkins/bulk.h"
#include "platform/db/db.h"
#include "platform/json/json.h"

namespace cairn::checkins::store {

struct Row {
  CheckinId id;
  KeyResultId key_result;
  std::optional<PersonId> author;
  double value = 0;
  std::optional<int> confidence;
  std::string happened, blocked, next_steps;
  Instant at, recorded_at;
  std::optional<Instant> edited_at;
  std::int64_t version = 1;
  // what the log keeps of an edit
  static constexpr auto fields() {
    using json::field;
    return json::fields(field("value", &Row::value), field("confidence", &Row::confidence), field("happened", &Row::happened),
                        field("blocked", &Row::blocked), field("next_steps", &Row::next_steps));
  }
};

std::optional<Row> find(db::Tx& tx, CheckinId id);
CheckinId insert(db::Tx& tx, const NewCheckin& checkin);
void insert_six(db::Tx& tx, const NewCheckin* six, std::vector<CheckinId>& ids);
void update(db::Tx& tx, const Row& row);
// Newest first, after (older than) the given place in the series.
std::vector<Row> older(db::Tx& tx, KeyResultId id, Instant at, CheckinId than, int limit);

}  // namespace cairn::checkins::store
