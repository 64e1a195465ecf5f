// The calendar of a cycle: its days, its check-in dates, when the next check-in is due.
// source: maths.md section 3
#pragma once
#include <optional>
#include <vector>

#include "base/time.h"
#include "engine/kinds.h"
#include "engine/policy.h"

namespace cairn::engine {

// The days something runs, both ends included.
struct Window {
  Date starts;
  Date ends;
  bool operator==(const Window&) const = default;
};

// How often a check-in is due, and on which day: ISO weekday 1 (Monday) .. 7 for weeks; months and quarters are due on their first.
struct Rhythm {
  Cadence every = Cadence::week;
  int weekday = 5;
  bool operator==(const Rhythm&) const = default;
};

int cadence_days(Cadence every);  // 7, 14, 31, 92; 0 for none
// How many days before its due date a check-in still counts for it: 1 for weeks, 7 for months and quarters.
int early_days(Cadence every);

// out: the planned check-in dates within the window, oldest first. Every second week counts from the window's first due day.
std::vector<Date> due_dates(const Rhythm& rhythm, const Window& window);
// out: how many of due_dates are not later than `on`, and how many there are, without listing them.
struct DueCount {
  int due = 0;
  int planned = 0;
};
DueCount count_due(const Rhythm& rhythm, const Window& window, Date on);
// out: the first due date after `date` (ignoring any window); none for Cadence::none.
std::optional<Date> next_due_after(const Rhythm& rhythm, Date date);
// out: the next due date once somebody checked in on `on` while `due` was awaited (none: nothing was). Earlier than the
// tolerance allows, the awaited date stays.
std::optional<Date> next_due(const Rhythm& rhythm, std::optional<Date> due, Date on);

// out: 0 before the start, 1 after the end; between, by the policy's way of counting days.
double elapsed(const Window& window, Date on, Days days);

}  // namespace cairn::engine
