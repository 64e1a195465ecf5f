// The score at the close: suggestion, bands by kind, end states.
// source: maths.md section 4
#pragma once
#include <optional>
#include <span>
#include <string_view>

#include "engine/kinds.h"
#include "engine/policy.h"
#include "engine/rounding.h"

namespace cairn::engine {

enum class Band : std::uint8_t { none, red, amber, green };
constexpr Words<Band, 4> json_names(Band) {
  using enum Band;
  return {{{none, "none"}, {red, "red"}, {amber, "amber"}, {green, "green"}}};
}

// out: progress limited to 0..1, one decimal; none for learning objectives and where there is no progress.
std::optional<double> suggested_score(std::optional<double> progress);
std::optional<double> suggested_score(std::optional<double> progress, ObjectiveKind kind);
// Committed: green at 1.0 alone, amber from the policy's green on. Aspirational: the policy's bands. Learning: none.
Band score_band(std::optional<double> score, ObjectiveKind kind, const Policy& policy);
// out: the end state a score suggests: achieved, partly_achieved or missed.
ObjectiveState suggested_state(std::optional<double> score, ObjectiveKind kind, const Policy& policy);
// out: self and superior's score weighed 30 to 70, one decimal; 0 as long as one of them is missing.
double joint_score(std::optional<double> self, std::optional<double> superior, double self_share = 0.3);

// A scale of words: the last step whose `from` is not above the value.
struct BandStep {
  double from;
  std::string_view word;
};
std::string_view band_word(std::span<const BandStep> steps, double value);
// Scales other tools print, by name: google, atlassian, koan, workboard, boja, okrs, risk. Empty when unknown.
std::span<const BandStep> find_scale(std::string_view name);

}  // namespace cairn::engine
