// Rows of the picture as answers carry them.
#include "features/graph/present.h"

#include <algorithm>
#include <cmath>

#include "base/failure.h"

namespace cairn::graph {

std::optional<features::PersonRef> person_ref(const Picture& picture, PersonId id) {
  const Person* person = picture.person(id);
  if (!person) return std::nullopt;
  return features::PersonRef{id, std::string(picture.text(person->name)), std::string(picture.text(person->title)),
                             std::string(engine::word_of(person->state))};
}

std::optional<features::TeamRef> team_ref(const Picture& picture, TeamId id) {
  const Team* team = picture.team(id);
  if (!team) return std::nullopt;
  return features::TeamRef{id, std::string(picture.text(team->name))};
}

std::optional<features::CycleRef> cycle_ref(const Picture& picture, CycleId id) {
  const Cycle* cycle = picture.cycle(id);
  if (!cycle) return std::nullopt;
  return features::CycleRef{id, std::string(picture.text(cycle->name)), std::string(engine::word_of(cycle->state))};
}

namespace {

// A deactivated owner is shown as the former one.
template <class Row>
void set_owner(const Picture& picture, PersonId owner, Row& row) {
  (picture.ownerless(owner) ? row.former_owner : row.owner) = person_ref(picture, owner);
}

}  // namespace

rows::ObjectiveRow objective_row(const Picture& picture, const Objective& o) {
  rows::ObjectiveRow row{.id = o.id, .title = std::string(picture.text(o.title)), .kind = o.kind, .level = o.level,
                         .state = o.state, .cycle_id = o.cycle, .team = team_ref(picture, o.team), .weight = o.weight,
                         .progress = o.progress.get(), .expected = o.standing.expected.get(),
                         .status = o.standing.status, .confidence = o.confidence.get(), .stale = o.standing.stale,
                         .last_checkin_at = o.last_checkin_at.get(), .archived = o.archived, .version = o.version};
  row.key_result_count = static_cast<int>(live_key_results(picture, o).size());
  set_owner(picture, o.owner, row);
  return row;
}

rows::KeyResultRow key_result_row(const Picture& picture, const KeyResult& kr, const engine::Actor& actor) {
  const engine::Metric metric = picture.metric_of(kr);
  rows::KeyResultRow row{
      .id = kr.id, .objective_id = kr.objective, .title = std::string(picture.text(kr.title)), .metric_type = kr.metric,
      .unit = std::string(picture.text(kr.unit)), .decimals = kr.decimals, .start = kr.start.get(),
      .target = picture.target_in_force(kr, picture.today()), .value = kr.value.get(),
      .value_text = rows::value_text(metric, kr.value.get(), metric.unit, kr.decimals), .progress = kr.progress.get(),
      .expected = kr.standing.expected.get(), .status = kr.standing.status, .stale = kr.standing.stale,
      .confidence = kr.confidence_or_none(), .last_checkin_at = kr.last_checkin_at.get(), .due_on = kr.due_on.get(),
      .weight = kr.weight, .checkin_count = kr.checkins, .archived = kr.archived, .version = kr.version};
  for (std::size_t i = 0; i < kr.spark_size; ++i)
    row.spark.push_back(std::round(static_cast<double>(kr.spark[i]) * 1e4) / 1e4);
  set_owner(picture, kr.owner, row);
  const Objective* objective = picture.objective(kr.objective);
  if (!objective) return row;
  const engine::ObjectiveFacts facts = objective->facts();
  const Cycle* cycle = picture.cycle(objective->cycle);
  if (!cycle || cycle->state == engine::CycleState::closed || !objective->working()) return row;
  const bool edits = engine::may_edit_key_result(actor, facts);
  if (edits) row.can.push_back("edit");
  if (!kr.archived && !kr.aligned && engine::may_check_in(actor, facts, kr.facts())) row.can.push_back("check_in");
  if (edits) row.can.push_back(kr.archived ? "restore" : "archive");
  if (engine::may_transfer(actor, facts)) row.can.push_back("transfer");
  return row;
}

std::vector<const KeyResult*> live_key_results(const Picture& picture, const Objective& objective) {
  std::vector<const KeyResult*> live;
  for (const KeyResultId id : objective.key_results) {
    const KeyResult* kr = picture.key_result(id);
    if (kr && !kr->archived) live.push_back(kr);
  }
  std::ranges::sort(live, {}, [](const KeyResult* kr) { return std::pair(kr->position, kr->id); });
  return live;
}

std::vector<rows::KeyResultRow> key_result_rows(const Picture& picture, const Objective& objective,
                                                const engine::Actor& actor) {
  std::vector<rows::KeyResultRow> rows;
  for (const KeyResult* kr : live_key_results(picture, objective)) rows.push_back(key_result_row(picture, *kr, actor));
  return rows;
}

bool counts_in_figures(const Objective& o) { return rows::child_counts(o.state, o.archived); }

bool ownerless(const Picture& picture, const KeyResult& kr) {
  if (kr.owner) return picture.ownerless(kr.owner);
  const Objective* objective = picture.objective(kr.objective);
  return !objective || picture.ownerless(objective->owner);
}

rows::Figures figures(const Picture& picture, std::span<const Objective* const> objectives, std::string explanation_path) {
  rows::FigureSum sum;
  for (const Objective* o : objectives) {
    if (!counts_in_figures(*o)) continue;
    sum.add_objective({.expected = o->standing.expected.get(), .status = o->standing.status}, o->progress.get(),
                      o->confidence.get(), o->weight, picture.ownerless(o->owner));
    for (const KeyResultId id : o->key_results) {
      const KeyResult* kr = picture.key_result(id);
      if (kr && !kr->archived) sum.add_key_result(kr->standing.status, kr->standing.stale, ownerless(picture, *kr));
    }
  }
  return sum.figures(std::move(explanation_path));
}

std::vector<const Objective*> visible(const Picture& picture, const engine::Actor& actor, std::span<const ObjectiveId> ids) {
  std::vector<const Objective*> seen;
  for (const ObjectiveId id : ids) {
    const Objective* o = picture.objective(id);
    if (o && !o->archived && picture.readable(actor, *o)) seen.push_back(o);
  }
  std::ranges::sort(seen, {}, [](const Objective* o) { return std::pair(o->position, o->id); });
  return seen;
}

const Cycle* chosen_cycle(const Picture& picture, std::optional<CycleId> id) {
  if (!id) return picture.current_cycle();
  const Cycle* cycle = picture.cycle(*id);
  if (!cycle) not_found();
  return cycle;
}

rows::SubjectRef subject_ref(const Picture& picture, const Objective& o) {
  return {"objective", o.id.text(), std::string(picture.text(o.title))};
}

rows::SubjectRef subject_ref(const Picture& picture, const KeyResult& kr) {
  return {"key_result", kr.id.text(), std::string(picture.text(kr.title))};
}

}  // namespace cairn::graph
