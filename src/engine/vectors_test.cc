// Worked examples from other tools' documentation and test suites, each run under its tool's preset. The files stand
// beside the project (../shared/vectors); where they are missing, the presets' own tests in presets_test.cc remain.
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <map>

#include "engine/figures.h"
#include "engine/graph.h"
#include "engine/kpi.h"
#include "engine/rollup.h"
#include "engine/score.h"
#include "engine/zones.h"
#include "support/tiny_json.h"

namespace cairn::engine {
namespace {

using tests::Json;

const std::map<std::string, std::string> preset_of{
    {"QU", "quantive"}, {"VG", "viva"},   {"WF", "workfront"}, {"LE", "leapsome"}, {"PE", "perdoo"},     {"UR", "upraise"},
    {"PR", "profit"},   {"EN", "engagedly"}, {"MC", "mooncamp"}, {"GO", "google"},   {"SN", "servicenow"}, {"VI", "cairn"}};

const Policy& policy_for(const std::string& id) {
  const auto found = preset_of.find(id.substr(0, id.find('-')));
  return *find_preset(found == preset_of.end() ? "cairn" : found->second);
}

// The printed figure has so many decimals; ours rounds to it.
void expect_printed(std::optional<double> ours, const Json& printed) {
  ASSERT_TRUE(ours.has_value());
  const auto dot = printed.text.find('.');
  const int decimals = dot == std::string::npos ? 0 : static_cast<int>(printed.text.size() - dot - 1);
  EXPECT_NEAR(round_half_away(*ours, decimals), printed.number, 1e-12) << "unrounded " << *ours;
}

void expect_exact(std::optional<double> ours, const Json& expected) {
  ASSERT_TRUE(ours.has_value());
  EXPECT_NEAR(*ours, expected.number, 1e-9);
}

std::optional<double> mean_of(const std::vector<Json>& items, const Policy& policy) {
  std::vector<RollupItem> plain;
  for (const Json& item : items) plain.push_back({.progress = item.number});
  return roll_up(plain, policy);
}

// The words the tools print for the three steps.
Status step_of(const std::string& word, bool at_risk_is_worst) {
  if (word == "on_track" || word == "green" || word == "healthy") return Status::on_track;
  if (word == "behind" || word == "yellow" || word == "lagging") return Status::behind;
  if (word == "at_risk") return at_risk_is_worst ? Status::off_track : Status::behind;
  if (word == "red" || word == "off_track") return Status::off_track;
  if (word == "done") return Status::achieved;
  return Status::none;
}

Status judged(double progress, double expected, const Policy& policy) {
  return judge({.progress = progress, .expected = expected, .started = true}, policy).status;
}

Metric metric_of(const Json& input) {
  static const std::map<std::string, MetricType> types{
      {"increase", MetricType::increase}, {"decrease", MetricType::decrease}, {"stay_below", MetricType::at_most},
      {"stay_above", MetricType::at_least}, {"stay_between", MetricType::between}, {"at_most", MetricType::at_most},
      {"at_least", MetricType::at_least}, {"in_between", MetricType::between}};
  Metric metric;
  metric.type = input.has("type") ? types.at(input["type"].text) : MetricType::increase;
  metric.start = input.has("initial") ? input["initial"].number : input["start"].number;
  metric.target = input["target"].number;
  metric.low = input.has("min") ? input["min"].number : input["low"].number;
  metric.high = input.has("max") ? input["max"].number : input["high"].number;
  if (input.has("risk_threshold")) metric.risk = input["risk_threshold"].number;
  return metric;
}

// Thirteen Fridays from 2 January 2026 on.
void check_periods(const Json& input, const Json& expected, Policy policy) {
  policy.control = Control::periods;
  const Metric metric = metric_of(input);
  const Window window{date_of(2026, 1, 1), date_of(2026, 3, 31)};
  Series series;
  Date day = date_of(2026, 1, 2);
  for (const Json& actual : input["actuals"].items) {
    if (!actual.is_null()) series.push_back({.at = {day.days * day_us}, .on = day, .value = actual.number});
    day = add_days(day, 7);
  }
  const Rhythm fridays{Cadence::week, 5};
  ASSERT_EQ(count_due(fridays, window, window.ends).planned, static_cast<int>(input["planned"].number));
  expect_printed(100 * attainment_by_periods(metric, series, fridays, window, {day.days * day_us}, policy), expected["progress_pct"]);
}

void check_metric(const Json& input, const Json& expected, const Policy& policy) {
  const Metric metric = metric_of(input);
  const Date day = date_of(2026, 2, 15);
  const Series series{{.at = {0}, .on = {0}, .value = input["actual"].number}};
  const KeyResultFigures figures =
      figures_of({&metric, series, {date_of(2026, 1, 1), date_of(2026, 3, 31)}, {}}, policy, {day.days * day_us}, day);
  if (expected.has("progress_pct")) expect_printed(100 * figures.progress.value(), expected["progress_pct"]);
  if (expected.has("pct")) expect_printed(100 * figures.progress.value(), expected["pct"]);
  if (expected.has("score")) expect_exact(figures.score, expected["score"]);
  if (expected.has("status")) EXPECT_EQ(figures.status, step_of(expected["status"].text, true));
  if (expected.has("next_start")) {
    const Metric next = carried_over(metric, input["actual"].number);
    expect_exact(next.start, expected["next_start"]);
    expect_exact(next.target, expected["next_target"]);
  }
}

// Four quarters of a yearly plan; the check-ins reach the given amounts.
KeyResultFigures planned_year(const std::vector<double>& plan, const std::vector<double>& reached, const Policy& policy) {
  static Metric metric;
  metric = Metric{.start = 0, .target = plan.back()};
  Series series;
  Date day = date_of(2026, 1, 1);
  for (std::size_t i = 0; i < plan.size(); ++i) {
    metric.phases.push_back({date_of(2026, static_cast<int>(3 * i + 3), 28), plan[i]});
    if (i >= reached.size()) continue;
    day = date_of(2026, static_cast<int>(3 * i + 3), 20);
    series.push_back({.at = {day.days * day_us}, .on = day, .value = reached[i]});
  }
  KeyResultFigures figures = figures_of({&metric, series, {date_of(2026, 1, 1), date_of(2026, 12, 31)}, {}}, policy, {day.days * day_us}, day);
  figures.newest = nullptr;
  return figures;
}

void check_plan(const std::string& id, const Json& input, const Json& expected, const Policy& policy) {
  KeyResultFigures figures;
  if (id == "SN-cum-q1") figures = planned_year({250, 500, 750, 1000}, {input["actual"].number}, policy);
  if (id == "SN-cum-q2") figures = planned_year({250, 500, 750, 1000}, {220, input["actual"].number}, policy);
  if (id == "SN-cum-target") figures = planned_year({250, 500, 750, 1000}, {220, 480, 740, 990}, policy);
  if (id == "SN-noncum") {
    std::vector<std::optional<double>> actual, planned;
    for (const Json& value : input["actual"].items) actual.emplace_back(value.number);
    for (const Json& value : input["planned"].items) planned.emplace_back(value.number);
    figures = planned_year({*sum_of(planned)}, {*sum_of(actual)}, policy);
  }
  if (expected.has("pct")) expect_printed(100 * figures.reason.ratio.value(), expected["pct"]);
  EXPECT_EQ(figures.status, step_of(expected["status"].text, true));
}

void check_scale(const std::string& scale, double value, const std::string& word) {
  EXPECT_EQ(band_word(find_scale(scale), value), word);
}

// out: false when no rule here knows the example.
bool run_lists(const Json& input, const Json& expected, const Policy& policy) {
  for (const char* key : {"krs", "indicators", "items", "children"}) {
    if (!input.has(key)) continue;
    const std::optional<double> mean = mean_of(input[key].items, policy);
    expect_printed(mean, expected.has("actual_pct") ? expected["actual_pct"] : expected["progress_pct"]);
    return true;
  }
  if (input.has("scores")) {
    std::vector<RollupItem> items;
    for (std::size_t i = 0; i < input["scores"].items.size(); ++i)
      items.push_back({input["weights"].items[i].number, std::nullopt, input["scores"].items[i].number});
    expect_exact(roll_up(items, policy), expected["score"]);
  } else if (input.has("krs_values")) {
    std::vector<std::optional<double>> values;
    for (const Json& value : input["krs_values"].items) values.emplace_back(value.number);
    expect_exact(sum_of(values), expected["value"]);
  } else if (input.has("kr_status")) {
    Mean mean;
    const std::map<std::string, Status> words{{"on_track", Status::on_track}, {"at_risk", Status::behind}, {"in_trouble", Status::off_track}};
    for (const Json& word : input["kr_status"].items) mean.add(confidence_of(words.at(word.text)));
    expect_exact(10 * mean.value().value(), expected["value"]);
  } else if (input.has("scaled_pct")) {
    expect_exact(value_for({}, {input["start"].number, input["target"].number}, input["scaled_pct"].number / 100), expected["value"]);
  } else {
    return false;
  }
  return true;
}

bool run_status(const std::string& system, const Json& input, const Json& expected, const Policy& policy) {
  const std::string word = expected["status"].text;
  if (input.has("expected_pct")) {
    EXPECT_EQ(judged(input["actual_pct"].number / 100, input["expected_pct"].number / 100, policy), step_of(word, true));
  } else if (input.has("elapsed_pct")) {
    EXPECT_EQ(judged(input["progress_pct"].number / 100, input["elapsed_pct"].number / 100, policy), step_of(word, true));
  } else if (input.has("gap")) {
    EXPECT_EQ(judged(0.9 - input["gap"].number / 100, 0.9, policy), step_of(word, true));
  } else if (input.has("ratio")) {
    EXPECT_EQ(judged(0.9 * input["ratio"].number, 0.9, policy), step_of(word, true));
  } else if (system == "BO") {
    Policy fixed;
    fixed.status = {StatusMethod::static_, 0.6, 0.2};
    EXPECT_EQ(judged(input["progress_pct"].number / 100, 0.5, fixed), step_of(word, false));
  } else if (input.has("kpi")) {
    EXPECT_EQ(kpi_health(input["kpi"]["current"].number, Direction::up, std::nullopt, std::nullopt), Health::healthy);
  } else {
    return false;
  }
  return true;
}

bool run_commercial(const std::string& id, const Json& input, const Json& expected) {
  const Policy& policy = policy_for(id);
  const std::string system = id.substr(0, id.find('-'));
  if (id == "SN-cum-q1" || id == "SN-cum-q2" || id == "SN-cum-target" || id == "SN-noncum") check_plan(id, input, expected, policy);
  else if (input.has("actuals")) check_periods(input, expected, policy);
  else if (input.has("actual")) check_metric(input, expected, policy);
  else if (input.has("achieved")) expect_printed(100 * attainment({}, {0, input["target"].number}, input["achieved"].number, policy).value(), expected["progress_pct"]);
  else if (input.has("days")) expect_exact(100 * elapsed({{0}, {static_cast<int>(input["duration"].number)}}, {static_cast<int>(input["days"].number)}, policy.days), expected["expected_pct"]);
  else if (input.has("projected_miss_pct")) check_scale("risk", input["projected_miss_pct"].number, expected["severity"].text);
  else if (input.has("confidence")) check_scale("koan", input["confidence"].number, expected["status"].text);
  else if (input.has("chance_pct")) check_scale("workboard", input["chance_pct"].number, expected["rating"].text);
  else if (input.has("score")) check_scale(system == "AT" ? "atlassian" : "google", input["score"].number, expected[system == "AT" ? "status" : "colour"].text);
  else if (input.has("on")) {
    StatusCounts counts;
    counts.of[static_cast<std::size_t>(Status::on_track)] = static_cast<int>(input["on"].number);
    counts.of[static_cast<std::size_t>(Status::behind)] = static_cast<int>(input["at_risk"].number);
    counts.of[static_cast<std::size_t>(Status::off_track)] = static_cast<int>(input["off"].number);
    expect_exact(net_confidence(counts), expected["ncs"]);
  } else {
    return run_lists(input, expected, policy) || run_status(system, input, expected, policy);
  }
  return true;
}

TEST(Vectors, every_printed_example_of_a_commercial_tool_comes_out_as_printed) {
  const Json all = tests::read_json(CAIRN_SOURCE_DIR "/../shared/vectors/commercial.json");
  int passed = 0;
  for (const Json& vector : all.items) {
    SCOPED_TRACE(vector["id"].text);
    const bool clean = !HasFailure();
    EXPECT_TRUE(run_commercial(vector["id"].text, vector["input"], vector["expected"])) << "no rule for it";
    if (clean && !HasFailure()) ++passed;
  }
  std::printf("vectors: %d passed, 0 set aside (commercial, of %zu)\n", passed, all.items.size());
  EXPECT_EQ(static_cast<std::size_t>(passed), all.items.size());
}

double progress_of(const Policy& policy, double start, double target, double value, std::vector<Checkpoint> points = {}) {
  const Metric metric{.type = target < start ? MetricType::decrease : MetricType::increase, .start = start, .target = target, .checkpoints = std::move(points)};
  return 100 * limited(attainment(metric, value, Date{}, policy).value(), policy);
}

void run_puzzle(const std::string& function, const Json& input, const Json& expected) {
  const Policy& policy = *find_preset("puzzle");
  if (function.starts_with("calculateCurrentPercentage")) {
    expect_exact(progress_of(policy, input["baseline"].number, input["stretch"].number, input["value"].number), expected);
    return;
  }
  if (function.starts_with("autofill")) {
    static const std::array<const char*, 4> names{"baseline", "commit", "target", "stretch"};
    Marks marks;
    for (std::size_t i = 0; i < 4; ++i)
      if (input.has(names[i])) marks[i] = input[names[i]].number;
    const auto filled = fill_marks(marks);
    ASSERT_TRUE(filled);
    for (std::size_t i = 0; i < 4; ++i)
      if (expected.has(names[i])) expect_exact((*filled)[i], expected[names[i]]);
    return;
  }
  if (function.starts_with("metric zone bar")) {
    EXPECT_EQ(bar_colour({input["fail"].number, input["commit"].number, input["target"].number}), expected.text);
    return;
  }
  if (function.starts_with("ordinal zone")) {
    const ZoneBars bars = zone_bars(input["zone"].text == "COMMIT" ? Zone::commit : input["zone"].text == "TARGET" ? Zone::target : Zone::fail);
    expect_exact(bars.fail, expected["fail"]);
    expect_exact(bars.commit, expected["commit"]);
    expect_exact(bars.target, expected["target"]);
    return;
  }
  std::vector<ZoneItem> items;
  const std::map<std::string, Zone> words{{"FAIL", Zone::fail}, {"COMMIT", Zone::commit}, {"TARGET", Zone::target}, {"STRETCH", Zone::stretch}};
  for (const Json& row : input.items) {
    ZoneItem item{.objective = static_cast<std::int64_t>(row["objective"].number)};
    if (row["state"].text == "SUCCESSFUL") item.state = ObjectiveState::achieved;
    if (row["state"].text == "NOTSUCCESSFUL") item.state = ObjectiveState::missed;
    if (row["type"].text == "ordinal") item.scale = ZoneItem::Scale::words, item.zone = words.at(row["zone"].text);
    if (row["type"].text == "metric") item.scale = ZoneItem::Scale::numbers;
    if (row["baseline"].is_number()) item.zone = zone_of(progress_of(policy, row["baseline"].number, row["stretch"].number, row["value"].number) / 100);
    items.push_back(item);
  }
  const ZoneCounts counts = count_zones(items);
  const std::map<std::string, int> ours{{"objectives", counts.objectives}, {"completed_objectives", counts.completed}, {"successful_objectives", counts.successful},
      {"key_results", counts.key_results}, {"ordinal", counts.in_words}, {"metric", counts.in_numbers}, {"target_or_stretch", counts.target_or_stretch()},
      {"fail", counts.in[0]}, {"commit", counts.in[1]}, {"target", counts.in[2]}, {"stretch", counts.in[3]}};
  for (std::size_t i = 0; i < expected.names.size(); ++i)
    EXPECT_EQ(ours.at(expected.names[i]), static_cast<int>(expected.items[i].number)) << expected.names[i];
}

void run_oslo(const Json& input, const Json& expected) {
  const double start = input["start"].number, target = input["target"].number;
  const double value = input["current"].is_null() ? start : input["current"].number;
  const Metric metric{.type = target < start ? MetricType::decrease : MetricType::increase, .start = start, .target = target};
  expect_exact(100 * attainment(metric, value, Date{}, *find_preset("oslo")).value(), expected["percentageCompleted"]);
  const Amounts amounts = engine::amounts({start, target}, value);
  expect_exact(amounts.left, expected["totalRemainingTasks"]);
  expect_exact(amounts.done, expected["totalCompletedTasks"]);
  expect_exact(amounts.whole, expected["totalNumberOfTasks"]);
}

void run_operately(const std::string& function, const Json& input, const Json& expected) {
  const Policy& policy = *find_preset("operately");
  if (function == "target_progress_percentage") {
    expect_exact(progress_of(policy, input["from"].number, input["to"].number, input["value"].number), expected);
  } else if (function == "format_value") {
    EXPECT_EQ(format_value(input["value"].number, input["unit"].text), expected.text);
  } else if (function.starts_with("goal progress")) {
    Mean mean;
    for (const Json& target : input["targets"].items) mean.add(progress_of(policy, target.items[0].number, target.items[1].number, target.items[2].number));
    Metric checklist{.type = MetricType::milestones};
    for (const Json& check : input["checks"].items)
      checklist.milestones.push_back({.title = "x", .done_on = check.boolean ? std::optional(Date{0}) : std::nullopt});
    if (!checklist.milestones.empty()) mean.add(100 * attainment(checklist, milestone_weight_done(checklist, Date{0}), Date{0}, policy).value());
    expect_exact(mean.value(), expected);
  } else {
    const Rhythm rhythm{function.find("monthly") == std::string::npos ? Cadence::week : Cadence::month, 5};
    const std::optional<Date> due = parse_date(input["due"].text);
    EXPECT_EQ(format(next_due(rhythm, due, *parse_date(input["checked_in"].text)).value()), expected.text);
  }
}

void run_shaman(const std::string& function, const Json& input, const Json& expected) {
  if (function.starts_with("GoalProgress")) {
    std::vector<RollupItem> items;
    for (const Json& kr : input["krs"].items) items.push_back({kr.items[1].number, std::nullopt, kr.items[0].number});
    expect_exact(weighted_mean(items), expected);
    return;
  }
  std::vector<Checkpoint> points;
  for (const Json& point : input["checkpoints"].items) points.push_back({point.items[0].number, point.items[1].number / 100});
  expect_exact(progress_of({}, input["start"].number, input["target"].number, input["current"].number, points), expected);
}

void run_modes(const Json& input, const Json& expected) {
  if (input.is_number()) return check_scale("okrs", input.number, expected.text);
  Graph graph;
  ObjectiveNode node;
  if (input["mode"].text == "manual") node.manual = input["manual"].number / 100;
  const Index objective = graph.add_objective(node);
  for (const Json& task : input["tasks"].items) graph.add_key_result({.objective = objective, .progress = task.number});
  graph.recompute_all();
  expect_exact(percent(graph.rolled({objective, false}).progress.value()), expected);
}

TEST(Vectors, every_example_of_an_open_source_tool_comes_out_as_its_tests_assert) {
  const Json all = tests::read_json(CAIRN_SOURCE_DIR "/../shared/vectors/open_source.json");
  Policy leantime;
  leantime.zero_range = ZeroRange::zero;
  int passed = 0;
  for (std::size_t i = 0; i < all.items.size(); ++i) {
    const Json &vector = all.items[i], &input = vector["input"], &expected = vector["expected"];
    const std::string system = vector["system"].text, function = vector["function"].text;
    SCOPED_TRACE(system + " " + function + " #" + std::to_string(i));
    const bool clean = !HasFailure();
    if (system == "puzzle/okr") run_puzzle(function, input, expected);
    else if (system == "oslokommune/okr-tracker") run_oslo(input, expected);
    else if (system == "operately/operately") run_operately(function, input, expected);
    else if (system == "ShamanR/okrs") run_shaman(function, input, expected);
    else if (system == "Leantime/leantime") expect_exact(progress_of(leantime, input["start"].number, input["end"].number, input["current"].number), expected);
    else if (system == "texandesi/OKR") expect_exact(progress_of({}, 0, input["target"].number, input["current"].number), expected);
    else if (system == "betobetobetokublau/OKRS") run_modes(input, expected);
    else if (system == "hitosea/dootask-okr") {
      const auto given = [&](const char* who) { return input[who].number < 0 ? std::nullopt : std::optional(input[who].number); };
      expect_exact(joint_score(given("self"), given("superior")), expected);
    } else {
      ADD_FAILURE() << "no rule for it";
    }
    if (clean && !HasFailure()) ++passed;
  }
  std::printf("vectors: %d passed, 0 set aside (open source, of %zu)\n", passed, all.items.size());
  EXPECT_EQ(static_cast<std::size_t>(passed), all.items.size());
}

}  // namespace
}  // namespace cairn::engine
