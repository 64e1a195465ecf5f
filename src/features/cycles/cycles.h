// Cycles: the periods in which OKRs are set, checked in and closed.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/time.h"
#include "engine/access.h"
#include "engine/kinds.h"
#include "features/context.h"
#include "features/refs.h"
#include "platform/json/json.h"

namespace cairn::cycles {

struct CycleRow {
  CycleId id;
  std::string name;
  Date starts_on, ends_on;
  std::optional<CycleId> parent;
  int check_in_weekday = 5;
  int check_in_every_weeks = 1;
  engine::CycleState state = engine::CycleState::planning;
  std::optional<std::string> policy;  // none: the organisation's
  std::optional<Instant> closed_at;
  std::int64_t version = 1;
  bool closed() const { return state == engine::CycleState::closed; }
};

struct Cycle {
  CycleId id;
  std::string name;
  Date starts_on, ends_on;
  std::optional<features::CycleRef> parent;
  int check_in_weekday = 5;
  int check_in_every_weeks = 1;
  engine::CycleState state = engine::CycleState::planning;
  std::optional<std::string> policy;
  std::int64_t version = 1;
  std::vector<std::string> can;

  static constexpr std::string_view json_name = "Cycle";
  static constexpr auto fields() {
    return json::fields(
        json::field("id", &Cycle::id, ""), json::field("name", &Cycle::name, ""),
        json::field("starts_on", &Cycle::starts_on, "its first day"), json::field("ends_on", &Cycle::ends_on, "its last day"),
        json::field("parent", &Cycle::parent, "the longer cycle it lies in"),
        json::field("check_in_weekday", &Cycle::check_in_weekday, "1 Monday .. 7 Sunday"),
        json::field("check_in_every_weeks", &Cycle::check_in_every_weeks, ""), json::field("state", &Cycle::state, ""),
        json::field("policy", &Cycle::policy, "null: the organisation's"),
        json::field("version", &Cycle::version, "for If-Match"), json::field("can", &Cycle::can, "edit"));
  }
};

struct NewCycle {
  std::string name;
  Date starts_on, ends_on;
  std::optional<CycleId> parent;
  int check_in_weekday = 5;
  int check_in_every_weeks = 1;
  engine::CycleState state = engine::CycleState::planning;

  static constexpr std::string_view json_name = "NewCycle";
  static constexpr auto fields() {
    using N = NewCycle;
    return json::fields(
        json::field("name", &N::name, "unique", json::length(1, 120), json::one_line),
        json::field("starts_on", &N::starts_on, "its first day"), json::field("ends_on", &N::ends_on, "its last day"),
        json::field("parent", &N::parent, "the longer cycle it lies in"),
        json::field("check_in_weekday", &N::check_in_weekday, "1 Monday .. 7 Sunday", json::range(1, 7),
                    json::optional_with_default),
        json::field("check_in_every_weeks", &N::check_in_every_weeks, "", json::range(1, 13), json::optional_with_default),
        json::field("state", &N::state, "planning or active", json::optional_with_default));
  }
};

struct CyclePatch {
  json::Patch<std::string> name;
  json::Patch<Date> starts_on, ends_on;
  json::Patch<CycleId> parent;
  json::Patch<int> check_in_weekday, check_in_every_weeks;
  json::Patch<engine::CycleState> state;

  static constexpr std::string_view json_name = "CyclePatch";
  static constexpr auto fields() {
    using P = CyclePatch;
    return json::fields(
        json::field("name", &P::name, "unique", json::length(1, 120), json::one_line, json::not_null),
        json::field("starts_on", &P::starts_on, "", json::not_null), json::field("ends_on", &P::ends_on, "", json::not_null),
        json::field("parent", &P::parent, "null for none"),
        json::field("check_in_weekday", &P::check_in_weekday, "", json::range(1, 7), json::not_null),
        json::field("check_in_every_weeks", &P::check_in_every_weeks, "", json::range(1, 13), json::not_null),
        json::field("state", &P::state, "a closed cycle takes nothing but its reopening", json::not_null));
  }
};

// --- reads
std::optional<CycleRow> find(db::Tx& tx, CycleId id);
CycleRow load(db::Tx& tx, CycleId id);                               // fails: 404
// For ids in bodies. fails: 422 unknown_cycle, naming the field
CycleRow require_known(db::Tx& tx, CycleId id, std::string_view field);
void require_open(const CycleRow& cycle);                            // fails: 409 cycle_closed
// out: the active cycle that contains the day, the one that starts last, then the shortest; nothing without one
std::optional<CycleRow> current(db::Tx& tx, Date today);
std::vector<CycleRow> all(db::Tx& tx);                               // newest start first
features::CycleRef ref(const CycleRow& row);
Cycle describe(db::Tx& tx, const engine::Actor& reader, const CycleRow& row);

// --- writes
// fails: 403; 409 name_taken; 422 ends_before_it_starts, too_long, unknown_cycle, outside_its_parent, bad_state
CycleRow add(features::Context& ctx, const NewCycle& input);
// fails: 403, 404, 409 cycle_closed, bad_transition, name_taken, would_close_a_loop, 412, 422
CycleRow update(features::Context& ctx, CycleId id, std::int64_t seen_version, const CyclePatch& patch);
// For the slice `policies`, which records it and recomputes what follows; none: the organisation's.
CycleRow set_policy(db::Tx& tx, CycleId id, const std::optional<std::string>& policy);

void routes(http::Registry& registry, features::App& app);

}  // namespace cairn::cycles
