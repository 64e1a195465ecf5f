// All figures of an OKR file on a day.
//
// Key results first, each from its own series; then the contribution graph rolls up; then the simulation of forecasts
// runs over a copy of the same graph; teams, pillars, cycles and the organisation are means over their own active
// objectives. The organisation's own objectives are those of company level (no team); where a file has none, all.
#include <algorithm>
#include <map>

#include "engine/okr_file.h"
#include "engine/rollup.h"
#include "engine/score.h"

namespace cairn::engine {
namespace {

class Evaluation {
 public:
  Evaluation(const OkrFile& file, const EvalDay& day) : file_(file), day_(day), graph_(policies()) { index(); }

  EvalResult run() {
    EvalResult result;
    result.as_of = day_.on;
    result.policy = file_.policy.name;
    result.policy_version = file_.policy.version;
    for (const FileObjective& objective : file_.objectives) add_objective(objective);
    link();
    graph_.recompute_all();
    history_ = history();
    forecasts();
    key_results(result);
    objectives(result);
    groups(result);
    return result;
  }

 private:
  struct KeyResult {
    const FileObjective* objective;
    const FileKeyResult* source;
    Metric metric;
    Series series;
    KeyResultView view;
    KeyResultFigures figures;
    std::optional<Forecast> forecast;
    std::string key;
  };

  std::vector<Policy> policies() {
    std::vector<Policy> all{file_.policy};
    for (const FileCycle& cycle : file_.cycles) {
      cycle_policy_.push_back(cycle.policy ? static_cast<std::uint8_t>(std::min<std::size_t>(all.size(), 255)) : 0);
      if (cycle.policy && all.size() < 255) all.push_back(*cycle.policy);
    }
    return all;
  }

  void index() {
    for (std::size_t i = 0; i < file_.cycles.size(); ++i) cycles_[file_.cycles[i].key] = i;
    for (std::size_t i = 0; i < file_.kpis.size(); ++i) kpis_[file_.kpis[i].key] = i;
    std::size_t count = 0;
    for (const FileObjective& objective : file_.objectives) count += objective.key_results.size();
    key_results_.reserve(count);  // views point into it
  }

  const FileCycle* cycle_of(const FileObjective& objective) const {
    const auto found = cycles_.find(objective.cycle);
    return found == cycles_.end() ? nullptr : &file_.cycles[found->second];
  }
  std::uint8_t policy_of(const FileObjective& objective) const {
    const auto found = cycles_.find(objective.cycle);
    return found == cycles_.end() ? 0 : cycle_policy_[found->second];
  }

  void add_objective(const FileObjective& objective) {
    const FileCycle* cycle = cycle_of(objective);
    const std::uint8_t index = policy_of(objective);
    const Policy& policy = graph_.policy(index);
    ObjectiveNode node{.weight = objective.weight, .manual = objective.manual, .said = objective.said, .policy = index,
                       .counts = counts_in_parents(objective.state), .closed = is_closed(objective.state)};
    if (cycle) {
      const Window window{cycle->starts, cycle->ends};
      node.expected = expected_progress(cycle->rhythm, window, day_.on, policy);
      node.past_grace = past_grace(window, day_.on, policy.grace_days);
    }
    const Index added = graph_.add_objective(node);
    objective_index_[objective.key] = added;
    for (const FileKeyResult& kr : objective.key_results) add_key_result(objective, kr, cycle, added, policy);
  }

