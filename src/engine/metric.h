// What a key result measures: its nine metric types, its check-ins, and how far a value has come.
// A check-in's value is always one number: for `milestones` the weight done, for `done` 0 or 1, for `zones` with
// sentences the zone reached (0 start, 1 commit, 2 target, 3 stretch).
// source: maths.md section 1
#pragma once
#include <array>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/failure.h"
#include "base/time.h"
#include "engine/cycle.h"
#include "engine/kinds.h"
#include "engine/policy.h"

namespace cairn::engine {

inline constexpr double largest_value = 1e15;  // values and weights beyond it are refused

struct Milestone {
  std::int64_t id = 0;
  std::string title;
  double weight = 1;
  std::optional<Date> done_on;
  bool operator==(const Milestone&) const = default;
};

// A step of a phased target: the value meant to be reached on a date.
struct Phase {
  Date on;
  double value = 0;
  bool operator==(const Phase&) const = default;
};

// A target revised during the cycle; valid from its date on.
struct Revision {
  Date from;
  std::optional<double> start;
  double target = 0;
  std::string why;
  bool operator==(const Revision&) const = default;
};

// A point of a bent scale: at this value this much progress (0..1).
struct Checkpoint {
  double value = 0;
  double progress = 0;
  bool operator==(const Checkpoint&) const = default;
};

struct Metric {
  MetricType type = MetricType::increase;
  std::optional<double> start;             // increase and decrease need one; with no check-in the value is the start
  double target = 0;                       // increase, decrease, at_least, at_most
  double low = 0, high = 0;                // between
  std::optional<double> risk;              // control metrics: between it and the target is behind, not off track
  std::array<double, 4> zones{};           // start, commit, target, stretch
  std::array<std::string, 4> zone_texts;   // any sentence makes the zones an ordinal scale
  std::vector<Milestone> milestones;
  std::vector<Phase> phases;               // oldest first
  std::vector<Revision> revisions;         // oldest first
  std::vector<Checkpoint> checkpoints;     // increase and decrease: between start and target, in order
  std::string unit;
  int precision = -1;                      // decimals shown; -1: as many as needed, two at most
  bool operator==(const Metric&) const = default;
};

struct Checkin {
  Instant at;                        // effective time
  std::int64_t order = 0;            // recorded order; at the same instant the later one counts
  Date on;                           // `at` as a local date
  double value = 0;
  std::optional<double> confidence;  // 0..10
  std::optional<Status> said;        // what the owner says, for policies that ask
  std::int64_t id = 0;
  bool operator==(const Checkin&) const = default;
};
using Series = std::vector<Checkin>;

bool is_control(MetricType type);                 // at_least, at_most, between
bool has_sentences(const Metric& metric);         // zones told in words
bool is_numeric(const Metric& metric);            // has a value people read as a number: all but done, baseline, milestones, sentences
double milestone_weight(const Metric& metric);    // of all
double milestone_weight_done(const Metric& metric, Date on);

// out: every problem, with fields "metric.target" and codes: required, not_finite, out_of_range, start_equals_target,
// wrong_direction, low_above_high, zones_out_of_order, negative_weight, no_milestones, no_weight, out_of_order, risk_side,
// bad_checkpoint.
std::vector<Problem> validate(const Metric& metric);
// Problems of a check-in's value ("value") and confidence ("confidence"): not_finite, out_of_range, not_a_zone, not_yes_or_no
// (a baseline takes any number).
std::vector<Problem> validate_checkin(const Metric& metric, double value, std::optional<double> confidence);

// The replay rule. in: check-ins in any order; out: the newest with `at` not later than the instant, nullptr when there is none.
const Checkin* newest_at(std::span<const Checkin> checkins, Instant at);
// out: the newest confidence not later than the instant, from whichever check-in gave one last.
std::optional<double> confidence_at(std::span<const Checkin> checkins, Instant at);

// out: the value in force: of the newest check-in, else the start; for milestones the weight done by that day. None where nothing says.
std::optional<double> value_at(const Metric& metric, std::span<const Checkin> checkins, Instant at, Date on);

// Start and target in force on a day, and the first ones.
struct Range {
  std::optional<double> start;
  double target = 0;
};
Range range_on(const Metric& metric, Date on);
Range first_range(const Metric& metric);

// out: the ratio as it is, negative and above 1 included; always finite; none for a baseline.
// `periods` control is judged by attainment_by_periods; here it counts as `met`.
std::optional<double> attainment(const Metric& metric, const Range& range, double value, const Policy& policy);
std::optional<double> attainment(const Metric& metric, double value, Date on, const Policy& policy);
// out: met planned check-ins by all planned ones up to the end; a missing check-in is a miss.
double attainment_by_periods(const Metric& metric, std::span<const Checkin> checkins, const Rhythm& rhythm,
                             const Window& window, Instant at, const Policy& policy);
bool bound_met(const Metric& metric, const Range& range, double value, bool inclusive);
// out: the value lies between the risk threshold and the bound.
bool at_risk(const Metric& metric, const Range& range, double value, bool inclusive);

// out: the value at which the ratio is `ratio`, for increase, decrease and numeric zones; none for others.
std::optional<double> value_for(const Metric& metric, const Range& range, double ratio);

// How much is done and left in the metric's own unit ("20 of 80 done").
struct Amounts {
  double done = 0;
  double left = 0;
  double whole = 0;
};
Amounts amounts(const Range& range, double value);

// The metric for the next cycle: starts from the value reached, same target.
Metric carried_over(const Metric& metric, double value);

// "42.12 kg", "50%": at most two decimals unless the precision says otherwise, trailing zeros dropped.
std::string format_value(double value, std::string_view unit, int precision = -1);

}  // namespace cairn::engine
