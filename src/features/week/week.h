// My week: the key results somebody checks in, with what is due, overdue and done.
#pragma once
#include <optional>
#include <string_view>
#include <vector>

#include "features/context.h"
#include "features/graph/graph.h"
#include "features/rows/rows.h"
#include "platform/http/http.h"

namespace cairn::week {

enum class DueState : std::uint8_t { overdue, due, upcoming, done };  // in the order they are shown
constexpr engine::Words<DueState, 4> json_names(DueState) {
  using enum DueState;
  return {{{overdue, "overdue"}, {due, "due"}, {upcoming, "upcoming"}, {done, "done"}}};
}

struct Due {
  DueState state = DueState::upcoming;
  std::optional<Date> on;  // none: nothing is due any more
};

// How a key result stands with its check-in in the week from `week_start` on, seen from `today`.
// A check-in within the week does it. Otherwise it is overdue when its due day has passed, or when the one before went
// by without any check-in since the one before that; due when its day lies in this week; else upcoming.
// in: last: the day of the newest check-in not later than the week's end; created: from when on anybody could check in
Due due_in_week(const rows::DueDays& days, Date week_start, Date today, std::optional<Date> last, Date created);

// The first day of the week that holds the day. in: 1 Monday .. 7
Date week_start_of(Date day, int week_start);

// The live key results that the person checks in: owned (by name, or as their objective's owner) or contributed to,
// in active cycles, of active objectives that they may read, with values of their own (not aligned).
std::vector<const graph::KeyResult*> key_results_of(const graph::Picture& picture, const engine::Actor& person);

// out: how many of them are due or overdue today
int due_count(const graph::Picture& picture, const engine::Actor& person);

// One key result's state in the running week.
Due due_now(const graph::Picture& picture, const graph::KeyResult& kr);

void routes(http::Registry& registry, features::App& app);

}  // namespace cairn::week
