// A piecewise straight scale from one number to another.
#pragma once
#include <span>

namespace cairn::engine {

struct ScalePoint {
  double x = 0;
  double y = 0;
};

// in: points with rising x (equal ones are a step, falling ones are lifted to the one before); out: y at x, continued
// beyond both ends with the slope of the nearest piece that has a length. Rising y gives a rising result.
double along(std::span<const ScalePoint> points, double x);

}  // namespace cairn::engine
