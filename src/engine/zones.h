// Zones: the four marks start, commit, target, stretch; filling in missing marks; zone counts of a cycle.
// source: maths.md section 1
#pragma once
#include <array>
#include <optional>
#include <span>

#include "engine/kinds.h"

namespace cairn::engine {

enum class Zone : std::uint8_t { fail, commit, target, stretch };
constexpr Words<Zone, 4> json_names(Zone) {
  using enum Zone;
  return {{{fail, "fail"}, {commit, "commit"}, {target, "target"}, {stretch, "stretch"}}};
}

inline constexpr std::array<double, 4> zone_progress{0.0, 0.3, 0.7, 1.0};

Zone zone_of(double ratio);

// Fills the marks that are missing where at least two are known: they lie at 0, 30, 70 and 100 % of the way from start
// to stretch. out: rounded to two decimals; none when fewer than two are known or two known ones coincide.
using Marks = std::array<std::optional<double>, 4>;  // start, commit, target, stretch
std::optional<std::array<double, 4>> fill_marks(const Marks& marks);

// How full the three bars of a zone display are, in percent.
struct ZoneBars {
  double fail = 0, commit = 0, target = 0;
};
ZoneBars zone_bars(Zone zone);                       // of a zone told in words
ZoneBars zone_bars(double ratio);                    // of a number
std::string_view bar_colour(const ZoneBars& bars);   // red, yellow, green

// Counts over the key results of a cycle.
struct ZoneItem {
  std::int64_t objective = 0;
  ObjectiveState state = ObjectiveState::active;
  std::optional<Zone> zone;      // none: not measured yet
  enum class Scale : std::uint8_t { none, words, numbers } scale = Scale::none;
};
struct ZoneCounts {
  int objectives = 0, completed = 0, successful = 0;
  int key_results = 0, in_words = 0, in_numbers = 0;
  std::array<int, 4> in{};       // by Zone
  int target_or_stretch() const { return in[2] + in[3]; }
};
ZoneCounts count_zones(std::span<const ZoneItem> items);

}  // namespace cairn::engine
