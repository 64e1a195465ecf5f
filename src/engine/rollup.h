// Weighted means with "none", and fixed shares.
// source: maths.md section 2
#pragma once
#include <optional>
#include <span>
#include <vector>

#include "base/failure.h"
#include "engine/policy.h"

namespace cairn::engine {

struct RollupItem {
  double weight = 1;
  std::optional<double> share;     // percent, fixed; only where the policy uses shares
  std::optional<double> progress;
};

// out: sum(w p) / sum(w) over items that have a progress and a weight above 0; none when there is no such item.
std::optional<double> weighted_mean(std::span<const RollupItem> items);
// out: the mean by the policy's shares and weights; none where the policy does not roll up.
std::optional<double> roll_up(std::span<const RollupItem> items, const Policy& policy);
// out: the weight each item has under the policy, in the items' order.
std::vector<double> effective_weights(std::span<const RollupItem> items, const Policy& policy);
// Fixed shares below 0 or above 100 in all, weights below 0 or not finite: codes share_range, shares_above_100, negative_weight, not_finite.
std::vector<Problem> validate_items(std::span<const RollupItem> items);
// out: the sum of the values there are (roll-up of amounts, such as revenue per region); none when there is none.
std::optional<double> sum_of(std::span<const std::optional<double>> values);

// A running weighted mean for teams, pillars, cycles and the company.
class Mean {
 public:
  void add(std::optional<double> value, double weight = 1);
  std::optional<double> value() const;

 private:
  double sum_ = 0;
  double weight_ = 0;
  double correction_ = 0;
};

}  // namespace cairn::engine
