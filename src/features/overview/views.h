// The JSON forms of overviews.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "features/cycles/cycles.h"
#include "features/graph/graph.h"
#include "features/refs.h"
#include "features/rows/rows.h"
#include "features/teams/teams.h"
#include "platform/json/json.h"

namespace cairn::overview {

struct CycleQuery {
  std::optional<CycleId> cycle;
  static constexpr auto fields() {
    return json::fields(json::field("cycle", &CycleQuery::cycle, "the current one unless given"));
  }
};

struct TeamNode {
  TeamId id;
  std::string name;
  std::optional<TeamId> parent_id;
  std::optional<features::PersonRef> lead;
  int member_count = 0;
  bool archived = false;
  std::optional<double> progress;
  rows::StatusCountsView status_counts;
  static constexpr std::string_view json_name = "TeamNode";
  static constexpr auto fields() {
    using T = TeamNode;
    return json::fields(json::field("id", &T::id, ""), json::field("name", &T::name, ""),
                        json::field("parent_id", &T::parent_id, ""), json::field("lead", &T::lead, ""),
                        json::field("member_count", &T::member_count, ""), json::field("archived", &T::archived, ""),
                        json::field("progress", &T::progress, "mean of its own active objectives"),
                        json::field("status_counts", &T::status_counts, "of its key results"));
  }
};

struct TeamList {
  std::vector<TeamNode> items;
  static constexpr std::string_view json_name = "TeamList";
  static constexpr auto fields() { return json::fields(json::field("items", &TeamList::items, "parents first")); }
};

struct MemberWeek {
  std::optional<features::PersonRef> person;
  int key_results = 0, due = 0, checked_in = 0;
  static constexpr std::string_view json_name = "MemberWeek";
  static constexpr auto fields() {
    using M = MemberWeek;
    return json::fields(json::field("person", &M::person, ""), json::field("key_results", &M::key_results, ""),
                        json::field("due", &M::due, "this week, done ones included"),
                        json::field("checked_in", &M::checked_in, "of those"));
  }
};

struct TeamOverview {
  teams::Team team;
  rows::Figures figures;
  std::vector<rows::ObjectiveRow> objectives;
  std::vector<MemberWeek> members;
  std::vector<rows::AttentionItem> attention;
  static constexpr std::string_view json_name = "TeamOverview";
  static constexpr auto fields() {
    using T = TeamOverview;
    return json::fields(json::field("team", &T::team, ""), json::field("figures", &T::figures, ""),
                        json::field("objectives", &T::objectives, "with their key results"),
                        json::field("members", &T::members, ""), json::field("attention", &T::attention, ""));
  }
};

struct OkrLists {
  std::vector<rows::ObjectiveRow> objectives;
  std::vector<rows::KeyResultRow> key_results;
  static constexpr std::string_view json_name = "OkrLists";
  static constexpr auto fields() {
    return json::fields(json::field("objectives", &OkrLists::objectives, ""),
                        json::field("key_results", &OkrLists::key_results, ""));
  }
};

struct TeamFigures {
  std::optional<features::TeamRef> team;
  rows::Figures figures;
  static constexpr std::string_view json_name = "TeamFigures";
  static constexpr auto fields() {
    return json::fields(json::field("team", &TeamFigures::team, "null: of no team"),
                        json::field("figures", &TeamFigures::figures, ""));
  }
};

struct DisciplineWeek {
  Date week;
  int due = 0, done = 0;
  static constexpr std::string_view json_name = "DisciplineWeek";
  static constexpr auto fields() {
    using D = DisciplineWeek;
    return json::fields(json::field("week", &D::week, "the due day"), json::field("due", &D::due, ""),
                        json::field("done", &D::done, "checked in by then"));
  }
};

struct CycleOverview {
  cycles::Cycle cycle;
  rows::Figures figures;
  std::vector<TeamFigures> by_team;
  std::vector<DisciplineWeek> discipline;
  std::vector<rows::KeyResultRow> stale;
  int ownerless_count = 0;
  std::map<std::string, int> objectives_by_kind;
  static constexpr std::string_view json_name = "CycleOverview";
  static constexpr auto fields() {
    using C = CycleOverview;
    return json::fields(json::field("cycle", &C::cycle, ""), json::field("figures", &C::figures, ""),
                        json::field("by_team", &C::by_team, ""), json::field("discipline", &C::discipline, "oldest first"),
                        json::field("stale", &C::stale, "longest without a check-in first, 100 at most"),
                        json::field("ownerless_count", &C::ownerless_count, ""),
                        json::field("objectives_by_kind", &C::objectives_by_kind, ""));
  }
};

struct AttentionList {
  std::vector<rows::AttentionItem> items;
  static constexpr std::string_view json_name = "AttentionList";
  static constexpr auto fields() { return json::fields(json::field("items", &AttentionList::items, "worst first")); }
};

struct ObjectiveQuery {
  std::optional<CycleId> cycle;
  std::optional<TeamId> team;
  std::optional<PersonId> owner;
  std::optional<engine::ObjectiveKind> kind;
  std::optional<engine::ObjectiveState> state;
  std::optional<engine::Status> status;
  std::optional<engine::Level> level;
  std::optional<std::string> q;
  std::optional<int> archived;
  std::optional<std::string> sort;
  std::optional<std::string> cursor;
  std::optional<int> limit;
  static constexpr auto fields() {
    using Q = ObjectiveQuery;
    return json::fields(json::field("cycle", &Q::cycle, ""), json::field("team", &Q::team, ""),
                        json::field("owner", &Q::owner, ""), json::field("kind", &Q::kind, ""),
                        json::field("state", &Q::state, ""), json::field("status", &Q::status, ""),
                        json::field("level", &Q::level, ""),
                        json::field("q", &Q::q, "words of the title", json::length(200)),
                        json::field("archived", &Q::archived, "1: only archived ones", json::range(0, 1)),
                        json::field("sort", &Q::sort,
                                    "position, title, progress, confidence, status, weight or last_checkin; '-' before it turns it round",
                                    json::length(30)),
                        json::field("cursor", &Q::cursor, "`next` of the page before", json::length(600)),
                        json::field("limit", &Q::limit, "50 unless given", json::range(1, 200)));
  }
};

struct ObjectiveList {
  std::vector<rows::ObjectiveRow> items;
  std::optional<std::string> next;
  static constexpr std::string_view json_name = "ObjectiveList";
  static constexpr auto fields() {
    return json::fields(json::field("items", &ObjectiveList::items, ""), json::field("next", &ObjectiveList::next, "cursor of the next page"));
  }
};

// What a figure of a team or a cycle is the mean of.
struct FigureItem {
  std::string type = "objective";
  std::optional<std::string> id;
  std::optional<std::string> title;
  double weight = 1;
  std::optional<double> progress;
  static constexpr std::string_view json_name = "FigureItem";
  static constexpr auto fields() {
    using I = FigureItem;
    return json::fields(json::field("type", &I::type, ""), json::field("id", &I::id, ""), json::field("title", &I::title, ""),
                        json::field("weight", &I::weight, ""), json::field("progress", &I::progress, ""));
  }
};

struct FigureInput {
  std::string name;
  std::optional<double> value;
  static constexpr std::string_view json_name = "FigureInput";
  static constexpr auto fields() {
    return json::fields(json::field("name", &FigureInput::name, ""), json::field("value", &FigureInput::value, ""));
  }
};

struct PolicyRef {
  std::string name;
  int version = 1;
  static constexpr std::string_view json_name = "PolicyRef";
  static constexpr auto fields() {
    return json::fields(json::field("name", &PolicyRef::name, ""), json::field("version", &PolicyRef::version, ""));
  }
};

struct FigureExplanation {
  std::string figure = "progress";
  std::optional<double> value;
  PolicyRef policy;
  std::string rule = "weighted_mean";
  std::string formula = "sum(weight * progress) / sum(weight)";
  std::vector<FigureInput> inputs;
  std::vector<FigureItem> items;
  std::optional<std::string> checkin;  // always null: the figure rests on objectives
  std::vector<std::string> notes;
  static constexpr std::string_view json_name = "FigureExplanation";
  static constexpr auto fields() {
    using E = FigureExplanation;
    return json::fields(json::field("figure", &E::figure, ""), json::field("value", &E::value, ""),
                        json::field("policy", &E::policy, "in force"), json::field("rule", &E::rule, ""),
                        json::field("formula", &E::formula, ""), json::field("inputs", &E::inputs, ""),
                        json::field("items", &E::items, ""), json::field("checkin", &E::checkin, ""),
                        json::field("notes", &E::notes, "stable words"));
  }
};

// --- each on a picture, for one reader
TeamList team_list(const graph::Picture& picture, const engine::Actor& actor, const graph::Cycle* cycle);
// in: a team that the reader may see
void fill(TeamOverview& overview, const graph::Picture& picture, const engine::Actor& actor, const graph::Team& team,
          const graph::Cycle* cycle);
OkrLists owned_by(const graph::Picture& picture, const engine::Actor& actor, PersonId person, const graph::Cycle* cycle);
OkrLists without_owner(const graph::Picture& picture, const engine::Actor& actor, const graph::Cycle* cycle);
void fill(CycleOverview& overview, const graph::Picture& picture, const engine::Actor& actor, const graph::Cycle& cycle);
std::vector<DisciplineWeek> discipline(const graph::Picture& picture, std::span<const graph::Objective* const> objectives,
                                       const graph::Cycle& cycle);
// fails: 422 unknown_value for a sort or a cursor that means nothing
ObjectiveList objective_list(const graph::Picture& picture, const engine::Actor& actor, const ObjectiveQuery& query);
FigureExplanation explain(const graph::Picture& picture, std::span<const graph::Objective* const> objectives,
                          const graph::Cycle& cycle);
// The objectives of a team in a cycle (or in all), that the reader may see.
std::vector<const graph::Objective*> of_team(const graph::Picture& picture, const engine::Actor& actor,
                                             const graph::Team& team, const graph::Cycle* cycle);

}  // namespace cairn::overview
