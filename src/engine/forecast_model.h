// The forecast's inner model: a mixture of normal distributions over the end value on a "goodness" axis.
#pragma once
#include <span>
#include <vector>

namespace cairn::engine {

// The weights and widths, found on simulated histories (forecast_test.cc prints how they do). Unit: attainment, whole window.
struct ForecastModel {
  double trend = 0.58, stall = 0.20, finish = 0.16, outside = 0.06;  // weights of the four ways it may go on
  double recent = 0.15;         // share of the recent pace in the trend
  double prior_pace = 0.90;     // pace expected before any check-in, per window
  double prior_strength = 0.45; // windows of observation the prior pace is worth
  double prior_step = 0.10;     // standard deviation of the noise over a whole window, before any check-in
  double prior_steps = 1.5;     // increments the prior noise is worth
  double pace_doubt = 0.15;     // standard deviation of a change of pace, per window
  double stall_pace = 0.30;     // share of the pace that goes on in a stall
  double least_spread = 0.015;
};

struct NormalPart {
  double weight = 1, mean = 0, spread = 1;
};

double normal_below(double z);                                    // standard normal distribution function
double normal_quantile(double probability);                       // its inverse
double mixture_below(std::span<const NormalPart> parts, double x);
double mixture_quantile(std::span<const NormalPart> parts, double probability);

// A series on the goodness axis: day of each point since the window's start (rising), its value.
struct SeriesPoint {
  double day = 0;
  double value = 0;
};

// in: at least two points, the start included; days of the whole window and left. out: how it may end.
std::vector<NormalPart> range_ends(std::span<const SeriesPoint> points, double window_days, double days_left, double history_mean,
                                   double history_spread, const ForecastModel& model);
// The same for a level that is to be held (a bound): no trend, drawn back toward its own mean.
std::vector<NormalPart> level_ends(std::span<const SeriesPoint> points, double days_left, double unit, const ForecastModel& model);

}  // namespace cairn::engine
