// Roll-up over the rows: loads the objectives above a change and their items with a few flat queries, lets the engine's
// graph compute, writes what differs.
//
// Worked example: O-3 contributes to KR-9 (source aligned) of O-2, O-2 contributes to O-1. A check-in on a key result
// of O-3 loads {O-3, O-2, O-1} by the recursive query, their key results, and every link into them. Children that are
// not above the change come in with their cached figures. The graph recomputes O-3, KR-9, O-2, O-1 in this order.
#include <algorithm>
#include <cmath>
#include <map>
#include <unordered_map>

#include "engine/graph.h"
#include "features/okrs/figures.h"
#include "features/okrs/store.h"

namespace cairn::okrs {

namespace {

struct Item {  // a key result, as far as it counts
  KeyResultId id;
  ObjectiveId objective;
  engine::Index index = engine::no_index;
  std::optional<double> attainment, progress;
};

struct Holder {  // an objective
  ObjectiveId id;
  engine::Index index = engine::no_index;
  bool computed = false;  // false: enters with its cached figures
  std::optional<double> progress, confidence;
};

// The part of the organisation that a change concerns.
class Picture {
 public:
  explicit Picture(db::Tx& tx) : tx_(tx), graph_({}) {}
  // Before load: this key result counts with another progress than its row says.
  void suppose(KeyResultId key_result, std::optional<double> progress) {
    supposed_ = key_result;
    supposed_progress_ = progress;
  }

  // in: the objectives to be computed; everything they rest on is loaded
  void load(const std::vector<ObjectiveId>& computed);
  RolledUp compute_and_write();
  std::optional<double> progress_of(ObjectiveId id) const {
    return graph_.rolled({holders_[holder_at_.at(id)].index, false}).progress;
  }
  std::vector<Mismatch> compare();

 private:
  struct Link {
    ObjectiveId from;
    std::optional<ObjectiveId> to_objective;
    std::optional<KeyResultId> to_key_result;
    double weight;
  };
  void load_links(const std::vector<ObjectiveId>& computed);
  void load_objectives(const std::vector<ObjectiveId>& computed);
  void load_key_results(const std::vector<ObjectiveId>& computed);
  void connect();
  std::uint8_t policy_index(const std::string& text);

