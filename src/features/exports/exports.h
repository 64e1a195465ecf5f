// Every list as CSV: what the reader may see, with the list's filters, safe to open in a spreadsheet.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/id.h"
#include "features/context.h"
#include "features/graph/graph.h"
#include "platform/json/json.h"

namespace cairn::exports {

// The filters of the lists; each list uses those that concern it.
struct Filter {
  std::optional<CycleId> cycle;
  std::optional<TeamId> team;
  std::optional<PersonId> owner;
  std::optional<std::string> kind, state, status, level, q;
  std::optional<bool> archived;

  static constexpr std::string_view json_name = "ExportFilter";
  static constexpr auto fields() {
    using F = Filter;
    return json::fields(
        json::field("cycle", &F::cycle, "of this cycle"), json::field("team", &F::team, "of this team"),
        json::field("owner", &F::owner, "of this person"), json::field("kind", &F::kind, "committed, aspirational or learning"),
        json::field("state", &F::state, "the objective's state"), json::field("status", &F::status, "on_track, behind, …"),
        json::field("level", &F::level, "company, team or person"), json::field("q", &F::q, "words of the title", json::length(200)),
        json::field("archived", &F::archived, "archived ones instead of the others"));
  }
};

// in: list: objectives, key-results, checkins, people, teams, cycles or activity; actor: none for the operator, who
// sees everything
// fails: 404 for another list; 403 where the reader may not
std::string csv(db::Tx& tx, const graph::Picture& picture, const engine::Actor* actor, std::string_view list,
                const Filter& filter);

void routes(http::Registry& registry, features::App& app);

}  // namespace cairn::exports
