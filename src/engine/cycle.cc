// The calendar of a cycle.
#include "engine/cycle.h"

#include <algorithm>

namespace cairn::engine {
namespace {

int months_of(Cadence every) { return every == Cadence::quarter ? 3 : 1; }

bool by_weeks(Cadence every) { return every == Cadence::week || every == Cadence::two_weeks; }

Date first_of_month(Date date) {
  const YearMonthDay day = civil(date);
  return date_of(day.year, day.month, 1);
}

Date add_months_first(Date first, int months) {
  const YearMonthDay day = civil(first);
  const int month = day.month - 1 + months;
  return date_of(day.year + month / 12, month % 12 + 1, 1);
}

// The first of a month (of a quarter) not before the date.
Date month_from(Date date, int months) {
  Date first = first_of_month(date);
  while (first < date || (civil(first).month - 1) % months != 0) first = add_months_first(first, 1);
  return first;
}

Date weekday_from(Date date, int day) { return add_days(date, (day - weekday(date) + 7) % 7); }

}  // namespace

int cadence_days(Cadence every) {
  switch (every) {
    case Cadence::none: return 0;
    case Cadence::week: return 7;
    case Cadence::two_weeks: return 14;
    case Cadence::month: return 31;
    case Cadence::quarter: return 92;
  }
  return 0;
}

int early_days(Cadence every) { return by_weeks(every) ? 1 : 7; }

std::vector<Date> due_dates(const Rhythm& rhythm, const Window& window) {
  std::vector<Date> dates;
  if (rhythm.every == Cadence::none || window.ends < window.starts) return dates;
  if (by_weeks(rhythm.every)) {
    const int step = cadence_days(rhythm.every);
    for (Date date = weekday_from(window.starts, rhythm.weekday); date <= window.ends; date = add_days(date, step))
      dates.push_back(date);
  } else {
    const int months = months_of(rhythm.every);
    for (Date date = month_from(window.starts, months); date <= window.ends; date = add_months_first(date, months))
      dates.push_back(date);
  }
  return dates;
}

DueCount count_due(const Rhythm& rhythm, const Window& window, Date on) {
  DueCount count;
  if (rhythm.every == Cadence::none || window.ends < window.starts) return count;
  if (by_weeks(rhythm.every)) {
    const int step = cadence_days(rhythm.every);
    const Date first = weekday_from(window.starts, rhythm.weekday);
    const auto until = [&](Date last) { return last < first ? 0 : days_between(first, last) / step + 1; };
    count.planned = until(window.ends);
    count.due = until(std::min(on, window.ends));
    return count;
  }
  for (const Date date : due_dates(rhythm, window)) {
    ++count.planned;
    if (date <= on) ++count.due;
  }
  return count;
}

std::optional<Date> next_due_after(const Rhythm& rhythm, Date date) {
  if (rhythm.every == Cadence::none) return std::nullopt;
  const Date from = add_days(date, 1);
  if (by_weeks(rhythm.every)) return weekday_from(from, rhythm.weekday);
  return month_from(from, months_of(rhythm.every));
}

std::optional<Date> next_due(const Rhythm& rhythm, std::optional<Date> due, Date on) {
  if (!due) return next_due_after(rhythm, on);
  if (days_between(on, *due) > early_days(rhythm.every)) return due;
  if (rhythm.every != Cadence::two_weeks) return next_due_after(rhythm, std::max(on, *due));
  Date next = add_days(*due, 14);  // every second week keeps its beat
  if (next <= on) next = add_days(next, (days_between(next, on) / 14 + 1) * 14);
  return next;
}

double elapsed(const Window& window, Date on, Days days) {
  if (on < window.starts) return 0;
  if (on >= window.ends) return 1;
  const double passed = days_between(window.starts, on);
  const double whole = days_between(window.starts, window.ends);
  return days == Days::inclusive ? (passed + 1) / (whole + 1) : passed / whole;
}

}  // namespace cairn::engine
