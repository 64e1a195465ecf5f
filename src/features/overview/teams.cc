// Teams and people: their OKRs and figures.
#include <algorithm>

#include "features/overview/views.h"
#include "features/week/week.h"

namespace cairn::overview {

using graph::Objective;
using graph::Picture;

std::vector<const Objective*> of_team(const Picture& picture, const engine::Actor& actor, const graph::Team& team,
                                      const graph::Cycle* cycle) {
  auto seen = graph::visible(picture, actor, team.objectives);
  std::erase_if(seen, [&](const Objective* o) { return cycle && o->cycle != cycle->id; });
  return seen;
}

namespace {

void add_team(const Picture& picture, const engine::Actor& actor, const graph::Team& team, const graph::Cycle* cycle,
              TeamList& list) {
  const auto objectives = cycle ? of_team(picture, actor, team, cycle) : std::vector<const Objective*>{};
  const rows::Figures figures = graph::figures(picture, objectives, "");
  TeamNode node{.id = team.id, .name = std::string(picture.text(team.name)), .lead = graph::person_ref(picture, team.lead),
                .member_count = static_cast<int>(team.members.size()), .archived = team.archived,
                .progress = figures.progress, .status_counts = figures.status_counts};
  if (team.parent) node.parent_id = team.parent;
  list.items.push_back(std::move(node));
}

void add_below(const Picture& picture, const engine::Actor& actor, std::vector<const graph::Team*> teams,
               const graph::Cycle* cycle, TeamList& list) {
  std::ranges::sort(teams, {}, [&](const graph::Team* t) { return std::pair(picture.text(t->name), t->id); });
  for (const graph::Team* team : teams) {
    add_team(picture, actor, *team, cycle, list);
    std::vector<const graph::Team*> children;
    for (const TeamId id : team->children)
      if (const graph::Team* child = picture.team(id)) children.push_back(child);
    add_below(picture, actor, std::move(children), cycle, list);
  }
}

bool owns(const Objective& objective, const graph::KeyResult& kr, PersonId person) {
  return kr.owner ? kr.owner == person : objective.owner == person;
}

}  // namespace

TeamList team_list(const Picture& picture, const engine::Actor& actor, const graph::Cycle* cycle) {
  TeamList list;
  if (!engine::may_see_directory(actor)) {  // without the directory, one's own teams alone
    for (const TeamId id : actor.teams)
      if (const graph::Team* team = picture.team(id)) {
        add_team(picture, actor, *team, cycle, list);
        list.items.back().parent_id.reset();
      }
    return list;
  }
  std::vector<const graph::Team*> roots;
  for (const graph::Team& team : picture.teams())
    if (!team.parent) roots.push_back(&team);
  add_below(picture, actor, std::move(roots), cycle, list);
  return list;
}

void fill(TeamOverview& overview, const Picture& picture, const engine::Actor& actor, const graph::Team& team,
          const graph::Cycle* cycle) {
  const auto objectives = of_team(picture, actor, team, cycle);
  overview.figures = graph::figures(picture, objectives,
                                    "/explanations/team/" + team.id.text() + (cycle ? "?cycle=" + cycle->id.text() : ""));
  for (const Objective* o : objectives) {
    overview.objectives.push_back(graph::objective_row(picture, *o));
    overview.objectives.back().key_results = graph::key_result_rows(picture, *o, actor);
  }
  for (const PersonId member : team.members) {
    MemberWeek week{.person = graph::person_ref(picture, member)};
    const graph::Person* person = picture.person(member);
    if (!person || person->state == graph::PersonState::deactivated) continue;
    for (const graph::KeyResult* kr : week::key_results_of(picture, engine::Actor{.person = member, .role = engine::Role::member, .teams = person->teams})) {
      const Objective* o = picture.objective(kr->objective);
      if ((cycle && o->cycle != cycle->id) || !picture.readable(actor, *o) || !owns(*o, *kr, member)) continue;
      ++week.key_results;
      const week::Due due = week::due_now(picture, *kr);
      if (due.state == week::DueState::upcoming) continue;
      ++week.due;
      if (due.state == week::DueState::done) ++week.checked_in;
    }
    overview.members.push_back(std::move(week));
  }
  overview.attention = graph::attention(picture, objectives);
}

OkrLists owned_by(const Picture& picture, const engine::Actor& actor, PersonId id, const graph::Cycle* cycle) {
  OkrLists lists;
  const graph::Person* person = picture.person(id);
  if (!person) not_found();
  for (const Objective* o : graph::visible(picture, actor, person->objectives)) {
    if (cycle && o->cycle != cycle->id) continue;
    lists.objectives.push_back(graph::objective_row(picture, *o));
    lists.objectives.back().key_results = graph::key_result_rows(picture, *o, actor);
  }
  for (const KeyResultId kr_id : person->key_results) {
    const graph::KeyResult* kr = picture.key_result(kr_id);
    const Objective* o = kr ? picture.objective(kr->objective) : nullptr;
    if (!o || kr->archived || o->archived || (cycle && o->cycle != cycle->id) || !picture.readable(actor, *o)) continue;
    lists.key_results.push_back(graph::key_result_row(picture, *kr, actor));
  }
  std::ranges::sort(lists.key_results, {}, [](const rows::KeyResultRow& r) { return std::pair(r.objective_id, r.id); });
  return lists;
}

OkrLists without_owner(const Picture& picture, const engine::Actor& actor, const graph::Cycle* cycle) {
  OkrLists lists;
  for (const Objective& o : picture.objectives()) {
    if ((cycle && o.cycle != cycle->id) || o.archived || engine::is_closed(o.state) || !picture.readable(actor, o)) continue;
    if (picture.ownerless(o.owner)) lists.objectives.push_back(graph::objective_row(picture, o));
    for (const graph::KeyResult* kr : graph::live_key_results(picture, o))
      if (graph::ownerless(picture, *kr)) lists.key_results.push_back(graph::key_result_row(picture, *kr, actor));
  }
  return lists;
}

}  // namespace cairn::overview
