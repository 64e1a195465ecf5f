// How an end value is estimated from a short series.
//
// A key result goes on in one of four ways, each a normal distribution of its end: it keeps its pace ("trend"), it
// stops moving ("stall"), it is brought home at the end ("finish"), or it does what key results like it did before from
// here on ("outside"). Their mixture is wide when much time is left and narrows as the due date comes.
//
// Two choices make a better newest value never look worse: the pace grows with the newest value and so does the mean of
// each part, while all spreads and weights come from what was known before the newest value. So every part moves up
// with it, and the mixture with them.
//
// Worked example (forecast_test.cc, "half_way_at_half_time"): 0 -> 0.46 over 42 of 91 days in even steps would end near
// 1 at the same pace; as some stall and few gain pace, the probability to reach 1 is somewhat below a half.
#include "engine/forecast_model.h"

#include <algorithm>
#include <cmath>

namespace cairn::engine {

double normal_below(double z) { return 0.5 * std::erfc(-z * 0.70710678118654752); }

double normal_quantile(double probability) {
  double low = -8, high = 8;
  for (int i = 0; i < 60; ++i) {
    const double middle = 0.5 * (low + high);
    (normal_below(middle) < probability ? low : high) = middle;
  }
  return 0.5 * (low + high);
}

double mixture_below(std::span<const NormalPart> parts, double x) {
  double sum = 0, weight = 0;
  for (const NormalPart& part : parts) {
    sum += part.weight * normal_below((x - part.mean) / part.spread);
    weight += part.weight;
  }
  return weight > 0 ? sum / weight : 0;
}

double mixture_quantile(std::span<const NormalPart> parts, double probability) {
  double low = parts.front().mean, high = low;
  for (const NormalPart& part : parts) {
    low = std::min(low, part.mean - 8 * part.spread);
    high = std::max(high, part.mean + 8 * part.spread);
  }
  for (int i = 0; i < 50; ++i) {
    const double middle = 0.5 * (low + high);
    (mixture_below(parts, middle) < probability ? low : high) = middle;
  }
  return 0.5 * (low + high);
}

namespace {

// The variance of the noise per day, from the increments before the newest value.
double noise_per_day(std::span<const SeriesPoint> points, double prior_per_day, double prior_steps) {
  const auto before = points.first(points.size() - 1);
  double pace = 0;
  if (before.size() >= 2 && before.back().day > before.front().day)
    pace = (before.back().value - before.front().value) / (before.back().day - before.front().day);
  double sum = prior_per_day * prior_steps, count = prior_steps;
  for (std::size_t i = 1; i < before.size(); ++i) {
    const double days = before[i].day - before[i - 1].day;
    const double off = before[i].value - before[i - 1].value - pace * days;
    sum += off * off / days;
    count += 1;
  }
  return sum / count;
}

// The pace per day: over the whole series and over its recent part, drawn toward the prior while the series is short.
double pace_per_day(std::span<const SeriesPoint> points, double window_days, const ForecastModel& model) {
  const SeriesPoint& first = points.front();
  const SeriesPoint& last = points.back();
  const SeriesPoint& recent = points[points.size() > 4 ? points.size() - 4 : 0];
  const double whole = (last.value - first.value) / (last.day - first.day);
  const double late = (last.value - recent.value) / (last.day - recent.day);
  const double seen = (last.day - first.day) / window_days;
  const double trust = seen / (seen + model.prior_strength);
  return trust * ((1 - model.recent) * whole + model.recent * late) + (1 - trust) * model.prior_pace / window_days;
}

}  // namespace

std::vector<NormalPart> range_ends(std::span<const SeriesPoint> points, double window_days, double days_left, double history_mean,
                                   double history_spread, const ForecastModel& model) {
  const double left = days_left / window_days;
  const double newest = points.back().value;
  const double pace = pace_per_day(points, window_days, model);
  const double noise = noise_per_day(points, model.prior_step * model.prior_step / window_days, model.prior_steps) * days_left;
  const double doubt = model.pace_doubt * left;
  const auto spread = [&](double variance) { return std::sqrt(variance + model.least_spread * model.least_spread); };
  const double trend = newest + pace * days_left;
  return {{model.trend, trend, spread(noise + doubt * doubt)},
          {model.stall, newest + model.stall_pace * pace * days_left, spread(0.5 * noise)},
          {model.finish * left, std::max(trend, 1.03), spread(0.01)},
          {model.outside, newest + history_mean * left, spread(noise + history_spread * history_spread * left)}};
}

std::vector<NormalPart> level_ends(std::span<const SeriesPoint> points, double days_left, double unit, const ForecastModel& model) {
  const double newest = points.back().value;
  double mean = 0;
  for (const SeriesPoint& point : points) mean += point.value / static_cast<double>(points.size());
  const double prior = 0.05 * unit * 0.05 * unit / 28;
  const double noise = noise_per_day(points, prior, model.prior_steps);
  const double held = std::exp(-days_left / 60);
  const double days = std::min(days_left, 42.0);
  const double spread = std::sqrt(noise * days + 0.01 * unit * 0.01 * unit);
  return {{0.7, held * newest + (1 - held) * mean, spread}, {0.3, newest, 0.5 * spread}};
}

}  // namespace cairn::engine
