// Use cases of key results: each loads what it concerns, checks, writes, rolls up and records.
#include "features/keyresults/keyresults.h"

#include <algorithm>

#include "features/keyresults/rules.h"
#include "features/people/people.h"
#include "features/versions.h"

namespace cairn::keyresults {

namespace {

using activity::Subject;

std::vector<Subject> touched(ObjectiveId objective, const okrs::RolledUp& rolled) {
  std::vector<Subject> all = rolled.touched;
  const Subject own("objective", objective);
  if (std::ranges::find(all, own) == all.end()) all.insert(all.begin(), own);
  return all;
}

// After a change of the row: figures, roll-up and log.
void finish(db::Tx& tx, const features::Context& ctx, const okrs::LoadedKeyResult& loaded, std::string_view kind,
            const okrs::Change& change) {
  const okrs::RolledUp rolled = okrs::roll_up(tx, {loaded.objective.id});
  activity::record(tx, ctx.origin(), kind, Subject("key_result", loaded.key_result.id), change.text(),
                   touched(loaded.objective.id, rolled));
}

KeyResult answer(db::Tx& tx, const features::Context& ctx, KeyResultId id) {
  return view(tx, ctx, okrs::load_visible(tx, ctx, id));
}

// Writes the changed record with its details, and records.
void save(db::Tx& tx, const features::Context& ctx, okrs::LoadedKeyResult& loaded, const okrs::KeyResultRecord& before,
          std::string_view kind) {
  okrs::KeyResultRecord& record = loaded.key_result;
  if (record.aligned() && !before.aligned()) record.attainment = record.progress = std::nullopt;
  if (record.metric.milestones != before.metric.milestones) okrs::set_milestones(tx, record.id, record.metric.milestones);
  if (record.metric.phases != before.metric.phases) okrs::set_phases(tx, record.id, record.metric.phases);
  if (record.contributors != before.contributors) okrs::set_contributors(tx, record.id, record.contributors);
  okrs::measure(tx, record, loaded.cycle, loaded.policy, loaded.moment);
  const okrs::Change change = okrs::change_between(okrs::KeyResultChange(before), okrs::KeyResultChange(record));
  if (change.empty()) return;
  record.updated_at = ctx.now();
  ++record.version;
  okrs::update(tx, record);
  finish(tx, ctx, loaded, kind, change);
}

void check_version(db::Tx& tx, const features::Context& ctx, const okrs::LoadedKeyResult& loaded, std::int64_t seen) {
  features::require_version(seen, loaded.key_result.version, [&] { return view(tx, ctx, loaded); });
}

// Moves the record under another objective of an open cycle that the actor may edit.
void move_to(db::Tx& tx, const features::Context& ctx, okrs::LoadedKeyResult& loaded, ObjectiveId to) {
  okrs::Loaded target = okrs::load_visible(tx, ctx, to);
  okrs::require_editable(ctx, target);
  const ObjectiveId from = loaded.objective.id;
  for (const okrs::LinkRecord& link : okrs::links_to(tx, {from}))
    if (link.to_key_result == loaded.key_result.id && link.kind == engine::LinkKind::contributes)
      fail(Fault::conflict, "has_contributions", "Objectives contribute to this key result; take these links away first.");
  const okrs::KeyResultRecord before = loaded.key_result;
  static_cast<okrs::Loaded&>(loaded) = std::move(target);
  okrs::KeyResultRecord& record = loaded.key_result;
  record.objective = to;
  record.position = okrs::last_key_result_position(tx, to) + 1;
  std::vector<Problem> problems;
  check_record(record, loaded.cycle, loaded.moment.today, "", problems);
  if (!problems.empty()) fail(Fault::unprocessable, "invalid", "The key result does not fit there.", problems);
  okrs::measure(tx, record, loaded.cycle, loaded.policy, loaded.moment);
  record.updated_at = ctx.now();
  ++record.version;
  okrs::update(tx, record);
  const okrs::RolledUp rolled = okrs::roll_up(tx, {from, to});
  auto all = touched(to, rolled);
  if (std::ranges::find(all, Subject("objective", from)) == all.end()) all.emplace_back("objective", from);
  activity::record(tx, ctx.origin(), "key_result.moved", Subject("key_result", record.id),
                   okrs::change_between(okrs::KeyResultChange(before), okrs::KeyResultChange(record)).text(), all);
}

}  // namespace

KeyResultId insert(db::Tx& tx, const features::Context& ctx, const okrs::Loaded& loaded, okrs::KeyResultRecord& record) {
  record.objective = loaded.objective.id;
  if (!record.owner) {
    record.owner = loaded.objective.owner;
  } else {
    okrs::require_people(tx, {*record.owner}, {}, "owner");
  }
  okrs::require_people(tx, record.contributors, {}, "contributors");
  check_siblings(tx, loaded, record);
  record.position = okrs::last_key_result_position(tx, loaded.objective.id) + 1;
  record.created_at = record.updated_at = ctx.now();
  record.version = 1;
  okrs::measure(record, {}, loaded.cycle, loaded.policy, loaded.moment);
  return okrs::insert(tx, record);
}

KeyResult create(features::Context& ctx, ObjectiveId objective, const KeyResultInput& input) {
  return ctx.db.write([&](db::Tx& tx) {
    const okrs::Loaded loaded = okrs::load_visible(tx, ctx, objective);
    okrs::require_editable(ctx, loaded);
    std::vector<Problem> problems;
    okrs::LoadedKeyResult made{loaded, record_of(input, loaded.cycle, loaded.moment.today, "", problems)};
    if (!problems.empty()) fail(Fault::unprocessable, problems[0].code, "The key result is not complete yet.", problems);
    insert(tx, ctx, loaded, made.key_result);
    finish(tx, ctx, made, "key_result.created", okrs::change_of_new(okrs::KeyResultChange(made.key_result)));
    KeyResult created = answer(tx, ctx, made.key_result.id);
    const auto count = tx.value<int>("SELECT COUNT(*) FROM key_results WHERE objective_id = $1 AND archived_at IS NULL", objective);
    created.advice = advice_for(loaded.settings, count.value_or(0));
    return created;
  });
}

KeyResult read(features::Context& ctx, KeyResultId id) {
  return ctx.db.read([&](db::Tx& tx) { return answer(tx, ctx, id); });
}

KeyResult update(features::Context& ctx, KeyResultId id, std::int64_t seen_version, const KeyResultPatch& patch) {
  return ctx.db.write([&](db::Tx& tx) {
    okrs::LoadedKeyResult loaded = okrs::load_visible(tx, ctx, id);
    okrs::require_editable(ctx, loaded);
    check_version(tx, ctx, loaded, seen_version);
    if (loaded.key_result.archived_at) fail(Fault::conflict, "archived", "The key result is archived; restore it first.");
    const okrs::KeyResultRecord before = loaded.key_result;
    apply(patch, loaded, loaded.key_result);
    if (loaded.key_result.owner && loaded.key_result.owner != before.owner)
      okrs::require_people(tx, {*loaded.key_result.owner}, {}, "owner");
    okrs::require_people(tx, loaded.key_result.contributors, before.contributors, "contributors");
    if (patch.weight.present || patch.share.present) check_siblings(tx, loaded, loaded.key_result);
    save(tx, ctx, loaded, before, "key_result.updated");
    if (patch.objective.has_value() && *patch.objective != loaded.objective.id) move_to(tx, ctx, loaded, *patch.objective);
    return answer(tx, ctx, id);
  });
}

KeyResult archive(features::Context& ctx, KeyResultId id, bool archived) {
  return ctx.db.write([&](db::Tx& tx) {
    okrs::LoadedKeyResult loaded = okrs::load_visible(tx, ctx, id);
    okrs::require_editable(ctx, loaded);
    const okrs::KeyResultRecord before = loaded.key_result;
    if (archived == before.archived_at.has_value()) return view(tx, ctx, loaded);
    loaded.key_result.archived_at = archived ? std::optional(ctx.now()) : std::nullopt;
    save(tx, ctx, loaded, before, archived ? "key_result.archived" : "key_result.restored");
    return answer(tx, ctx, id);
  });
}

KeyResult duplicate(features::Context& ctx, KeyResultId id) {
  return ctx.db.write([&](db::Tx& tx) {
    okrs::LoadedKeyResult loaded = okrs::load_visible(tx, ctx, id);
    okrs::require_editable(ctx, loaded);
    okrs::KeyResultRecord& record = loaded.key_result;
    record.id = {};
    record.checkins = 0;
    record.archived_at = std::nullopt;
    record.metric.revisions.clear();
    for (engine::Milestone& milestone : record.metric.milestones) milestone.done_on = std::nullopt;
    record.attainment = record.progress = std::nullopt;
    if (record.owner && people::refs(tx, {*record.owner}).front().state == "deactivated") record.owner = std::nullopt;
    std::erase_if(record.contributors, [&](PersonId p) { return people::refs(tx, {p}).front().state == "deactivated"; });
    insert(tx, ctx, loaded, record);
    finish(tx, ctx, loaded, "key_result.created", okrs::change_of_new(okrs::KeyResultChange(record)));
    return answer(tx, ctx, record.id);
  });
}

KeyResult set_position(features::Context& ctx, KeyResultId id, const PositionPut& place) {
  return ctx.db.write([&](db::Tx& tx) {
    okrs::LoadedKeyResult loaded = okrs::load_visible(tx, ctx, id);
    okrs::require_editable(ctx, loaded);
    std::vector<okrs::Placed<KeyResultId>> siblings;
    for (const auto& k : okrs::key_results_of(tx, {loaded.objective.id})) siblings.push_back({k.id, k.position});
    const okrs::KeyResultRecord before = loaded.key_result;
    const auto moved = okrs::place(siblings, id, place.before, place.after);
    for (const auto& other : moved.renumbered) okrs::set_position(tx, other.id, other.position);
    loaded.key_result.position = moved.position;
    save(tx, ctx, loaded, before, "key_result.updated");
    return answer(tx, ctx, id);
  });
}

KeyResult revise_target(features::Context& ctx, KeyResultId id, const TargetPost& target) {
  return ctx.db.write([&](db::Tx& tx) {
    okrs::LoadedKeyResult loaded = okrs::load_visible(tx, ctx, id);
    okrs::require_editable(ctx, loaded);
    okrs::KeyResultRecord& record = loaded.key_result;
    const okrs::KeyResultRecord before = record;
    if (record.archived_at) fail(Fault::conflict, "archived", "The key result is archived; restore it first.");
    const auto refuse = [](const char* field, const char* code, const char* message) {
      fail(Fault::unprocessable, code, message, {{field, code, message}});
    };
    using enum engine::MetricType;
    const auto type = record.metric.type;
    if (type != increase && type != decrease && type != at_least && type != at_most)
      refuse("target", "not_revisable", "This metric has no target number that could be revised.");
    if (target.from > loaded.moment.today) refuse("from", "in_the_future", "A target is revised today or earlier.");
    if (target.from < okrs::window_of(loaded.cycle, record).starts)
      refuse("from", "before_the_cycle", "The key result had not started on this day.");
    const engine::Range present = engine::range_on(record.metric, target.from);
    engine::Metric revised = record.metric;
    revised.start = target.start ? target.start : present.start;
    revised.target = target.target;
    revised.revisions.clear();
    revised.phases.clear();
    if (auto problems = engine::validate(revised); !problems.empty())
      fail(Fault::unprocessable, problems[0].code, problems[0].message, problems);
    const engine::Revision revision{target.from, revised.start, target.target, target.why};
    okrs::add_target(tx, id, revision, ctx.actor.person ? std::optional(ctx.actor.person) : std::nullopt, ctx.now());
    record.metric.revisions.push_back(revision);
    std::ranges::sort(record.metric.revisions, {}, &engine::Revision::from);
    save(tx, ctx, loaded, before, "key_result.retargeted");
    return answer(tx, ctx, id);
  });
}

void give(db::Tx& tx, const features::Context& ctx, const okrs::KeyResultRecord& record, PersonId to) {
  okrs::KeyResultRecord changed = record;
  changed.owner = to;
  ++changed.version;
  changed.updated_at = ctx.now();
  okrs::update(tx, changed);
  activity::record(tx, ctx.origin(), "key_result.updated", Subject("key_result", record.id),
                   okrs::change_between(okrs::KeyResultChange(record), okrs::KeyResultChange(changed)).text(),
                   {Subject("objective", record.objective)});
}

}  // namespace cairn::keyresults
