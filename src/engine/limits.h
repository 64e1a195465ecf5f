// How many objectives and key results are sensible, by the organisation's settings.
#pragma once
#include <optional>
#include <vector>

#include "base/failure.h"

namespace cairn::engine {

struct Limits {
  int objectives_per_owner = 5;        // per team or person and cycle
  int key_results_min = 2;             // advice
  int key_results_max = 5;             // advice
  int key_results_hard = 20;           // refused above
  int objectives_hard = 200;           // refused above
};

// out: advice (codes too_many_objectives, too_few_key_results, too_many_key_results), never refusals.
std::vector<Problem> advise(const Limits& limits, int objectives_of_owner, int key_results);
// out: the refusal when one more would pass the hard limit.
std::optional<Problem> refuse_objective(const Limits& limits, int objectives_of_owner);
std::optional<Problem> refuse_key_result(const Limits& limits, int key_results);

}  // namespace cairn::engine
