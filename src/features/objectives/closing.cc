// Closing, reopening, carrying over, copying, archiving, and handing over to somebody else.
#include <algorithm>
#include <cmath>
#include <set>

#include "engine/score.h"
#include "features/objectives/parts.h"
#include "features/people/people.h"

namespace cairn::objectives {

namespace {

using engine::ObjectiveState;

[[noreturn]] void refuse(const char* field, const char* code, const char* message) {
  fail(Fault::unprocessable, code, message, {{field, code, message}});
}

void check_closure(const okrs::ObjectiveRecord& record, const ClosurePut& closure, std::optional<double> suggested) {
  if (!engine::is_closed(closure.state)) refuse("state", "bad_state", "Name an end state.");
  const bool carried = closure.state == ObjectiveState::carried_over;
  if (carried && !closure.into_cycle) refuse("into_cycle", "into_cycle_required", "Say in which cycle it goes on.");
  if (!carried && closure.into_cycle) refuse("into_cycle", "bad_state", "Only what is carried over goes on in another cycle.");
  if (carried && *closure.into_cycle == record.cycle) refuse("into_cycle", "same_cycle", "Name another cycle.");
  const bool noted = closure.note && !closure.note->empty();
  if (record.kind == engine::ObjectiveKind::learning) {
    if (closure.score) refuse("score", "no_score_for_learning", "A learning objective is closed with what was learned, without a score.");
    if (!noted && closure.state != ObjectiveState::dropped && !carried)
      refuse("note", "note_required", "Say what was learned.");
    return;
  }
  const bool differs = closure.score && (!suggested || std::abs(engine::round_score(*closure.score) - *suggested) > 1e-9);
  if (differs && !noted) refuse("note", "note_required", "The score is not the suggested one; say why.");
}

std::vector<ObjectiveId> open_objectives_of(db::Tx& tx, PersonId person) {
  return tx.all(
      "SELECT o.id FROM objectives o JOIN cycles c ON c.id = o.cycle_id WHERE o.owner_id = $1 AND o.archived_at IS NULL "
      "AND o.state IN ('draft', 'active') AND c.state <> 'closed' ORDER BY o.id",
      [](db::Row& row) { return row.next<ObjectiveId>(); }, person);
}

std::vector<KeyResultId> open_key_results_of(db::Tx& tx, PersonId person) {
  return tx.all(
      "SELECT k.id FROM key_results k JOIN objectives o ON o.id = k.objective_id JOIN cycles c ON c.id = o.cycle_id "
      "WHERE k.owner_id = $1 AND k.archived_at IS NULL AND o.archived_at IS NULL AND o.state IN ('draft', 'active') "
      "AND c.state <> 'closed' ORDER BY k.id",
      [](db::Row& row) { return row.next<KeyResultId>(); }, person);
}

[[noreturn]] void not_theirs(const char* field) {
  refuse(field, "not_theirs", "One of these does not belong to this person.");
}

}  // namespace

Objective close(features::Context& ctx, ObjectiveId id, const ClosurePut& closure) {
  return ctx.db.write([&](db::Tx& tx) {
    okrs::Loaded loaded = okrs::load_visible(tx, ctx, id);
    okrs::require_editable(ctx, loaded);
    const okrs::ObjectiveRecord before = loaded.objective;
    okrs::ObjectiveRecord& record = loaded.objective;
    const auto suggested = engine::suggested_score(record.progress, record.kind);
    check_closure(record, closure, suggested);
    std::optional<okrs::Loaded> next;
    if (closure.into_cycle) next = okrs::surroundings(tx, ctx, *closure.into_cycle);
    record.state = closure.state;
    record.suggested_score = suggested;
    record.score = closure.score                             ? std::optional(engine::round_score(*closure.score))
                   : closure.state == ObjectiveState::dropped ? std::nullopt
                                                              : suggested;
    record.closing_note = closure.note.value_or("");
    record.closed_at = ctx.now();
    save(tx, ctx, loaded, before, "objective.closed");
    if (next) copy_into(tx, ctx, loaded, std::move(*next), record.title, true);
    return answer(tx, ctx, id);
  });
}

Objective reopen(features::Context& ctx, ObjectiveId id) {
  return ctx.db.write([&](db::Tx& tx) {
    okrs::Loaded loaded = okrs::load_visible(tx, ctx, id);
    require_allowed(engine::may_edit(ctx.actor, loaded.objective.facts()));
    okrs::require_open(loaded.cycle);
    if (loaded.objective.archived_at) fail(Fault::conflict, "archived", "The objective is archived; restore it first.");
    if (!loaded.objective.closed()) return view(tx, ctx, loaded);
    const okrs::ObjectiveRecord before = loaded.objective;
    okrs::ObjectiveRecord& record = loaded.objective;
    record.state = ObjectiveState::active;
    record.score = record.suggested_score = std::nullopt;
    record.closing_note.clear();
    record.closed_at = std::nullopt;
    measure_key_results(tx, loaded);
    save(tx, ctx, loaded, before, "objective.reopened");
    return answer(tx, ctx, id);
  });
}

Objective archive(features::Context& ctx, ObjectiveId id, bool archived) {
  return ctx.db.write([&](db::Tx& tx) {
    okrs::Loaded loaded = okrs::load_visible(tx, ctx, id);
    require_allowed(engine::may_edit(ctx.actor, loaded.objective.facts()));
    okrs::require_open(loaded.cycle);
    if (loaded.objective.archived_at.has_value() == archived) return view(tx, ctx, loaded);
    const okrs::ObjectiveRecord before = loaded.objective;
    loaded.objective.archived_at = archived ? std::optional(ctx.now()) : std::nullopt;
    save(tx, ctx, loaded, before, archived ? "objective.archived" : "objective.restored");
    return answer(tx, ctx, id);
  });
}

Objective duplicate(features::Context& ctx, ObjectiveId id, const CopyPost& input) {
  return ctx.db.write([&](db::Tx& tx) {
    const okrs::Loaded loaded = okrs::load_visible(tx, ctx, id);
    require_allowed(engine::may_create(ctx.actor, loaded.objective.facts()));
    okrs::Loaded target = okrs::surroundings(tx, ctx, input.cycle.value_or(loaded.cycle.id));
    const ObjectiveId copy = copy_into(tx, ctx, loaded, std::move(target), input.title.value_or(loaded.objective.title), false);
    okrs::Loaded made = okrs::surroundings(tx, ctx, input.cycle.value_or(loaded.cycle.id));
    made.objective = okrs::find_objective(tx, copy).value();
    return view(tx, ctx, made);
  });
}

Transferred transfer(features::Context& ctx, PersonId from, const TransferPost& input) {
  return ctx.db.write([&](db::Tx& tx) {
    if (from != ctx.actor.person) people::load_visible(tx, ctx.actor, from);
    people::require_active(tx, input.to, "to");
    Transferred done;
    const bool all = !input.objectives && !input.key_results;
    const auto objectives = all ? open_objectives_of(tx, from) : input.objectives.value_or(std::vector<ObjectiveId>{});
    const auto key_results = all ? open_key_results_of(tx, from) : input.key_results.value_or(std::vector<KeyResultId>{});
    const auto given = [&](const okrs::Loaded& loaded) {
      const bool may = engine::may_transfer(ctx.actor, loaded.objective.facts());
      if (!all) require_allowed(may);
      if (may && !all) okrs::require_working(loaded);
      return may;
    };
    for (const KeyResultId id : key_results) {
      const auto record = okrs::find_key_result(tx, id);
      if (all && (!record || !okrs::is_visible(tx, ctx.actor, record->objective))) continue;
      const okrs::LoadedKeyResult loaded = okrs::load_visible(tx, ctx, id);
      if (loaded.key_result.owner != from) not_theirs("key_results");
      if (!given(loaded) || from == input.to) continue;
      keyresults::give(tx, ctx, loaded.key_result, input.to);
      ++done.key_results;
    }
    for (const ObjectiveId id : objectives) {
      if (all && !okrs::is_visible(tx, ctx.actor, id)) continue;
      okrs::Loaded loaded = okrs::load_visible(tx, ctx, id);
      if (loaded.objective.owner != from) not_theirs("objectives");
      if (!given(loaded) || from == input.to) continue;
      const okrs::ObjectiveRecord before = loaded.objective;
      loaded.objective.owner = input.to;
      save(tx, ctx, loaded, before, "objective.updated");
      ++done.objectives;
    }
    if (done.objectives + done.key_results > 0)
      activity::record(tx, ctx.origin(), "person.transferred", Subject("person", from),
                       okrs::Change{json::Object(), json::Object().add("to", input.to).add("objectives", done.objectives)
                                                        .add("key_results", done.key_results)}.text(), {});
    return done;
  });
}

}  // namespace cairn::objectives
