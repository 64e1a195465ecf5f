// When a check-in counts, what its value is, what it moved.
#include "features/checkins/parts.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <map>

namespace cairn::checkins {

namespace {

[[noreturn]] void refuse(const std::string& field, const char* code, const char* message) {
  fail(Fault::unprocessable, code, message, {{field, code, message}});
}

double milestones_done(okrs::LoadedKeyResult& on, const ValueInput& input) {
  auto& milestones = on.key_result.metric.milestones;
  const Date day = on.moment.zone.local_date(input.at);
  std::map<std::int64_t, Date> done;
  for (std::size_t i = 0; i < input.done_milestones->size(); ++i) {
    const MilestoneDone& one = (*input.done_milestones)[i];
    const std::string field = "done_milestones[" + std::to_string(i) + "].";
    if (std::ranges::find(milestones, one.id.value, &engine::Milestone::id) == milestones.end())
      refuse(field + "id", "unknown_milestone", "This is no milestone of the key result.");
    if (one.done_on > on.moment.today) refuse(field + "done_on", "in_the_future", "A milestone is done today or earlier.");
    done[one.id.value] = one.done_on;
  }
  double weight = 0;
  for (engine::Milestone& milestone : milestones) {
    const auto at = done.find(milestone.id);
    if (at != done.end()) {
      if (input.newest || !milestone.done_on || *milestone.done_on > at->second) milestone.done_on = at->second;
      if (at->second <= day) weight += milestone.weight;
    } else if (input.newest) {
      milestone.done_on = std::nullopt;
    }
  }
  return weight;
}

rows::Assessment assess_above(db::Tx& tx, const okrs::Loaded& above) {
  if (above.policy.objective_status == engine::ObjectiveStatusRule::weakest) {
    auto key_results = okrs::key_results_of(tx, {above.objective.id});
    okrs::load_details(tx, key_results);
    return okrs::assess(tx, above, okrs::standings(tx, above, key_results));
  }
  const rows::ItemState started{.started = true};
  const rows::ObjectiveState state{.progress = above.objective.progress, .confidence = above.objective.confidence,
                                   .manual = above.objective.manual_progress.has_value(), .items = {&started, 1}};
  return rows::assess(state, okrs::calendar_of(above.cycle), above.policy, above.moment.today);
}

}  // namespace

Instant effective_at(const okrs::Loaded& on, std::optional<Date> day) {
  if (!day || *day == on.moment.today) return on.moment.now;
  if (*day > on.moment.today) refuse("on", "in_the_future", "A check-in is for today or an earlier day.");
  if (*day < on.cycle.starts_on) refuse("on", "before_the_cycle", "The cycle had not begun on this day.");
  return on.moment.zone.noon(*day);
}

double value_of(okrs::LoadedKeyResult& on, const ValueInput& input) {
  const engine::Metric& metric = on.key_result.metric;
  if (metric.type == engine::MetricType::milestones) {
    if (input.value) refuse("value", "not_a_value", "Milestones are marked as done; they have no value of their own.");
    if (!input.done_milestones) refuse("done_milestones", "required", "Say which milestones are done.");
    return milestones_done(on, input);
  }
  if (input.done_milestones) refuse("done_milestones", "not_milestones", "This key result has no milestones.");
  if (!input.value) refuse("value", "value_required", "Give the new value.");
  if (!std::isfinite(*input.value)) refuse("value", "value_not_finite", "Give a number.");
  const auto problems = engine::validate_checkin(metric, *input.value, input.confidence);
  if (!problems.empty()) fail(Fault::unprocessable, problems[0].code, problems[0].message, problems);
  return *input.value;
}

double take_value(db::Tx& tx, okrs::LoadedKeyResult& on, const ValueInput& input) {
  const auto before = on.key_result.metric.milestones;
  const double value = value_of(on, input);
  if (on.key_result.metric.milestones != before) okrs::set_milestones(tx, on.key_result.id, on.key_result.metric.milestones);
  return value;
}

void add_milestones(const engine::Metric& before, const engine::Metric& after, okrs::Change& change) {
  if (before.milestones == after.milestones) return;
  change.before.add("milestones", okrs::fields_of(before).milestones);
  change.after.add("milestones", okrs::fields_of(after).milestones);
}

std::vector<AncestorFigures> ancestor_figures(db::Tx& tx, const features::Context& ctx, const okrs::LoadedKeyResult& on,
                                              const okrs::RolledUp& rolled) {
  std::vector<ObjectiveId> ids{on.objective.id};
  for (const okrs::Ancestor& one : rolled.objectives)
    if (one.id != on.objective.id) ids.push_back(one.id);
  auto objectives = okrs::load_objectives(tx, ids);
  std::vector<CycleId> cycle_ids;
  for (const auto& objective : objectives) cycle_ids.push_back(objective.cycle);
  std::map<CycleId, okrs::CycleRecord> cycles;
  for (auto& cycle : okrs::load_cycles(tx, cycle_ids)) cycles.emplace(cycle.id, std::move(cycle));
  std::vector<AncestorFigures> shown;
  for (const ObjectiveId id : ids) {
    const auto at = std::ranges::lower_bound(objectives, id, {}, &okrs::ObjectiveRecord::id);
    if (at == objectives.end() || at->id != id || !engine::may_read(ctx.actor, at->facts())) continue;
    const okrs::CycleRecord& cycle = cycles.at(at->cycle);
    const okrs::Loaded above{*at, cycle, on.settings, on.moment, rows::policy_of(cycle.policy)};
    const rows::Assessment assessment = assess_above(tx, above);
    shown.push_back({id, at->progress, assessment.expected, assessment.status, at->confidence});
  }
  return shown;
}

std::pair<Instant, CheckinId> read_cursor(const std::optional<std::string>& cursor) {
  constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
  if (!cursor) return {Instant{most}, CheckinId{most}};
  std::int64_t at = 0, id = 0;
  const char* end = cursor->data() + cursor->size();
  const auto first = std::from_chars(cursor->data(), end, at);
  const bool dotted = first.ec == std::errc{} && first.ptr != end && *first.ptr == '.';
  const auto second = dotted ? std::from_chars(first.ptr + 1, end, id) : first;
  if (!dotted || second.ec != std::errc{} || second.ptr != end)
    fail(Fault::bad_request, "bad_cursor", "This cursor is not one of ours.", {{"cursor", "bad_cursor", "Start again without it."}});
  return {Instant{at}, CheckinId{id}};
}

}  // namespace cairn::checkins
