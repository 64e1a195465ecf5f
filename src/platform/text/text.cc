// UTF-8 by hand: validation, trimming, cutting, nearest names. What needs the Unicode tables is in unicode.cc.
#include "platform/text/text.h"

#include <algorithm>
#include <cstring>
#include <vector>

namespace cairn::text {
namespace {

bool is_blank(char32_t c) {
  return c == ' ' || (c >= 9 && c <= 13) || c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200B) ||
         c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000 || c == 0xFEFF;
}

std::u32string decoded(std::string_view s) {
  std::u32string out;
  out.reserve(s.size());
  for (std::size_t at = 0; at < s.size();) out += next_code_point(s, at);
  return out;
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 32) : c; }

}  // namespace

std::size_t utf8_sequence(std::string_view s, std::size_t at) {
  const auto byte = [&](std::size_t i) { return i < s.size() ? static_cast<unsigned char>(s[i]) : 0u; };
  const auto tail = [&](std::size_t i) { return (byte(i) & 0xC0u) == 0x80u; };
  const unsigned a = byte(at);
  const unsigned b = byte(at + 1);
  if (a < 0x80) return 1;
  if (a >= 0xC2 && a <= 0xDF) return tail(at + 1) ? 2 : 0;
  if (a >= 0xE0 && a <= 0xEF) {
    const bool fits = !(a == 0xE0 && b < 0xA0) && !(a == 0xED && b > 0x9F);
    return fits && tail(at + 1) && tail(at + 2) ? 3 : 0;
  }
  if (a >= 0xF0 && a <= 0xF4) {
    const bool fits = !(a == 0xF0 && b < 0x90) && !(a == 0xF4 && b > 0x8F);
    return fits && tail(at + 1) && tail(at + 2) && tail(at + 3) ? 4 : 0;
  }
  return 0;
}

std::size_t first_bad_utf8(std::string_view s) {
  std::size_t at = 0;
  while (at < s.size()) {
    std::uint64_t eight = 0;
    if (at + 8 <= s.size()) {
      std::memcpy(&eight, s.data() + at, 8);
      if ((eight & 0x8080808080808080u) == 0) {
        at += 8;
        continue;
      }
    }
    const std::size_t n = utf8_sequence(s, at);
    if (n == 0) return at;
    at += n;
  }
  return std::string_view::npos;
}

bool is_utf8(std::string_view bytes) { return first_bad_utf8(bytes) == std::string_view::npos; }

std::size_t length(std::string_view s) {
  return static_cast<std::size_t>(std::count_if(s.begin(), s.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

bool is_one_line(std::string_view s) {
  for (std::size_t at = 0; at < s.size();) {
    const char32_t c = next_code_point(s, at);
    if (c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029) return false;
  }
  return true;
}

char32_t next_code_point(std::string_view s, std::size_t& at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(s[at + i]); };
  const std::size_t n = utf8_sequence(s, at);
  char32_t c = 0xFFFD;
  if (n == 1) c = byte(0);
  if (n == 2) c = ((byte(0) & 0x1Fu) << 6) | (byte(1) & 0x3Fu);
  if (n == 3) c = ((byte(0) & 0x0Fu) << 12) | ((byte(1) & 0x3Fu) << 6) | (byte(2) & 0x3Fu);
  if (n == 4) c = ((byte(0) & 7u) << 18) | ((byte(1) & 0x3Fu) << 12) | ((byte(2) & 0x3Fu) << 6) | (byte(3) & 0x3Fu);
  at += n == 0 ? 1 : n;
  return c;
}

void append_code_point(std::string& out, char32_t c) {
  const auto push = [&](char32_t byte) { out += static_cast<char>(byte); };
  if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) c = 0xFFFD;
  if (c < 0x80) {
    push(c);
  } else if (c < 0x800) {
    push(0xC0 | (c >> 6));
    push(0x80 | (c & 0x3F));
  } else {
    if (c < 0x10000) {
      push(0xE0 | (c >> 12));
    } else {
      push(0xF0 | (c >> 18));
      push(0x80 | ((c >> 12) & 0x3F));
    }
    push(0x80 | ((c >> 6) & 0x3F));
    push(0x80 | (c & 0x3F));
  }
}

std::string_view trim(std::string_view s) {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool seen = false;
  for (std::size_t at = 0; at < s.size();) {
    const std::size_t start = at;
    if (is_blank(next_code_point(s, at))) continue;
    if (!seen) begin = start;
    seen = true;
    end = at;
  }
  return s.substr(begin, end - begin);
}

std::string collapse(std::string_view s) {
  std::string out;
  bool gap = false;
  for (std::size_t at = 0; at < s.size();) {
    const std::size_t start = at;
    if (is_blank(next_code_point(s, at))) {
      gap = !out.empty();
      continue;
    }
    if (gap) out += ' ';
    gap = false;
    out.append(s, start, at - start);
  }
  return out;
}

std::string truncate(std::string_view s, std::size_t max_code_points) {
  if (s.size() <= max_code_points || length(s) <= max_code_points) return std::string(s);
  if (max_code_points == 0) return {};
  std::size_t at = 0;
  for (std::size_t n = 0; n + 1 < max_code_points; ++n) next_code_point(s, at);
  return std::string(trim(s.substr(0, at))) + "\u2026";
}

std::string one_line(std::string_view s, std::size_t max_code_points) { return truncate(collapse(s), max_code_points); }

// Optimal string alignment within a limit; source: Damerau 1964, Ukkonen 1985 (the early end).
std::size_t edit_distance(std::string_view given_a, std::string_view given_b, std::size_t limit) {
  const std::u32string a = decoded(given_a);
  const std::u32string b = decoded(given_b);
  if ((a.size() > b.size() ? a.size() - b.size() : b.size() - a.size()) > limit) return limit + 1;
  std::vector<std::size_t> before2(b.size() + 1), before(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) before[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    std::size_t least = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({before[j] + 1, row[j - 1] + 1, before[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before2[j - 2] + 1);
      least = std::min(least, row[j]);
    }
    if (least > limit) return limit + 1;
    before2.swap(before);
    before.swap(row);
  }
  return std::min(before[b.size()], limit + 1);
}

std::string_view nearest(std::string_view given, std::span<const std::string_view> names) {
  if (given.empty() || given.size() > 100) return {};
  std::string small(given);
  std::transform(small.begin(), small.end(), small.begin(), lower);
  std::size_t least = std::max<std::size_t>(1, given.size() / 3) + 1;
  std::string_view best;
  for (std::string_view name : names) {
    std::string other(name);
    std::transform(other.begin(), other.end(), other.begin(), lower);
    const std::size_t distance = edit_distance(small, other, least);
    if (distance >= least) continue;
    least = distance;
    best = name;
  }
  return best;
}

std::string escape_html(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  for (char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      default: out += c;
    }
  }
  return out;
}

}  // namespace cairn::text
