// Use cases of check-ins: load, ask the engine, write, roll up, record.
#include "features/checkins/checkins.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include "features/checkins/parts.h"
#include "features/checkins/store.h"
#include "features/versions.h"

namespace cairn::checkins {

namespace {

using activity::Subject;

struct LoadedCheckin {
  store::Row row;
  okrs::LoadedKeyResult on;
};
LoadedCheckin load_visible(db::Tx& tx, const features::Context& ctx, CheckinId id) {
  auto row = store::find(tx, id);
  if (!row) not_found();
  return {*row, okrs::load_visible(tx, ctx, row->key_result)};
}

bool may_edit(const features::Context& ctx, const store::Row& row, const okrs::LoadedKeyResult& on) {
  return (row.author && *row.author == ctx.actor.person &&
          engine::may_check_in(ctx.actor, on.objective.facts(), on.key_result.facts())) ||
         engine::may_edit(ctx.actor, on.objective.facts());
}

void require_checkable(const okrs::LoadedKeyResult& on) {
  okrs::require_working(on);
  if (on.key_result.archived_at) fail(Fault::conflict, "archived", "The key result is archived; restore it first.");
  if (on.key_result.aligned())
    fail(Fault::conflict, "aligned", "This key result takes its progress from the objectives that contribute to it.");
}

Checkin view(const features::Context& ctx, const store::Row& row, const okrs::LoadedKeyResult& on,
             std::optional<double> previous, const okrs::Names& names) {
  Checkin shown;
  shown.id = row.id;
  shown.key_result = {on.key_result.id, on.key_result.title};
  shown.author = names.find(row.author);
  shown.value = row.value;
  shown.value_text = rows::value_text(on.key_result.metric, row.value, on.key_result.metric.unit, on.key_result.decimals);
  shown.previous_value = previous;
  shown.confidence = row.confidence;
  shown.happened = row.happened;
  shown.blocked = row.blocked;
  shown.next_steps = row.next_steps;
  shown.happened_html = okrs::render_markdown(row.happened);
  shown.blocked_html = okrs::render_markdown(row.blocked);
  shown.next_steps_html = okrs::render_markdown(row.next_steps);
  shown.at = row.at;
  shown.on = on.moment.zone.local_date(row.at);
  shown.recorded_at = row.recorded_at;
  shown.edited_at = row.edited_at;
  shown.version = row.version;
  const bool working = !on.cycle.closed() && !on.objective.closed() && !on.objective.archived_at && !on.key_result.archived_at;
  if (working && may_edit(ctx, row, on)) shown.can.emplace_back("edit");
  return shown;
}

Checkin view(db::Tx& tx, const features::Context& ctx, const store::Row& row, const okrs::LoadedKeyResult& on) {
  okrs::Names names;
  names.want(row.author);
  names.load(tx);
  const auto before = store::older(tx, row.key_result, row.at, row.id, 1);
  return view(ctx, row, on, before.empty() ? std::nullopt : std::optional(before.front().value), names);
}

// Figures of the key result and above, after its check-ins changed.
okrs::RolledUp settle(db::Tx& tx, okrs::LoadedKeyResult& on) {
  okrs::measure(tx, on.key_result, on.cycle, on.policy, on.moment);
  okrs::write_figures(tx, on.key_result);
  return okrs::roll_up(tx, {on.objective.id});
}

std::vector<Subject> touched(const okrs::LoadedKeyResult& on, const okrs::RolledUp& rolled) {
  std::vector<Subject> all{Subject("key_result", on.key_result.id), Subject("objective", on.objective.id)};
  for (const Subject& one : rolled.touched)
    if (std::ranges::find(all, one) == all.end()) all.push_back(one);
  return all;
}

CheckinAnswer answer(db::Tx& tx, const features::Context& ctx, const store::Row& row, const okrs::LoadedKeyResult& on,
                     const okrs::RolledUp& rolled) {
  CheckinAnswer answer;
  answer.checkin = view(tx, ctx, row, on);
  answer.key_result = keyresults::view(tx, ctx, on);
  answer.ancestors = ancestor_figures(tx, ctx, on, rolled);
  return answer;
}

NewCheckin new_checkin(const features::Context& ctx, const okrs::LoadedKeyResult& on, const CheckinPost& input) {
  NewCheckin made;
  made.key_result = on.key_result.id;
  if (ctx.actor.person) made.author = ctx.actor.person;
  made.confidence = input.confidence;
  made.happened = input.happened.value_or("");
  made.blocked = input.blocked.value_or("");
  made.next_steps = input.next_steps.value_or("");
  made.at = effective_at(on, input.on);
  made.recorded_at = on.moment.now;
  return made;
}

}  // namespace

CheckinAnswer post_checkin(features::Context& ctx, KeyResultId id, const CheckinPost& input) {
  return ctx.db.write([&](db::Tx& tx) {
    okrs::LoadedKeyResult on = okrs::load_visible(tx, ctx, id);
    require_allowed(engine::may_check_in(ctx.actor, on.objective.facts(), on.key_result.facts()));
    require_checkable(on);
    NewCheckin made = new_checkin(ctx, on, input);
    const okrs::KeyResultRecord before = on.key_result;
    const bool newest = !before.current_at || *before.current_at <= made.at;
    made.value = take_value(tx, on, {input.value, input.done_milestones, input.confidence, made.at, newest});
    const CheckinId checkin = store::insert(tx, made);
    ++on.key_result.checkins;
    const okrs::RolledUp rolled = settle(tx, on);
    okrs::Change change;
    change.before.add("value", before.current_value).add("progress", before.progress).add("confidence", before.confidence);
    change.after.add("value", made.value).add("progress", on.key_result.progress).add("confidence", made.confidence)
        .add("at", made.at).add("key_result", id);
    add_milestones(before.metric, on.key_result.metric, change);
    activity::record(tx, ctx.origin(), "checkin.posted", Subject("checkin", checkin), change.text(), touched(on, rolled));
    return answer(tx, ctx, store::find(tx, checkin).value(), on, rolled);
  });
}

CheckinAnswer edit_checkin(features::Context& ctx, CheckinId id, std::int64_t seen_version, const CheckinPatch& patch) {
  return ctx.db.write([&](db::Tx& tx) {
    LoadedCheckin loaded = load_visible(tx, ctx, id);
    okrs::LoadedKeyResult& on = loaded.on;
    require_allowed(may_edit(ctx, loaded.row, on));
    require_checkable(on);
    features::require_version(seen_version, loaded.row.version, [&] { return view(tx, ctx, loaded.row, on); });
    const store::Row before = loaded.row;
    const engine::Metric metric_before = on.key_result.metric;
    store::Row& row = loaded.row;
    if (patch.confidence.has_value()) row.confidence = *patch.confidence;
    if (patch.happened.present) row.happened = patch.happened.value.value_or("");
    if (patch.blocked.present) row.blocked = patch.blocked.value.value_or("");
    if (patch.next_steps.present) row.next_steps = patch.next_steps.value.value_or("");
    if (patch.value.has_value() || patch.done_milestones.has_value()) {
      const bool newest = !on.key_result.current_at || *on.key_result.current_at <= row.at;
      row.value = take_value(tx, on, {patch.value.value, patch.done_milestones.value, row.confidence, row.at, newest});
    }
    okrs::Change change = okrs::change_between(before, row);
    add_milestones(metric_before, on.key_result.metric, change);
    if (change.empty()) return answer(tx, ctx, row, on, {});
    row.edited_at = ctx.now();
    ++row.version;
    store::update(tx, row);
    const okrs::RolledUp rolled = settle(tx, on);
    activity::record(tx, ctx.origin(), "checkin.edited", Subject("checkin", id), change.text(), touched(on, rolled));
    return answer(tx, ctx, row, on, rolled);
  });
}

Checkin read(features::Context& ctx, CheckinId id) {
  return ctx.db.read([&](db::Tx& tx) {
    const LoadedCheckin loaded = load_visible(tx, ctx, id);
    return view(tx, ctx, loaded.row, loaded.on);
  });
}

CheckinPage list(features::Context& ctx, KeyResultId id, const okrs::HistoryQuery& query) {
  return ctx.db.read([&](db::Tx& tx) {
    const okrs::LoadedKeyResult on = okrs::load_visible(tx, ctx, id);
    const auto [at, than] = read_cursor(query.cursor);
    const auto rows = store::older(tx, id, at, than, query.limit + 1);
    okrs::Names names;
    for (const store::Row& row : rows) names.want(row.author);
    names.load(tx);
    CheckinPage page;
    for (std::size_t i = 0; i < rows.size() && i < static_cast<std::size_t>(query.limit); ++i) {
      const auto previous = i + 1 < rows.size() ? std::optional(rows[i + 1].value) : std::nullopt;
      page.items.push_back(view(ctx, rows[i], on, previous, names));
      if (i + 1 == static_cast<std::size_t>(query.limit) && i + 1 < rows.size())
        page.next = std::to_string(rows[i].at.us) + "." + std::to_string(rows[i].id.value);
    }
    return page;
  });
}

Preview preview(features::Context& ctx, KeyResultId id, const PreviewPost& input) {
  return ctx.db.read([&](db::Tx& tx) {
    okrs::LoadedKeyResult on = okrs::load_visible(tx, ctx, id);
    require_allowed(engine::may_check_in(ctx.actor, on.objective.facts(), on.key_result.facts()));
    require_checkable(on);
    const okrs::KeyResultRecord before = on.key_result;
    const Instant at = effective_at(on, input.on);
    const bool newest = !before.current_at || *before.current_at <= at;
    Preview shown;
    const double value = value_of(on, {input.value, input.done_milestones, std::nullopt, at, newest});
    std::vector<engine::Checkin> series;
    for (const okrs::CheckinPoint& point : okrs::series_of(tx, {id})) {
      series.push_back(point.checkin);
      series.back().on = on.moment.zone.local_date(point.checkin.at);
    }
    series.push_back({.at = at, .order = std::numeric_limits<std::int64_t>::max(), .on = on.moment.zone.local_date(at),
                      .value = value});
    okrs::measure(on.key_result, series, on.cycle, on.policy, on.moment);
    ++on.key_result.checkins;
    const okrs::Standing standing = okrs::standing_of(on, on.key_result, series, false);
    shown.progress = on.key_result.progress;
    shown.attainment = on.key_result.attainment;
    shown.status = standing.assessment.status;
    shown.value_text = rows::value_text(on.key_result.metric, value, on.key_result.metric.unit, on.key_result.decimals);
    if (before.current_value) shown.change = value - *before.current_value;
    shown.objective_progress_before = on.objective.progress;
    shown.objective_progress = okrs::progress_with(tx, on.objective.id, id, on.key_result.progress);
    return shown;
  });
}

}  // namespace cairn::checkins
