// The rules of the maths as a plain value with a name and a version: how progress is limited, rolled up, expected
// and judged. Presets are policies with other tools' rules.
// source: maths.md sections 0 to 6
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/failure.h"
#include "engine/kinds.h"

namespace cairn::engine {

enum class Control : std::uint8_t { met, distance, periods };
enum class Children : std::uint8_t { include, ignore, only_without_key_results };
enum class Shares : std::uint8_t { off, percent };
enum class Days : std::uint8_t { first_day_zero, inclusive };
// line: by days; planned: the plan of the running step of a phased target (without phases, the whole target);
// check_ins: by the planned check-ins that are due
enum class Expected : std::uint8_t { line, planned, check_ins };
enum class StatusMethod : std::uint8_t { gap, ratio, static_, confidence, owner, zones };
enum class ObjectiveStatusRule : std::uint8_t { method, weakest, mean_confidence };
enum class ZeroRange : std::uint8_t { reached, zero };      // start == target: 1 once reached, or always 0
enum class Rollup : std::uint8_t { weighted, plain, none };  // plain: weights are ignored; none: objectives have no progress

struct StatusRule {
  StatusMethod method = StatusMethod::gap;
  double on_track = 0.10;  // a: points for gap, quotient for ratio, progress for static; 0..10 (or up to 1: share of 10) for confidence
  double behind = 0.25;    // b
  bool operator==(const StatusRule&) const = default;
};

// Where a score turns green and amber (aspirational); committed ones are green at 1 alone.
struct ScoreBands {
  double green = 0.7;
  double amber = 0.4;
  bool operator==(const ScoreBands&) const = default;
};

struct Policy {
  std::string name = "cairn";
  int version = 1;
  std::optional<double> floor = 0.0;  // none: open
  std::optional<double> cap = 1.0;    // none: open
  Control control = Control::met;
  bool inclusive = true;
  Children children = Children::include;
  Shares shares = Shares::off;
  Days days = Days::first_day_zero;
  StatusRule status;
  ObjectiveStatusRule objective_status = ObjectiveStatusRule::method;
  int grace_days = 7;
  Expected expected = Expected::line;
  ZeroRange zero_range = ZeroRange::reached;
  Rollup rollup = Rollup::weighted;
  StatusRule confidence{StatusMethod::confidence, 7, 4};  // thresholds of mean_confidence where the method is another
  ScoreBands score;
  bool operator==(const Policy&) const = default;
};

// out: the thresholds a method has where none are given.
StatusRule default_rule(StatusMethod method);

// out: every preset, `cairn` first.
std::span<const Policy> presets();
const Policy* find_preset(std::string_view name);

// out: what makes the policy unusable, all of it; empty when it is sound. Field names as in a policy file ("status.on_track").
std::vector<Problem> validate(const Policy& policy);

// out: progress limited to [floor, cap].
double limited(double attainment, const Policy& policy);

constexpr Words<Control, 3> json_names(Control) {
  using enum Control;
  return {{{met, "met"}, {distance, "distance"}, {periods, "periods"}}};
}
constexpr Words<Children, 3> json_names(Children) {
  using enum Children;
  return {{{include, "include"}, {ignore, "ignore"}, {only_without_key_results, "only_without_key_results"}}};
}
constexpr Words<Shares, 2> json_names(Shares) {
  using enum Shares;
  return {{{off, "off"}, {percent, "percent"}}};
}
constexpr Words<Days, 2> json_names(Days) {
  using enum Days;
  return {{{first_day_zero, "first_day_zero"}, {inclusive, "inclusive"}}};
}
constexpr Words<Expected, 3> json_names(Expected) {
  using enum Expected;
  return {{{line, "line"}, {planned, "planned"}, {check_ins, "check_ins"}}};
}
constexpr Words<StatusMethod, 6> json_names(StatusMethod) {
  using enum StatusMethod;
  return {{{gap, "gap"}, {ratio, "ratio"}, {static_, "static"}, {confidence, "confidence"}, {owner, "owner"}, {zones, "zones"}}};
}
constexpr Words<ObjectiveStatusRule, 3> json_names(ObjectiveStatusRule) {
  using enum ObjectiveStatusRule;
  return {{{method, "method"}, {weakest, "weakest"}, {mean_confidence, "mean_confidence"}}};
}
constexpr Words<ZeroRange, 2> json_names(ZeroRange) {
  using enum ZeroRange;
  return {{{reached, "reached"}, {zero, "zero"}}};
}
constexpr Words<Rollup, 3> json_names(Rollup) {
  using enum Rollup;
  return {{{weighted, "weighted"}, {plain, "plain"}, {none, "none"}}};
}

}  // namespace cairn::engine
