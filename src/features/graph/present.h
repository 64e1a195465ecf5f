// Rows of the picture as answers carry them.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "features/graph/picture.h"
#include "features/refs.h"
#include "features/rows/rows.h"

namespace cairn::graph {

std::optional<features::PersonRef> person_ref(const Picture& picture, PersonId id);
std::optional<features::TeamRef> team_ref(const Picture& picture, TeamId id);
std::optional<features::CycleRef> cycle_ref(const Picture& picture, CycleId id);

// in: an objective or key result that the reader may see
rows::ObjectiveRow objective_row(const Picture& picture, const Objective& objective);
rows::KeyResultRow key_result_row(const Picture& picture, const KeyResult& kr, const engine::Actor& actor);
// Its key results in their order, archived ones left out.
std::vector<rows::KeyResultRow> key_result_rows(const Picture& picture, const Objective& objective,
                                                const engine::Actor& actor);
// The key results of an objective that are not archived, in their order.
std::vector<const KeyResult*> live_key_results(const Picture& picture, const Objective& objective);

// "objective" O-12 with its title; an empty title where it is not there.
rows::SubjectRef subject_ref(const Picture& picture, const Objective& objective);
rows::SubjectRef subject_ref(const Picture& picture, const KeyResult& kr);

}  // namespace cairn::graph
