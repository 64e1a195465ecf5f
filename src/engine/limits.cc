// Limits on objectives and key results.
#include "engine/limits.h"

namespace cairn::engine {

std::vector<Problem> advise(const Limits& limits, int objectives_of_owner, int key_results) {
  std::vector<Problem> advice;
  if (objectives_of_owner > limits.objectives_per_owner)
    advice.push_back({"objectives", "too_many_objectives", "Few objectives get attention; consider parking some."});
  if (key_results < limits.key_results_min)
    advice.push_back({"key_results", "too_few_key_results", "One measure rarely tells whether an objective is met."});
  if (key_results > limits.key_results_max)
    advice.push_back({"key_results", "too_many_key_results", "Many key results blur what matters."});
  return advice;
}

std::optional<Problem> refuse_objective(const Limits& limits, int objectives_of_owner) {
  if (objectives_of_owner < limits.objectives_hard) return std::nullopt;
  return Problem{"objectives", "objective_limit", "No more objectives are allowed here in this cycle."};
}

std::optional<Problem> refuse_key_result(const Limits& limits, int key_results) {
  if (key_results < limits.key_results_hard) return std::nullopt;
  return Problem{"key_results", "key_result_limit", "No more key results are allowed for this objective."};
}

}  // namespace cairn::engine
