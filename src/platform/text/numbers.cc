// Numbers and answers as people type them into tables.
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "platform/text/csv.h"
#include "platform/text/text.h"

namespace cairn::text {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

void replace_all(std::string& s, std::string_view from, std::string_view to) {
  for (std::size_t at = s.find(from); at != std::string::npos; at = s.find(from, at + to.size())) s.replace(at, from.size(), to);
}

// The digits with their separators, between what stands before and after.
struct Parts {
  std::string before, digits, after;
};

std::optional<Parts> split(const std::string& s) {
  const auto first = std::find_if(s.begin(), s.end(), is_digit);
  if (first == s.end()) return std::nullopt;
  auto begin = first;
  if (begin != s.begin() && (begin[-1] == '.' || begin[-1] == ',')) --begin;  // ".5"
  auto end = first;
  for (auto at = first; at != s.end() && (is_digit(*at) || *at == '.' || *at == ',' || *at == '\'' || *at == ' '); ++at) {
    if (is_digit(*at)) end = at + 1;
  }
  if (std::any_of(end, s.end(), is_digit)) return std::nullopt;  // "3 of 5", "2026-01-05"
  return Parts{std::string(s.begin(), begin), std::string(begin, end), std::string(end, s.end())};
}

// Groups of three after the first separator: what a thousands separator looks like.
bool grouped(std::string_view digits, char separator) {
  std::size_t first = digits.find(separator);
  if (first == 0 || first > 3 || first == std::string_view::npos) return false;
  std::size_t run = 0;
  for (char c : digits.substr(first + 1)) {
    if (c == separator) {
      if (run != 3) return false;
      run = 0;
    } else {
      ++run;
    }
  }
  return run == 3;
}

struct Separators {
  char decimal = '.';  // '\0' for none
  bool ambiguous = false;
};

// fails: nullopt when the signs make no number ("1.2.3,4,5").
std::optional<Separators> separators(std::string_view digits, Decimal decimal) {
  const auto points = std::count(digits.begin(), digits.end(), '.');
  const auto commas = std::count(digits.begin(), digits.end(), ',');
  if (points == 0 && commas == 0) return Separators{'\0'};
  if (points > 0 && commas > 0) {  // the later one is the decimal sign, and there is one of it
    const char last = digits.rfind('.') > digits.rfind(',') ? '.' : ',';
    const char other = last == '.' ? ',' : '.';
    if ((last == '.' ? points : commas) != 1) return std::nullopt;
    const std::string_view whole = digits.substr(0, digits.find(last));
    if (!grouped(whole, other) || (decimal != Decimal::guess && (decimal == Decimal::point) != (last == '.'))) return std::nullopt;
    return Separators{last};
  }
  const char only = points > 0 ? '.' : ',';
  const bool thousands = grouped(digits, only);
  if (points + commas > 1) return thousands ? std::optional(Separators{'\0'}) : std::nullopt;
  const char wanted = decimal == Decimal::comma ? ',' : '.';
  if (decimal != Decimal::guess) {
    if (only == wanted) return Separators{only};
    return thousands ? std::optional(Separators{'\0'}) : std::nullopt;
  }
  if (!thousands || digits[0] == '0') return Separators{only};
  // "1.234" is more often a decimal, "1,234" more often thousands; both may be the other.
  return Separators{only == '.' ? '.' : '\0', true};
}

std::string_view sign_of(std::string& before, bool& negative) {
  std::string_view rest = trim(before);
  if (rest.starts_with('-') || rest.ends_with('-')) {
    negative = true;
    if (rest.starts_with('-')) rest.remove_prefix(1);
    else rest.remove_suffix(1);
  } else if (rest.starts_with('+')) {
    rest.remove_prefix(1);
  }
  return trim(rest);
}

double factor_of(std::string& unit) {
  constexpr std::array<std::pair<std::string_view, double>, 8> factors{{{"k", 1e3}, {"K", 1e3}, {"M", 1e6}, {"mio", 1e6},
      {"Mio", 1e6}, {"Mio.", 1e6}, {"bn", 1e9}, {"Mrd", 1e9}}};
  for (const auto& [name, factor] : factors) {
    if (unit != name) continue;
    unit.clear();
    return factor;
  }
  return 1;
}

}  // namespace

