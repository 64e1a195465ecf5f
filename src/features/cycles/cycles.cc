// Use cases on cycles: their dates, their states, which one is current.
#include "features/cycles/cycles.h"

#include <algorithm>

#include "features/changes.h"
#include "features/cycles/cycles_store.h"
#include "features/versions.h"
#include "platform/text/text.h"

namespace cairn::cycles {

namespace {

using engine::CycleState;
using features::Changes;

constexpr int most_days = 5 * 366;

[[noreturn]] void refuse(std::string code, std::string message, std::string_view field) {
  fail(Fault::unprocessable, code, message, {{std::string(field), code, message}});
}

void require_dates(const CycleRow& row) {
  if (row.ends_on <= row.starts_on) refuse("ends_before_it_starts", "A cycle ends after it starts.", "ends_on");
  if (days_between(row.starts_on, row.ends_on) >= most_days) refuse("too_long", "A cycle lasts five years at most.", "ends_on");
}

bool lies_in(const CycleRow& inner, const CycleRow& outer) {
  return outer.starts_on <= inner.starts_on && inner.ends_on <= outer.ends_on;
}

// The parent spans the cycle and is none of those below it; what lies in the cycle still does.
void require_place(db::Tx& tx, const CycleRow& row) {
  if (row.parent) {
    const CycleRow parent = require_known(tx, *row.parent, "parent");
    if (!lies_in(row, parent)) {
      refuse("outside_its_parent", "It does not lie in " + parent.name + " (" + format(parent.starts_on) + " to " +
                                       format(parent.ends_on) + ").", "parent");
    }
    std::vector<features::CycleRef> path{ref(row)};
    for (std::optional<CycleRow> at = parent; at; at = at->parent ? find(tx, *at->parent) : std::nullopt) {
      path.push_back(ref(*at));
      if (at->id != row.id) continue;
      Failure failure(Fault::conflict, "would_close_a_loop", "The cycle would lie in itself.",
                      {{"parent", "would_close_a_loop", "The cycle would lie in itself."}});
      failure.details_json = json::Object().add("path", path).text();
      throw failure;
    }
  }
  for (const CycleRow& child : store::children(tx, row.id)) {
    if (!lies_in(child, row)) refuse("outside_its_parent", child.name + " would lie outside.", "ends_on");
  }
}

void require_free_name(db::Tx& tx, const CycleRow& row) {
  if (row.name.empty()) refuse("required", "A cycle needs a name.", "name");
  if (store::name_taken(tx, row.name, row.id)) {
    fail(Fault::conflict, "name_taken", "Another cycle has this name.", {{"name", "name_taken", "Choose another name."}});
  }
}

// planning -> active -> review -> closed, a step back where work must go on, and a closed one may be reopened.
bool may_follow(CycleState from, CycleState to) {
  switch (from) {
    case CycleState::planning: return to == CycleState::active;
    case CycleState::active: return to == CycleState::review || to == CycleState::planning || to == CycleState::closed;
    case CycleState::review: return to == CycleState::closed || to == CycleState::active;
    case CycleState::closed: return to == CycleState::review || to == CycleState::active;
  }
  return false;
}

void change_state(Changes& changes, CycleRow& row, CycleState to, Instant now) {
  if (!may_follow(row.state, to)) {
    fail(Fault::conflict, "bad_transition",
         "A cycle in " + std::string(engine::word_of(row.state)) + " cannot become " + std::string(engine::word_of(to)) + ".",
         {{"state", "bad_transition", "Go step by step: planning, active, review, closed."}});
  }
  changes.set("state", row.state, to);
  row.closed_at = row.closed() ? std::optional(now) : std::nullopt;
}

bool only_state(const CyclePatch& p) {
  return !p.name.present && !p.starts_on.present && !p.ends_on.present && !p.parent.present && !p.check_in_weekday.present &&
         !p.check_in_every_weeks.present;
}

void apply(Changes& changes, CycleRow& row, const CyclePatch& p) {
  if (p.name.has_value()) changes.set("name", row.name, text::one_line(*p.name, 120));
  if (p.starts_on.has_value()) changes.set("starts_on", row.starts_on, *p.starts_on);
  if (p.ends_on.has_value()) changes.set("ends_on", row.ends_on, *p.ends_on);
  if (p.parent.present) changes.set("parent", row.parent, p.parent.value);
  if (p.check_in_weekday.has_value()) changes.set("check_in_weekday", row.check_in_weekday, *p.check_in_weekday);
  if (p.check_in_every_weeks.has_value()) changes.set("check_in_every_weeks", row.check_in_every_weeks, *p.check_in_every_weeks);
}

}  // namespace

CycleRow load(db::Tx& tx, CycleId id) {
  auto row = find(tx, id);
  if (!row) not_found();
  return std::move(*row);
}

CycleRow require_known(db::Tx& tx, CycleId id, std::string_view field) {
  auto row = find(tx, id);
  if (!row) refuse("unknown_cycle", "There is no such cycle.", field);
  return std::move(*row);
}

void require_open(const CycleRow& cycle) {
  if (cycle.closed()) fail(Fault::conflict, "cycle_closed", cycle.name + " is closed: it can be read, not changed.");
}

std::optional<CycleRow> current(db::Tx& tx, Date today) {
  std::optional<CycleRow> best;
  for (CycleRow& row : all(tx)) {
    if (row.state != CycleState::active || today < row.starts_on || row.ends_on < today) continue;
    const bool better = !best || row.starts_on > best->starts_on || (row.starts_on == best->starts_on && row.ends_on < best->ends_on);
    if (better) best = std::move(row);
  }
  return best;
}

features::CycleRef ref(const CycleRow& row) { return {row.id, row.name, std::string(engine::word_of(row.state))}; }

Cycle describe(db::Tx& tx, const engine::Actor& reader, const CycleRow& row) {
  Cycle cycle{row.id, row.name, row.starts_on, row.ends_on, {}, row.check_in_weekday, row.check_in_every_weeks, row.state,
              row.policy, row.version, {}};
  if (row.parent) {
    if (const auto parent = find(tx, *row.parent)) cycle.parent = ref(*parent);
  }
  if (engine::may_manage_cycles(reader)) cycle.can.emplace_back(row.closed() ? "reopen" : "edit");
  return cycle;
}

CycleRow add(features::Context& ctx, const NewCycle& input) {
  return ctx.db.write([&](db::Tx& tx) {
    require_allowed(engine::may_manage_cycles(ctx.actor));
    if (input.state != CycleState::planning && input.state != CycleState::active) {
      refuse("bad_state", "A new cycle is in planning or active.", "state");
    }
    CycleRow row;
    row.name = text::one_line(input.name, 120);
    row.starts_on = input.starts_on;
    row.ends_on = input.ends_on;
    row.parent = input.parent;
    row.check_in_weekday = input.check_in_weekday;
    row.check_in_every_weeks = input.check_in_every_weeks;
    row.state = input.state;
    require_dates(row);
    require_free_name(tx, row);
    require_place(tx, row);
    row.id = store::insert(tx, row, ctx.now());
    Changes changes;
    changes.made("name", row.name).made("starts_on", row.starts_on).made("ends_on", row.ends_on).made("parent", row.parent);
    changes.made("check_in_weekday", row.check_in_weekday).made("check_in_every_weeks", row.check_in_every_weeks);
    changes.made("state", row.state);
    activity::record(tx, ctx.origin(), "cycle.created", {"cycle", row.id}, changes.payload());
    return row;
  });
}

CycleRow update(features::Context& ctx, CycleId id, std::int64_t seen_version, const CyclePatch& patch) {
  return ctx.db.write([&](db::Tx& tx) {
    CycleRow row = load(tx, id);
    require_allowed(engine::may_manage_cycles(ctx.actor));
    features::require_version(seen_version, row.version, [&] { return describe(tx, ctx.actor, row); });
    const bool new_state = patch.state.has_value() && *patch.state != row.state;
    if (row.closed() && !(new_state && only_state(patch))) require_open(row);
    Changes changes;
    apply(changes, row, patch);
    if (!changes.empty()) {
      require_dates(row);
      require_free_name(tx, row);
      require_place(tx, row);
    }
    if (new_state) change_state(changes, row, *patch.state, ctx.now());
    if (changes.empty()) return row;
    ++row.version;
    store::update(tx, row);
    activity::record(tx, ctx.origin(), "cycle.updated", {"cycle", id}, changes.payload());
    return row;
  });
}

}  // namespace cairn::cycles
