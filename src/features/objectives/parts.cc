// Checks, saving and copying, shared by the use cases of objectives.
#include "features/objectives/parts.h"

#include <algorithm>
#include <cmath>

#include "features/people/people.h"
#include "features/teams/teams.h"

namespace cairn::objectives {

namespace {

[[noreturn]] void refuse(const char* field, const char* code, const char* message) {
  fail(Fault::unprocessable, code, message, {{field, code, message}});
}

bool active_person(db::Tx& tx, PersonId person) {
  const auto found = people::ref(tx, person);
  return found && found->state != "deactivated";
}

void keep_active(db::Tx& tx, std::optional<PersonId>& owner, std::vector<PersonId>& contributors) {
  if (owner && !active_person(tx, *owner)) owner = std::nullopt;
  std::erase_if(contributors, [&](PersonId person) { return !active_person(tx, person); });
}

// What an objective contributes to outside its own cycle goes on being contributed to by its successor.
void copy_links(db::Tx& tx, const features::Context& ctx, const okrs::Loaded& source, ObjectiveId copy) {
  for (okrs::LinkRecord link : okrs::links_from(tx, {source.objective.id})) {
    if (link.kind != engine::LinkKind::contributes) continue;
    const auto parent = link.to_objective
                            ? link.to_objective
                            : tx.value<ObjectiveId>("SELECT objective_id FROM key_results WHERE id = $1", *link.to_key_result);
    const auto above = okrs::find_objective(tx, *parent);
    if (!above || above->closed() || above->archived_at || above->cycle == source.cycle.id) continue;
    if (!engine::may_read(ctx.actor, above->facts()) || okrs::find_cycle(tx, above->cycle)->closed()) continue;
    link.from = copy;
    link.created_at = ctx.now();
    link.version = 1;
    link.id = okrs::insert(tx, link);
    activity::record(tx, ctx.origin(), "link.created", Subject("link", link.id), okrs::change_of_new(link).text(),
                     {Subject("objective", copy), Subject("objective", *parent)});
  }
}

okrs::KeyResultRecord copy_of(const okrs::KeyResultRecord& record, bool carried) {
  okrs::KeyResultRecord copy = record;
  copy.id = {};
  if (carried && record.current_value) copy.metric = engine::carried_over(record.metric, *record.current_value);
  copy.metric.revisions.clear();
  copy.metric.phases.clear();
  if (!carried)
    for (engine::Milestone& milestone : copy.metric.milestones) milestone.done_on = std::nullopt;
  copy.starts_on = copy.due_on = std::nullopt;
  copy.checkins = 0;
  copy.attainment = copy.progress = std::nullopt;
  copy.confidence = std::nullopt;
  return copy;
}

}  // namespace

void check_record(db::Tx& tx, const okrs::ObjectiveRecord& record, const okrs::ObjectiveRecord* before) {
  if (!std::isfinite(record.weight)) refuse("weight", "not_finite", "Give a number.");
  if (record.weight < 0) refuse("weight", "negative_weight", "A weight is 0 or more.");
  if (record.weight > engine::largest_value) refuse("weight", "out_of_range", "This weight is too large.");
  if (record.state != engine::ObjectiveState::draft && record.state != engine::ObjectiveState::active)
    refuse("state", "bad_state", "An objective is closed by its closure.");
  if (record.level == engine::Level::team && !record.team) refuse("team", "team_required", "Say which team's objective it is.");
  if (record.team && (!before || before->team != record.team)) teams::require_active(tx, *record.team, "team");
  if (record.owner && (!before || before->owner != record.owner)) people::require_active(tx, *record.owner, "owner");
  okrs::require_people(tx, record.contributors, before ? before->contributors : std::vector<PersonId>{}, "contributors");
  okrs::require_people(tx, record.viewers, before ? before->viewers : std::vector<PersonId>{}, "viewers");
}

std::vector<Advice> check_limits(db::Tx& tx, const okrs::Loaded& loaded) {
  std::vector<Advice> advice;
  const okrs::ObjectiveRecord& o = loaded.objective;
  const okrs::Settings& settings = loaded.settings;
  if (!settings.advises || o.level == engine::Level::company) return advice;
  const bool of_team = o.level == engine::Level::team;
  const int most = of_team ? settings.objectives_per_team : settings.objectives_per_owner;
  const int present =
      tx.value<int>(
            "SELECT COUNT(*) FROM objectives WHERE cycle_id = $1 AND level = $2 AND archived_at IS NULL AND id <> $5 "
            "AND state IN ('draft', 'active') AND (($2 = 'team' AND team_id = $3) OR ($2 = 'person' AND owner_id = $4))",
            o.cycle, engine::word_of(o.level), o.team, o.owner, o.id)
          .value_or(0);
  if (most <= 0 || present < most) return advice;
  if (settings.refuses)
    fail(Fault::unprocessable, "limit_reached", "There are as many objectives here as the organisation allows in a cycle.",
         {{"objectives", "limit_reached", "Close or archive one of them first."}});
  return {{"too_many_objectives", "Few objectives get attention; consider parking some."}};
}

void save(db::Tx& tx, const features::Context& ctx, okrs::Loaded& loaded, const okrs::ObjectiveRecord& before,
          std::string_view kind) {
  okrs::ObjectiveRecord& record = loaded.objective;
  const okrs::Change change = okrs::change_between(before, record);
  if (change.empty()) return;
  if (record.contributors != before.contributors) okrs::set_contributors(tx, record.id, record.contributors);
  if (record.viewers != before.viewers) okrs::set_viewers(tx, record.id, record.viewers);
  record.updated_at = ctx.now();
  ++record.version;
  okrs::update(tx, record);
  const okrs::RolledUp rolled = okrs::roll_up(tx, {record.id});
  std::vector<Subject> touched = rolled.touched;
  std::erase(touched, Subject("objective", record.id));
  activity::record(tx, ctx.origin(), kind, Subject("objective", record.id), change.text(), touched);
}

Objective answer(db::Tx& tx, const features::Context& ctx, ObjectiveId id) {
  return view(tx, ctx, okrs::load_visible(tx, ctx, id));
}

void measure_key_results(db::Tx& tx, const okrs::Loaded& loaded) {
  auto key_results = okrs::key_results_of(tx, {loaded.objective.id});
  okrs::load_details(tx, key_results);
  for (okrs::KeyResultRecord& record : key_results) {
    okrs::measure(tx, record, loaded.cycle, loaded.policy, loaded.moment);
    okrs::write_figures(tx, record);
  }
}

ObjectiveId copy_into(db::Tx& tx, const features::Context& ctx, const okrs::Loaded& source, okrs::Loaded target,
                      const std::string& title, bool carried) {
  okrs::ObjectiveRecord copy = source.objective;
  copy.id = {};
  copy.title = title;
  copy.state = engine::ObjectiveState::active;
  copy.cycle = target.cycle.id;
  keep_active(tx, copy.owner, copy.contributors);
  copy.position = okrs::last_objective_position(tx, target.cycle.id) + 1;
  copy.manual_progress = copy.progress = copy.confidence = copy.score = copy.suggested_score = std::nullopt;
  copy.closing_note.clear();
  copy.closed_at = copy.archived_at = std::nullopt;
  copy.carried_from = carried ? std::optional(source.objective.id) : std::nullopt;
  copy.created_by = ctx.actor.person ? std::optional(ctx.actor.person) : std::nullopt;
  copy.created_at = copy.updated_at = ctx.now();
  copy.version = 1;
  copy.id = okrs::insert(tx, copy);
  target.objective = copy;
  auto key_results = okrs::key_results_of(tx, {source.objective.id});
  std::erase_if(key_results, [](const auto& k) { return k.archived_at.has_value(); });
  okrs::load_details(tx, key_results);
  std::vector<Subject> touched;
  for (const okrs::KeyResultRecord& record : key_results) {
    okrs::KeyResultRecord next = copy_of(record, carried);
    keep_active(tx, next.owner, next.contributors);
    keyresults::insert(tx, ctx, target, next);
    touched.emplace_back("key_result", next.id);
  }
  copy_links(tx, ctx, source, copy.id);
  const okrs::RolledUp rolled = okrs::roll_up(tx, {copy.id});
  for (const Subject& one : rolled.touched)
    if (one != Subject("objective", copy.id)) touched.push_back(one);
  okrs::Change change = okrs::change_of_new(copy);
  change.after.add("copied_from", source.objective.id);
  activity::record(tx, ctx.origin(), "objective.copied", Subject("objective", copy.id), change.text(), touched);
  return copy.id;
}

}  // namespace cairn::objectives
