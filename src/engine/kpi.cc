// Health of a KPI.
#include "engine/kpi.h"

namespace cairn::engine {

Health kpi_health(std::optional<double> value, Direction direction, std::optional<double> green, std::optional<double> amber) {
  if (!value) return Health::unknown;
  if (!green) return Health::healthy;
  const auto reaches = [&](double threshold) { return direction == Direction::up ? *value >= threshold : *value <= threshold; };
  if (reaches(*green)) return Health::healthy;
  return amber && reaches(*amber) ? Health::watch : Health::unhealthy;
}

}  // namespace cairn::engine
