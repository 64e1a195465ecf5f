// Teams: a tree with leads and members.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/time.h"
#include "engine/access.h"
#include "features/context.h"
#include "features/refs.h"
#include "platform/json/json.h"

namespace cairn::teams {

struct TeamRow {
  TeamId id;
  std::string name, description;
  std::optional<TeamId> parent;
  std::optional<PersonId> lead;
  std::optional<Instant> archived_at;
  std::int64_t version = 1;
};

struct Team {
  TeamId id;
  std::string name, description;
  std::optional<features::TeamRef> parent;
  std::vector<features::TeamRef> path;
  std::optional<features::PersonRef> lead;
  std::vector<features::PersonRef> members;
  std::vector<features::TeamRef> children;
  std::optional<Instant> archived_at;
  std::int64_t version = 1;
  std::vector<std::string> can;

  static constexpr std::string_view json_name = "Team";
  static constexpr auto fields() {
    return json::fields(
        json::field("id", &Team::id, ""), json::field("name", &Team::name, ""),
        json::field("description", &Team::description, ""), json::field("parent", &Team::parent, ""),
        json::field("path", &Team::path, "the teams above, outermost first"), json::field("lead", &Team::lead, ""),
        json::field("members", &Team::members, "by name"), json::field("children", &Team::children, "not archived ones"),
        json::field("archived_at", &Team::archived_at, ""), json::field("version", &Team::version, "for If-Match"),
        json::field("can", &Team::can, "edit, move, archive, restore"));
  }
};

struct NewTeam {
  std::string name;
  std::optional<std::string> description;
  std::optional<TeamId> parent;
  std::optional<PersonId> lead;
  std::vector<PersonId> members;

  static constexpr std::string_view json_name = "NewTeam";
  static constexpr auto fields() {
    return json::fields(
        json::field("name", &NewTeam::name, "", json::length(1, 120), json::one_line),
        json::field("description", &NewTeam::description, "", json::length(10'000)),
        json::field("parent", &NewTeam::parent, "the team above; none for the top"),
        json::field("lead", &NewTeam::lead, ""),
        json::field("members", &NewTeam::members, "", json::length(1000), json::optional_with_default));
  }
};

struct TeamPatch {
  json::Patch<std::string> name, description;
  json::Patch<TeamId> parent;
  json::Patch<PersonId> lead;

  static constexpr std::string_view json_name = "TeamPatch";
  static constexpr auto fields() {
    using P = TeamPatch;
    return json::fields(json::field("name", &P::name, "", json::length(1, 120), json::one_line, json::not_null),
                        json::field("description", &P::description, "", json::length(10'000)),
                        json::field("parent", &P::parent, "null for the top"), json::field("lead", &P::lead, "null for nobody"));
  }
};

// --- reads
std::optional<TeamRow> find(db::Tx& tx, TeamId id);
// fails: 404 when there is none or the actor sees no directory and is in no such team
TeamRow load_visible(db::Tx& tx, const engine::Actor& actor, TeamId id);
// fails: 422 unknown_team or archived_team, naming the field: for ids in bodies
void require_active(db::Tx& tx, TeamId id, std::string_view field);
std::vector<features::TeamRef> refs(db::Tx& tx, const std::vector<TeamId>& ids);
std::optional<features::TeamRef> ref(db::Tx& tx, std::optional<TeamId> id);
Team describe(db::Tx& tx, const engine::Actor& reader, const TeamRow& row);

// --- writes
// fails: 403; 422 unknown_team, archived_team, unknown_person, deactivated_person
TeamRow add(features::Context& ctx, const NewTeam& input);
// fails: 403, 404, 409 would_close_a_loop (details: path), 412, 422
TeamRow update(features::Context& ctx, TeamId id, std::int64_t seen_version, const TeamPatch& patch);
TeamRow add_member(features::Context& ctx, TeamId id, PersonId person);
TeamRow remove_member(features::Context& ctx, TeamId id, PersonId person);
// fails: 403, 404, 409 has_active_children
TeamRow archive(features::Context& ctx, TeamId id);
// fails: 403, 404, 409 parent_archived
TeamRow restore(features::Context& ctx, TeamId id);
// A new person's teams. fails: 422 unknown_team, archived_team
void join(features::Context& ctx, PersonId person, const std::vector<TeamId>& teams);

void routes(http::Registry& registry, features::App& app);

}  // namespace cairn::teams
