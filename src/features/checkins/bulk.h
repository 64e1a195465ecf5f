// Many OKRs at once, for the demo company, CSV import and the scale generator: rows go in several at a time, figures are
// computed once at the end. Inside one write transaction; nothing is checked but what the database itself refuses.
#pragma once
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "features/okrs/okrs.h"
#include "platform/activity/activity.h"
#include "platform/db/db.h"

namespace cairn::checkins {

struct NewCheckin {
  KeyResultId key_result;
  std::optional<PersonId> author;
  double value = 0;
  std::optional<int> confidence;
  std::string happened, blocked, next_steps;
  Instant at;           // effective
  Instant recorded_at;
};

class Bulk {
 public:
  // in: the transaction, and the time as the organisation's calendar has it (okrs::moment_of)
  Bulk(db::Tx& tx, okrs::Moment moment) : tx_(tx), moment_(std::move(moment)) {}
  Bulk(const Bulk&) = delete;
  Bulk& operator=(const Bulk&) = delete;

  // Each writes the row and fills the record's id. With `origin` the log gets an activity of its own (its time is the
  // origin's); without, the caller records one for all, with finish()'s subjects as touched.
  // A position of 0 puts the record last.
  ObjectiveId add(okrs::ObjectiveRecord& record, const activity::Origin* origin = nullptr);
  KeyResultId add(okrs::KeyResultRecord& record, const activity::Origin* origin = nullptr);
  LinkId add(okrs::LinkRecord& record, const activity::Origin* origin = nullptr);
  // out: its id when it has an activity of its own; 0 otherwise, as it waits for its neighbours
  CheckinId add(const NewCheckin& checkin, const activity::Origin* origin = nullptr);
  void revise_target(KeyResultId id, const engine::Revision& revision, std::optional<PersonId> author, Instant at);
  // An objective of this transaction reaches its end state: state, score, note and closed_at of the record are written.
  void close(const okrs::ObjectiveRecord& record, const activity::Origin* origin = nullptr);

  struct Written {
    std::int64_t objectives = 0, key_results = 0, links = 0, checkins = 0;
    std::vector<activity::Subject> touched;  // objectives and key results, those above included
    std::vector<CheckinId> checkin_ids;      // of those without an activity of their own
  };
  // Writes what waits, then the figures of every key result and objective concerned, and of those above.
  Written finish();

 private:
  static constexpr std::size_t rows_at_once = 6;
  void flush();
  void measure_all();

  db::Tx& tx_;
  okrs::Moment moment_;
  std::vector<NewCheckin> waiting_;
  std::set<ObjectiveId> objectives_;
  std::set<KeyResultId> key_results_;
  Written written_;
  double last_objective_ = -1;
  CycleId last_cycle_;
  double last_key_result_ = -1;
  ObjectiveId last_parent_;
};

}  // namespace cairn::checkins
