// What follows from the rows of the picture, and how rows stand today.
#include "features/graph/picture.h"

#include <algorithm>
#include <unordered_set>

namespace cairn::graph {

Text Texts::put(std::string_view text, Text old) {
  if (get(old) == text) return old;
  wasted_ += old.size;
  if (text.empty()) return {};
  if (old.size >= text.size()) {  // the old place is wide enough
    bytes_.replace(old.at, text.size(), text);
    return {old.at, static_cast<std::uint32_t>(text.size())};
  }
  const Text made{static_cast<std::uint32_t>(bytes_.size()), static_cast<std::uint32_t>(text.size())};
  bytes_ += text;
  return made;
}

int period_of(const rows::Calendar& cycle, Date day) {
  const int late = days_between(due_day(cycle, 0), day);
  return late <= 0 ? 0 : std::min(63, (late + 6) / 7);
}

Date due_day(const rows::Calendar& cycle, int period) {
  return add_days(cycle.starts_on, (cycle.weekday - weekday(cycle.starts_on) + 7) % 7 + 7 * period);
}

const Cycle* Picture::current_cycle() const {
  const Cycle* best = nullptr;
  for (const Cycle& c : cycles()) {
    if (c.state != engine::CycleState::active || today_ < c.calendar.starts_on || today_ > c.calendar.ends_on) continue;
    const auto key = [](const Cycle& x) { return std::tuple(-x.calendar.starts_on.days, x.calendar.ends_on.days, x.id.value); };
    if (!best || key(c) < key(*best)) best = &c;
  }
  return best;
}

bool Picture::ownerless(PersonId owner) const {
  const Person* person = people_.find(owner);
  return !person || person->state == PersonState::deactivated;
}

const MetricParts* Picture::parts_of(KeyResultId id) const {
  const auto found = parts_.find(id.value);
  return found == parts_.end() ? nullptr : &found->second;
}

engine::Metric Picture::metric_of(const KeyResult& kr) const {
  engine::Metric metric;
  metric.type = kr.metric;
  if (const MetricParts* parts = parts_of(kr.id)) {
    for (std::size_t i = 0; i < 4; ++i) metric.zone_texts[i] = text(parts->zone_texts[i]);
    metric.milestones = parts->milestones;
    metric.phases = parts->phases;
    metric.revisions = parts->revisions;
  }
  metric.unit = text(kr.unit);
  metric.precision = kr.decimals;
  if (kr.metric == engine::MetricType::zones) {
    metric.zones = {kr.start.or_zero(), kr.commit.or_zero(), kr.target.or_zero(), kr.stretch.or_zero()};
    return metric;
  }
  metric.start = kr.start.get();
  metric.target = kr.target.or_zero();
  metric.low = kr.low.or_zero();
  metric.high = kr.high.or_zero();
  metric.risk = kr.risk.get();
  return metric;
}

std::optional<double> Picture::target_in_force(const KeyResult& kr, Date on) const {
  std::optional<double> target = kr.target.get();
  if (const MetricParts* parts = parts_of(kr.id)) {
    for (const engine::Revision& revision : parts->revisions)
      if (revision.from <= on) target = revision.target;
  }
  return target;
}

const Objective* Picture::above(const Up& up) const {
  if (up.to_objective) return objectives_.find(up.to_objective);
  const KeyResult* kr = key_results_.find(up.to_key_result);
  return kr ? objectives_.find(kr->objective) : nullptr;
}

ObjectiveId Picture::from_of(LinkId id) const {
  const auto found = link_from_.find(id.value);
  return found == link_from_.end() ? ObjectiveId{} : found->second;
}

bool Picture::readable(const engine::Actor& actor, ObjectiveId id) const {
  const Objective* found = objectives_.find(id);
  return found && readable(actor, *found);
}

void Picture::set_organisation(Organisation organisation) {
  if (auto zone = clock::Zone::load(organisation.timezone)) zone_ = *zone;
  organisation_ = std::move(organisation);
}

void Picture::resolve_policies() {
  for (Cycle& cycle : cycles_.all())
    cycle.policy = rows::policy_in_force(cycle.own_policy, organisation_.policy);
}

bool Picture::below_started(const KeyResult& aligned) const {
  return std::ranges::any_of(aligned.down, [&](ObjectiveId id) {
    const Objective* below = objectives_.find(id);
    return below && rows::child_counts(below->state, below->archived) && below->standing.started;
  });
}

rows::Assessment Picture::assess(const KeyResult& kr) const {
  const Objective* objective = objectives_.find(kr.objective);
  const Cycle* cycle = objective ? cycles_.find(objective->cycle) : nullptr;
  if (!cycle) return {};
  const engine::Metric metric = metric_of(kr);
  rows::KeyResultState state{.metric = &metric, .value = kr.value.get(), .progress = kr.progress.get(),
                             .confidence = kr.confidence_or_none(), .started = kr.checkins > 0,
                             .starts_on = kr.starts_on.get(), .due_on = kr.due_on.get(), .aligned = kr.aligned,
                             .open = !kr.archived && objective->open() && cycle->state != engine::CycleState::closed};
  if (kr.last_checkin_at.has()) state.last_checkin_on = kr.last_checkin_on;
  if (kr.cadence_weeks) state.cadence_weeks = kr.cadence_weeks;
  if (kr.aligned) state.started = below_started(kr);
  return rows::assess(state, cycle->calendar, cycle->policy, today_);
}

std::vector<rows::ItemState> Picture::items_of(const Objective& objective, const engine::Policy& policy) const {
  std::vector<rows::ItemState> items;
  for (const KeyResultId id : objective.key_results) {
    const KeyResult* kr = key_results_.find(id);
    if (kr && rows::key_result_counts(kr->metric, kr->archived))
      items.push_back({kr->standing.status, kr->standing.started, kr->standing.stale});
  }
  const bool children = policy.children == engine::Children::include ||
                        (policy.children == engine::Children::only_without_key_results && items.empty());
  if (!children) return items;
  for (const ObjectiveId id : objective.down) {
    const Objective* below = objectives_.find(id);
    if (below && rows::child_counts(below->state, below->archived))
      items.push_back({below->standing.status, below->standing.started, false});
  }
  return items;
}

rows::Assessment Picture::assess(const Objective& objective) const {
  const Cycle* cycle = cycles_.find(objective.cycle);
  if (!cycle) return {};
  const auto items = items_of(objective, cycle->policy);
  return rows::assess(rows::ObjectiveState{.progress = objective.progress.get(), .confidence = objective.confidence.get(),
                                           .manual = objective.manual, .items = items},
                      cycle->calendar, cycle->policy, today_);
}

void Picture::stand(Objective& objective) {
  const auto judged = [](const rows::Assessment& a) { return Standing{a.expected, a.status, a.stale, a.started}; };
  Moment last;
  for (const KeyResultId id : objective.key_results) {
    KeyResult* kr = key_results_.find(id);
    if (!kr) continue;
    if (!kr->archived) last = std::max(last, kr->last_checkin_at);
    if (const Standing now = judged(assess(*kr)); now != kr->standing) {
      kr->standing = now;
      kr->changed = number_;
    }
  }
  const Standing now = judged(assess(objective));
  if (now == objective.standing && last == objective.last_checkin_at) return;
  objective.standing = now;
  objective.last_checkin_at = last;
  objective.changed = number_;
}

// All of `changed` and everything above them, each once and after what lies below it: a walk downwards that stays
// within the set and puts an objective down once its children are.
void Picture::order_upwards(std::span<const ObjectiveId> changed, std::vector<ObjectiveId>& order) const {
  std::unordered_set<std::int64_t> reached;
  std::vector<ObjectiveId> queue(changed.begin(), changed.end());
  for (std::size_t i = 0; i < queue.size(); ++i) {
    const Objective* at = objectives_.find(queue[i]);
    if (!at || !reached.insert(queue[i].value).second) continue;
    for (const Up& up : at->up)
      if (const Objective* parent = above(up)) queue.push_back(parent->id);
  }
  std::unordered_set<std::int64_t> walked;
  std::vector<std::pair<ObjectiveId, bool>> stack;
  const auto descend = [&](std::span<const ObjectiveId> below) {
    for (const ObjectiveId id : below)
      if (reached.contains(id.value) && !walked.contains(id.value)) stack.emplace_back(id, false);
  };
  for (const ObjectiveId root : queue) {
    stack.emplace_back(root, false);
    while (!stack.empty()) {
      const auto [id, done] = stack.back();
      stack.pop_back();
      if (done) {
        order.push_back(id);
        continue;
      }
      const Objective* at = objectives_.find(id);
      if (!at || !walked.insert(id.value).second) continue;
      stack.emplace_back(id, true);
      descend(at->down);
      for (const KeyResultId kr : at->key_results)
        if (const KeyResult* row = key_results_.find(kr)) descend(row->down);
    }
  }
}

void Picture::restand(std::span<const ObjectiveId> changed) {
  std::vector<ObjectiveId> order;
  order_upwards(changed, order);
  for (const ObjectiveId id : order) stand(*objectives_.find(id));
}

void Picture::restand_all() {
  std::vector<ObjectiveId> linked;
  for (Objective& objective : objectives_.all()) {
    if (objective.up.empty() && objective.down.empty()) stand(objective);
    else linked.push_back(objective.id);
  }
  restand(linked);
  // those that others contribute to through a key result alone are above some linked one, hence in the order too
  day_number_ = number_;
}

std::size_t Picture::memory_bytes() const {
  return texts_.memory_bytes() + people_.memory_bytes() + teams_.memory_bytes() + cycles_.memory_bytes() +
         objectives_.memory_bytes() + key_results_.memory_bytes() + parts_.size() * (sizeof(MetricParts) + 32) +
         link_from_.size() * 32;
}

}  // namespace cairn::graph