  void add_key_result(const FileObjective& objective, const FileKeyResult& kr, const FileCycle* cycle, Index above, const Policy& policy) {
    KeyResult& item = key_results_.emplace_back(KeyResult{.objective = &objective, .source = &kr});
    item.key = objective.key + "/" + kr.key;
    item.metric = kr.metric.value_or(Metric{.type = MetricType::baseline});
    const auto kpi = kpis_.find(kr.kpi);
    item.series = kr.source == Source::kpi && kpi != kpis_.end() ? file_.kpis[kpi->second].values : kr.checkins;
    item.view = {.metric = &item.metric, .checkins = item.series, .window = {}, .rhythm = {}, .dated = cycle != nullptr};
    if (cycle) item.view.window = {cycle->starts, kr.due.value_or(cycle->ends)};
    if (cycle) item.view.rhythm = cycle->rhythm;
    item.figures = figures_of(item.view, policy, day_.at, day_.on);
    const KeyResultFigures& figures = item.figures;
    const bool aligned = kr.source == Source::aligned;
    result_index_[item.key] = graph_.add_key_result(
        {.objective = above, .weight = kr.weight, .share = kr.share, .progress = figures.progress, .expected = figures.expected,
         .confidence = figures.confidence, .status = figures.status, .started = figures.started,
         .past_grace = cycle && past_grace(item.view.window, day_.on, policy.grace_days), .aligned = aligned,
         .counts = aligned || item.metric.type != MetricType::baseline});
  }

  void link() {
    for (const FileObjective& objective : file_.objectives)
      for (const FileLink& link : objective.contributes_to) {
        const bool to_result = link.to.starts_with("kr:");
        const auto& index = to_result ? result_index_ : objective_index_;
        const auto found = index.find(to_result ? link.to.substr(3) : link.to);
        if (found != index.end()) graph_.connect(objective_index_[objective.key], {found->second, to_result}, link.weight);
      }
  }

  // What the closed key results of this file did.
  EndHistory history() const {
    std::vector<double> ends;
    for (const KeyResult& item : key_results_)
      if (is_closed(item.objective->state) && item.objective->state != ObjectiveState::dropped && item.figures.attainment && item.figures.started)
        ends.push_back(*item.figures.attainment);
    return end_history(ends);
  }

  void forecasts() {
    std::vector<std::optional<EndInput>> ends(key_results_.size());
    std::vector<ObjectiveKind> kinds;
    for (std::size_t i = 0; i < key_results_.size(); ++i) {
      KeyResult& item = key_results_[i];
      if (item.source->source == Source::aligned || is_closed(item.objective->state)) continue;
      const Policy& policy = graph_.policy(policy_of(*item.objective));
      item.forecast = forecast(item.view, policy, day_.at, day_.on, history_);
      if (!item.view.dated || item.metric.type == MetricType::baseline) continue;
      const double passed = elapsed(item.view.window, day_.on, Days::first_day_zero);
      ends[i] = EndInput{seed_of(item.key), item.forecast ? item.forecast->ends : ends_without_forecast(item.figures.progress, passed, history_)};
    }
    for (const FileObjective& objective : file_.objectives) kinds.push_back(objective.kind);
    // an objective has a forecast once something below it has one
    std::vector<NodeRef> known;
    for (std::size_t i = 0; i < key_results_.size(); ++i)
      if (key_results_[i].forecast) known.push_back({static_cast<Index>(i), true});
    forecast_below_.assign(graph_.objectives(), false);
    probabilities_.assign(graph_.objectives(), std::nullopt);
    if (known.empty()) return;
    probabilities_ = simulate(graph_, ends, kinds);
    for (const NodeRef node : graph_.above_all(known))
      if (!node.key_result) forecast_below_[node.index] = true;
  }

  void key_results(EvalResult& result) {
    for (std::size_t i = 0; i < key_results_.size(); ++i) {
      const KeyResult& item = key_results_[i];
      const Policy& policy = graph_.policy(policy_of(*item.objective));
      const Rolled rolled = graph_.rolled({static_cast<Index>(i), true});
      EvalNode node;
      node.key = item.key;
      node.progress = rolled.progress;
      node.expected = item.figures.expected;
      node.confidence = rolled.confidence;
      node.status = rolled.status;
      node.stale = item.figures.stale;
      node.score = suggested_score(node.progress);
      if (item.source->source == Source::aligned) {
        node.attainment = rolled.progress;
        node.explain = explain_rollup(items_of({static_cast<Index>(i), true}), std::nullopt, policy);
        node.explain.rule = "aligned";
      } else {
        node.value = item.figures.value;
        node.attainment = item.figures.attainment;
        node.explain = explain_progress(item.view, item.figures, policy, day_.on);
      }
      if (item.forecast) node.forecast = {item.forecast->probability, item.forecast->p10, item.forecast->p50, item.forecast->p90};
      result.key_results.push_back(std::move(node));
    }
  }

