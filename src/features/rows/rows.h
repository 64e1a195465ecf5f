// The rows that lists and pictures are made of, and the one function that judges how things stand on a day: from
// cached figures, policy, the cycle's calendar and today it gives expected progress, status, reason and staleness.
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/time.h"
#include "engine/access.h"
#include "engine/metric.h"
#include "engine/policy.h"
#include "engine/rollup.h"
#include "engine/status.h"
#include "features/refs.h"
#include "features/rows/views.h"  // IWYU pragma: export

namespace cairn::rows {

// When a cycle runs and when its check-ins are due.
struct Calendar {
  Date starts_on;
  Date ends_on;
  int weekday = 5;      // 1 Monday .. 7
  int every_weeks = 1;  // a key result's own cadence goes first
  bool operator==(const Calendar&) const = default;
};

// out: the policy that a column holds: a preset's name, or JSON that names its base and what differs; Cairn's own
// where the text is empty or says nothing known.
engine::Policy policy_of(std::string_view stored);
// fails (as a list): unknown presets, parameters and values, and what engine::validate finds
Result<engine::Policy> read_policy(std::string_view stored);
// out: the policy in full, as JSON that policy_of reads back
std::string policy_text(const engine::Policy& policy);
// out: the cycle's policy where it has one, else the organisation's
engine::Policy policy_in_force(const std::optional<std::string>& of_cycle, std::string_view of_organisation);

// What is known of a key result without its check-ins.
struct KeyResultState {
  const engine::Metric* metric = nullptr;
  std::optional<double> value;           // in force
  std::optional<double> progress;        // cached
  std::optional<double> confidence;      // newest
  bool started = false;                  // has a check-in; aligned: something that contributes has
  std::optional<Date> last_checkin_on;   // effective day of the newest
  std::optional<Date> starts_on;
  std::optional<Date> due_on;
  std::optional<int> cadence_weeks;
  bool aligned = false;                  // progress comes from contributing objectives: never stale by itself
  bool open = true;                      // false: archived, or its objective is closed: never stale
};

// One counting item of an objective: a key result or a contributing objective.
struct ItemState {
  engine::Status status = engine::Status::none;
  bool started = false;
  bool stale = false;
};

struct ObjectiveState {
  std::optional<double> progress;        // cached
  std::optional<double> confidence;      // cached
  bool manual = false;                   // progress set by hand
  std::span<const ItemState> items;      // those that count
};

struct Assessment {
  std::optional<double> expected;
  engine::Status status = engine::Status::none;
  engine::StatusReason reason;
  bool stale = false;
  bool started = false;
};

// How a key result and an objective stand on a day. Both the in-memory graph and the SQL path call these.
Assessment assess(const KeyResultState& key_result, const Calendar& cycle, const engine::Policy& policy, Date today);
Assessment assess(const ObjectiveState& objective, const Calendar& cycle, const engine::Policy& policy, Date today);

// Whether a contributing objective is an item of what it contributes to; a key result of its objective.
bool child_counts(engine::ObjectiveState state, bool archived);
bool key_result_counts(engine::MetricType type, bool archived);

// The days the key result runs: the cycle's, narrowed by its own start and due date.
engine::Window window_of(const Calendar& cycle, std::optional<Date> starts_on, std::optional<Date> due_on);

// Check-in days: the cycle's weekday from its first one on, every so many weeks.
struct DueDays {
  Date first;      // within the window; may lie after `last`: then there is none
  Date last;       // the window's end
  int step = 7;    // days between two
  std::optional<Date> latest_before(Date day) const;   // strictly before
  std::optional<Date> first_from(Date day) const;      // that day or later
};
DueDays due_days(const Calendar& cycle, std::optional<Date> starts_on, std::optional<Date> due_on,
                 std::optional<int> cadence_weeks);

// out: the value for people: "42.1 kg", a zone's sentence, "3 of 8" for milestones, "yes" for done; "-" for none
std::string value_text(const engine::Metric& metric, std::optional<double> value, std::string_view unit, int decimals);

// Adds up key results and objectives into figures of a team, a cycle, the company.
class FigureSum {
 public:
  void add_objective(const Assessment& assessment, std::optional<double> progress, std::optional<double> confidence,
                     double weight, bool ownerless);
  void add_key_result(engine::Status status, bool stale, bool ownerless);
  Figures figures(std::string explanation_path) const;

 private:
  engine::Mean progress_, expected_, confidence_;
  engine::StatusCounts key_results_, objectives_;
  int objective_count_ = 0, key_result_count_ = 0, stale_ = 0, ownerless_ = 0;
};

}  // namespace cairn::rows
