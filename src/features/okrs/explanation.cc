// Explanations with names and check-ins. What the reader may not see counts, but is shown as restricted.
#include "features/okrs/explanation.h"

#include <map>

#include "engine/figures.h"
#include "engine/rollup.h"
#include "engine/score.h"
#include "features/okrs/store.h"

namespace cairn::okrs {

namespace {

struct Counted {
  ExplanationItem item;
  engine::RollupItem figures;
};

Explanation status_part(const engine::StatusReason& reason, const engine::Policy& policy) {
  Explanation part = explanation_of("status", reason.gap, engine::explain_status(reason, policy));
  part.notes.emplace_back(engine::word_of(reason.status));
  return part;
}

void name_checkin(db::Tx& tx, const KeyResultRecord& record, std::int64_t id, Explanation& explanation) {
  auto found = tx.one(
      "SELECT id, effective_at, value, author_id FROM checkins WHERE id = $1",
      [&](db::Row& row) {
        ExplanationCheckin checkin;
        checkin.id = row.next<CheckinId>();
        checkin.at = row.next<Instant>();
        checkin.value = row.next<double>();
        checkin.value_text = rows::value_text(record.metric, checkin.value, record.metric.unit, record.decimals);
        return std::pair(checkin, row.next<std::optional<PersonId>>());
      },
      id);
  if (!found) return;
  Names names;
  names.want(found->second);
  names.load(tx);
  found->first.author = names.find(found->second);
  explanation.checkin = found->first;
}

// The objectives that contribute, as items; to the objective itself or to one of its key results.
std::vector<Counted> children(db::Tx& tx, const features::Context& ctx, ObjectiveId parent,
                              std::optional<KeyResultId> of_key_result) {
  std::vector<ObjectiveId> ids;
  std::vector<LinkRecord> counting;
  for (const LinkRecord& link : links_to(tx, {parent})) {
    if (link.kind != engine::LinkKind::contributes || link.to_key_result != of_key_result) continue;
    counting.push_back(link);
    ids.push_back(link.from);
  }
  std::map<ObjectiveId, ObjectiveRecord> records;
  for (ObjectiveRecord& record : load_objectives(tx, ids)) records.emplace(record.id, std::move(record));
  std::vector<Counted> items;
  for (const LinkRecord& link : counting) {
    const ObjectiveRecord& child = records.at(link.from);
    if (!rows::child_counts(child.state, child.archived_at.has_value())) continue;
    Counted& one = items.emplace_back();
    one.item.type = "objective";
    one.figures = {link.weight, std::nullopt, child.progress};
    one.item.restricted = !engine::may_read(ctx.actor, child.facts());
    if (one.item.restricted) continue;
    one.item.id = child.id.text();
    one.item.title = child.title;
    one.item.progress = child.progress;
  }
  return items;
}

std::vector<ExplanationItem> weighed(std::vector<Counted> counted, const engine::Policy& policy) {
  std::vector<engine::RollupItem> figures;
  for (const Counted& one : counted) figures.push_back(one.figures);
  const auto weights = engine::effective_weights(figures, policy);
  std::vector<ExplanationItem> items;
  for (std::size_t i = 0; i < counted.size(); ++i) {
    if (!counted[i].item.restricted) counted[i].item.weight = weights[i];
    items.push_back(std::move(counted[i].item));
  }
  return items;
}

Explanation explain_objective_progress(db::Tx& tx, const features::Context& ctx, const Loaded& loaded,
                                       const std::vector<KeyResultRecord>& key_results) {
  const ObjectiveRecord& objective = loaded.objective;
  std::vector<Counted> counted;
  for (const KeyResultRecord& k : key_results) {
    if (!rows::key_result_counts(k.metric.type, k.archived_at.has_value())) continue;
    counted.push_back({{.type = "key_result", .id = k.id.text(), .title = k.title, .progress = k.progress},
                       {k.weight, k.share, k.progress}});
  }
  using enum engine::Children;
  if (loaded.policy.children == include || (loaded.policy.children == only_without_key_results && counted.empty()))
    for (Counted& child : children(tx, ctx, objective.id, std::nullopt)) counted.push_back(std::move(child));
  std::vector<engine::ExplainItem> plain;
  for (const Counted& one : counted) plain.push_back({one.item.id.value_or(""), one.figures.weight, one.figures.progress});
  Explanation explanation = explanation_of(
      "progress", objective.progress, engine::explain_rollup(std::move(plain), objective.manual_progress, loaded.policy));
  explanation.items = weighed(std::move(counted), loaded.policy);
  if (objective.manual_progress) explanation.notes.emplace_back("set_by_hand");
  if (objective.closed()) explanation.notes.emplace_back("closed");
  return explanation;
}

}  // namespace

Explanation explanation_of(std::string figure, std::optional<double> value, const engine::Explanation& engine) {
  Explanation explanation;
  explanation.figure = std::move(figure);
  explanation.value = value;
  explanation.policy = {engine.policy, engine.policy_version};
  explanation.rule = engine.rule;
  explanation.formula = engine.formula;
  for (const engine::ExplainInput& input : engine.inputs) {
    json::Raw shown;
    shown.text = input.text.empty() ? json::write(input.value) : json::write(input.text);
    explanation.inputs.push_back({input.name, shown});
  }
  return explanation;
}

Explanation explain(db::Tx& tx, const features::Context& ctx, const LoadedKeyResult& loaded) {
  const KeyResultRecord& record = loaded.key_result;
  const Standing standing = std::move(standings(tx, loaded, {record}).front());
  const engine::KeyResultView view{&record.metric, standing.series, window_of(loaded.cycle, record),
                                   rhythm_of(loaded.cycle, record)};
  const auto figures = engine::figures_of(view, loaded.policy, loaded.moment.now, loaded.moment.today);
  Explanation explanation;
  if (record.aligned()) {
    auto counted = children(tx, ctx, record.objective, record.id);
    std::vector<engine::ExplainItem> plain;
    for (const Counted& one : counted) plain.push_back({one.item.id.value_or(""), one.figures.weight, one.figures.progress});
    explanation = explanation_of("progress", record.progress, engine::explain_rollup(std::move(plain), std::nullopt, loaded.policy));
    explanation.items = weighed(std::move(counted), loaded.policy);
    explanation.notes.emplace_back("aligned");
  } else {
    const auto engine = engine::explain_progress(view, figures, loaded.policy, loaded.moment.today);
    explanation = explanation_of("progress", record.progress, engine);
    for (const engine::ExplainItem& item : engine.items)
      explanation.items.push_back({.type = "milestone", .title = item.key, .weight = item.weight, .progress = item.progress});
    if (!engine.checkins.empty()) name_checkin(tx, record, engine.checkins.front(), explanation);
    if (record.checkins == 0) explanation.notes.emplace_back("no_check_in_yet");
    if (!record.metric.revisions.empty()) explanation.notes.emplace_back("target_revised");
  }
  if (record.metric.type != engine::MetricType::baseline)
    explanation.parts.push_back(explanation_of("expected", standing.assessment.expected,
                                               engine::explain_expected(view, loaded.policy, loaded.moment.today)));
  explanation.parts.push_back(status_part(standing.assessment.reason, loaded.policy));
  return explanation;
}

Explanation explain(db::Tx& tx, const features::Context& ctx, const Loaded& loaded) {
  auto key_results = key_results_of(tx, {loaded.objective.id});
  load_details(tx, key_results);
  Explanation explanation = explain_objective_progress(tx, ctx, loaded, key_results);
  const auto assessment = assess(tx, loaded, standings(tx, loaded, key_results));
  const engine::Metric line;  // an objective expects by its calendar alone
  const engine::KeyResultView calendar{&line, {}, {loaded.cycle.starts_on, loaded.cycle.ends_on}, {}};
  explanation.parts.push_back(explanation_of("expected", assessment.expected,
                                             engine::explain_expected(calendar, loaded.policy, loaded.moment.today)));
  explanation.parts.push_back(status_part(assessment.reason, loaded.policy));
  explanation.parts.push_back(
      explanation_of("score", loaded.objective.score ? loaded.objective.score
                                                     : engine::suggested_score(loaded.objective.progress, loaded.objective.kind),
                     engine::explain_score(loaded.objective.progress, loaded.objective.kind, loaded.policy)));
  return explanation;
}

}  // namespace cairn::okrs
