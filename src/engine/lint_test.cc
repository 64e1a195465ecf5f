// The linter's rules, each by an example that it finds and one that it leaves alone.
#include "engine/lint.h"

#include <gtest/gtest.h>

#include "engine/lint_text.h"

namespace cairn::engine {
namespace {

const Date today = date_of(2026, 2, 15);
const Window quarter{date_of(2026, 1, 1), date_of(2026, 3, 31)};

Checkin on(int month, int day, double value, std::optional<double> confidence = {}) {
  const Date date = date_of(2026, month, day);
  return {.at = {date.days * day_us}, .on = date, .value = value, .confidence = confidence};
}

struct Draft {
  std::vector<Metric> metrics{{.start = 10, .target = 20}, {.start = 5, .target = 2, .unit = "%"}};
  std::vector<Series> series{{on(2, 10, 12, 6)}, {on(2, 11, 4, 7)}};
  LintObjective facts;

  Draft() {
    metrics[1].type = MetricType::decrease;
    facts.title = "New teams succeed in their first week";
    facts.owned = true;
    facts.owner = "ada";
    facts.window = quarter;
    facts.key_results.push_back({.title = "Teams that invite three people in week one", .owned = true, .owner = "ada"});
    facts.key_results.push_back({.title = "Teams that leave within a month", .owned = true, .owner = "tom"});
    connect();
  }
  void connect() {
    for (std::size_t i = 0; i < metrics.size() && i < facts.key_results.size(); ++i) {
      facts.key_results[i].metric = &metrics[i];
      facts.key_results[i].checkins = series[i];
    }
  }
  std::vector<std::string> rules(const LintOptions& options = {}) const {
    std::vector<std::string> ids;
    for (const LintFinding& finding : lint(facts, today, {}, options)) ids.emplace_back(finding.rule);
    return ids;
  }
  bool finds(std::string_view rule) const { return std::ranges::count(rules(), rule) > 0; }
};

TEST(Lint, a_sound_objective_has_nothing_to_mend) {
  for (const std::string& rule : Draft().rules()) ADD_FAILURE() << rule;
}

TEST(Lint, rules_have_stable_ids_of_known_families_and_say_how_to_mend_in_two_languages) {
  const std::set<std::string_view> families{"measurable", "outcome", "ambition", "clarity", "ownership", "alignment", "limits", "time", "upkeep", "balance"};
  std::set<std::string_view> ids;
  for (const LintRule& rule : lint_rules()) {
    EXPECT_TRUE(ids.insert(rule.id).second) << rule.id;
    EXPECT_TRUE(families.contains(rule.id.substr(0, rule.id.find('.')))) << rule.id;
    EXPECT_FALSE(rule.reason.empty() || rule.remedy.empty() || rule.reason_de.empty() || rule.remedy_de.empty()) << rule.id;
    if (rule.wording) EXPECT_NE(rule.severity, Severity::error) << rule.id;
  }
}

TEST(Lint, metrics_that_cannot_tell_progress_are_found) {
  Draft draft;
  draft.metrics[0].target = 10;
  EXPECT_TRUE(draft.finds("measurable.start_equals_target"));
  draft.metrics[0].target = 5;
  EXPECT_TRUE(draft.finds("measurable.wrong_direction"));
  draft.metrics[0].start.reset();
  EXPECT_TRUE(draft.finds("measurable.no_start"));
  draft.facts.key_results[0].metric = nullptr;
  EXPECT_TRUE(draft.finds("measurable.no_metric"));
  draft.facts.key_results[0].aligned = true;
  EXPECT_FALSE(draft.finds("measurable.no_metric"));
}

TEST(Lint, done_or_not_done_with_a_number_in_the_title_wants_the_number) {
  Draft draft;
  draft.metrics[0] = {.type = MetricType::done};
  draft.facts.key_results[0].title = "Win 12 reference customers";
  EXPECT_TRUE(draft.finds("measurable.binary"));
}

TEST(Lint, ambition_is_held_against_the_metric_s_own_history) {
  Draft draft;
  draft.series[0] = {on(1, 2, 25)};
  draft.connect();
  EXPECT_TRUE(draft.finds("ambition.already_reached"));
  draft.series[0] = {on(1, 2, 10), on(1, 9, 40), on(1, 16, 5), on(1, 23, 33), on(1, 30, 8)};
  draft.connect();
  EXPECT_TRUE(draft.finds("ambition.within_noise"));
  draft.facts.kind = ObjectiveKind::committed;
  draft.facts.key_results[0].checkins = {};
  EXPECT_TRUE(draft.finds("ambition.committed_without_history"));
}

TEST(Lint, owners_are_single_active_persons) {
  Draft draft;
  draft.facts.owned = false;
  EXPECT_TRUE(draft.finds("ownership.no_owner"));
  draft.facts.owned = true;
  draft.facts.owner_is_group = true;
  EXPECT_TRUE(draft.finds("ownership.group_owner"));
  draft.facts.owner_is_group = false;
  draft.facts.owner_active = false;
  EXPECT_TRUE(draft.finds("ownership.inactive_owner"));
}

TEST(Lint, a_team_s_objective_hangs_on_something_of_its_time) {
  Draft draft;
  draft.facts.level = Level::team;
  EXPECT_TRUE(draft.finds("alignment.no_parent"));
  draft.facts.has_parent = true;
  draft.facts.parent_windows = {{date_of(2025, 1, 1), date_of(2025, 12, 31)}};
  EXPECT_TRUE(draft.finds("alignment.other_cycle"));
  draft.facts.parent_windows = {{date_of(2026, 1, 1), date_of(2026, 12, 31)}};
  EXPECT_FALSE(draft.finds("alignment.other_cycle"));
}

TEST(Lint, two_to_five_key_results_and_few_objectives) {
  Draft draft;
  draft.facts.objectives_of_owner = 6;
  EXPECT_TRUE(draft.finds("limits.too_many_objectives"));
  while (draft.facts.key_results.size() < 6) draft.facts.key_results.push_back(draft.facts.key_results[0]);
  EXPECT_TRUE(draft.finds("limits.too_many_key_results"));
  draft.facts.key_results.resize(1);
  EXPECT_TRUE(draft.finds("limits.too_few_key_results"));
}

TEST(Lint, dates_lie_within_the_cycle_and_ahead) {
  Draft draft;
  draft.facts.key_results[0].due = date_of(2026, 4, 30);
  EXPECT_TRUE(draft.finds("time.due_outside_cycle"));
  draft.facts.key_results[0].due = date_of(2026, 1, 30);
  EXPECT_TRUE(draft.finds("time.due_passed"));
  draft.facts.window.reset();
  EXPECT_TRUE(draft.finds("time.no_cycle"));
}

TEST(Lint, silence_and_unmoved_confidence_are_noticed) {
  Draft draft;
  draft.facts.key_results[0].checkins = {};
  EXPECT_TRUE(draft.finds("upkeep.not_started"));
  draft.series[0] = {on(1, 5, 11)};
  draft.connect();
  EXPECT_TRUE(draft.finds("upkeep.stale"));
  draft.series[0] = {on(1, 23, 11, 7), on(1, 30, 12, 7), on(2, 6, 13, 7), on(2, 13, 14, 7)};
  draft.connect();
  EXPECT_TRUE(draft.finds("upkeep.constant_confidence"));
}

TEST(Lint, a_balanced_objective_measures_effects_and_is_carried_by_several) {
  Draft draft;
  draft.metrics[0] = draft.metrics[1] = {.type = MetricType::done};
  EXPECT_TRUE(draft.finds("balance.only_outputs"));
  Draft alone;
  alone.facts.key_results[1].owner = "ada";
  alone.facts.key_results.push_back(alone.facts.key_results[0]);
  EXPECT_TRUE(alone.finds("balance.one_person"));
}

bool says(const std::vector<LintFinding>& findings, std::string_view rule) { return std::ranges::count(findings, rule, &LintFinding::rule) > 0; }

TEST(LintText, things_made_are_told_from_effects_in_both_languages) {
  for (const char* title : {"Launch the new website", "Customer success: Implement a support system", "Neue Website einführen", "OBJECTIVE: Set up reporting",
                            "Roles are documented in the handbook", "Prozess ist dokumentiert"})
    EXPECT_TRUE(says(lint_key_result_title(title, nullptr), "outcome.output_verb") || says(lint_key_result_title(title, nullptr), "outcome.output_state")) << title;
  for (const char* title : {"Teams that stay after a month", "Launch in 5 countries", "Build times from 60 to 30 minutes", "Kundinnen bleiben uns treu"})
    EXPECT_FALSE(says(lint_key_result_title(title, nullptr), "outcome.output_verb")) << title;
}

TEST(LintText, fields_come_before_words) {
  const Metric number{.start = 0, .target = 10};
  EXPECT_FALSE(says(lint_key_result_title("Improve retention of new customers", &number), "measurable.vague"));
  EXPECT_TRUE(says(lint_key_result_title("Improve retention of new customers", nullptr), "measurable.vague"));
  EXPECT_FALSE(says(lint_key_result_title("Launch the app for partners", &number), "outcome.output_verb"));
}

TEST(LintText, an_objective_with_a_number_is_a_key_result_in_disguise) {
  EXPECT_TRUE(says(lint_objective_title("Grow revenue to $2M"), "clarity.metric_in_objective"));
  EXPECT_TRUE(says(lint_objective_title("Reach 80% retention of teams"), "clarity.metric_in_objective"));
  for (const char* title : {"Be ready for the season of 2027", "Win the largest companies (5k+ users)", "Pass SOC 2 without drama", "Ship version 3 that people love"})
    EXPECT_FALSE(says(lint_objective_title(title), "clarity.metric_in_objective")) << title;
}

TEST(LintText, placeholders_jargon_length_and_second_goals_are_found) {
  EXPECT_TRUE(says(lint_key_result_title("Reach $N in sales", nullptr), "clarity.placeholder"));
  EXPECT_TRUE(says(lint_key_result_title("Reach X% of users", nullptr), "clarity.placeholder"));
  EXPECT_FALSE(says(lint_key_result_title("Nobody waits for support on X", nullptr), "clarity.placeholder"));
  EXPECT_TRUE(says(lint_objective_title("Leverage synergies of the group"), "clarity.jargon"));
  EXPECT_TRUE(says(lint_objective_title("Growth"), "clarity.short_title"));
  EXPECT_TRUE(says(lint_objective_title(std::string(101, 'x')), "clarity.long_title"));
  EXPECT_TRUE(says(lint_objective_title("Delight our customers and grow the partner network"), "clarity.several_goals"));
  EXPECT_FALSE(says(lint_objective_title("Bread and butter work is done with joy"), "clarity.several_goals"));
}

TEST(Lint, the_administrator_decides_on_each_rule) {
  Draft draft;
  draft.facts.owned = false;
  LintOptions options;
  options.overrides = {{"ownership.no_owner", Severity::off}};
  EXPECT_EQ(std::ranges::count(draft.rules(options), "ownership.no_owner"), 0);
  options.overrides = {{"ownership.no_owner", Severity::error}};
  EXPECT_EQ(lint(draft.facts, today, {}, options).front().severity, Severity::error);
}

TEST(Lint, a_file_s_findings_carry_their_path) {
  OkrFile file;
  file.cycles = {{.key = "q1", .name = "Q1", .parent = "", .starts = quarter.starts, .ends = quarter.ends}};
  file.people = {{.key = "crew", .name = "The Platform Team"}};
  file.objectives = {{.key = "a", .title = "People like to come to work", .cycle = "q1", .owner = "crew"}};
  file.objectives[0].key_results.push_back({.key = "k", .title = "Satisfaction"});
  file.objectives[0].key_results[0].due = date_of(2027, 1, 1);
  const auto findings = lint(file, today);
  EXPECT_TRUE(says(findings, "ownership.group_owner"));
  const auto due = std::ranges::find(findings, "time.due_outside_cycle", &LintFinding::rule);
  ASSERT_NE(due, findings.end());
  EXPECT_EQ(due->path, "objectives[0].key_results[0].due");
}

}  // namespace
}  // namespace cairn::engine
