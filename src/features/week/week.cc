// What is due this week.
#include "features/week/week.h"

#include <algorithm>
#include <set>

namespace cairn::week {

Date week_start_of(Date day, int week_start) { return add_days(day, -((weekday(day) - week_start + 7) % 7)); }

Due due_in_week(const rows::DueDays& days, Date week_start, Date today, std::optional<Date> last, Date created) {
  const Date week_end = add_days(week_start, 6);
  const std::optional<Date> next = days.first_from(week_start);
  const bool this_week = next && *next <= week_end;
  if (last && *last >= week_start) return {DueState::done, this_week ? next : days.latest_before(add_days(week_end, 1))};
  const auto missed = [&](Date due) {
    return created <= due && (!last || *last <= add_days(due, -days.step));
  };
  if (this_week && *next < today) return {missed(*next) ? DueState::overdue : DueState::done, next};
  if (const auto before = days.latest_before(std::min(today, week_start)); before && missed(*before)) {
    const bool newer = this_week && *next <= today;  // the newest one that waits is the one to tell
    return {DueState::overdue, newer ? next : before};
  }
  if (this_week) return {DueState::due, next};
  return {DueState::upcoming, next};
}

std::vector<const graph::KeyResult*> key_results_of(const graph::Picture& picture, const engine::Actor& actor) {
  std::set<KeyResultId> ids;
  const graph::Person* person = picture.person(actor.person);
  if (!person) return {};
  ids.insert(person->key_results.begin(), person->key_results.end());
  ids.insert(person->contributes.begin(), person->contributes.end());
  for (const ObjectiveId id : person->objectives) {
    const graph::Objective* o = picture.objective(id);
    if (!o || !o->open()) continue;
    for (const KeyResultId kr : o->key_results)
      if (const graph::KeyResult* row = picture.key_result(kr); row && !row->owner) ids.insert(kr);
  }
  std::vector<const graph::KeyResult*> found;
  for (const KeyResultId id : ids) {
    const graph::KeyResult* kr = picture.key_result(id);
    const graph::Objective* o = kr ? picture.objective(kr->objective) : nullptr;
    if (!o || kr->archived || kr->aligned || !o->open() || !picture.readable(actor, *o)) continue;
    const graph::Cycle* cycle = picture.cycle(o->cycle);
    if (cycle && cycle->state == engine::CycleState::active) found.push_back(kr);
  }
  return found;
}

Due due_now(const graph::Picture& picture, const graph::KeyResult& kr) {
  const graph::Objective* o = picture.objective(kr.objective);
  const graph::Cycle* cycle = o ? picture.cycle(o->cycle) : nullptr;
  if (!cycle) return {};
  const auto days = rows::due_days(cycle->calendar, kr.starts_on.get(), kr.due_on.get(),
                                   kr.cadence_weeks ? std::optional<int>(kr.cadence_weeks) : std::nullopt);
  const std::optional<Date> last = kr.last_checkin_at.has() ? std::optional(kr.last_checkin_on) : std::nullopt;
  return due_in_week(days, week_start_of(picture.today(), picture.organisation().week_start), picture.today(), last,
                     kr.created_on);
}

int due_count(const graph::Picture& picture, const engine::Actor& person) {
  const auto key_results = key_results_of(picture, person);
  return static_cast<int>(std::ranges::count_if(key_results, [&](const graph::KeyResult* kr) {
    const DueState state = due_now(picture, *kr).state;
    return state == DueState::due || state == DueState::overdue;
  }));
}

}  // namespace cairn::week
