// A piecewise straight scale.
#include "engine/scale.h"

#include <algorithm>

namespace cairn::engine {
namespace {

double slope(const ScalePoint& a, double ax, const ScalePoint& b, double bx) { return (b.y - a.y) / (bx - ax); }

}  // namespace

double along(std::span<const ScalePoint> points, double x) {
  if (points.empty()) return 0;
  double left = points.front().x;
  double first_slope = 0, last_slope = 0;
  bool any = false;
  for (std::size_t i = 1; i < points.size(); ++i) {
    const double right = std::max(left, points[i].x);
    if (right > left) {
      last_slope = slope(points[i - 1], left, points[i], right);
      if (!any) first_slope = last_slope;
      any = true;
      if (x >= points.front().x && x >= left && x < right) return points[i - 1].y + last_slope * (x - left);
    }
    left = right;
  }
  if (x < points.front().x) return points.front().y + first_slope * (x - points.front().x);
  return points.back().y + last_slope * (x - left);
}

}  // namespace cairn::engine
