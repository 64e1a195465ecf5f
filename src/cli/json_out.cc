// JSON written piece by piece.
#include "cli/json_out.h"

#include <charconv>
#include <cmath>

namespace cairn::cli {

void JsonOut::begin() {
  if (after_key_) {
    after_key_ = false;
    return;
  }
  if (!first_) text += breaks_ ? "," : ", ";
  if (breaks_) text += "\n    ";
  first_ = breaks_ = false;
}

void JsonOut::quote(std::string_view value) {
  text += '"';
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') text += '\\', text += c;
    else if (c == '\n') text += "\\n";
    else if (byte < 0x20) {
      static constexpr char digits[] = "0123456789abcdef";
      text += "\\u00", text += digits[byte >> 4], text += digits[byte & 15];
    } else {
      text += c;
    }
  }
  text += '"';
}

void JsonOut::key(std::string_view name) {
  begin();
  quote(name);
  text += ": ";
  after_key_ = true;
}

void JsonOut::string(std::string_view value) { begin(), quote(value); }

void JsonOut::number(double value) {
  if (!std::isfinite(value)) return null();
  begin();
  char digits[40];
  const auto end = std::to_chars(digits, digits + sizeof digits, value == 0 ? 0.0 : value).ptr;
  text.append(digits, end);
}

void JsonOut::number(std::optional<double> value) {
  if (value) number(*value);
  else null();
}

void JsonOut::whole(long long value) { begin(), text += std::to_string(value); }
void JsonOut::flag(bool value) { begin(), text += value ? "true" : "false"; }
void JsonOut::null() { begin(), text += "null"; }

}  // namespace cairn::cli