  db::Tx& tx_;
  engine::Graph graph_;
  std::vector<engine::Policy> policies_;
  std::map<std::string, std::uint8_t> policy_by_text_;
  std::vector<Link> links_;
  std::vector<Holder> holders_;
  std::vector<Item> items_;  // aligned ones carry their cached figures for comparing
  std::unordered_map<ObjectiveId, std::size_t> holder_at_;
  std::unordered_map<KeyResultId, std::size_t> item_at_;
  KeyResultId supposed_;
  std::optional<double> supposed_progress_;
};

std::uint8_t Picture::policy_index(const std::string& text) {
  const auto [at, fresh] = policy_by_text_.try_emplace(text, static_cast<std::uint8_t>(policies_.size()));
  if (fresh) policies_.push_back(rows::policy_of(text));
  return at->second;
}

void Picture::load(const std::vector<ObjectiveId>& computed) {
  load_links(computed);
  load_objectives(computed);
  load_key_results(computed);
  connect();
  graph_.set_policies(policies_);
  graph_.recompute_all();
}

void Picture::load_links(const std::vector<ObjectiveId>& computed) {
  links_ = tx_.all(
      "SELECT l.id, l.from_id, l.to_objective_id, l.to_key_result_id, l.weight FROM links l "
      "WHERE l.kind = 'contributes' AND l.to_objective_id IN ($1) "
      "UNION ALL "
      "SELECT l.id, l.from_id, l.to_objective_id, l.to_key_result_id, l.weight FROM key_results k "
      "JOIN links l ON l.to_key_result_id = k.id "
      "WHERE l.kind = 'contributes' AND k.source = 'aligned' AND k.objective_id IN ($1) ORDER BY 1",
      [](db::Row& row) {
        row.next<std::int64_t>();
        Link link;
        link.from = row.next<ObjectiveId>();
        link.to_objective = row.next<std::optional<ObjectiveId>>();
        link.to_key_result = row.next<std::optional<KeyResultId>>();
        link.weight = row.next<double>();
        return link;
      },
      computed);
}

void Picture::load_objectives(const std::vector<ObjectiveId>& computed) {
  std::vector<ObjectiveId> all = computed;
  for (const Link& link : links_) all.push_back(link.from);
  std::ranges::sort(all);
  all.erase(std::unique(all.begin(), all.end()), all.end());
  for (db::Row& row : tx_.query(
           "SELECT o.id, o.state, o.archived_at, o.weight, o.manual_progress, o.progress, o.confidence, c.state, "
           "COALESCE(c.policy, s.policy) FROM objectives o JOIN cycles c ON c.id = o.cycle_id "
           "JOIN organisation s ON s.id = 1 WHERE o.id IN ($1) ORDER BY o.id",
           all)) {
    Holder holder{row.next<ObjectiveId>()};
    const auto state = engine::from_word<engine::ObjectiveState>(row.next<std::string_view>()).value();
    const bool archived = row.next<std::optional<Instant>>().has_value();
    engine::ObjectiveNode node;
    node.weight = row.next<double>();
    node.manual = row.next<std::optional<double>>();
    holder.progress = row.next<std::optional<double>>();
    holder.confidence = row.next<std::optional<double>>();
    const bool frozen = engine::is_closed(state) || row.next<std::string_view>() == "closed";
    node.policy = policy_index(row.get<std::string>(8));
    node.counts = rows::child_counts(state, archived);
    holder.computed = !frozen && std::ranges::binary_search(computed, holder.id);
    if (!holder.computed) node.manual = holder.progress;
    holder.index = graph_.add_objective(node);
    holder_at_[holder.id] = holders_.size();
    holders_.push_back(holder);
  }
}

void Picture::load_key_results(const std::vector<ObjectiveId>& computed) {
  for (db::Row& row : tx_.query(
           "SELECT id, objective_id, metric, weight, share, attainment, progress, confidence, checkins, source, "
           "archived_at FROM key_results WHERE objective_id IN ($1) ORDER BY id",
           computed)) {
    Item item{row.next<KeyResultId>(), row.next<ObjectiveId>()};
    const Holder& holder = holders_[holder_at_.at(item.objective)];
    if (!holder.computed) continue;
    engine::KeyResultNode node;
    node.objective = holder.index;
    const auto type = engine::from_word<engine::MetricType>(row.next<std::string_view>()).value();
    node.weight = row.next<double>();
    node.share = row.next<std::optional<double>>();
    item.attainment = row.next<std::optional<double>>();
    item.progress = node.progress = row.next<std::optional<double>>();
    if (item.id == supposed_) node.progress = supposed_progress_;
    node.confidence = row.next<std::optional<double>>();
    node.started = row.next<std::int64_t>() > 0;
    node.aligned = row.next<std::string_view>() == "aligned";
    node.counts = rows::key_result_counts(type, row.next<std::optional<Instant>>().has_value());
    item.index = graph_.add_key_result(node);
    if (!node.aligned) continue;
    item_at_[item.id] = items_.size();
    items_.push_back(item);
  }
}

void Picture::connect() {
  for (const Link& link : links_) {
    engine::NodeRef parent;
    if (link.to_objective) {
      const Holder& holder = holders_[holder_at_.at(*link.to_objective)];
      if (!holder.computed) continue;
      parent = {holder.index, false};
    } else {
      const auto item = item_at_.find(*link.to_key_result);
      if (item == item_at_.end()) continue;
      parent = {items_[item->second].index, true};
    }
    // a loop cannot be there: links are checked when they are made
    (void)graph_.add_link(holders_[holder_at_.at(link.from)].index, parent, link.weight);
  }
}

RolledUp Picture::compute_and_write() {
  RolledUp result;
  for (const Item& item : items_) {
    const engine::Rolled rolled = graph_.rolled({item.index, true});
    if (rolled.progress == item.progress) continue;
    tx_.execute("UPDATE key_results SET attainment = $2, progress = $2 WHERE id = $1", item.id, rolled.progress);
    result.touched.emplace_back("key_result", item.id);
  }
  for (Holder& holder : holders_) {
    if (!holder.computed) continue;
    const engine::Rolled rolled = graph_.rolled({holder.index, false});
    if (rolled.progress == holder.progress && rolled.confidence == holder.confidence) continue;
    write_figures(tx_, holder.id, rolled.progress, rolled.confidence);
    result.objectives.push_back({holder.id, rolled.progress, rolled.confidence});
    result.touched.emplace_back("objective", holder.id);
  }
  return result;
}

bool same(std::optional<double> a, std::optional<double> b) {
  if (!a || !b) return a.has_value() == b.has_value();
  return std::abs(*a - *b) <= 1e-9 * std::max({1.0, std::abs(*a), std::abs(*b)});
}

std::vector<Mismatch> Picture::compare() {
  std::vector<Mismatch> found;
  for (const Item& item : items_) {
    const engine::Rolled rolled = graph_.rolled({item.index, true});
    if (!same(rolled.progress, item.progress))
      found.push_back({{"key_result", item.id}, "progress", item.progress, rolled.progress});
  }
  for (const Holder& holder : holders_) {
    if (!holder.computed) continue;
    const engine::Rolled rolled = graph_.rolled({holder.index, false});
    if (!same(rolled.progress, holder.progress))
      found.push_back({{"objective", holder.id}, "progress", holder.progress, rolled.progress});
    if (!same(rolled.confidence, holder.confidence))
      found.push_back({{"objective", holder.id}, "confidence", holder.confidence, rolled.confidence});
  }
  return found;
}

// Key results against their check-ins; with `mend` the rows are set right.
void compare_key_results(db::Tx& tx, const std::vector<ObjectiveId>& objectives, const Moment& moment, bool mend,
                         std::vector<Mismatch>& found) {
  auto key_results = key_results_of(tx, objectives);
  load_details(tx, key_results);
  std::vector<KeyResultId> ids;
  for (const auto& k : key_results) ids.push_back(k.id);
  std::unordered_map<KeyResultId, std::vector<engine::Checkin>> series;
  for (CheckinPoint& point : series_of(tx, ids)) {
    point.checkin.on = moment.zone.local_date(point.checkin.at);
    series[point.key_result].push_back(point.checkin);
  }
  std::unordered_map<ObjectiveId, CycleId> cycle_of;
  for (db::Row& row : tx.query("SELECT id, cycle_id FROM objectives WHERE id IN ($1)", objectives)) {
    const auto id = row.next<ObjectiveId>();
    cycle_of[id] = row.next<CycleId>();
  }
  std::map<CycleId, std::pair<CycleRecord, engine::Policy>> cycles;
  for (KeyResultRecord& k : key_results) {
    const CycleId cycle = cycle_of.at(k.objective);
    auto at = cycles.find(cycle);
    if (at == cycles.end()) {
      const CycleRecord record = find_cycle(tx, cycle).value();
      at = cycles.emplace(cycle, std::pair(record, rows::policy_of(record.policy))).first;
    }
    const KeyResultRecord kept = k;
    const auto& points = series[k.id];
    k.checkins = static_cast<std::int64_t>(points.size());
    measure(k, points, at->second.first, at->second.second, moment);
    const std::size_t before = found.size();
    const auto differ = [&](const char* field, std::optional<double> a, std::optional<double> b) {
      if (!same(a, b)) found.push_back({{"key_result", k.id}, field, a, b});
    };
    differ("value", kept.current_value, k.current_value);
    differ("attainment", kept.attainment, k.attainment);
    differ("progress", kept.progress, k.progress);
    differ("confidence", kept.confidence, k.confidence);
    differ("checkins", static_cast<double>(kept.checkins), static_cast<double>(k.checkins));
    if (kept.current_at != k.current_at)
      found.push_back({{"key_result", k.id}, "value_at", std::nullopt, std::nullopt});
    if (mend && found.size() > before) write_figures(tx, k);
  }
}

std::vector<ObjectiveId> open_objectives(db::Tx& tx) {
  return tx.all(
      "SELECT o.id FROM objectives o JOIN cycles c ON c.id = o.cycle_id "
      "WHERE o.state IN ('draft', 'active') AND c.state <> 'closed' ORDER BY o.id",
      [](db::Row& row) { return row.next<ObjectiveId>(); });
}

}  // namespace

RolledUp roll_up(db::Tx& tx, const std::vector<ObjectiveId>& from) {
  if (from.empty()) return {};
  const auto above = tx.all(
      "WITH RECURSIVE up(id) AS ("
      "  SELECT id FROM objectives WHERE id IN ($1)"
      "  UNION"
      "  SELECT p.id FROM up JOIN links l ON l.from_id = up.id AND l.kind = 'contributes'"
      "  LEFT JOIN key_results k ON k.id = l.to_key_result_id"
      "  JOIN objectives p ON p.id = COALESCE(l.to_objective_id, k.objective_id)"
      "  JOIN cycles c ON c.id = p.cycle_id"
      "  WHERE (k.id IS NULL OR k.source = 'aligned') AND p.state IN ('draft', 'active') AND c.state <> 'closed'"
      ") SELECT id FROM up ORDER BY id",
      [](db::Row& row) { return row.next<ObjectiveId>(); }, from);
  Picture picture(tx);
  picture.load(above);
  return picture.compute_and_write();
}

std::optional<double> progress_with(db::Tx& tx, ObjectiveId objective, KeyResultId key_result,
                                    std::optional<double> progress) {
  Picture picture(tx);
  picture.suppose(key_result, progress);
  picture.load({objective});
  return picture.progress_of(objective);
}

std::vector<Mismatch> recompute(db::Tx& tx, const Moment& moment, bool mend) {
  const auto open = open_objectives(tx);
  std::vector<Mismatch> found;
  compare_key_results(tx, open, moment, mend, found);
  Picture picture(tx);
  picture.load(open);
  std::ranges::move(picture.compare(), std::back_inserter(found));
  if (mend) picture.compute_and_write();
  return found;
}

}  // namespace cairn::okrs
