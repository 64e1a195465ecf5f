// What is wrong with an OKR file, with the path of each place.
#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "engine/okr_file.h"
#include "engine/rollup.h"

namespace cairn::engine {
namespace {

using Keys = std::map<std::string, std::size_t, std::less<>>;

class FileCheck {
 public:
  explicit FileCheck(const OkrFile& file) : file_(file) {}

  std::vector<Problem> run() {
    if (file_.format != 1) add("cairn", "unknown_format", "This format version is not known; version 1 is.");
    collect();
    for (const Problem& problem : validate(file_.policy)) add("policy." + problem.field, problem.code, problem.message);
    references();
    cycles();
    kpis();
    for (std::size_t i = 0; i < file_.objectives.size(); ++i) objective(file_.objectives[i], at("objectives", i));
    trees();
    contribution_loops();
    return std::move(problems_);
  }

 private:
  static std::string at(const std::string& list, std::size_t index) { return list + "[" + std::to_string(index) + "]"; }
  void add(std::string path, std::string code, std::string message) {
    problems_.push_back({std::move(path), std::move(code), std::move(message)});
  }

  template <class T>
  Keys keys_of(const std::vector<T>& items, const std::string& list) {
    Keys keys;
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (items[i].key.empty()) add(at(list, i) + ".key", "required", "A key is needed.");
      else if (!keys.emplace(items[i].key, i).second)
        add(at(list, i) + ".key", "duplicate_key", "The key '" + items[i].key + "' is used twice.");
    }
    return keys;
  }

  void collect() {
    pillars_ = keys_of(file_.pillars, "pillars");
    people_ = keys_of(file_.people, "people");
    teams_ = keys_of(file_.teams, "teams");
    cycles_ = keys_of(file_.cycles, "cycles");
    kpis_ = keys_of(file_.kpis, "kpis");
    objectives_ = keys_of(file_.objectives, "objectives");
    for (const FileObjective& objective : file_.objectives)
      for (const FileKeyResult& kr : objective.key_results) key_results_.insert(objective.key + "/" + kr.key);
  }

  void refer(const Keys& keys, const std::string& key, const std::string& path, const char* what) {
    if (!key.empty() && !keys.contains(key)) add(path, "unknown_reference", std::string("There is no ") + what + " '" + key + "'.");
  }
  void refer_all(const std::vector<std::string>& people, const std::string& path) {
    for (std::size_t i = 0; i < people.size(); ++i) refer(people_, people[i], at(path, i), "person");
  }

  void references() {
    for (std::size_t i = 0; i < file_.people.size(); ++i) refer(people_, file_.people[i].manager, at("people", i) + ".manager", "person");
    for (std::size_t i = 0; i < file_.teams.size(); ++i) {
      const FileTeam& team = file_.teams[i];
      refer(teams_, team.parent, at("teams", i) + ".parent", "team");
      refer(people_, team.lead, at("teams", i) + ".lead", "person");
      refer_all(team.members, at("teams", i) + ".members");
    }
    for (std::size_t i = 0; i < file_.cycles.size(); ++i) refer(cycles_, file_.cycles[i].parent, at("cycles", i) + ".parent", "cycle");
  }

  void cycles() {
    for (std::size_t i = 0; i < file_.cycles.size(); ++i) {
      const FileCycle& cycle = file_.cycles[i];
      if (cycle.ends < cycle.starts) add(at("cycles", i) + ".ends", "ends_before_start", "The cycle ends before it starts.");
      if (!cycle.policy) continue;
      for (const Problem& problem : validate(*cycle.policy)) add(at("cycles", i) + ".policy." + problem.field, problem.code, problem.message);
    }
  }

  void number(double value, const std::string& path) {
    if (!(std::abs(value) <= largest_value))
      add(path, std::isfinite(value) ? "out_of_range" : "not_finite", "This must be a number up to 10^15.");
  }
  void weight(double value, const std::string& path) {
    number(value, path);
    if (value < 0) add(path, "negative_weight", "Weights are 0 or more.");
  }

