// A key result as the API answers it: figures as of today, its series and the line expected of it.
#include <algorithm>
#include <set>

#include "engine/metric.h"
#include "engine/status.h"
#include "features/keyresults/keyresults.h"

namespace cairn::keyresults {

namespace {

std::vector<LinePoint> expected_line(const okrs::LoadedKeyResult& loaded) {
  const okrs::KeyResultRecord& record = loaded.key_result;
  const engine::Window window = okrs::window_of(loaded.cycle, record);
  std::set<Date> corners{window.starts, window.ends};
  for (const engine::Phase& phase : record.metric.phases) corners.insert(phase.on);
  for (const engine::Revision& revision : record.metric.revisions) {
    corners.insert(add_days(revision.from, -1));
    corners.insert(revision.from);
  }
  std::vector<LinePoint> line;
  for (const Date day : corners) {
    if (day < window.starts || day > window.ends) continue;
    if (const auto value = engine::expected_value(record.metric, window, day, loaded.policy)) line.push_back({day, *value});
  }
  return line;
}

std::vector<Target> targets_of(db::Tx& tx, KeyResultId id) {
  std::vector<Target> targets;
  std::vector<std::optional<PersonId>> authors;
  okrs::Names names;
  for (db::Row& row : tx.query("SELECT from_on, start_value, target_value, why, author_id, created_at "
                               "FROM key_result_targets WHERE key_result_id = $1 ORDER BY from_on", id)) {
    Target& target = targets.emplace_back();
    target.from = row.next<Date>();
    target.start = row.next<std::optional<double>>();
    target.target = row.next<double>();
    target.why = row.next<std::string>();
    authors.push_back(row.next<std::optional<PersonId>>());
    target.created_at = row.next<Instant>();
    names.want(authors.back());
  }
  names.load(tx);
  for (std::size_t i = 0; i < targets.size(); ++i) targets[i].author = names.find(authors[i]);
  return targets;
}

std::optional<Date> next_due(const okrs::LoadedKeyResult& loaded, const okrs::Standing& standing) {
  const okrs::KeyResultRecord& record = loaded.key_result;
  if (record.aligned() || record.archived_at || loaded.objective.closed() || loaded.cycle.closed()) return std::nullopt;
  const auto days = rows::due_days(okrs::calendar_of(loaded.cycle), record.starts_on, record.due_on, record.cadence_weeks);
  const auto next = days.first_from(loaded.moment.today);
  if (!next || standing.series.empty()) return next;
  const auto before = days.latest_before(*next);
  const bool answered = !before || standing.series.back().on > *before;
  return answered ? days.first_from(add_days(*next, 1)) : next;
}

void show_series(const okrs::LoadedKeyResult& loaded, const okrs::Standing& standing, KeyResult& view) {
  for (const engine::Checkin& point : standing.series) {
    SeriesPoint& shown = view.series.emplace_back();
    shown.id = CheckinId{point.id};
    shown.at = point.at;
    shown.on = point.on;
    shown.value = point.value;
    shown.confidence = point.confidence;
    if (const auto reached = engine::attainment(loaded.key_result.metric, point.value, point.on, loaded.policy))
      shown.progress = engine::limited(*reached, loaded.policy);
  }
}

void show_fields(const okrs::LoadedKeyResult& loaded, const okrs::Names& names, KeyResult& view) {
  const okrs::KeyResultRecord& record = loaded.key_result;
  view.id = record.id;
  view.objective = {loaded.objective.id, loaded.objective.title};
  view.title = record.title;
  view.description = record.description;
  view.description_html = okrs::render_markdown(record.description);
  view.owner = names.owner(record.owner);
  view.former_owner = names.former(record.owner);
  view.contributors = names.list(record.contributors);
  view.metric = okrs::fields_of(record.metric);
  view.unit = record.metric.unit;
  view.decimals = record.decimals;
  view.weight = record.weight;
  view.share = record.share;
  view.starts_on = record.starts_on;
  view.due_on = record.due_on;
  view.cadence_weeks = record.cadence_weeks;
  view.source = record.source;
  view.position = record.position;
  view.archived_at = record.archived_at;
  view.cycle = {loaded.cycle.id, loaded.cycle.name, loaded.cycle.state, loaded.cycle.starts_on, loaded.cycle.ends_on};
  view.created_at = record.created_at;
  view.updated_at = record.updated_at;
  view.version = record.version;
}

void show_figures(const okrs::LoadedKeyResult& loaded, const okrs::Standing& standing, KeyResult& view) {
  const okrs::KeyResultRecord& record = loaded.key_result;
  view.value = record.current_value;
  view.value_text = rows::value_text(record.metric, record.current_value, record.metric.unit, record.decimals);
  view.attainment = record.attainment;
  view.progress = record.progress;
  view.expected = standing.assessment.expected;
  view.expected_value = engine::expected_value(record.metric, okrs::window_of(loaded.cycle, record),
                                               loaded.moment.today, loaded.policy);
  view.status = standing.assessment.status;
  view.status_reason = rows::view_of(standing.assessment.reason);
  view.stale = standing.assessment.stale;
  if (record.confidence) view.confidence = *record.confidence;
  view.last_checkin_at = record.current_at;
  view.checkin_count = record.checkins;
  view.next_due_on = next_due(loaded, standing);
  if (record.current_value && !record.aligned())
    view.first_ratio = engine::attainment(record.metric, engine::first_range(record.metric), *record.current_value, loaded.policy);
}

}  // namespace

KeyResult view(db::Tx& tx, const features::Context& ctx, const okrs::LoadedKeyResult& loaded) {
  const okrs::KeyResultRecord& record = loaded.key_result;
  okrs::Names names;
  names.want(record.owner);
  names.want(record.contributors);
  names.load(tx);
  const okrs::Standing standing = std::move(okrs::standings(tx, loaded, {record}).front());
  KeyResult view;
  show_fields(loaded, names, view);
  show_figures(loaded, standing, view);
  show_series(loaded, standing, view);
  view.expected_line = expected_line(loaded);
  if (!record.metric.revisions.empty()) view.targets = targets_of(tx, record.id);
  view.can = okrs::verbs(ctx, loaded, record);
  return view;
}

}  // namespace cairn::keyresults
