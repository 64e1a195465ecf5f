// An objective as the API answers it: figures as of today, key results, links, the line up.
#include "features/objectives/view.h"

#include <algorithm>
#include <unordered_set>

#include "engine/score.h"
#include "features/graph/graph.h"
#include "features/objectives/objectives.h"
#include "features/teams/teams.h"

namespace cairn::objectives {

namespace {

std::vector<std::string> verbs(const features::Context& ctx, const okrs::Loaded& loaded, bool any_check_in) {
  std::vector<std::string> can;
  const okrs::ObjectiveRecord& o = loaded.objective;
  const engine::ObjectiveFacts facts = o.facts();
  const bool edits = engine::may_edit(ctx.actor, facts);
  const bool transfers = engine::may_transfer(ctx.actor, facts);
  if (!loaded.cycle.closed()) {
    const bool working = !o.closed() && !o.archived_at;
    if (edits && working) can.insert(can.end(), {"edit", "close", "link"});
    if (any_check_in && working) can.emplace_back("check_in");
    if (edits && o.closed() && !o.archived_at) can.emplace_back("reopen");
    if (edits) can.emplace_back(o.archived_at ? "restore" : "archive");
    if (transfers && working) can.emplace_back("transfer");
  }
  if (engine::may_create(ctx.actor, facts)) can.emplace_back("copy");
  if (engine::may_comment(ctx.actor, facts)) can.emplace_back("comment");
  return can;
}

void show_fields(db::Tx& tx, const okrs::Loaded& loaded, const okrs::Names& names, Objective& view) {
  const okrs::ObjectiveRecord& o = loaded.objective;
  view.id = o.id;
  view.title = o.title;
  view.description = o.description;
  view.description_html = okrs::render_markdown(o.description);
  view.kind = o.kind;
  view.level = o.level;
  view.state = o.state;
  view.cycle = {loaded.cycle.id, loaded.cycle.name, std::string(engine::word_of(loaded.cycle.state))};
  view.team = teams::ref(tx, o.team);
  view.owner = names.owner(o.owner);
  view.former_owner = names.former(o.owner);
  view.contributors = names.list(o.contributors);
  view.viewers = names.list(o.viewers);
  view.weight = o.weight;
  view.visibility = o.visibility;
  view.position = o.position;
  view.manual_progress = o.manual_progress;
  view.progress = o.progress;
  view.confidence = o.confidence;
  view.score = o.score;
  view.suggested_score = o.closed() ? o.suggested_score : engine::suggested_score(o.progress, o.kind);
  view.closing_note = o.closing_note;
  view.closing_note_html = okrs::render_markdown(o.closing_note);
  view.closed_at = o.closed_at;
  view.archived_at = o.archived_at;
  view.created_at = o.created_at;
  view.updated_at = o.updated_at;
  view.version = o.version;
}

void show_links(db::Tx& tx, const features::Context& ctx, const okrs::Loaded& loaded, Objective& view) {
  alignment::LinksOf links = alignment::links_of(tx, ctx, loaded);
  view.line_up = alignment::line_up(tx, ctx, loaded.objective.id);
  view.contributes_to = std::move(links.contributes_to);
  view.supports = std::move(links.supports);
  view.depends_on = std::move(links.depends_on);
  view.contributed_by = std::move(links.contributed_by);
  view.supported_by = std::move(links.supported_by);
  view.depended_on_by = std::move(links.depended_on_by);
}

}  // namespace

Objective view(db::Tx& tx, const features::Context& ctx, const okrs::Loaded& loaded) {
  const okrs::ObjectiveRecord& o = loaded.objective;
  auto key_results = okrs::key_results_of(tx, {o.id});
  std::ranges::sort(key_results, {}, [](const auto& k) { return std::tuple(k.archived_at.has_value(), k.position, k.id); });
  okrs::load_details(tx, key_results);
  okrs::Names names;
  names.want(o.owner);
  names.want(o.contributors);
  names.want(o.viewers);
  for (const auto& k : key_results) names.want(k.owner);
  names.load(tx);
  Objective view;
  show_fields(tx, loaded, names, view);
  const auto standings = okrs::standings(tx, loaded, key_results);
  const rows::Assessment assessment = okrs::assess(tx, loaded, standings);
  view.expected = assessment.expected;
  view.status = assessment.status;
  view.status_reason = rows::view_of(assessment.reason);
  view.stale = assessment.stale;
  bool any_check_in = false;
  for (const okrs::Standing& standing : standings) {
    view.key_results.push_back(okrs::row_of(ctx, loaded, standing, names));
    any_check_in = any_check_in || std::ranges::count(view.key_results.back().can, "check_in") > 0;
  }
  if (o.carried_from) {
    const auto from = okrs::find_objective(tx, *o.carried_from);
    if (from && engine::may_read(ctx.actor, from->facts())) view.carried_from = ObjectiveRef{from->id, from->title};
  }
  show_links(tx, ctx, loaded, view);
  view.can = verbs(ctx, loaded, any_check_in);
  return view;
}

Below below(features::Context& ctx, ObjectiveId id) {
  return ctx.db.read([&](db::Tx& tx) {
    okrs::load_visible(tx, ctx, id);
    const graph::Reading picture = ctx.app.graph->read(tx);
    Below list;
    struct Step {
      ObjectiveId id;
      std::optional<ObjectiveId> parent;
      int depth;
    };
    std::vector<Step> open{{id, std::nullopt, 0}};
    std::unordered_set<ObjectiveId> seen{id};
    while (!open.empty()) {
      const Step step = open.back();
      open.pop_back();
      const graph::Objective* objective = picture->objective(step.id);
      if (!objective) continue;
      const bool visible = picture->readable(ctx.actor, *objective);
      if (step.depth > 0 && visible && !objective->archived) {
        BelowRow row;
        static_cast<rows::ObjectiveRow&>(row) = graph::objective_row(*picture, *objective);
        row.depth = step.depth;
        row.parent_id = step.parent;
        list.items.push_back(std::move(row));
      }
      std::vector<ObjectiveId> children = objective->down;
      for (const KeyResultId k : objective->key_results)
        if (const graph::KeyResult* kr = picture->key_result(k))
          children.insert(children.end(), kr->down.begin(), kr->down.end());
      std::ranges::reverse(children);
      for (const ObjectiveId child : children) {
        if (seen.insert(child).second) open.push_back({child, visible ? std::optional(step.id) : std::nullopt, step.depth + 1});
      }
    }
    return list;
  });
}

}  // namespace cairn::objectives
