// Links as answers show them.
#include <algorithm>
#include <map>
#include <set>

#include "features/alignment/paths.h"

namespace cairn::alignment {

namespace {

// How the objectives at the other ends stand, judged by their cached figures.
std::map<ObjectiveId, rows::Assessment> assess_all(db::Tx& tx, const features::Context& ctx,
                                                   const std::vector<okrs::ObjectiveRecord>& objectives,
                                                   const std::map<CycleId, okrs::CycleRecord>& cycles) {
  std::map<ObjectiveId, rows::Assessment> found;
  if (objectives.empty()) return found;
  const okrs::Settings settings = okrs::load_settings(tx);
  const okrs::Moment moment = okrs::moment_of(settings, ctx.now());
  std::vector<ObjectiveId> ids;
  for (const okrs::ObjectiveRecord& objective : objectives) ids.push_back(objective.id);
  auto key_results = okrs::key_results_of(tx, ids);  // by objective
  okrs::load_details(tx, key_results);
  for (const okrs::ObjectiveRecord& objective : objectives) {
    const okrs::CycleRecord& cycle = cycles.at(objective.cycle);
    const okrs::Loaded loaded{objective, cycle, settings, moment, rows::policy_of(cycle.policy)};
    std::vector<okrs::Standing> standings;
    for (const auto& k : std::ranges::equal_range(key_results, objective.id, {}, &okrs::KeyResultRecord::objective))
      standings.push_back(okrs::standing_of(loaded, k, {}, k.aligned() && k.progress.value_or(0) != 0));
    found.emplace(objective.id, okrs::assess(tx, loaded, standings));
  }
  return found;
}

struct Ends {
  std::map<KeyResultId, okrs::KeyResultRecord> key_results;
  std::map<ObjectiveId, okrs::ObjectiveRecord> objectives;
  std::map<CycleId, okrs::CycleRecord> cycles;
  std::map<ObjectiveId, rows::Assessment> assessments;
  okrs::Names names;
};

ObjectiveId other_of(const okrs::LinkRecord& link, ObjectiveId self, const Ends& ends) {
  if (link.from != self) return link.from;
  return link.to_objective ? *link.to_objective : ends.key_results.at(*link.to_key_result).objective;
}

Ends load_ends(db::Tx& tx, const features::Context& ctx, const std::vector<okrs::LinkRecord>& links, ObjectiveId self) {
  Ends ends;
  std::vector<KeyResultId> key_results;
  for (const auto& link : links)
    if (link.to_key_result) key_results.push_back(*link.to_key_result);
  for (auto& k : okrs::load_key_results(tx, key_results)) ends.key_results.emplace(k.id, std::move(k));
  std::set<ObjectiveId> others;
  for (const auto& link : links) others.insert(other_of(link, self, ends));
  std::vector<okrs::ObjectiveRecord> visible;
  std::vector<CycleId> cycles;
  for (auto& objective : okrs::load_objectives(tx, {others.begin(), others.end()})) {
    if (!engine::may_read(ctx.actor, objective.facts())) continue;
    ends.names.want(objective.owner);
    cycles.push_back(objective.cycle);
    visible.push_back(objective);
    ends.objectives.emplace(objective.id, std::move(objective));
  }
  for (auto& cycle : okrs::load_cycles(tx, cycles)) ends.cycles.emplace(cycle.id, std::move(cycle));
  ends.assessments = assess_all(tx, ctx, visible, ends.cycles);
  ends.names.load(tx);
  return ends;
}

}  // namespace

std::vector<LinkView> views(db::Tx& tx, const features::Context& ctx, const std::vector<okrs::LinkRecord>& links,
                            ObjectiveId self) {
  const Ends ends = load_ends(tx, ctx, links, self);
  std::vector<LinkView> shown;
  for (const okrs::LinkRecord& link : links) {
    LinkView& view = shown.emplace_back();
    view.id = link.id;
    view.kind = link.kind;
    view.weight = link.weight;
    view.state = link.state;
    view.version = link.version;
    view.counts = link.kind == engine::LinkKind::contributes && link.weight > 0;
    const ObjectiveId other = other_of(link, self, ends);
    const auto at = ends.objectives.find(other);
    view.other.restricted = at == ends.objectives.end();
    if (link.to_key_result) {
      const okrs::KeyResultRecord& k = ends.key_results.at(*link.to_key_result);
      view.counts = view.counts && k.aligned();
      if (!view.other.restricted || link.from != self) view.to_key_result = KeyResultEnd{k.id, k.title};
    }
    if (view.other.restricted) continue;
    const okrs::ObjectiveRecord& objective = at->second;
    const okrs::CycleRecord& cycle = ends.cycles.at(objective.cycle);
    view.other.id = objective.id;
    view.other.title = objective.title;
    view.other.owner = ends.names.owner(objective.owner);
    view.other.progress = json::Raw{json::write(objective.progress)};
    view.other.status = json::Raw{json::write(ends.assessments.at(other).status)};
    view.other.cycle = features::CycleRef{cycle.id, cycle.name, std::string(engine::word_of(cycle.state))};
  }
  return shown;
}

LinksOf links_of(db::Tx& tx, const features::Context& ctx, const okrs::Loaded& loaded) {
  const ObjectiveId self = loaded.objective.id;
  auto links = okrs::links_from(tx, {self});
  const std::size_t outgoing = links.size();
  std::ranges::move(okrs::links_to(tx, {self}), std::back_inserter(links));
  auto shown = views(tx, ctx, links, self);
  LinksOf all;
  for (std::size_t i = 0; i < shown.size(); ++i) {
    const bool out = i < outgoing;
    auto& list = shown[i].kind == engine::LinkKind::contributes ? (out ? all.contributes_to : all.contributed_by)
                 : shown[i].kind == engine::LinkKind::supports  ? (out ? all.supports : all.supported_by)
                                                                : (out ? all.depends_on : all.depended_on_by);
    list.push_back(std::move(shown[i]));
  }
  return all;
}

}  // namespace cairn::alignment
