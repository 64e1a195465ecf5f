// Loops and lines up, on the part of the graph that lies above an objective.
#include "features/alignment/paths.h"

#include <algorithm>
#include <map>
#include <set>

namespace cairn::alignment {

namespace {

// One step of contribution upwards: through a key result where the link ends at one.
struct Step {
  ObjectiveId from, to;
  std::optional<KeyResultId> through;
};

// Every contribution above an objective, in the order of the links.
std::vector<Step> steps_above(db::Tx& tx, ObjectiveId start) {
  return tx.all(
      "WITH RECURSIVE up(id) AS ("
      "  SELECT id FROM objectives WHERE id = $1"
      "  UNION"
      "  SELECT COALESCE(l.to_objective_id, k.objective_id) FROM up JOIN links l ON l.from_id = up.id"
      "  LEFT JOIN key_results k ON k.id = l.to_key_result_id WHERE l.kind = 'contributes'"
      ") SELECT l.id, l.from_id, COALESCE(l.to_objective_id, k.objective_id), l.to_key_result_id FROM up "
      "JOIN links l ON l.from_id = up.id LEFT JOIN key_results k ON k.id = l.to_key_result_id "
      "WHERE l.kind = 'contributes' ORDER BY l.id",
      [](db::Row& row) {
        row.next<std::int64_t>();
        Step step;
        step.from = row.next<ObjectiveId>();
        step.to = row.next<ObjectiveId>();
        step.through = row.next<std::optional<KeyResultId>>();
        return step;
      },
      start);
}

// The shortest way up from `start` to `goal`, both included; empty without one.
std::vector<ObjectiveId> way_up(const std::vector<Step>& steps, ObjectiveId start, ObjectiveId goal) {
  std::map<ObjectiveId, ObjectiveId> came_from{{start, start}};
  std::vector<ObjectiveId> frontier{start};
  for (std::size_t at = 0; at < frontier.size(); ++at) {
    if (frontier[at] == goal) break;
    for (const Step& step : steps)
      if (step.from == frontier[at] && came_from.emplace(step.to, step.from).second) frontier.push_back(step.to);
  }
  std::vector<ObjectiveId> way;
  if (!came_from.contains(goal)) return way;
  for (ObjectiveId id = goal; id != start; id = came_from[id]) way.push_back(id);
  way.push_back(start);
  std::ranges::reverse(way);
  return way;
}

// Titles of what the reader may see; the others stay nameless.
class Titles {
 public:
  Titles(db::Tx& tx, const features::Context& ctx, const std::set<ObjectiveId>& objectives, const std::set<KeyResultId>& key_results) {
    for (const auto& o : okrs::load_objectives(tx, {objectives.begin(), objectives.end()}))
      if (engine::may_read(ctx.actor, o.facts())) objectives_.emplace(o.id, o.title);
    for (const auto& k : okrs::load_key_results(tx, {key_results.begin(), key_results.end()}))
      if (objectives_.contains(k.objective)) key_results_.emplace(k.id, k.title);
  }
  std::optional<okrs::ThingRef> of(ObjectiveId id) const {
    const auto at = objectives_.find(id);
    if (at == objectives_.end()) return std::nullopt;
    return okrs::ThingRef{"objective", id.text(), at->second};
  }
  std::optional<okrs::ThingRef> of(KeyResultId id) const {
    const auto at = key_results_.find(id);
    if (at == key_results_.end()) return std::nullopt;
    return okrs::ThingRef{"key_result", id.text(), at->second};
  }

 private:
  std::map<ObjectiveId, std::string> objectives_;
  std::map<KeyResultId, std::string> key_results_;
};

// Depth first along the steps, a list per way that ends.
class Lines {
 public:
  Lines(const std::vector<Step>& steps, const Titles& titles) : steps_(steps), titles_(titles) {}
  void walk(ObjectiveId at) {
    bool ended = true;
    for (const Step& step : steps_) {
      if (step.from != at || lines_.size() >= 16 || line_.size() >= 32) continue;
      ended = false;
      const std::size_t before = line_.size();
      if (step.through) line_.push_back(okrs::raw_of(titles_.of(*step.through)));
      line_.push_back(okrs::raw_of(titles_.of(step.to)));
      walk(step.to);
      line_.resize(before);
    }
    if (ended && !line_.empty() && lines_.size() < 16) lines_.push_back(line_);
  }
  std::vector<std::vector<json::Raw>> take() { return std::move(lines_); }

 private:
  const std::vector<Step>& steps_;
  const Titles& titles_;
  std::vector<json::Raw> line_;
  std::vector<std::vector<json::Raw>> lines_;
};

}  // namespace

void refuse_loop(db::Tx& tx, const features::Context& ctx, const okrs::LinkRecord& link, ObjectiveId parent) {
  const auto way = way_up(steps_above(tx, parent), parent, link.from);
  if (way.empty()) return;
  const Titles titles(tx, ctx, {way.begin(), way.end()}, {});
  std::vector<json::Raw> path{okrs::raw_of(titles.of(link.from))};
  for (const ObjectiveId id : way) path.push_back(okrs::raw_of(titles.of(id)));
  Failure failure(Fault::conflict, "would_close_a_loop", "This would make the objective contribute to itself.",
                  {{"to", "would_close_a_loop", "It contributes to this objective already, directly or through others."}});
  failure.details_json = json::Object().add("path", path).text();
  throw failure;
}

std::vector<std::vector<json::Raw>> line_up(db::Tx& tx, const features::Context& ctx, ObjectiveId id) {
  const auto steps = steps_above(tx, id);
  std::set<ObjectiveId> objectives;
  std::set<KeyResultId> key_results;
  for (const Step& step : steps) {
    objectives.insert(step.to);
    if (step.through) key_results.insert(*step.through);
  }
  const Titles titles(tx, ctx, objectives, key_results);
  Lines lines(steps, titles);
  lines.walk(id);
  return lines.take();
}

}  // namespace cairn::alignment
