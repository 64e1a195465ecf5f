// Weighted means and fixed shares.
#include "engine/rollup.h"

#include <cmath>

namespace cairn::engine {

// Sums with Neumaier's correction, so that the order of the items does not show.
void Mean::add(std::optional<double> value, double weight) {
  if (!value || !(weight > 0)) return;
  const double term = *value * weight;
  const double next = sum_ + term;
  correction_ += std::abs(sum_) >= std::abs(term) ? (sum_ - next) + term : (term - next) + sum_;
  sum_ = next;
  weight_ += weight;
}

std::optional<double> Mean::value() const {
  if (!(weight_ > 0)) return std::nullopt;
  return (sum_ + correction_) / weight_;
}

std::optional<double> weighted_mean(std::span<const RollupItem> items) {
  Mean mean;
  for (const RollupItem& item : items) mean.add(item.progress, item.weight);
  return mean.value();
}

std::vector<double> effective_weights(std::span<const RollupItem> items, const Policy& policy) {
  std::vector<double> weights(items.size(), 0.0);
  if (policy.rollup == Rollup::none) return weights;
  double fixed = 0;
  int open = 0;
  for (const RollupItem& item : items) {
    if (item.share) fixed += *item.share;
    else if (item.weight > 0) ++open;
  }
  for (std::size_t i = 0; i < items.size(); ++i) {
    const RollupItem& item = items[i];
    if (policy.shares == Shares::percent) {
      if (item.share) weights[i] = *item.share;
      else if (item.weight > 0) weights[i] = std::max(0.0, 100 - fixed) / open;
    } else if (policy.rollup == Rollup::plain) {
      weights[i] = item.weight > 0 ? 1 : 0;
    } else {
      weights[i] = item.weight;
    }
  }
  return weights;
}

std::optional<double> roll_up(std::span<const RollupItem> items, const Policy& policy) {
  const std::vector<double> weights = effective_weights(items, policy);
  Mean mean;
  for (std::size_t i = 0; i < items.size(); ++i) mean.add(items[i].progress, weights[i]);
  return mean.value();
}

std::vector<Problem> validate_items(std::span<const RollupItem> items) {
  std::vector<Problem> problems;
  double fixed = 0;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const std::string field = "[" + std::to_string(i) + "]";
    if (!(std::abs(items[i].weight) <= 1e15)) problems.push_back({field + ".weight", "not_finite", "The weight must be a number."});
    else if (items[i].weight < 0) problems.push_back({field + ".weight", "negative_weight", "Weights are 0 or more."});
    if (!items[i].share) continue;
    if (!(*items[i].share >= 0 && *items[i].share <= 100)) problems.push_back({field + ".share", "share_range", "A share is 0 to 100 percent."});
    else fixed += *items[i].share;
  }
  if (fixed > 100 + 1e-9) problems.push_back({"share", "shares_above_100", "The fixed shares add up to more than 100 percent."});
  return problems;
}

std::optional<double> sum_of(std::span<const std::optional<double>> values) {
  std::optional<double> sum;
  for (const std::optional<double>& value : values)
    if (value) sum = sum.value_or(0) + *value;
  return sum;
}

}  // namespace cairn::engine
