// What the mirror holds of people, teams, cycles, objectives and key results. Ids refer; nothing owns anything.
#pragma once
#include <array>
#include <cstdint>
#include <vector>

#include "base/id.h"
#include "base/time.h"
#include "engine/access.h"
#include "engine/kinds.h"
#include "engine/metric.h"
#include "engine/policy.h"
#include "features/graph/texts.h"
#include "features/rows/rows.h"

namespace cairn::graph {

enum class PersonState : std::uint8_t { invited, active, deactivated };
constexpr engine::Words<PersonState, 3> json_names(PersonState) {
  using enum PersonState;
  return {{{invited, "invited"}, {active, "active"}, {deactivated, "deactivated"}}};
}

struct Person {
  PersonId id;
  Text name, title, email;
  engine::Role role = engine::Role::member;
  PersonState state = PersonState::active;
  PersonId manager;
  std::int64_t changed = 0;                 // activity number of the last change of the row
  std::vector<TeamId> teams;                // member of
  std::vector<ObjectiveId> objectives;      // owns
  std::vector<KeyResultId> key_results;     // owns
  std::vector<KeyResultId> contributes;     // contributes to
};

struct Team {
  TeamId id;
  Text name;
  TeamId parent;
  PersonId lead;
  bool archived = false;
  std::int64_t changed = 0;
  std::vector<PersonId> members;            // sorted
  std::vector<TeamId> children;
  std::vector<ObjectiveId> objectives;
};

struct Cycle {
  CycleId id;
  Text name;
  rows::Calendar calendar;
  CycleId parent;
  engine::CycleState state = engine::CycleState::planning;
  std::string own_policy;                   // as stored; empty: the organisation's
  engine::Policy policy;                    // in force
  std::int64_t version = 0;
  std::int64_t changed = 0;
  std::vector<ObjectiveId> objectives;
  // The activity number at which an answer about this cycle's rows ceased to be mendable row by row: something moved
  // into, out of or out of sight.
  std::int64_t reshaped = 0;
  std::int64_t grown = 0;                   // the number at which it got new rows, another order, or other rights on rows
};

// A contribution upwards: to an objective or to a key result.
struct Up {
  LinkId id;
  ObjectiveId to_objective;
  KeyResultId to_key_result;
  double weight = 1;
};

// How a row stands today; recomputed with the row and when the day changes.
struct Standing {
  Number expected;
  engine::Status status = engine::Status::none;
  bool stale = false;
  bool started = false;
  bool operator==(const Standing&) const = default;
};

struct Objective {
  ObjectiveId id;
  Text title;
  CycleId cycle;
  TeamId team;
  PersonId owner;
  engine::ObjectiveKind kind = engine::ObjectiveKind::committed;
  engine::Level level = engine::Level::company;
  engine::ObjectiveState state = engine::ObjectiveState::active;
  engine::Visibility visibility = engine::Visibility::organisation;
  bool archived = false;
  bool manual = false;
  double weight = 1;
  double position = 0;
  Number progress, confidence;
  std::int64_t version = 0;
  std::int64_t changed = 0;                 // activity number of the last change of row or standing
  Standing standing;
  Moment last_checkin_at;                   // of its key results
  std::vector<PersonId> contributors;       // sorted
  std::vector<PersonId> viewers;            // sorted
  std::vector<KeyResultId> key_results;
  std::vector<Up> up;                       // contributes to, in the order of the links' ids
  std::vector<ObjectiveId> down;            // what contributes to it
  std::vector<Up> across;                   // supports, depends on
  std::vector<ObjectiveId> across_from;     // what supports or depends on it or one of its key results

  bool open() const { return state == engine::ObjectiveState::active && !archived; }
  bool working() const { return !engine::is_closed(state) && !archived; }  // may be changed: drafts too
  engine::ObjectiveFacts facts() const { return {owner, contributors, team, level, visibility, viewers, state}; }
};

// Parts of a metric that few key results have.
struct MetricParts {
  std::array<Text, 4> zone_texts;
  std::vector<engine::Milestone> milestones;
  std::vector<engine::Phase> phases;
  std::vector<engine::Revision> revisions;
};

inline constexpr std::size_t spark_points = 12;

struct KeyResult {
  KeyResultId id;
  ObjectiveId objective;
  Text title, unit;
  PersonId owner;
  engine::MetricType metric = engine::MetricType::increase;
  std::uint8_t decimals = 0;
  std::uint8_t cadence_weeks = 0;           // 0: the cycle's
  std::int8_t confidence = -1;
  bool aligned = false;
  bool archived = false;
  std::uint8_t spark_size = 0;
  Number start, target, low, high, commit, stretch, risk;
  Number value, progress;
  double weight = 1;
  double position = 0;
  Day starts_on, due_on;
  Date created_on;
  Moment last_checkin_at;
  Date last_checkin_on;                     // where there is one
  std::int64_t last_checkin = 0;            // its id
  std::int64_t checkins = 0;
  std::int64_t version = 0;
  std::int64_t changed = 0;
  Standing standing;
  std::uint64_t periods = 0;                // a bit per check-in period of the cycle that has a check-in
  std::array<float, spark_points> spark{};
  std::vector<PersonId> contributors;       // sorted
  std::vector<ObjectiveId> down;            // objectives that contribute to it

  std::optional<double> confidence_or_none() const {
    return confidence < 0 ? std::nullopt : std::optional<double>(confidence);
  }
  engine::KeyResultFacts facts() const { return {owner, contributors, PersonId{}}; }
};

// The check-in period that a day falls into: 0 up to the cycle's first due day, then a week each; 63 is the last.
int period_of(const rows::Calendar& cycle, Date day);
// The due day that ends a period.
Date due_day(const rows::Calendar& cycle, int period);

// The organisation's settings that pictures need.
struct Organisation {
  std::string name, timezone = "UTC", policy;
  int week_start = 1;
};

}  // namespace cairn::graph
