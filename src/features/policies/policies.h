// The rules of the maths, chosen for the organisation or for one cycle; a choice recomputes every open figure at once.
#pragma once
#include <optional>
#include <string>

#include "features/context.h"
#include "features/cycles/cycles.h"
#include "features/organisation/organisation.h"
#include "platform/json/json.h"

namespace cairn::policies {

struct PolicyPut {
  json::Raw policy;
  static constexpr std::string_view json_name = "PolicyPut";
  static constexpr auto fields() {
    return json::fields(json::field("policy", &PolicyPut::policy,
                                    "a preset's name, or an object with `base` and what differs; null in a cycle: the organisation's"));
  }
};

// Cycles without a policy of their own follow; closed cycles keep their figures.
// fails: 403; 422 unknown_policy and what makes a policy unusable
organisation::Settings choose(features::Context& ctx, const PolicyPut& input);
// fails: also 404, 409 cycle_closed
cycles::Cycle choose_for_cycle(features::Context& ctx, CycleId id, const PolicyPut& input);

void routes(http::Registry& registry, features::App& app);

}  // namespace cairn::policies
