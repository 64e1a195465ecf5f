// Where a key result will end: probability to reach its target by the due date, and the 10/50/90 percent end values.
// Deterministic; a better newest value never lowers the probability; nothing below three check-ins.
// source: maths.md section 7
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "engine/figures.h"
#include "engine/graph.h"

namespace cairn::engine {

// What key results like this one did before: where they ended, as attainment (1: target reached).
struct EndHistory {
  double mean = 0.72;
  double spread = 0.40;       // standard deviation
  double base_rate = 0.40;    // share that reached their target
  int count = 0;              // closed key results behind it; 0: the built-in prior alone
};
// in: end attainments of closed key results; out: their history, drawn toward the built-in prior while they are few.
EndHistory end_history(std::span<const double> ends);

// The end attainment as a distribution, at evenly spaced probabilities 1/32 .. 31/32.
struct EndQuantiles {
  std::array<double, 31> at{};
  double quantile(double probability) const;  // straight between, flat beyond
};

struct Forecast {
  double probability = 0;                // that the target is reached (a bound is met) at the due date
  double p10 = 0, p50 = 0, p90 = 0;      // end values, rising
  EndQuantiles ends;                     // as attainment
};

// out: none below three check-ins, for metrics without a number, and without a window.
std::optional<Forecast> forecast(const KeyResultView& view, const Policy& policy, Instant at, Date on, const EndHistory& history = {});

// One input of an objective's simulation: how a key result may end.
struct EndInput {
  std::uint64_t seed = 0;                // of the key result, by seed_of its key
  EndQuantiles ends;
};
std::uint64_t seed_of(std::string_view key);
// For a key result without a forecast: between where it is and what history lets expect for the rest of the time.
EndQuantiles ends_without_forecast(std::optional<double> progress, double elapsed, const EndHistory& history);

// The dependence: end values share one common factor, a Gaussian copula with this correlation.
inline constexpr double common_correlation = 0.25;
inline constexpr int simulation_runs = 200;
// out: the attainment of one run, 0 <= run < simulation_runs; for one run, all key results share the common factor.
double simulated_end(const EndInput& input, int run);

// Probabilities of all objectives of a graph: each run sets every key result to its simulated end and rolls up;
// an objective succeeds with 1 (committed) or the policy's green score (aspirational, learning).
// in: `ends` by key result index, none: keeps its progress; `kinds` by objective index.
// out: by objective index, in 0..1; none where no run gave it progress.
std::vector<std::optional<double>> simulate(Graph graph, std::span<const std::optional<EndInput>> ends, std::span<const ObjectiveKind> kinds);

}  // namespace cairn::engine
