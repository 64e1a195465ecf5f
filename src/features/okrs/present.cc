// Names, rows and series for answers.
#include "features/okrs/present.h"

#include <algorithm>

#include "features/people/people.h"
#include "platform/text/markdown.h"

namespace cairn::okrs {

void Names::load(db::Tx& tx) {
  for (auto& one : people::refs(tx, sorted_unique(wanted_))) found_.emplace(one.id, one);
}

std::optional<features::PersonRef> Names::find(std::optional<PersonId> person) const {
  if (!person) return std::nullopt;
  const auto at = found_.find(*person);
  if (at == found_.end()) return std::nullopt;
  return at->second;
}

std::optional<features::PersonRef> Names::owner(std::optional<PersonId> person) const {
  auto found = find(person);
  if (found && found->state == "deactivated") return std::nullopt;
  return found;
}

std::optional<features::PersonRef> Names::former(std::optional<PersonId> person) const {
  auto found = find(person);
  if (found && found->state != "deactivated") return std::nullopt;
  return found;
}

std::vector<features::PersonRef> Names::list(const std::vector<PersonId>& people) const {
  std::vector<features::PersonRef> found;
  for (const PersonId person : people)
    if (auto one = find(person)) found.push_back(std::move(*one));
  return found;
}

Standing standing_of(const Loaded& loaded, const KeyResultRecord& k, std::vector<engine::Checkin> series,
                     bool aligned_started) {
  Standing standing{.key_result = &k, .series = std::move(series)};
  standing.started = k.aligned() ? aligned_started : k.checkins > 0;
  rows::KeyResultState state{.metric = &k.metric, .value = k.current_value, .progress = k.progress,
                             .started = standing.started, .starts_on = k.starts_on, .due_on = k.due_on,
                             .cadence_weeks = k.cadence_weeks, .aligned = k.aligned(),
                             .open = !k.archived_at && !loaded.objective.closed() && !loaded.objective.archived_at};
  if (k.confidence) state.confidence = *k.confidence;
  if (k.current_at) state.last_checkin_on = loaded.moment.zone.local_date(*k.current_at);
  standing.assessment = rows::assess(state, calendar_of(loaded.cycle), loaded.policy, loaded.moment.today);
  return standing;
}

std::vector<Standing> standings(db::Tx& tx, const Loaded& loaded, const std::vector<KeyResultRecord>& key_results) {
  std::vector<KeyResultId> ids;
  bool any_aligned = false;
  for (const auto& k : key_results) {
    ids.push_back(k.id);
    any_aligned = any_aligned || k.aligned();
  }
  std::map<KeyResultId, std::vector<engine::Checkin>> series;
  for (CheckinPoint& point : series_of(tx, ids)) {
    point.checkin.on = loaded.moment.zone.local_date(point.checkin.at);
    series[point.key_result].push_back(point.checkin);
  }
  std::map<KeyResultId, std::vector<ObjectiveId>> feeding;
  if (any_aligned) {
    for (const LinkRecord& link : links_to(tx, {loaded.objective.id}))
      if (link.to_key_result && link.kind == engine::LinkKind::contributes)
        feeding[*link.to_key_result].push_back(link.from);
  }
  std::vector<Standing> result;
  for (const auto& k : key_results) {
    const bool started = k.aligned() && anything_started(tx, feeding[k.id]);
    result.push_back(standing_of(loaded, k, std::move(series[k.id]), started));
  }
  return result;
}

std::vector<double> spark_of(const Standing& standing, const engine::Policy& policy, std::size_t most) {
  const engine::Metric& metric = standing.key_result->metric;
  const auto& series = standing.series;
  std::vector<double> spark;
  for (std::size_t i = series.size() > most ? series.size() - most : 0; i < series.size(); ++i) {
    const auto reached = engine::attainment(metric, series[i].value, series[i].on, policy);
    if (reached) spark.push_back(engine::limited(*reached, policy));
  }
  return spark;
}

std::vector<std::string> verbs(const features::Context& ctx, const Loaded& loaded, const KeyResultRecord& k) {
  std::vector<std::string> can;
  if (loaded.cycle.closed()) return can;
  const engine::ObjectiveFacts facts = loaded.objective.facts();
  const bool working = !loaded.objective.closed() && !loaded.objective.archived_at;
  const bool edits = engine::may_edit_key_result(ctx.actor, facts);
  if (edits && working) can.emplace_back("edit");
  if (working && !k.archived_at && !k.aligned() && engine::may_check_in(ctx.actor, facts, k.facts()))
    can.emplace_back("check_in");
  if (edits && working) can.emplace_back(k.archived_at ? "restore" : "archive");
  if (engine::may_transfer(ctx.actor, facts) && working) can.emplace_back("transfer");
  return can;
}

rows::KeyResultRow row_of(const features::Context& ctx, const Loaded& loaded, const Standing& standing,
                          const Names& names) {
  const KeyResultRecord& k = *standing.key_result;
  const MetricColumns first = columns_of(k.metric);
  rows::KeyResultRow row;
  row.id = k.id;
  row.objective_id = k.objective;
  row.title = k.title;
  row.owner = names.owner(k.owner);
  row.former_owner = names.former(k.owner);
  row.metric_type = k.metric.type;
  row.unit = k.metric.unit;
  row.decimals = k.decimals;
  row.start = first.start;
  row.target = first.target ? std::optional(k.metric.revisions.empty()
                                                ? *first.target
                                                : engine::range_on(k.metric, loaded.moment.today).target)
                            : std::nullopt;
  row.value = k.current_value;
  row.value_text = rows::value_text(k.metric, k.current_value, k.metric.unit, k.decimals);
  row.progress = k.progress;
  row.expected = standing.assessment.expected;
  row.status = standing.assessment.status;
  row.stale = standing.assessment.stale;
  if (k.confidence) row.confidence = *k.confidence;
  row.spark = spark_of(standing, loaded.policy, 12);
  row.last_checkin_at = k.current_at;
  row.due_on = k.due_on;
  row.weight = k.weight;
  row.checkin_count = k.checkins;
  row.archived = k.archived_at.has_value();
  row.version = k.version;
  row.can = verbs(ctx, loaded, k);
  return row;
}

bool anything_started(db::Tx& tx, const std::vector<ObjectiveId>& objectives) {
  if (objectives.empty()) return false;
  return tx
      .value<int>(
          "WITH RECURSIVE down(id) AS ("
          "  SELECT id FROM objectives WHERE id IN ($1)"
          "  UNION"
          "  SELECT l.from_id FROM down"
          "  LEFT JOIN key_results k ON k.objective_id = down.id AND k.source = 'aligned'"
          "  JOIN links l ON l.to_objective_id = down.id OR l.to_key_result_id = k.id WHERE l.kind = 'contributes'"
          ") SELECT 1 FROM down JOIN key_results k ON k.objective_id = down.id "
          "WHERE k.checkins > 0 AND k.archived_at IS NULL LIMIT 1",
          objectives)
      .has_value();
}

namespace {

// The contributing objectives that count as items, judged by their cached figures.
std::vector<rows::ItemState> children_of(db::Tx& tx, const Loaded& loaded) {
  std::vector<rows::ItemState> items;
  for (db::Row& row : tx.query(
           "SELECT o.state, o.archived_at, o.progress, o.confidence, c.starts_on, c.ends_on, c.check_in_weekday, "
           "c.check_in_every_weeks, (SELECT COUNT(*) FROM key_results k WHERE k.objective_id = o.id AND k.checkins > 0) "
           "FROM links l JOIN objectives o ON o.id = l.from_id JOIN cycles c ON c.id = o.cycle_id "
           "WHERE l.to_objective_id = $1 AND l.kind = 'contributes' ORDER BY l.id",
           loaded.objective.id)) {
    const auto state = engine::from_word<engine::ObjectiveState>(row.next<std::string_view>()).value();
    if (!rows::child_counts(state, row.next<std::optional<Instant>>().has_value())) continue;
    rows::ObjectiveState child;
    child.progress = row.next<std::optional<double>>();
    child.confidence = row.next<std::optional<double>>();
    rows::Calendar calendar;
    calendar.starts_on = row.next<Date>();
    calendar.ends_on = row.next<Date>();
    calendar.weekday = row.next<int>();
    calendar.every_weeks = row.next<int>();
    rows::ItemState one;
    one.started = row.next<int>() > 0 || child.progress.value_or(0) != 0;
    child.items = std::span(&one, 1);
    one.status = rows::assess(child, calendar, loaded.policy, loaded.moment.today).status;
    items.push_back(one);
  }
  return items;
}

}  // namespace

rows::Assessment assess(db::Tx& tx, const Loaded& loaded, const std::vector<Standing>& standings) {
  std::vector<rows::ItemState> items;
  for (const Standing& s : standings) {
    if (!rows::key_result_counts(s.key_result->metric.type, s.key_result->archived_at.has_value())) continue;
    items.push_back({s.assessment.status, s.started, s.assessment.stale});
  }
  using enum engine::Children;
  const bool with_children = loaded.policy.children == include ||
                             (loaded.policy.children == only_without_key_results && items.empty());
  if (with_children && !loaded.objective.manual_progress) {
    auto children = children_of(tx, loaded);
    items.insert(items.end(), children.begin(), children.end());
    const bool started = std::ranges::any_of(items, &rows::ItemState::started);
    if (!started && !children.empty()) items.back().started = anything_started(tx, {loaded.objective.id});
  }
  rows::ObjectiveState state{.progress = loaded.objective.progress, .confidence = loaded.objective.confidence,
                             .manual = loaded.objective.manual_progress.has_value(), .items = items};
  return rows::assess(state, calendar_of(loaded.cycle), loaded.policy, loaded.moment.today);
}

json::Raw raw_of(const std::optional<ThingRef>& thing) {
  if (!thing) return json::Raw{"{\"restricted\":true}"};
  return json::Object().add("kind", thing->kind).add("id", thing->id).add("title", thing->title).raw();
}

std::string render_markdown(const std::string& text) { return text.empty() ? "" : text::markdown_to_html(text); }

}  // namespace cairn::okrs
