// Rows of the picture as answers carry them.
#pragma once
#include <optional>
#include <span>
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

// Figures over objectives and their live key results. Those that count: not archived, no draft, not dropped; in a
// running cycle these are the active ones (and those already closed with a result).
// source: maths.md section 2, "Teams, pillars, cycles and the company"
rows::Figures figures(const Picture& picture, std::span<const Objective* const> objectives, std::string explanation_path);
bool counts_in_figures(const Objective& objective);
// A key result without an owner of its own is its objective's owner's.
bool ownerless(const Picture& picture, const KeyResult& kr);

// What the reader may see of a list, archived ones left out.
std::vector<const Objective*> visible(const Picture& picture, const engine::Actor& actor, std::span<const ObjectiveId> ids);
// fails: 404 when there is no such cycle; in: none for the current one (nullptr where no cycle is active)
const Cycle* chosen_cycle(const Picture& picture, std::optional<CycleId> id);

// "objective" O-12 with its title; an empty title where it is not there.
rows::SubjectRef subject_ref(const Picture& picture, const Objective& objective);
rows::SubjectRef subject_ref(const Picture& picture, const KeyResult& kr);

}  // namespace cairn::graph