  void kpis() {
    for (std::size_t i = 0; i < file_.kpis.size(); ++i)
      for (std::size_t k = 0; k < file_.kpis[i].values.size(); ++k) number(file_.kpis[i].values[k].value, at(at("kpis", i) + ".values", k) + ".value");
  }

  void link(const FileLink& link, const std::string& path, const char* field, bool key_results) {
    if (link.to.starts_with("kr:") && key_results) {
      if (!key_results_.contains(link.to.substr(3))) add(path + field, "unknown_reference", "There is no key result '" + link.to.substr(3) + "'.");
    } else {
      refer(objectives_, link.to, path + field, "objective");
    }
    weight(link.weight, path + ".weight");
  }

  void objective(const FileObjective& objective, const std::string& path) {
    if (objective.title.empty()) add(path + ".title", "required", "A title is needed.");
    refer(cycles_, objective.cycle, path + ".cycle", "cycle");
    refer(teams_, objective.team, path + ".team", "team");
    refer(people_, objective.owner, path + ".owner", "person");
    refer(pillars_, objective.pillar, path + ".pillar", "pillar");
    refer_all(objective.contributors, path + ".contributors");
    refer_all(objective.shared_with, path + ".shared_with");
    weight(objective.weight, path + ".weight");
    if (objective.manual) number(*objective.manual, path + ".progress");
    for (std::size_t i = 0; i < objective.contributes_to.size(); ++i) link(objective.contributes_to[i], at(path + ".contributes_to", i), ".to", true);
    for (std::size_t i = 0; i < objective.supports.size(); ++i) link(objective.supports[i], at(path + ".supports", i), "", true);
    for (std::size_t i = 0; i < objective.depends_on.size(); ++i) link(objective.depends_on[i], at(path + ".depends_on", i), ".on", true);
    std::set<std::string> seen;
    double shares = 0;
    for (std::size_t i = 0; i < objective.key_results.size(); ++i) {
      const FileKeyResult& kr = objective.key_results[i];
      const std::string place = at(path + ".key_results", i);
      if (kr.key.empty()) add(place + ".key", "required", "A key is needed.");
      else if (!seen.insert(kr.key).second) add(place + ".key", "duplicate_key", "The key '" + kr.key + "' is used twice in its objective.");
      key_result(kr, place);
      if (kr.share && *kr.share >= 0) shares += *kr.share;
    }
    if (shares > 100 + 1e-9) add(path + ".key_results", "shares_above_100", "The fixed shares add up to more than 100 percent.");
  }

  void key_result(const FileKeyResult& kr, const std::string& path) {
    if (kr.title.empty()) add(path + ".title", "required", "A title is needed.");
    refer(people_, kr.owner, path + ".owner", "person");
    refer_all(kr.contributors, path + ".contributors");
    weight(kr.weight, path + ".weight");
    if (kr.share && !(*kr.share >= 0 && *kr.share <= 100)) add(path + ".share", "share_range", "A share is 0 to 100 percent.");
    if (kr.source == Source::kpi && !kpis_.contains(kr.kpi)) add(path + ".source", "unknown_reference", "There is no KPI '" + kr.kpi + "'.");
    if (!kr.metric) return;
    for (Problem problem : validate(*kr.metric)) {
      static const std::set<std::string> left_to_the_linter{"start_equals_target", "wrong_direction", "zones_out_of_order", "risk_side"};
      if (left_to_the_linter.contains(problem.code)) continue;
      if (problem.field.starts_with("metric.targets")) problem.field.erase(0, 7);
      if (problem.field.starts_with("metric.milestones")) problem.field.replace(7, 10, "items");
      add(path + "." + problem.field, problem.code, problem.message);
    }
    for (std::size_t i = 0; i < kr.checkins.size(); ++i)
      for (const Problem& problem : validate_checkin(*kr.metric, kr.checkins[i].value, kr.checkins[i].confidence))
        add(at(path + ".check_ins", i) + "." + problem.field, problem.code, problem.message);
  }

