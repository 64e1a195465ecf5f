// Planning an import: what becomes of rows, and what is said about wrong ones.
#include <gtest/gtest.h>

#include "features/imports/cells.h"
#include "features/imports/plan.h"

namespace cairn::imports {
namespace {

Table table(std::vector<std::string> header, std::vector<std::vector<std::string>> rows) {
  Table out;
  out.header = std::move(header);
  std::int64_t number = 1;
  for (auto& cells : rows) out.rows.push_back({++number, std::move(cells)});
  return out;
}

Plan plan(const Table& t, Choices choices = {}, Known known = {}) {
  known.today = *parse_date("2026-11-20");
  choices.mapping = guess(t.header);
  return make_plan(t, choices, known);
}

TEST(Guess, reads_the_headers_of_other_tools) {
  const Mapping m = guess({"Quarter", "Objective", "Key Result", "Done", "Whatever", "Owner Email", "% Complete"});
  EXPECT_EQ(m[0], Field::cycle);
  EXPECT_EQ(m[1], Field::objective);
  EXPECT_EQ(m[2], Field::key_result);
  EXPECT_EQ(m[3], Field::done);
  EXPECT_FALSE(m[4]);
  EXPECT_EQ(m[5], Field::owner);
  EXPECT_EQ(m[6], Field::progress);
}

TEST(CycleNamed, reads_quarters_halves_years_and_months) {
  EXPECT_EQ(format(cycle_named("2018-Q1")->ends_on), "2018-03-31");
  EXPECT_EQ(format(cycle_named("Q4 2026")->starts_on), "2026-10-01");
  EXPECT_EQ(format(cycle_named("Q4 2026")->ends_on), "2026-12-31");
  EXPECT_EQ(format(cycle_named("H2 2026")->starts_on), "2026-07-01");
  EXPECT_EQ(format(cycle_named("2026")->ends_on), "2026-12-31");
  EXPECT_EQ(format(cycle_named("2026-02")->ends_on), "2026-02-28");
  EXPECT_FALSE(cycle_named("next spring"));
  EXPECT_FALSE(cycle_named("Q7 2026"));
}

TEST(ReadDate, takes_one_reading_only) {
  EXPECT_EQ(format(*read_date("31.03.2026")), "2026-03-31");
  EXPECT_EQ(format(*read_date("03/31/2026")), "2026-03-31");
  EXPECT_FALSE(read_date("03/04/2026"));
  EXPECT_FALSE(read_date("31.02.2026"));
}

TEST(MakePlan, groups_rows_under_their_objective_and_cycle) {
  const Plan p = plan(table({"Quarter", "Objective", "Key Result", "Done"}, {{"2018-Q1", "Grow", "First", "yes"},
                                                                           {"2018-Q1", "Grow", "Second", "no"},
                                                                           {"2018-Q2", "Grow", "Third", ""},
                                                                           {"2018-Q2", "", "Alone", ""}}));
  EXPECT_TRUE(p.problems.empty());
  EXPECT_EQ(p.cycles.size(), 2U);
  EXPECT_EQ(p.new_objectives, 3);
  EXPECT_EQ(p.new_key_results, 4);
  EXPECT_EQ(p.new_checkins, 2);
  EXPECT_EQ(p.objectives[2].title, "Without objective");
}

TEST(MakePlan, names_row_and_column_of_every_problem) {
  const Plan p = plan(table({"Quarter", "Objective", "Key Result", "Start", "Target", "Owner"},
                            {{"someday", "A", "K", "0", "10", ""}, {"2026", "B", "K", "abc", "10", ""},
                             {"2026", "C", "K", "5", "5", ""}, {"2026", "D", "K", "0", "5", "nobody@example.com"}}));
  ASSERT_EQ(p.problems.size(), 4U);
  EXPECT_EQ(p.problems[0].code, "unknown_cycle");
  EXPECT_EQ(p.problems[0].row, 2);
  EXPECT_EQ(p.problems[0].column, "Quarter");
  EXPECT_EQ(p.problems[1].code, "not_a_number");
  EXPECT_EQ(p.problems[2].code, "start_equals_target");
  EXPECT_EQ(p.problems[3].code, "unknown_person");
  EXPECT_EQ(p.new_objectives, 0);
}

TEST(MakePlan, leaves_alone_what_is_there_already) {
  Known known;
  known.cycles["2026"] = {CycleId{1}, *parse_date("2026-01-01"), *parse_date("2026-12-31"), false};
  known.objectives[{CycleId{1}, "grow"}] = {ObjectiveId{7}, true, {{"first", KeyResultId{9}}}};
  const Plan p = plan(table({"Cycle", "Objective", "Key Result"}, {{"2026", "Grow", "First"}, {"2026", "Grow", "Second"}}), {}, known);
  EXPECT_EQ(p.new_objectives, 0);
  EXPECT_EQ(p.new_key_results, 1);
  EXPECT_EQ(p.rows[0].fate, Fate::skip);
}

}  // namespace
}  // namespace cairn::imports
