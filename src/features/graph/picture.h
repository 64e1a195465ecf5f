// The organisation as one picture in memory: rows by id, who owns what, what contributes to what. Only Graph changes
// it; readers see it as const.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "features/graph/nodes.h"
#include "platform/clock/clock.h"

namespace cairn::graph {

// Rows by id: dense storage and a direct index, since ids count from 1.
template <class Row>
class Table {
 public:
  using IdType = decltype(Row::id);
  const Row* find(IdType id) const {
    const auto i = static_cast<std::size_t>(id.value);
    return id.value > 0 && i < slots_.size() && slots_[i] ? &rows_[slots_[i] - 1] : nullptr;
  }
  Row* find(IdType id) { return const_cast<Row*>(std::as_const(*this).find(id)); }
  // The row of this id, made when it is new.
  Row& at(IdType id) {
    const auto i = static_cast<std::size_t>(id.value);
    if (i >= slots_.size()) slots_.resize(std::max(i + 1, slots_.size() + slots_.size() / 2));
    if (!slots_[i]) {
      rows_.push_back(Row{.id = id});
      slots_[i] = static_cast<std::uint32_t>(rows_.size());
    }
    return rows_[slots_[i] - 1];
  }
  void reserve(std::size_t n) {
    rows_.reserve(n);
    slots_.reserve(n + 1);
  }
  std::span<const Row> all() const { return rows_; }
  std::span<Row> all() { return rows_; }
  std::size_t size() const { return rows_.size(); }
  std::size_t memory_bytes() const { return rows_.capacity() * sizeof(Row) + slots_.capacity() * sizeof(std::uint32_t); }

 private:
  std::vector<Row> rows_;
  std::vector<std::uint32_t> slots_;  // by id: 1 + index into rows_, 0 for none
};

class Picture {
 public:
  // --- rows; nullptr for what is not there (id 0 included)
  const Person* person(PersonId id) const { return people_.find(id); }
  const Team* team(TeamId id) const { return teams_.find(id); }
  const Cycle* cycle(CycleId id) const { return cycles_.find(id); }
  const Objective* objective(ObjectiveId id) const { return objectives_.find(id); }
  const KeyResult* key_result(KeyResultId id) const { return key_results_.find(id); }
  std::span<const Person> people() const { return people_.all(); }
  std::span<const Team> teams() const { return teams_.all(); }
  std::span<const Cycle> cycles() const { return cycles_.all(); }
  std::span<const Objective> objectives() const { return objectives_.all(); }
  std::span<const KeyResult> key_results() const { return key_results_.all(); }
  std::string_view text(Text text) const { return texts_.get(text); }
  const Organisation& organisation() const { return organisation_; }
  const clock::Zone& zone() const { return zone_; }
  Date today() const { return today_; }
  std::int64_t number() const { return number_; }          // the activity that it has followed last
  std::uint64_t generation() const { return generation_; } // another one: everything was read anew
  std::int64_t day_number() const { return day_number_; }  // the number at which this day's figures were made

  // --- what follows from them
  const Cycle* current_cycle() const;                      // as cycles::current
  bool ownerless(PersonId owner) const;                    // nobody, or somebody deactivated
  engine::Metric metric_of(const KeyResult& kr) const;
  std::optional<double> target_in_force(const KeyResult& kr, Date on) const;
  const MetricParts* parts_of(KeyResultId id) const;
  // The objective a contribution leads to, directly or through its key result; nullptr when it is not there.
  const Objective* above(const Up& up) const;
  // The objective a link starts from; 0 when there is no such link.
  ObjectiveId from_of(LinkId id) const;
  bool readable(const engine::Actor& actor, ObjectiveId id) const;
  bool readable(const engine::Actor& actor, const Objective& objective) const {
    return engine::may_read(actor, objective.facts());
  }
  // Why it stands as it does, reckoned anew.
  rows::Assessment assess(const KeyResult& kr) const;
  rows::Assessment assess(const Objective& objective) const;
  std::size_t memory_bytes() const;

 private:
  friend class Builder;
  void set_organisation(Organisation organisation);
  void resolve_policies();
  // Recomputes the standings of these objectives, of their key results and of everything above, lowest first.
  void restand(std::span<const ObjectiveId> changed);
  void restand_all();
  void order_upwards(std::span<const ObjectiveId> changed, std::vector<ObjectiveId>& order) const;
  void stand(Objective& objective);
  std::vector<rows::ItemState> items_of(const Objective& objective, const engine::Policy& policy) const;
  bool below_started(const KeyResult& aligned) const;

  Texts texts_;
  Organisation organisation_;
  clock::Zone zone_ = clock::Zone::utc();
  Date today_;
  std::int64_t number_ = 0;
  std::int64_t day_number_ = 0;
  std::uint64_t generation_ = 0;
  Table<Person> people_;
  Table<Team> teams_;
  Table<Cycle> cycles_;
  Table<Objective> objectives_;
  Table<KeyResult> key_results_;
  std::unordered_map<std::int64_t, MetricParts> parts_;       // by key result
  std::unordered_map<std::int64_t, ObjectiveId> link_from_;   // by link
};

}  // namespace cairn::graph
