// Scores, their bands, and other tools' scales.
#include "engine/score.h"

#include <algorithm>
#include <array>

namespace cairn::engine {

std::optional<double> suggested_score(std::optional<double> progress) {
  if (!progress) return std::nullopt;
  return round_score(std::clamp(*progress, 0.0, 1.0));
}

std::optional<double> suggested_score(std::optional<double> progress, ObjectiveKind kind) {
  return kind == ObjectiveKind::learning ? std::nullopt : suggested_score(progress);
}

Band score_band(std::optional<double> score, ObjectiveKind kind, const Policy& policy) {
  if (!score || kind == ObjectiveKind::learning) return Band::none;
  const double shown = round_score(*score);
  if (kind == ObjectiveKind::committed) {
    if (shown >= 1) return Band::green;
    return shown >= round_score(policy.score.green) ? Band::amber : Band::red;
  }
  if (shown >= round_score(policy.score.green)) return Band::green;
  return shown >= round_score(policy.score.amber) ? Band::amber : Band::red;
}

ObjectiveState suggested_state(std::optional<double> score, ObjectiveKind kind, const Policy& policy) {
  switch (score_band(score, kind, policy)) {
    case Band::green: return ObjectiveState::achieved;
    case Band::amber: return ObjectiveState::partly_achieved;
    case Band::red: return ObjectiveState::missed;
    case Band::none: break;
  }
  return kind == ObjectiveKind::learning ? ObjectiveState::achieved : ObjectiveState::missed;
}

double joint_score(std::optional<double> self, std::optional<double> superior, double self_share) {
  if (!self || !superior) return 0;
  return round_score(*self * self_share + *superior * (1 - self_share));
}

std::string_view band_word(std::span<const BandStep> steps, double value) {
  std::string_view word = steps.empty() ? std::string_view{} : steps.front().word;
  for (const BandStep& step : steps)
    if (value >= step.from - 1e-9) word = step.word;
  return word;
}

std::span<const BandStep> find_scale(std::string_view name) {
  static constexpr std::array google{BandStep{0, "red"}, BandStep{0.35, "yellow"}, BandStep{0.65, "green"}};
  static constexpr std::array atlassian{BandStep{0, "off_track"}, BandStep{0.35, "at_risk"}, BandStep{0.65, "on_track"}};
  static constexpr std::array koan{BandStep{0, "at_risk"}, BandStep{3.5, "has_issues"}, BandStep{7.5, "on_track"}};
  static constexpr std::array workboard{BandStep{0, "low"}, BandStep{40, "medium"}, BandStep{70, "high"}};
  static constexpr std::array boja{BandStep{0, "off_track"}, BandStep{20, "at_risk"}, BandStep{60, "on_track"}, BandStep{100, "done"}};
  static constexpr std::array okrs{BandStep{0, "red"}, BandStep{25, "yellow"}, BandStep{50, "orange"}, BandStep{75, "green"}};
  static constexpr std::array risk{BandStep{0, "medium"}, BandStep{20, "high"}, BandStep{40 + 1e-6, "critical"}};
  struct Named {
    std::string_view name;
    std::span<const BandStep> steps;
  };
  static constexpr std::array scales{Named{"google", google}, Named{"atlassian", atlassian}, Named{"koan", koan},
                                     Named{"workboard", workboard}, Named{"boja", boja}, Named{"okrs", okrs}, Named{"risk", risk}};
  const auto found = std::ranges::find(scales, name, &Named::name);
  return found == scales.end() ? std::span<const BandStep>{} : found->steps;
}

}  // namespace cairn::engine
