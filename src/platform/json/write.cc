// The scalars of the append writer.
#include "platform/json/write.h"

#include <charconv>
#include <cmath>

#include "platform/text/text.h"

namespace cairn::json {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

void append_control(std::string& out, unsigned char c) {
  switch (c) {
    case '"': out += "\\\""; return;
    case '\\': out += "\\\\"; return;
    case '\n': out += "\\n"; return;
    case '\r': out += "\\r"; return;
    case '\t': out += "\\t"; return;
    default: break;
  }
  constexpr std::string_view digits = "0123456789abcdef";
  out += "\\u00";
  out += digits[c >> 4];
  out += digits[c & 15];
}

}  // namespace

void append_string(std::string& out, std::string_view s) {
  out += '"';
  std::size_t done = 0;
  for (std::size_t i = 0; i < s.size();) {
    const auto c = static_cast<unsigned char>(s[i]);
    if (c >= 0x20 && c < 0x80 && c != '"' && c != '\\') {
      ++i;
      continue;
    }
    if (const std::size_t n = c >= 0x80 ? text::utf8_sequence(s, i) : 0; n != 0) {
      i += n;
      continue;
    }
    out.append(s, done, i - done);
    if (c >= 0x80) out += replacement;
    else append_control(out, c);
    done = ++i;
  }
  out.append(s, done);
  out += '"';
}

void append_integer(std::string& out, std::int64_t n) {
  char digits[24];
  const auto end = std::to_chars(digits, digits + sizeof digits, n).ptr;
  out.append(digits, end);
}

void append_unsigned(std::string& out, std::uint64_t n) {
  char digits[24];
  const auto end = std::to_chars(digits, digits + sizeof digits, n).ptr;
  out.append(digits, end);
}

void append_number(std::string& out, double n) {
  if (!std::isfinite(n)) {
    out += "null";
    return;
  }
  if (n == 0) {  // never "-0"
    out += '0';
    return;
  }
  char digits[40];
  const auto end = std::to_chars(digits, digits + sizeof digits, n).ptr;
  out.append(digits, end);
}

}  // namespace cairn::json
