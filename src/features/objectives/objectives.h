// Objectives: what is to be achieved, by whom, in which cycle; from draft over active to one of the end states.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "features/alignment/alignment.h"
#include "features/context.h"
#include "features/keyresults/keyresults.h"
#include "features/objectives/view.h"
#include "features/okrs/okrs.h"
#include "platform/json/json.h"

namespace cairn::objectives {

struct ContributionInput {
  std::string to;
  double weight = 1;
  static constexpr std::string_view json_name = "ContributionInput";
  static constexpr auto fields() {
    return json::fields(json::field("to", &ContributionInput::to, "O-1 or KR-3", json::length(1, 30)),
                        json::field("weight", &ContributionInput::weight, "1 unless given", json::optional_with_default));
  }
};

struct ObjectiveInput {
  std::string title;
  engine::ObjectiveKind kind = engine::ObjectiveKind::committed;
  engine::Level level = engine::Level::team;
  CycleId cycle;
  std::optional<TeamId> team;
  json::Patch<PersonId> owner;
  std::vector<PersonId> contributors;
  std::optional<std::string> description;
  double weight = 1;
  engine::Visibility visibility = engine::Visibility::organisation;
  std::vector<PersonId> viewers;
  engine::ObjectiveState state = engine::ObjectiveState::active;
  std::vector<ContributionInput> contributes_to;
  std::vector<keyresults::KeyResultInput> key_results;

