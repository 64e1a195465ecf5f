// Zone marks, displays and counts.
#include "engine/zones.h"

#include <algorithm>
#include <map>

#include "engine/rounding.h"

namespace cairn::engine {

Zone zone_of(double ratio) {
  if (ratio < 0.3 - 1e-9) return Zone::fail;
  if (ratio < 0.7 - 1e-9) return Zone::commit;
  return ratio < 1 - 1e-9 ? Zone::target : Zone::stretch;
}

std::optional<std::array<double, 4>> fill_marks(const Marks& marks) {
  // two known marks give the straight line all missing ones lie on: the outermost known pair
  const auto first = std::ranges::find_if(marks, [](const auto& mark) { return mark.has_value(); });
  const auto last = std::ranges::find_if(marks.rbegin(), marks.rend(), [](const auto& mark) { return mark.has_value(); });
  if (first == marks.end()) return std::nullopt;
  const auto low = static_cast<std::size_t>(first - marks.begin());
  const auto high = static_cast<std::size_t>(marks.rend() - last - 1);
  if (low == high || *marks[low] == *marks[high]) return std::nullopt;
  const double slope = (*marks[high] - *marks[low]) / (zone_progress[high] - zone_progress[low]);
  std::array<double, 4> filled{};
  for (std::size_t i = 0; i < 4; ++i)
    filled[i] = marks[i] ? *marks[i] : round_half_away(*marks[low] + slope * (zone_progress[i] - zone_progress[low]), 2);
  return filled;
}

ZoneBars zone_bars(Zone zone) {
  switch (zone) {
    case Zone::fail: return {100, 0, 0};
    case Zone::commit: return {100, 100, 0};
    case Zone::target: return {100, 100, 100};
    case Zone::stretch: return {0, 0, 0};  // shown as one full bar of its own
  }
  return {};
}

ZoneBars zone_bars(double ratio) {
  const auto filled = [&](double from, double to) { return 100 * std::clamp((ratio - from) / (to - from), 0.0, 1.0); };
  return {filled(0, 0.3), filled(0.3, 0.7), filled(0.7, 1)};
}

std::string_view bar_colour(const ZoneBars& bars) {
  if (bars.fail < 100) return "red";
  return bars.commit < 100 ? "yellow" : "green";
}

ZoneCounts count_zones(std::span<const ZoneItem> items) {
  ZoneCounts counts;
  std::map<std::int64_t, ObjectiveState> ends;
  for (const ZoneItem& item : items) {
    ++counts.key_results;
    counts.in_words += item.scale == ZoneItem::Scale::words;
    counts.in_numbers += item.scale == ZoneItem::Scale::numbers;
    if (item.zone) ++counts.in[static_cast<std::size_t>(*item.zone)];
    ObjectiveState& end = ends.try_emplace(item.objective, item.state).first->second;
    if (is_closed(item.state)) end = item.state;
  }
  counts.objectives = static_cast<int>(ends.size());
  for (const auto& [objective, state] : ends) {
    counts.completed += is_closed(state);
    counts.successful += state == ObjectiveState::achieved;
  }
  return counts;
}

}  // namespace cairn::engine
