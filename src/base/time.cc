// Conversions between civil dates, instants and their ISO texts.
#include "base/time.h"

#include <array>
#include <cstdio>

namespace cairn {
namespace {

// Reads exactly `width` digits at `at`; -1 when one is missing.
int digits(std::string_view text, std::size_t at, int width) {
  if (at + static_cast<std::size_t>(width) > text.size()) return -1;
  int n = 0;
  for (int i = 0; i < width; ++i) {
    const char c = text[at + static_cast<std::size_t>(i)];
    if (c < '0' || c > '9') return -1;
    n = n * 10 + (c - '0');
  }
  return n;
}

int days_in_month(int year, int month) {
  constexpr std::array<int, 12> days{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && leap ? 29 : days[static_cast<std::size_t>(month - 1)];
}

// The zone's offset in seconds for "Z", "+hh:mm" or "-hh:mm"; nullopt for anything else.
std::optional<int> offset_s(std::string_view zone) {
  if (zone == "Z" || zone == "z") return 0;
  if (zone.size() != 6 || zone[3] != ':' || (zone[0] != '+' && zone[0] != '-')) return std::nullopt;
  const int hours = digits(zone, 1, 2);
  const int minutes = digits(zone, 4, 2);
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return std::nullopt;
  const int s = hours * 3600 + minutes * 60;
  return zone[0] == '-' ? -s : s;
}

}  // namespace

// source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms" (civil_from_days).
YearMonthDay civil(Date date) {
  const int z = date.days + 719468;
  const int era = (z >= 0 ? z : z - 146096) / 146097;
  const int doe = z - era * 146097;
  const int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
  const int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
  const int mp = (5 * doy + 2) / 153;
  const int month = mp < 10 ? mp + 3 : mp - 9;
  return {yoe + era * 400 + (month <= 2 ? 1 : 0), month, doy - (153 * mp + 2) / 5 + 1};
}

// source: the same (days_from_civil).
Date date_of(int year, int month, int day) {
  const int y = month <= 2 ? year - 1 : year;
  const int era = (y >= 0 ? y : y - 399) / 400;
  const int yoe = y - era * 400;
  const int doy = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  const int doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
  return Date{era * 146097 + doe - 719468};
}

Date add_days(Date date, int days) { return Date{date.days + days}; }
int days_between(Date from, Date to) { return to.days - from.days; }

int weekday(Date date) {
  const int w = (date.days + 3) % 7;  // 1970-01-01 was a Thursday
  return (w < 0 ? w + 7 : w) + 1;
}

std::optional<Date> parse_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const int year = digits(text, 0, 4);
  const int month = digits(text, 5, 2);
  const int day = digits(text, 8, 2);
  if (year < 1900 || year > 2999 || month < 1 || month > 12 || day < 1) return std::nullopt;
  if (day > days_in_month(year, month)) return std::nullopt;
  return date_of(year, month, day);
}

std::string format(Date date) {
  const YearMonthDay c = civil(date);
  std::array<char, 32> out{};
  const int n = std::snprintf(out.data(), out.size(), "%04d-%02d-%02d", c.year, c.month, c.day);
  return {out.data(), static_cast<std::size_t>(n)};
}

std::optional<Instant> parse_instant(std::string_view text) {
  if (text.size() < 20 || (text[10] != 'T' && text[10] != 't') || text[13] != ':' || text[16] != ':') return std::nullopt;
  const auto date = parse_date(text.substr(0, 10));
  const int hour = digits(text, 11, 2);
  const int minute = digits(text, 14, 2);
  const int second = digits(text, 17, 2);
  if (!date || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return std::nullopt;
  std::size_t at = 19;
  std::int64_t fraction_us = 0;
  if (text[at] == '.') {
    std::int64_t unit = 100'000;
    std::size_t n = 0;
    for (++at; at < text.size() && text[at] >= '0' && text[at] <= '9' && n < 6; ++at, ++n, unit /= 10) {
      fraction_us += (text[at] - '0') * unit;
    }
    if (n == 0) return std::nullopt;
  }
  const auto offset = offset_s(text.substr(at));
  if (!offset) return std::nullopt;
  const std::int64_t seconds = std::int64_t{date->days} * 86400 + hour * 3600 + minute * 60 + second - *offset;
  return Instant{seconds * second_us + fraction_us};
}

std::string format(Instant at) {
  std::int64_t days = at.us / day_us;
  std::int64_t rest = at.us % day_us;
  if (rest < 0) {
    rest += day_us;
    --days;
  }
  const std::int64_t s = rest / second_us;
  const std::int64_t fraction = rest % second_us;
  std::array<char, 48> out{};
  int n = std::snprintf(out.data(), out.size(), "T%02d:%02d:%02d", static_cast<int>(s / 3600),
                        static_cast<int>(s / 60 % 60), static_cast<int>(s % 60));
  std::string text = format(Date{static_cast<std::int32_t>(days)}) + std::string(out.data(), static_cast<std::size_t>(n));
  if (fraction != 0) {
    n = std::snprintf(out.data(), out.size(), ".%06d", static_cast<int>(fraction));
    text.append(out.data(), static_cast<std::size_t>(n));
  }
  return text + "Z";
}

}  // namespace cairn