  static constexpr std::string_view json_name = "ObjectiveInput";
  static constexpr auto fields() {
    using R = ObjectiveInput;
    using json::field;
    using json::length;
    using json::optional_with_default;
    return json::fields(
        field("title", &R::title, "one line", length(1, 300), json::one_line), field("kind", &R::kind, ""),
        field("level", &R::level, ""), field("cycle", &R::cycle, ""), field("team", &R::team, "needed at team level"),
        field("owner", &R::owner, "the asker unless given; null: nobody"),
        field("contributors", &R::contributors, "may edit too", length(100), optional_with_default),
        field("description", &R::description, "Markdown", length(20'000)),
        field("weight", &R::weight, "1 unless given", optional_with_default),
        field("visibility", &R::visibility, "organisation unless given", optional_with_default),
        field("viewers", &R::viewers, "who else may see it", length(500), optional_with_default),
        field("state", &R::state, "draft or active", optional_with_default),
        field("contributes_to", &R::contributes_to, "", length(20), optional_with_default),
        field("key_results", &R::key_results, "", length(20), optional_with_default));
  }
};

struct ObjectivePatch {
  json::Patch<std::string> title, description;
  json::Patch<engine::ObjectiveKind> kind;
  json::Patch<engine::Level> level;
  json::Patch<CycleId> cycle;
  json::Patch<TeamId> team;
  json::Patch<PersonId> owner;
  json::Patch<std::vector<PersonId>> contributors;
  json::Patch<double> weight;
  json::Patch<engine::Visibility> visibility;
  json::Patch<std::vector<PersonId>> viewers;
  json::Patch<double> manual_progress;
  json::Patch<engine::ObjectiveState> state;

  static constexpr std::string_view json_name = "ObjectivePatch";
  static constexpr auto fields() {
    using R = ObjectivePatch;
    using json::field;
    using json::length;
    using json::not_null;
    return json::fields(
        field("title", &R::title, "one line", length(1, 300), json::one_line, not_null),
        field("description", &R::description, "Markdown", length(20'000)), field("kind", &R::kind, "", not_null),
        field("level", &R::level, "", not_null), field("cycle", &R::cycle, "moves it, with its key results", not_null),
        field("team", &R::team, "null: none"), field("owner", &R::owner, "null: nobody"),
        field("contributors", &R::contributors, "", length(100)), field("weight", &R::weight, "", not_null),
        field("visibility", &R::visibility, "", not_null), field("viewers", &R::viewers, "", length(500)),
        field("manual_progress", &R::manual_progress, "0..1; null: from its items", json::range(0, 1)),
        field("state", &R::state, "draft or active", not_null));
  }
};

struct ClosurePut {
  engine::ObjectiveState state = engine::ObjectiveState::achieved;
  std::optional<double> score;
  std::optional<std::string> note;
  std::optional<CycleId> into_cycle;
  static constexpr std::string_view json_name = "Closure";
  static constexpr auto fields() {
    using R = ClosurePut;
    return json::fields(
        json::field("state", &R::state, "achieved, partly_achieved, missed, dropped or carried_over"),
        json::field("score", &R::score, "0..1; the suggestion unless given", json::range(0, 1)),
        json::field("note", &R::note, "Markdown; needed where the score is not the suggested one", json::length(20'000)),
        json::field("into_cycle", &R::into_cycle, "carried_over: where it goes on"));
  }
};

struct CopyPost {
  std::optional<CycleId> cycle;
  std::optional<std::string> title;
  static constexpr std::string_view json_name = "ObjectiveCopy";
  static constexpr auto fields() {
    return json::fields(json::field("cycle", &CopyPost::cycle, "its own unless given"),
                        json::field("title", &CopyPost::title, "", json::length(1, 300), json::one_line));
  }
};

struct PositionPut {
  std::optional<ObjectiveId> before, after;
  static constexpr std::string_view json_name = "ObjectivePosition";
  static constexpr auto fields() {
    return json::fields(json::field("before", &PositionPut::before, ""), json::field("after", &PositionPut::after, ""));
  }
};

struct TransferPost {
  PersonId to;
  std::optional<std::vector<ObjectiveId>> objectives;
  std::optional<std::vector<KeyResultId>> key_results;
  static constexpr std::string_view json_name = "Transfer";
  static constexpr auto fields() {
    using R = TransferPost;
    return json::fields(json::field("to", &R::to, "who takes them over"),
                        json::field("objectives", &R::objectives, "all open ones when both lists are left out"),
                        json::field("key_results", &R::key_results, ""));
  }
};

struct Transferred {
  int objectives = 0, key_results = 0;
  static constexpr std::string_view json_name = "Transferred";
  static constexpr auto fields() {
    return json::fields(json::field("objectives", &Transferred::objectives), json::field("key_results", &Transferred::key_results));
  }
};

// --- for access checks of other slices
inline std::optional<okrs::ObjectiveRecord> facts(db::Tx& tx, ObjectiveId id) { return okrs::find_objective(tx, id); }
using okrs::load_visible;

// --- use cases. Common fails: 404, 403, 409 cycle_closed, archived, objective_closed
// fails: 422 with all problems (team_required, unknown_person, unknown_team, limit_reached ...); 409 would_close_a_loop
Objective create(features::Context& ctx, const ObjectiveInput& input);
Objective read(features::Context& ctx, ObjectiveId id);
// fails: also 412 changed_meanwhile
Objective update(features::Context& ctx, ObjectiveId id, std::int64_t seen_version, const ObjectivePatch& patch);
// fails: also 422 note_required, no_score_for_learning, into_cycle_required, bad_state
Objective close(features::Context& ctx, ObjectiveId id, const ClosurePut& closure);
Objective reopen(features::Context& ctx, ObjectiveId id);
Objective archive(features::Context& ctx, ObjectiveId id, bool archived);
Objective duplicate(features::Context& ctx, ObjectiveId id, const CopyPost& input);
Objective set_position(features::Context& ctx, ObjectiveId id, const PositionPut& place);
Below below(features::Context& ctx, ObjectiveId id);
// What the actor may not hand over is left out when nothing is named, and refused (403) when it is.
Transferred transfer(features::Context& ctx, PersonId from, const TransferPost& input);

// Every cached figure that is not what its check-ins and items give, in open cycles.
std::vector<okrs::Mismatch> recompute_all(db::Tx& tx, const clock::Clock& clock);

Objective view(db::Tx& tx, const features::Context& ctx, const okrs::Loaded& loaded);

void routes(http::Registry& registry, features::App& app);

}  // namespace cairn::objectives
