// Rounding for people: at the last moment, half away from zero, forgiving the last bits of binary fractions.
// source: maths.md section 5
#pragma once

namespace cairn::engine {

// in: a ratio, 0.725; out: whole percent, 73.
int percent(double ratio);
// out: rounded to `decimals` (0..9), half away from zero: round_half_away(0.35, 1) is 0.4 although the double lies below.
double round_half_away(double value, int decimals);
double round_score(double value);       // one decimal
double round_confidence(double value);  // one decimal

}  // namespace cairn::engine
