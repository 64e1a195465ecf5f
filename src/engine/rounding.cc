// Half-away-from-zero rounding that treats a tie written in decimal as a tie, whichever side its double fell on.
#include "engine/rounding.h"

#include <algorithm>
#include <cmath>

namespace cairn::engine {

double round_half_away(double value, int decimals) {
  if (!std::isfinite(value)) return 0;
  const double scale = std::pow(10.0, std::clamp(decimals, 0, 9));
  const double scaled = std::abs(value) * scale;
  if (!(scaled < 9e15)) return value;  // no fraction left to round
  const double slack = std::max(1e-9, scaled * 4e-16);
  const double down = std::floor(scaled);
  const double rounded = (scaled - down >= 0.5 - slack ? down + 1 : down) / scale;
  return rounded == 0 ? 0.0 : std::copysign(rounded, value);
}

int percent(double ratio) {
  return static_cast<int>(std::clamp(round_half_away(ratio * 100, 0), -2e9, 2e9));
}

double round_score(double value) { return round_half_away(value, 1); }
double round_confidence(double value) { return round_half_away(value, 1); }

}  // namespace cairn::engine
