// A cycle as a whole: figures, teams, discipline; and what a figure is the mean of.
#include <algorithm>

#include "features/overview/views.h"

namespace cairn::overview {

using graph::Objective;
using graph::Picture;

namespace {

constexpr std::size_t most_stale = 100;

// How one key result answers for a check-in period: nothing due, due, or due and done by its day.
void count_period(const graph::KeyResult& kr, const rows::DueDays& days, int period,
                  DisciplineWeek& week) {
  const Date due = week.week;
  if (due < days.first || due > days.last || kr.created_on > due) return;
  if (days_between(days.first, due) % days.step != 0) return;
  ++week.due;
  const int weeks = std::min(days.step / 7, period + 1);
  const std::uint64_t window = ((std::uint64_t{1} << weeks) - 1) << (period - weeks + 1);
  if ((kr.periods & window) != 0) ++week.done;
}

}  // namespace

std::vector<DisciplineWeek> discipline(const Picture& picture, std::span<const Objective* const> objectives,
                                       const graph::Cycle& cycle) {
  std::vector<DisciplineWeek> weeks;
  const Date until = std::min(picture.today(), cycle.calendar.ends_on);
  for (int period = 0; period < 63 && graph::due_day(cycle.calendar, period) <= until; ++period)
    weeks.push_back({.week = graph::due_day(cycle.calendar, period)});
  for (const Objective* o : objectives) {
    if (!graph::counts_in_figures(*o)) continue;
    for (const KeyResultId id : o->key_results) {
      const graph::KeyResult* kr = picture.key_result(id);
      if (!kr || kr->archived || kr->aligned) continue;
      const auto days = rows::due_days(cycle.calendar, kr->starts_on.get(), kr->due_on.get(),
                                       kr->cadence_weeks ? std::optional<int>(kr->cadence_weeks) : std::nullopt);
      for (std::size_t i = 0; i < weeks.size(); ++i) count_period(*kr, days, static_cast<int>(i), weeks[i]);
    }
  }
  std::erase_if(weeks, [](const DisciplineWeek& w) { return w.due == 0; });
  return weeks;
}

void fill(CycleOverview& overview, const Picture& picture, const engine::Actor& actor, const graph::Cycle& cycle) {
  const auto objectives = graph::visible(picture, actor, cycle.objectives);
  overview.figures = graph::figures(picture, objectives, "/explanations/cycle/" + cycle.id.text());
  overview.ownerless_count = overview.figures.ownerless;
  overview.discipline = discipline(picture, objectives, cycle);
  std::map<TeamId, std::vector<const Objective*>> by_team;
  std::vector<const graph::KeyResult*> stale;
  for (const Objective* o : objectives) {
    if (!graph::counts_in_figures(*o)) continue;
    by_team[o->team].push_back(o);
    ++overview.objectives_by_kind[std::string(engine::word_of(o->kind))];
    for (const graph::KeyResult* kr : graph::live_key_results(picture, *o))
      if (kr->standing.stale) stale.push_back(kr);
  }
  for (const auto& [team, own] : by_team) {
    const std::string path = team ? "/explanations/team/" + team.text() + "?cycle=" + cycle.id.text() : "";
    overview.by_team.push_back({graph::team_ref(picture, team), graph::figures(picture, own, path)});
  }
  std::ranges::sort(overview.by_team, {}, [](const TeamFigures& t) {
    return std::pair(!t.team, t.team ? std::string_view(t.team->name) : std::string_view());
  });
  std::ranges::sort(stale, {}, [](const graph::KeyResult* kr) { return std::pair(kr->last_checkin_on, kr->id); });
  if (stale.size() > most_stale) stale.resize(most_stale);
  for (const graph::KeyResult* kr : stale) overview.stale.push_back(graph::key_result_row(picture, *kr, actor));
}

FigureExplanation explain(const Picture& picture, std::span<const Objective* const> objectives, const graph::Cycle& cycle) {
  FigureExplanation out;
  out.policy = {cycle.policy.name, cycle.policy.version};
  double weights = 0;
  for (const Objective* o : objectives) {
    if (!graph::counts_in_figures(*o)) continue;
    out.items.push_back({.id = o->id.text(), .title = std::string(picture.text(o->title)), .weight = o->weight,
                         .progress = o->progress.get()});
    if (o->progress.has()) weights += o->weight;
  }
  out.value = graph::figures(picture, objectives, "").progress;
  out.inputs = {{"objectives", static_cast<double>(out.items.size())}, {"sum_of_weights", weights}};
  out.notes = {"own_active_objectives", "without_progress_left_out", "only_what_you_may_see"};
  return out;
}

}  // namespace cairn::overview