std::optional<TypedNumber> parse_number(std::string_view text, Decimal decimal) {
  std::string s = collapse(text);
  if (s.size() > 60) return std::nullopt;
  replace_all(s, "\u2212", "-");
  replace_all(s, "\u2019", "'");
  bool negative = false;
  if (s.starts_with('(') && s.ends_with(')')) {
    negative = true;
    s = s.substr(1, s.size() - 2);
  }
  auto parts = split(s);
  if (!parts || parts->before.size() > 12 || parts->after.size() > 24) return std::nullopt;
  TypedNumber out;
  std::string unit(sign_of(parts->before, negative));
  std::string after(trim(parts->after));
  if (!after.empty() && !unit.empty() && after != "k" && after != "M" && after != "%") return std::nullopt;
  if (after == "%") out.percent = true;
  const double factor = out.percent ? 1 : factor_of(after);
  if (!out.percent && unit.empty()) unit = after;
  if (unit.find_first_of("-+/:") != std::string::npos && unit.find('/') == std::string::npos) return std::nullopt;
  std::string digits = parts->digits;
  const bool spaced = digits.find_first_of(" '") != std::string::npos;
  if (spaced) {
    std::string whole = digits.substr(0, digits.find_first_of(".,"));
    std::replace(whole.begin(), whole.end(), '\'', ' ');
    if (!grouped(whole, ' ')) return std::nullopt;
    std::erase_if(digits, [](char c) { return c == ' ' || c == '\''; });
  }
  const auto signs = spaced ? std::optional(Separators{digits.find(',') != std::string::npos ? ',' : '.'}) : separators(digits, decimal);
  if (!signs) return std::nullopt;
  std::string plain;
  for (char c : digits) {
    if (is_digit(c)) plain += c;
    else if (c == signs->decimal) plain += '.';
  }
  const auto [end, error] = std::from_chars(plain.data(), plain.data() + plain.size(), out.value);
  if (error != std::errc{} || end != plain.data() + plain.size()) return std::nullopt;
  out.value *= negative ? -factor : factor;
  out.ambiguous = signs->ambiguous;
  out.unit = unit;
  return out;
}

Decimal guess_decimal(const std::vector<std::string>& cells) {
  int point = 0;
  int comma = 0;
  for (const std::string& cell : cells) {
    const auto as_point = parse_number(cell, Decimal::point);
    const auto as_comma = parse_number(cell, Decimal::comma);
    const bool differ = as_point && as_comma && as_point->value != as_comma->value;
    const auto guessed = parse_number(cell);
    if (!guessed || (differ && guessed->ambiguous)) continue;
    point += as_point && (!as_comma || as_point->value == guessed->value) && !(as_comma && as_comma->value == guessed->value);
    comma += as_comma && (!as_point || as_comma->value == guessed->value) && !(as_point && as_point->value == guessed->value);
  }
  if (point == comma) return Decimal::guess;
  return point > comma ? Decimal::point : Decimal::comma;
}

std::optional<bool> parse_yes_no(std::string_view text) {
  constexpr std::array<std::string_view, 16> yes{"yes", "y", "true", "t", "1", "on", "x", "done", "completed", "complete",
                                                 "ja", "j", "wahr", "erledigt", "✓", "✔"};
  constexpr std::array<std::string_view, 14> no{"no", "n", "false", "f", "0", "off", "-", "open", "not done", "nein",
                                                "falsch", "offen", "✗", "✘"};
  const std::string folded = casefold(trim(text));
  if (std::find(yes.begin(), yes.end(), folded) != yes.end()) return true;
  if (std::find(no.begin(), no.end(), folded) != no.end()) return false;
  return std::nullopt;
}

}  // namespace cairn::text
