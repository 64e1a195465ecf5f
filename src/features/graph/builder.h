// Fills the picture from the database: everything at first, later only what the log names.
#pragma once
#include <set>
#include <span>
#include <vector>

#include "features/graph/picture.h"
#include "platform/activity/activity.h"
#include "platform/db/db.h"

namespace cairn::graph {

// What a stretch of the log touched.
struct Touched {
  std::set<std::int64_t> people, teams, cycles, objectives, key_results, links, checkins;
  std::set<std::int64_t> whole_objectives;  // with their key results
  std::set<std::int64_t> owners;            // whose OKRs went to somebody else
  bool everything = false;
  void add(const activity::Entry& entry);
  std::size_t size() const;
};

class Builder {
 public:
  Builder(Picture& picture, db::Tx& tx) : p_(picture), tx_(tx) {}

  void everything(std::int64_t number, Instant now, std::uint64_t generation);
  // out: false when something is gone that the picture knows: read everything anew
  bool refresh(const Touched& touched, std::int64_t number);
  void new_day(Date today);

 private:
  using Ids = std::vector<std::int64_t>;
  void organisation();
  void people(const Ids* ids);
  void teams(const Ids* ids);
  void members(const Ids* people, const Ids* teams);
  void cycles(const Ids* ids);
  std::size_t objectives(const Ids* ids);
  std::size_t key_results(const Ids* ids);
  void objective_people(const Ids* ids);
  void key_result_people(const Ids* ids);
  void metric_parts(const Ids* ids);
  void links(const Ids* from);
  void all_checkins();
  void checkins_of(KeyResultId id);
  void drop_links_of(ObjectiveId id, std::vector<ObjectiveId>& lost);
  void widen(Touched& touched, std::vector<ObjectiveId>& restand);

  void take_person(db::Row& row);
  void take_team(db::Row& row);
  void take_cycle(db::Row& row);
  void take_objective(db::Row& row);
  void take_key_result(db::Row& row);
  void take_zones(db::Row& row, KeyResultId id);
  void take_link(db::Row& row);
  void spark(KeyResult& kr, std::span<const float> values, std::span<const std::int64_t> at);
  const Cycle* cycle_of(const KeyResult& kr) const;
  void reshape(CycleId id);
  void grow(CycleId id);
  void reshape_all();

  Picture& p_;
  db::Tx& tx_;
  std::int64_t number_ = 0;
  bool loading_ = false;
};

}  // namespace cairn::graph
