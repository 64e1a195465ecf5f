// Rounding half away from zero, scores and their bands, zone marks.
#include "engine/score.h"

#include <gtest/gtest.h>

#include "engine/kpi.h"
#include "engine/limits.h"
#include "engine/zones.h"

namespace cairn::engine {
namespace {

TEST(Rounding, halves_go_away_from_zero_whatever_their_double_says) {
  EXPECT_EQ(percent(0.725), 73);
  EXPECT_EQ(percent(-0.725), -73);
  EXPECT_EQ(percent(0.7249), 72);
  EXPECT_EQ(percent(1.005), 101);
  EXPECT_EQ(percent(0.285), 29);
  EXPECT_DOUBLE_EQ(round_score(0.35), 0.4);
  EXPECT_DOUBLE_EQ(round_score(0.15), 0.2);
  EXPECT_DOUBLE_EQ(round_confidence(6.25), 6.3);
  EXPECT_DOUBLE_EQ(round_half_away(2.675, 2), 2.68);
  EXPECT_FALSE(std::signbit(round_half_away(-0.01, 1)));
}

TEST(Score, is_progress_within_nought_and_one_to_one_decimal) {
  EXPECT_EQ(suggested_score(0.3529), 0.4);
  EXPECT_EQ(suggested_score(1.7), 1.0);
  EXPECT_EQ(suggested_score(-0.2), 0.0);
  EXPECT_FALSE(suggested_score(std::nullopt));
  EXPECT_FALSE(suggested_score(0.9, ObjectiveKind::learning));
}

TEST(Score, bands_depend_on_the_kind) {
  EXPECT_EQ(score_band(0.7, ObjectiveKind::aspirational, {}), Band::green);
  EXPECT_EQ(score_band(0.6, ObjectiveKind::aspirational, {}), Band::amber);
  EXPECT_EQ(score_band(0.3, ObjectiveKind::aspirational, {}), Band::red);
  EXPECT_EQ(score_band(0.9, ObjectiveKind::committed, {}), Band::amber);
  EXPECT_EQ(score_band(1.0, ObjectiveKind::committed, {}), Band::green);
  EXPECT_EQ(score_band(1.0, ObjectiveKind::learning, {}), Band::none);
  EXPECT_EQ(suggested_state(0.5, ObjectiveKind::aspirational, {}), ObjectiveState::partly_achieved);
}

TEST(Score, two_views_are_weighed_once_both_are_in) {
  EXPECT_DOUBLE_EQ(joint_score(5, 8), 7.1);
  EXPECT_EQ(joint_score(std::nullopt, 9), 0);
}

TEST(Zones, missing_marks_lie_on_the_line_of_the_known_ones) {
  const auto marks = fill_marks({10, std::nullopt, std::nullopt, 5});
  ASSERT_TRUE(marks);
  EXPECT_EQ(*marks, (std::array<double, 4>{10, 8.5, 6.5, 5}));
  EXPECT_FALSE(fill_marks({std::nullopt, std::nullopt, 3, std::nullopt}));
  EXPECT_FALSE(fill_marks({std::nullopt, 3, 3, std::nullopt}));
}

TEST(Zones, a_ratio_falls_into_the_zone_whose_mark_it_reached) {
  EXPECT_EQ(zone_of(0.29), Zone::fail);
  EXPECT_EQ(zone_of(0.3), Zone::commit);
  EXPECT_EQ(zone_of(0.7), Zone::target);
  EXPECT_EQ(zone_of(1.2), Zone::stretch);
}

TEST(Kpi, without_a_target_is_healthy) {
  EXPECT_EQ(kpi_health(3, Direction::up, {}, {}), Health::healthy);
  EXPECT_EQ(kpi_health({}, Direction::up, 1, {}), Health::unknown);
  EXPECT_EQ(kpi_health(105, Direction::up, 110, 100), Health::watch);
  EXPECT_EQ(kpi_health(5, Direction::down, 3, 4), Health::unhealthy);
}

TEST(Limits, advise_first_and_refuse_only_far_beyond) {
  EXPECT_EQ(advise({}, 6, 1).size(), 2u);
  EXPECT_FALSE(refuse_objective({}, 10));
  EXPECT_TRUE(refuse_key_result({}, 20));
}

}  // namespace
}  // namespace cairn::engine
