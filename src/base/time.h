// Civil dates and instants. Dates belong to the organisation's time zone, instants are UTC microseconds.
#pragma once
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cairn {

struct Instant {
  std::int64_t us = 0;  // since 1970-01-01T00:00:00Z
  auto operator<=>(const Instant&) const = default;
};

struct Date {
  std::int32_t days = 0;  // since 1970-01-01
  auto operator<=>(const Date&) const = default;
};

struct YearMonthDay {
  int year, month, day;
};

inline constexpr std::int64_t second_us = 1'000'000;
inline constexpr std::int64_t hour_us = 3600 * second_us;
inline constexpr std::int64_t day_us = 24 * hour_us;

YearMonthDay civil(Date date);
Date date_of(int year, int month, int day);
Date add_days(Date date, int days);
int days_between(Date from, Date to);
int weekday(Date date);  // 1 Monday .. 7 Sunday, as ISO 8601 counts

// in: "2026-01-16"; out: nullopt for anything else, days that do not exist, and years outside 1900..2999.
std::optional<Date> parse_date(std::string_view text);
std::string format(Date date);

// in: RFC 3339 with a zone ("2026-01-16T11:00:00Z", "+02:00", up to 6 decimals); years as for dates.
std::optional<Instant> parse_instant(std::string_view text);
std::string format(Instant at);  // "2026-01-16T11:00:00Z", with ".ffffff" where there is a fraction

}  // namespace cairn