  std::vector<ExplainItem> items_of(NodeRef node) const {
    std::vector<ExplainItem> items;
    for (const GraphItem& item : graph_.items(node))
      items.push_back({item.node.key_result ? key_results_[item.node.index].key : file_.objectives[item.node.index].key, item.weight, item.progress});
    return items;
  }

  void objectives(EvalResult& result) {
    for (Index i = 0; i < graph_.objectives(); ++i) {
      const FileObjective& objective = file_.objectives[i];
      const Rolled rolled = graph_.rolled({i, false});
      EvalNode node;
      node.key = objective.key;
      node.progress = rolled.progress;
      node.expected = graph_.objective(i).expected;
      node.confidence = rolled.confidence;
      node.status = rolled.status;
      node.score = suggested_score(rolled.progress, objective.kind);
      if (forecast_below_[i] && !objective.manual && !is_closed(objective.state)) node.forecast.probability = probabilities_[i];
      node.explain = explain_rollup(items_of({i, false}), objective.manual, graph_.policy(policy_of(objective)));
      result.objectives.push_back(std::move(node));
    }
  }

  template <class Belongs>
  EvalNode group(const std::string& key, const EvalResult& result, Belongs belongs) const {
    EvalNode node;
    node.key = key;
    Mean progress, expected, confidence, probability;
    bool started = false;
    std::vector<ExplainItem> items;
    for (std::size_t i = 0; i < file_.objectives.size(); ++i) {
      const FileObjective& objective = file_.objectives[i];
      if (objective.state != ObjectiveState::active || !belongs(objective)) continue;
      const EvalNode& own = result.objectives[i];
      progress.add(own.progress, objective.weight);
      expected.add(own.expected, objective.weight);
      confidence.add(own.confidence, objective.weight);
      probability.add(own.forecast.probability, objective.weight);
      started |= graph_.rolled({static_cast<Index>(i), false}).started;
      items.push_back({objective.key, objective.weight, own.progress});
    }
    node.progress = progress.value();
    node.expected = expected.value();
    node.confidence = confidence.value();
    node.score = suggested_score(node.progress);
    node.forecast.probability = probability.value();  // the share of its objectives that are likely to succeed
    if (node.progress)
      node.status = judge({.progress = node.progress, .expected = node.expected, .confidence = node.confidence, .started = started}, file_.policy).status;
    node.explain = explain_rollup(std::move(items), std::nullopt, file_.policy);
    node.explain.rule = "weighted_mean";
    return node;
  }

  void groups(EvalResult& result) {
    for (const FileTeam& team : file_.teams)
      result.teams.push_back(group(team.key, result, [&](const FileObjective& o) { return o.team == team.key; }));
    for (const FilePillar& pillar : file_.pillars)
      result.pillars.push_back(group(pillar.key, result, [&](const FileObjective& o) { return o.pillar == pillar.key; }));
    for (const FileCycle& cycle : file_.cycles)
      result.cycles.push_back(group(cycle.key, result, [&](const FileObjective& o) { return o.cycle == cycle.key; }));
    const bool company = std::ranges::any_of(file_.objectives, [](const FileObjective& o) { return o.team.empty() && o.state == ObjectiveState::active; });
    result.organisation = group("organisation", result, [&](const FileObjective& o) { return !company || o.team.empty(); });
  }

  const OkrFile& file_;
  const EvalDay day_;
  std::vector<std::uint8_t> cycle_policy_;
  Graph graph_;
  std::map<std::string, std::size_t, std::less<>> cycles_, kpis_;
  std::map<std::string, Index, std::less<>> objective_index_, result_index_;
  std::vector<KeyResult> key_results_;
  EndHistory history_;
  std::vector<std::optional<double>> probabilities_;
  std::vector<bool> forecast_below_;
};

}  // namespace

EvalResult evaluate(const OkrFile& file, const EvalDay& day) { return Evaluation(file, day).run(); }

}  // namespace cairn::engine
