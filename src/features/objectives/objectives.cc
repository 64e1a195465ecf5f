// Creating and changing objectives.
#include "features/objectives/objectives.h"

#include <algorithm>

#include "features/objectives/parts.h"
#include "features/versions.h"

namespace cairn::objectives {

namespace {

okrs::ObjectiveRecord record_of(const features::Context& ctx, const ObjectiveInput& input) {
  okrs::ObjectiveRecord record;
  record.title = input.title;
  record.description = input.description.value_or("");
  record.kind = input.kind;
  record.level = input.level;
  record.state = input.state;
  record.cycle = input.cycle;
  record.team = input.team;
  record.owner = input.owner.present    ? input.owner.value
                 : ctx.actor.person     ? std::optional(ctx.actor.person)
                                        : std::nullopt;
  record.weight = input.weight;
  record.visibility = input.visibility;
  record.contributors = okrs::sorted_unique(input.contributors);
  record.viewers = okrs::sorted_unique(input.viewers);
  record.created_by = ctx.actor.person ? std::optional(ctx.actor.person) : std::nullopt;
  record.created_at = record.updated_at = ctx.now();
  return record;
}

std::vector<okrs::KeyResultRecord> key_results_of(const ObjectiveInput& input, const okrs::Loaded& loaded) {
  std::vector<Problem> problems;
  std::vector<okrs::KeyResultRecord> records;
  for (std::size_t i = 0; i < input.key_results.size(); ++i)
    records.push_back(keyresults::record_of(input.key_results[i], loaded.cycle, loaded.moment.today,
                                            "key_results[" + std::to_string(i) + "].", problems));
  if (!problems.empty()) fail(Fault::unprocessable, problems[0].code, "Some key results are not complete yet.", problems);
  return records;
}

std::vector<Advice> key_result_advice(const okrs::Settings& settings, int count) {
  auto advice = keyresults::advice_for(settings, count);
  if (settings.advises && !settings.refuses && count > 0 && count < settings.key_results_min)
    advice.push_back({"too_few_key_results", "One measure rarely tells whether an objective is met."});
  return advice;
}

// Into the record; the cycle apart.
void apply(const ObjectivePatch& patch, okrs::ObjectiveRecord& record) {
  patch.title.apply(record.title);
  if (patch.description.present) record.description = patch.description.value.value_or("");
  patch.kind.apply(record.kind);
  patch.level.apply(record.level);
  patch.team.apply(record.team);
  patch.owner.apply(record.owner);
  if (patch.contributors.present)
    record.contributors = okrs::sorted_unique(patch.contributors.value.value_or(std::vector<PersonId>{}));
  patch.weight.apply(record.weight);
  patch.visibility.apply(record.visibility);
  if (patch.viewers.present) record.viewers = okrs::sorted_unique(patch.viewers.value.value_or(std::vector<PersonId>{}));
  patch.manual_progress.apply(record.manual_progress);
  patch.state.apply(record.state);
}

bool only_owner(const ObjectivePatch& p) {
  return p.owner.present && !(p.title.present || p.description.present || p.kind.present || p.level.present ||
                              p.cycle.present || p.team.present || p.contributors.present || p.weight.present ||
                              p.visibility.present || p.viewers.present || p.manual_progress.present || p.state.present);
}

// To the company or to another team: what needs the right to write one there.
bool rises(const okrs::ObjectiveRecord& before, const okrs::ObjectiveRecord& record) {
  if (record.level != before.level) return record.level != engine::Level::person;
  return record.level == engine::Level::team && record.team != before.team;
}

// The objective and its key results go into another open cycle; own dates must lie in it.
void move_to_cycle(db::Tx& tx, const features::Context& ctx, okrs::Loaded& loaded, CycleId cycle) {
  okrs::Loaded target = okrs::surroundings(tx, ctx, cycle);
  target.objective = std::move(loaded.objective);
  target.objective.cycle = cycle;
  target.objective.position = okrs::last_objective_position(tx, cycle) + 1;
  loaded = std::move(target);
  const auto outside = [&](std::optional<Date> day) {
    return day && (*day < loaded.cycle.starts_on || *day > loaded.cycle.ends_on);
  };
  for (const auto& k : okrs::key_results_of(tx, {loaded.objective.id}))
    if (outside(k.starts_on) || outside(k.due_on))
      fail(Fault::unprocessable, "outside_the_cycle", "A key result has dates of its own that lie outside this cycle.",
           {{"cycle", "outside_the_cycle", k.id.text() + " has dates outside this cycle."}});
}

}  // namespace

Objective create(features::Context& ctx, const ObjectiveInput& input) {
  return ctx.db.write([&](db::Tx& tx) {
    okrs::Loaded loaded = okrs::surroundings(tx, ctx, input.cycle);
    loaded.objective = record_of(ctx, input);
    okrs::ObjectiveRecord& record = loaded.objective;
    auto key_results = key_results_of(input, loaded);
    check_record(tx, record, nullptr);
    require_allowed(engine::may_create(ctx.actor, record.facts()));
    auto advice = check_limits(tx, loaded);
    record.position = okrs::last_objective_position(tx, record.cycle) + 1;
    record.id = okrs::insert(tx, record);
    std::vector<Subject> touched;
    for (okrs::KeyResultRecord& k : key_results) {
      keyresults::insert(tx, ctx, loaded, k);
      touched.emplace_back("key_result", k.id);
    }
    for (std::size_t i = 0; i < input.contributes_to.size(); ++i) {
      const ContributionInput& to = input.contributes_to[i];
      const auto link = alignment::insert(tx, ctx, record.id, {engine::LinkKind::contributes, to.to, to.weight, {}},
                                          "contributes_to[" + std::to_string(i) + "].");
      touched.emplace_back("link", link.id);
      if (link.to_objective) touched.emplace_back("objective", *link.to_objective);
    }
    const okrs::RolledUp rolled = okrs::roll_up(tx, {record.id});
    for (const Subject& one : rolled.touched)
      if (one != Subject("objective", record.id) && std::ranges::find(touched, one) == touched.end()) touched.push_back(one);
    activity::record(tx, ctx.origin(), "objective.created", Subject("objective", record.id),
                     okrs::change_of_new(record).text(), touched);
    Objective made = answer(tx, ctx, record.id);
    std::ranges::move(key_result_advice(loaded.settings, static_cast<int>(key_results.size())), std::back_inserter(advice));
    made.advice = std::move(advice);
    return made;
  });
}

Objective read(features::Context& ctx, ObjectiveId id) {
  return ctx.db.read([&](db::Tx& tx) { return answer(tx, ctx, id); });
}

Objective update(features::Context& ctx, ObjectiveId id, std::int64_t seen_version, const ObjectivePatch& patch) {
  return ctx.db.write([&](db::Tx& tx) {
    okrs::Loaded loaded = okrs::load_visible(tx, ctx, id);
    if (only_owner(patch)) {
      require_allowed(engine::may_transfer(ctx.actor, loaded.objective.facts()));
      okrs::require_working(loaded);
    } else {
      okrs::require_editable(ctx, loaded);
    }
    features::require_version(seen_version, loaded.objective.version, [&] { return view(tx, ctx, loaded); });
    const okrs::ObjectiveRecord before = loaded.objective;
    apply(patch, loaded.objective);
    check_record(tx, loaded.objective, &before);
    if (rises(before, loaded.objective)) require_allowed(engine::may_create(ctx.actor, loaded.objective.facts()));
    const bool moves = patch.cycle.has_value() && *patch.cycle != before.cycle;
    if (moves) move_to_cycle(tx, ctx, loaded, *patch.cycle);
    if (moves) measure_key_results(tx, loaded);
    save(tx, ctx, loaded, before, moves ? "objective.moved" : "objective.updated");
    // what was changed may be out of the actor's sight now; the answer shows it once more
    auto changed = okrs::find_objective(tx, id);
    loaded.objective = std::move(*changed);
    return view(tx, ctx, loaded);
  });
}

Objective set_position(features::Context& ctx, ObjectiveId id, const PositionPut& place) {
  return ctx.db.write([&](db::Tx& tx) {
    okrs::Loaded loaded = okrs::load_visible(tx, ctx, id);
    okrs::require_editable(ctx, loaded);
    auto other = place.before ? place.before : place.after;
    if (other && !okrs::is_visible(tx, ctx.actor, *other)) other = ObjectiveId{};
    const auto siblings = tx.all(
        "SELECT id, position FROM objectives WHERE cycle_id = $1 ORDER BY position, id",
        [](db::Row& row) {
          okrs::Placed<ObjectiveId> one;
          one.id = row.next<ObjectiveId>();
          one.position = row.next<double>();
          return one;
        },
        loaded.objective.cycle);
    const auto moved = okrs::place(siblings, id, place.before ? other : std::nullopt, place.before ? std::nullopt : other);
    for (const auto& one : moved.renumbered) okrs::set_position(tx, one.id, one.position);
    const okrs::ObjectiveRecord before = loaded.objective;
    loaded.objective.position = moved.position;
    save(tx, ctx, loaded, before, "objective.updated");
    return answer(tx, ctx, id);
  });
}

std::vector<okrs::Mismatch> recompute_all(db::Tx& tx, const clock::Clock& clock) {
  return okrs::recompute(tx, okrs::moment_of(okrs::load_settings(tx), clock.now()), false);
}

}  // namespace cairn::objectives
