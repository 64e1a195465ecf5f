// The OKR file's figures and problems, on a small company written out here.
#include "engine/okr_file.h"

#include <gtest/gtest.h>

namespace cairn::engine {
namespace {

const Date today = date_of(2026, 2, 15);
const EvalDay day{today, {(today.days + 1) * day_us - 1}};

Checkin on(int month, int date, double value, std::optional<double> confidence = {}) {
  const Date at = date_of(2026, month, date);
  return {.at = {at.days * day_us + 11 * hour_us}, .on = at, .value = value, .confidence = confidence};
}

FileKeyResult key_result(std::string key, Metric metric, Series series) {
  FileKeyResult kr;
  kr.key = key;
  kr.title = "Title of " + key;
  kr.metric = std::move(metric);
  kr.checkins = std::move(series);
  return kr;
}

OkrFile company() {
  OkrFile file;
  file.organisation = "Northwind";
  file.people = {{.key = "ada", .name = "Ada"}, {.key = "lin", .name = "Lin"}};
  file.teams = {{.key = "growth", .name = "Growth"}};
  file.pillars = {{.key = "trust", .title = "Trust"}};
  file.cycles = {{.key = "q1", .name = "Q1", .parent = "", .starts = date_of(2026, 1, 1), .ends = date_of(2026, 3, 31)}};
  FileObjective north{.key = "o-north", .title = "North star", .cycle = "q1", .owner = "lin"};
  FileObjective activation{.key = "o-activation", .title = "New teams succeed", .cycle = "q1", .team = "growth", .owner = "ada", .pillar = "trust"};
  activation.contributes_to = {{.to = "o-north", .weight = 2, .state = ""}};
  activation.key_results.push_back(key_result("kr-week1", {.start = 18, .target = 35}, {on(1, 16, 20, 5), on(1, 30, 22, 5), on(2, 13, 24, 6)}));
  activation.key_results.push_back(key_result("kr-base", {.type = MetricType::baseline}, {}));
  north.key_results.push_back(key_result("kr-a", {.start = 0, .target = 10}, {on(2, 10, 5, 7)}));
  file.objectives = {north, activation};
  return file;
}

const EvalNode& find(const std::vector<EvalNode>& nodes, std::string_view key) {
  return *std::ranges::find(nodes, key, &EvalNode::key);
}
bool has(const std::vector<Problem>& problems, std::string_view path, std::string_view code) {
  return std::ranges::any_of(problems, [&](const Problem& p) { return p.field == path && p.code == code; });
}

TEST(OkrFile, the_figures_of_the_format_s_example_come_out) {
  const OkrFile file = company();
  ASSERT_TRUE(check_file(file).empty());
  const EvalResult result = evaluate(file, day);
  const EvalNode& kr = find(result.key_results, "o-activation/kr-week1");
  EXPECT_EQ(kr.value, 24);
  EXPECT_DOUBLE_EQ(kr.progress.value(), 6.0 / 17);
  EXPECT_DOUBLE_EQ(kr.expected.value(), 45.0 / 89);
  EXPECT_EQ(kr.status, Status::behind);
  EXPECT_EQ(kr.confidence, 6);
  EXPECT_EQ(kr.score, 0.4);
  EXPECT_TRUE(kr.forecast.probability);
  EXPECT_EQ(kr.explain.rule, "increase");
}

TEST(OkrFile, objectives_roll_up_key_results_and_contributions) {
  const EvalResult result = evaluate(company(), day);
  const double child = 6.0 / 17;
  EXPECT_DOUBLE_EQ(find(result.objectives, "o-activation").progress.value(), child);
  EXPECT_DOUBLE_EQ(find(result.objectives, "o-north").progress.value(), (0.5 + 2 * child) / 3);
  EXPECT_EQ(find(result.objectives, "o-north").explain.items.size(), 2u);
  EXPECT_DOUBLE_EQ(find(result.teams, "growth").progress.value(), child);
  EXPECT_DOUBLE_EQ(find(result.pillars, "trust").progress.value(), child);
  EXPECT_DOUBLE_EQ(find(result.cycles, "q1").progress.value(), (child + (0.5 + 2 * child) / 3) / 2);
  EXPECT_DOUBLE_EQ(result.organisation.progress.value(), (0.5 + 2 * child) / 3);
}

TEST(OkrFile, an_earlier_day_knows_no_later_check_in) {
  const Date early = date_of(2026, 1, 20);
  const EvalResult result = evaluate(company(), {early, {(early.days + 1) * day_us - 1}});
  EXPECT_EQ(find(result.key_results, "o-activation/kr-week1").value, 20);
  EXPECT_EQ(find(result.key_results, "o-north/kr-a").status, Status::no_update);
  EXPECT_FALSE(find(result.key_results, "o-activation/kr-week1").forecast.probability);
}

TEST(OkrFile, a_baseline_has_no_progress_and_does_not_count) {
  const EvalResult result = evaluate(company(), day);
  EXPECT_FALSE(find(result.key_results, "o-activation/kr-base").progress);
  EXPECT_FALSE(find(result.key_results, "o-activation/kr-base").score);
}

TEST(OkrFile, an_aligned_key_result_takes_its_contributors_progress) {
  OkrFile file = company();
  file.objectives[0].key_results[0].source = Source::aligned;
  file.objectives[0].key_results[0].checkins.clear();
  file.objectives[1].contributes_to = {{.to = "kr:o-north/kr-a", .weight = 1, .state = ""}};
  ASSERT_TRUE(check_file(file).empty());
  const EvalResult result = evaluate(file, day);
  EXPECT_DOUBLE_EQ(find(result.key_results, "o-north/kr-a").progress.value(), 6.0 / 17);
  EXPECT_DOUBLE_EQ(find(result.objectives, "o-north").progress.value(), 6.0 / 17);
  EXPECT_EQ(find(result.key_results, "o-north/kr-a").explain.rule, "aligned");
}

TEST(OkrFile, a_key_result_may_follow_a_kpi) {
  OkrFile file = company();
  file.kpis = {{.key = "nrr", .name = "NRR", .unit = "%", .green = 110, .amber = 100, .values = {on(1, 9, 104), on(2, 9, 3)}}};
  file.objectives[0].key_results[0].source = Source::kpi;
  file.objectives[0].key_results[0].kpi = "nrr";
  ASSERT_TRUE(check_file(file).empty());
  EXPECT_EQ(find(evaluate(file, day).key_results, "o-north/kr-a").value, 3);
}

TEST(OkrFile, every_problem_is_told_with_its_path) {
  OkrFile file = company();
  file.teams[0].parent = "growth";
  file.objectives[0].cycle = "q9";
  file.objectives[0].contributes_to = {{.to = "o-activation", .weight = -1, .state = ""}};
  file.objectives[1].owner = "bob";
  file.objectives[1].key_results[0].metric->start = std::nullopt;
  file.objectives[1].key_results[1].key = "kr-week1";
  file.objectives[1].key_results[1].share = 130;
  file.people.push_back({.key = "ada", .name = "Ada again"});
  file.cycles[0].ends = date_of(2025, 1, 1);
  const auto problems = check_file(file);
  EXPECT_TRUE(has(problems, "teams[0].parent", "loop"));
  EXPECT_TRUE(has(problems, "objectives[0].cycle", "unknown_reference"));
  EXPECT_TRUE(has(problems, "objectives[0].contributes_to[0].weight", "negative_weight"));
  EXPECT_TRUE(has(problems, "objectives[1].contributes_to[0].to", "loop"));
  EXPECT_TRUE(has(problems, "objectives[1].owner", "unknown_reference"));
  EXPECT_TRUE(has(problems, "objectives[1].key_results[0].metric.start", "required"));
  EXPECT_TRUE(has(problems, "objectives[1].key_results[1].key", "duplicate_key"));
  EXPECT_TRUE(has(problems, "objectives[1].key_results[1].share", "share_range"));
  EXPECT_TRUE(has(problems, "people[2].key", "duplicate_key"));
  EXPECT_TRUE(has(problems, "cycles[0].ends", "ends_before_start"));
}

TEST(OkrFile, start_equal_to_target_is_reckoned_with_all_the_same) {
  OkrFile file = company();
  file.objectives[0].key_results[0].metric = Metric{.start = 5, .target = 5};
  EXPECT_TRUE(check_file(file).empty());
  EXPECT_EQ(find(evaluate(file, day).key_results, "o-north/kr-a").progress, 1);
}

TEST(OkrFile, a_cycle_may_have_its_own_policy) {
  OkrFile file = company();
  file.cycles[0].policy = *find_preset("workfront");
  const EvalResult result = evaluate(file, day);
  EXPECT_EQ(find(result.key_results, "o-activation/kr-week1").status, Status::off_track);  // 0.353 / 0.506 = 0.698
  EXPECT_EQ(find(result.key_results, "o-activation/kr-week1").explain.policy, "workfront");
}

}  // namespace
}  // namespace cairn::engine
