// Presets and the checks of a policy.
#include "engine/policy.h"

#include <algorithm>
#include <cmath>

namespace cairn::engine {
namespace {

Policy preset(std::string name, StatusMethod method, double on_track, double behind) {
  Policy policy;
  policy.name = std::move(name);
  policy.status = {method, on_track, behind};
  return policy;
}

Policy open_ended(Policy policy, bool below, bool above) {
  if (below) policy.floor.reset();
  if (above) policy.cap.reset();
  return policy;
}

Policy strict(Policy policy) {
  policy.inclusive = false;
  return policy;
}

Policy with_children(Policy policy, Children children) {
  policy.children = children;
  return policy;
}

Policy judged_by(Policy policy, ObjectiveStatusRule rule) {
  policy.objective_status = rule;
  return policy;
}

std::vector<Policy> all_presets() {
  using enum StatusMethod;
  std::vector<Policy> all;
  all.push_back(Policy{});
  all.push_back(preset("google", static_, 0.7, 0.4));

  Policy viva = strict(preset("viva", gap, 0, 0.25));
  viva.shares = Shares::percent;
  all.push_back(viva);

  all.push_back(strict(open_ended(preset("quantive", gap, 0.10, 0.25), true, true)));
  all.push_back(judged_by(open_ended(preset("perdoo", gap, 0.10, 0.25), false, true), ObjectiveStatusRule::weakest));
  all.push_back(preset("lattice", owner, 0.10, 0.25));
  all.push_back(with_children(preset("leapsome", owner, 0.10, 0.25), Children::only_without_key_results));
  all.push_back(preset("workfront", ratio, 0.90, 0.70));
  all.push_back(preset("mooncamp", ratio, 0.90, 0.70));
  all.push_back(preset("asana", owner, 0.10, 0.25));

  Policy servicenow = judged_by(preset("servicenow", ratio, 0.90, 0.75), ObjectiveStatusRule::weakest);
  servicenow.expected = Expected::planned;
  all.push_back(servicenow);

  Policy profit = open_ended(preset("profit", confidence, 7, 3), true, true);
  profit.control = Control::distance;
  profit.expected = Expected::check_ins;
  profit.objective_status = ObjectiveStatusRule::mean_confidence;
  profit.confidence = profit.status;
  all.push_back(profit);

  all.push_back(preset("upraise", ratio, 0.95, 0.75));

  Policy puzzle = open_ended(preset("puzzle", zones, 0.7, 0.3), false, true);
  puzzle.rollup = Rollup::none;
  all.push_back(puzzle);

  all.push_back(preset("oslo", gap, 0.10, 0.25));

  Policy operately = with_children(preset("operately", owner, 0.10, 0.25), Children::ignore);
  operately.zero_range = ZeroRange::zero;
  all.push_back(operately);

  Policy burningokr = preset("burningokr", gap, 0.20, 0.40);
  burningokr.rollup = Rollup::plain;
  all.push_back(burningokr);

  all.push_back(preset("gitlab", owner, 0.10, 0.25));

  Policy engagedly = preset("engagedly", gap, 0.165, 0.33);
  engagedly.days = Days::inclusive;
  all.push_back(engagedly);
  return all;
}

void check_rule(const StatusRule& rule, const std::string& field, std::vector<Problem>& problems) {
  const auto add = [&](const char* part, const char* code, const char* message) {
    problems.push_back({field + part, code, message});
  };
  if (!std::isfinite(rule.on_track)) add(".on_track", "not_finite", "The threshold must be a number.");
  if (!std::isfinite(rule.behind)) add(".behind", "not_finite", "The threshold must be a number.");
  if (!std::isfinite(rule.on_track) || !std::isfinite(rule.behind)) return;
  if (rule.method == StatusMethod::owner) return;  // asks no threshold
  const bool is_gap = rule.method == StatusMethod::gap;
  const bool is_confidence = rule.method == StatusMethod::confidence;
  const double low = is_gap ? -1 : 0;
  const double high = is_confidence ? 10 : is_gap ? 1 : 10;
  if (rule.on_track < low || rule.on_track > high) add(".on_track", "out_of_range", "The threshold is out of its range.");
  if (rule.behind < low || rule.behind > high) add(".behind", "out_of_range", "The threshold is out of its range.");
  if (is_gap ? rule.on_track > rule.behind : rule.on_track < rule.behind)
    add(".behind", "out_of_order", "On track must be stricter than behind.");
}

}  // namespace

StatusRule default_rule(StatusMethod method) {
  switch (method) {
    case StatusMethod::gap:
    case StatusMethod::owner: return {method, 0.10, 0.25};
    case StatusMethod::ratio: return {method, 0.90, 0.70};
    case StatusMethod::static_: return {method, 0.70, 0.40};
    case StatusMethod::confidence: return {method, 7, 4};
    case StatusMethod::zones: return {method, 0.70, 0.30};
  }
  return {};
}

std::span<const Policy> presets() {
  static const std::vector<Policy> all = all_presets();
  return all;
}

const Policy* find_preset(std::string_view name) {
  const auto all = presets();
  const auto found = std::ranges::find(all, name, &Policy::name);
  return found == all.end() ? nullptr : &*found;
}

std::vector<Problem> validate(const Policy& policy) {
  std::vector<Problem> problems;
  if (policy.name.empty()) problems.push_back({"name", "required", "A policy needs a name."});
  if (policy.name.size() > 200) problems.push_back({"name", "too_long", "The name is longer than 200 characters."});
  if (policy.version < 1) problems.push_back({"version", "out_of_range", "Versions count from 1."});
  const auto finite = [&](std::optional<double> bound, const char* field) {
    if (bound && !(std::abs(*bound) <= 1000)) {
      problems.push_back({field, std::isfinite(*bound) ? "out_of_range" : "not_finite", "The limit must be a number up to 1000."});
      return false;
    }
    return true;
  };
  const bool sound_floor = finite(policy.floor, "floor");
  const bool sound_cap = finite(policy.cap, "cap");
  if (sound_floor && sound_cap && policy.floor && policy.cap && !(*policy.floor < *policy.cap))
    problems.push_back({"cap", "floor_above_cap", "The cap must lie above the floor."});
  check_rule(policy.status, "status", problems);
  check_rule(policy.confidence, "confidence", problems);
  if (policy.grace_days < 0 || policy.grace_days > 366)
    problems.push_back({"grace_days", "out_of_range", "Grace is 0 to 366 days."});
  const ScoreBands& score = policy.score;
  if (!std::isfinite(score.green) || !std::isfinite(score.amber))
    problems.push_back({"score", "not_finite", "The score bands must be numbers."});
  else if (score.amber < 0 || score.green > 1 || score.amber > score.green)
    problems.push_back({"score", "out_of_order", "The score bands must lie in 0 to 1, amber not above green."});
  return problems;
}

double limited(double attainment, const Policy& policy) {
  if (policy.cap && attainment > *policy.cap) return *policy.cap;
  if (policy.floor && !(attainment >= *policy.floor)) return *policy.floor;
  return attainment;
}

}  // namespace cairn::engine
