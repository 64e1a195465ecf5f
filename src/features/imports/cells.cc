// Dates and spans of the calendar as people write them in spreadsheets.
#include "features/imports/cells.h"

#include <array>
#include <charconv>
#include <cmath>

#include "features/imports/plan.h"
#include "platform/text/text.h"

namespace cairn::imports {
namespace {

// Splits "31.03.2026" into three numbers; nothing when there are not exactly three.
std::optional<std::array<int, 3>> three_numbers(std::string_view text) {
  std::array<int, 3> out{};
  const char* at = text.data();
  const char* const end = at + text.size();
  for (std::size_t i = 0; i < 3; ++i) {
    const auto [next, error] = std::from_chars(at, end, out[i]);
    if (error != std::errc{} || out[i] < 0) return std::nullopt;
    at = next;
    if (i == 2) return at == end ? std::optional(out) : std::nullopt;
    if (at == end || (*at != '.' && *at != '/' && *at != '-')) return std::nullopt;
    ++at;
  }
  return std::nullopt;
}

std::optional<Date> real_date(int year, int month, int day) {
  if (year < 1900 || year > 2999 || month < 1 || month > 12 || day < 1 || day > 31) return std::nullopt;
  return parse_date(format(date_of(year, month, day))) && civil(date_of(year, month, day)).month == month
             ? std::optional(date_of(year, month, day))
             : std::nullopt;
}

NewCycle months(std::string_view name, int year, int first, int count) {
  const int after = first + count;
  const Date end = after > 12 ? date_of(year + 1, after - 12, 1) : date_of(year, after, 1);
  return {std::string(name), date_of(year, first, 1), add_days(end, -1)};
}

}  // namespace

std::optional<Date> read_date(std::string_view text) {
  if (text.size() > 10 && (text[10] == 'T' || text[10] == ' ')) text = text.substr(0, 10);
  if (const auto iso = parse_date(text)) return iso;
  const auto parts = three_numbers(text);
  if (!parts) return std::nullopt;
  const auto [a, b, c] = *parts;
  if (a > 999) return real_date(a, b, c);
  if (text.find('.') != std::string_view::npos) return real_date(c, b, a);
  const auto day_first = real_date(c, b, a);
  const auto month_first = real_date(c, a, b);
  if (day_first && month_first && *day_first != *month_first) return std::nullopt;  // 03/04: no way to tell
  return day_first ? day_first : month_first;
}

int decimals_of(double a, double b) {
  for (int decimals = 0; decimals < 2; ++decimals) {
    const double scale = std::pow(10, decimals);
    if (std::round(a * scale) == a * scale && std::round(b * scale) == b * scale) return decimals;
  }
  return 2;
}

std::optional<NewCycle> cycle_named(std::string_view name) {
  int year = 0;
  char kind = '\0';
  int number = 0;
  for (const text::Word& word : text::words(name)) {
    const std::string& w = word.folded;
    int n = 0;
    const std::size_t digits_at = w.find_first_of("0123456789");
    if (digits_at == std::string::npos) {
      if (w == "fy" || w == "q" || w == "h" || w == "quarter" || w == "quartal") { if (w != "fy") kind = w[0]; continue; }
      return std::nullopt;
    }
    const auto [end, error] = std::from_chars(w.data() + digits_at, w.data() + w.size(), n);
    if (error != std::errc{} || end != w.data() + w.size()) return std::nullopt;
    const std::string prefix = w.substr(0, digits_at);
    if (prefix == "fy" && n < 100) n += 2000;
    if (n >= 1990 && n <= 2999 && (prefix.empty() || prefix == "fy")) {
      if (year != 0) return std::nullopt;
      year = n;
    } else if (number == 0 && (prefix == "q" || prefix == "h" || prefix.empty())) {
      if (!prefix.empty()) kind = prefix[0];
      number = n;
    } else {
      return std::nullopt;
    }
  }
  if (year == 0) return std::nullopt;
  if (number == 0 && kind == '\0') return months(name, year, 1, 12);
  if (kind == 'q' && number >= 1 && number <= 4) return months(name, year, number * 3 - 2, 3);
  if (kind == 'h' && number >= 1 && number <= 2) return months(name, year, number * 6 - 5, 6);
  if (kind == '\0' && number >= 1 && number <= 12) return months(name, year, number, 1);
  return std::nullopt;
}

}  // namespace cairn::imports