  // A loop in a forest given by each item's parent key.
  template <class T, class Parent>
  void tree(const std::vector<T>& items, const Keys& keys, Parent parent, const std::string& list, const char* field) {
    std::vector<int> state(items.size(), 0);  // 0 new, 1 on the way, 2 done
    for (std::size_t first = 0; first < items.size(); ++first) {
      std::vector<std::size_t> way;
      std::size_t at_item = first;
      while (state[at_item] == 0) {
        state[at_item] = 1;
        way.push_back(at_item);
        const auto up = keys.find(parent(items[at_item]));
        if (up == keys.end()) break;
        at_item = up->second;
        if (state[at_item] != 1) continue;
        std::string path = items[at_item].key;
        for (auto step = std::ranges::find(way, at_item) + 1; step != way.end(); ++step) path += " -> " + items[*step].key;
        add(at(list, way.back()) + field, "loop", "This closes a loop: " + path + " -> " + items[at_item].key + ".");
      }
      for (const std::size_t index : way) state[index] = 2;
    }
  }

  void trees() {
    tree(file_.people, people_, [](const FilePerson& person) { return person.manager; }, "people", ".manager");
    tree(file_.teams, teams_, [](const FileTeam& team) { return team.parent; }, "teams", ".parent");
    tree(file_.cycles, cycles_, [](const FileCycle& cycle) { return cycle.parent; }, "cycles", ".parent");
  }

  void contribution_loops() {
    Graph graph;
    std::map<std::string, Index, std::less<>> results;
    std::vector<std::string> result_names;
    for (const FileObjective& objective : file_.objectives) {
      const Index index = graph.add_objective({});
      for (const FileKeyResult& kr : objective.key_results) {
        results.emplace(objective.key + "/" + kr.key, graph.add_key_result({.objective = index}));
        result_names.push_back(objective.key + "/" + kr.key);
      }
    }
    for (std::size_t i = 0; i < file_.objectives.size(); ++i)
      for (const FileLink& link : file_.objectives[i].contributes_to)
        if (const std::optional<NodeRef> parent = target(link.to, results)) graph.connect(static_cast<Index>(i), *parent);
    const auto name = [&](NodeRef node) { return node.key_result ? result_names[node.index] : file_.objectives[node.index].key; };
    for (const Graph::Path& loop : graph.loops()) {
      // the link to blame leads from the last objective of the way to what follows it
      const bool by_result = loop.back().key_result;
      const NodeRef child = by_result ? loop[loop.size() - 2] : loop.back();
      const NodeRef parent = by_result ? loop.back() : loop.front();
      std::string way = name(loop.back());
      for (const NodeRef node : loop) way += " -> " + name(node);
      const auto& links = file_.objectives[child.index].contributes_to;
      for (std::size_t k = 0; k < links.size(); ++k)
        if (target(links[k].to, results) == parent)
          add(at(at("objectives", child.index) + ".contributes_to", k) + ".to", "loop", "This closes a loop: " + way + ".");
    }
  }

  std::optional<NodeRef> target(const std::string& to, const std::map<std::string, Index, std::less<>>& results) const {
    if (to.starts_with("kr:")) {
      const auto found = results.find(to.substr(3));
      return found == results.end() ? std::nullopt : std::optional(NodeRef{found->second, true});
    }
    const auto found = objectives_.find(to);
    return found == objectives_.end() ? std::nullopt : std::optional(NodeRef{static_cast<Index>(found->second), false});
  }

  const OkrFile& file_;
  Keys pillars_, people_, teams_, cycles_, kpis_, objectives_;
  std::set<std::string> key_results_;
  std::vector<Problem> problems_;
};

}  // namespace

std::vector<Problem> check_file(const OkrFile& file) { return FileCheck(file).run(); }

}  // namespace cairn::engine
