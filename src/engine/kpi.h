// Health of a KPI against its own thresholds; a KPI without a target is healthy.
// source: product.md P2.3
#pragma once
#include <optional>

#include "engine/kinds.h"

namespace cairn::engine {

enum class Direction : std::uint8_t { up, down };
enum class Health : std::uint8_t { unknown, healthy, watch, unhealthy };

constexpr Words<Direction, 2> json_names(Direction) { return {{{Direction::up, "up"}, {Direction::down, "down"}}}; }
constexpr Words<Health, 4> json_names(Health) {
  using enum Health;
  return {{{unknown, "unknown"}, {healthy, "healthy"}, {watch, "watch"}, {unhealthy, "unhealthy"}}};
}

// in: up: healthy from `green` on, to be watched from `amber` on; down: the same mirrored.
Health kpi_health(std::optional<double> value, Direction direction, std::optional<double> green, std::optional<double> amber);

}  // namespace cairn::engine
