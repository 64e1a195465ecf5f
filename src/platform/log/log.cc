// Lines are put together on the caller's stack and written with one write(2).
#include "platform/log/log.h"

#include <unistd.h>

#include <array>
#include <atomic>
#include <charconv>
#include <chrono>
#include <cmath>

#include "base/time.h"

namespace cairn::log {
namespace {

std::atomic<Level> lowest{Level::info};
std::atomic<int> output{2};
thread_local std::string request;

constexpr std::array<std::string_view, 5> level_names{"debug", "info", "warning", "error", "off"};

// Quoted for JSON; whatever is not printable ASCII or a UTF-8 lead or tail byte is escaped.
void append_quoted(std::string& out, std::string_view s) {
  constexpr std::string_view digits = "0123456789abcdef";
  out += '"';
  for (char c : s) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (byte < 0x20 || byte == 0x7F) {
      out += "\\u00";
      out += digits[byte >> 4];
      out += digits[byte & 15];
    } else {
      out += c;
    }
  }
  out += '"';
}

void append_value(std::string& out, const Field& f) {
  std::array<char, 40> digits{};
  switch (f.kind) {
    case Field::Kind::text: append_quoted(out, f.text); return;
    case Field::Kind::boolean: out += f.integer ? "true" : "false"; return;
    case Field::Kind::integer:
      out.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), f.integer).ptr);
      return;
    case Field::Kind::real:
      if (!std::isfinite(f.real)) out += "null";
      else out.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), f.real).ptr);
      return;
  }
}

void append_member(std::string& out, const Field& f) {
  if (out.size() > 1) out += ',';
  append_quoted(out, f.key);
  out += ':';
  append_value(out, f);
}

}  // namespace

void write(Level level, std::string_view message, Fields fields) {
  if (level < lowest.load(std::memory_order_relaxed) || level == Level::off) return;
  const auto now = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::system_clock::now().time_since_epoch());
  std::string line = "{";
  line.reserve(256);
  append_member(line, {"time", format(Instant{now.count()})});
  append_member(line, {"level", level_names[static_cast<std::size_t>(level)]});
  append_member(line, {"message", message});
  if (!request.empty()) append_member(line, {"request", request});
  for (const Field& f : fields) append_member(line, f);
  line += "}\n";
  const auto written = ::write(output.load(std::memory_order_relaxed), line.data(), line.size());
  static_cast<void>(written);  // a log that cannot be written has nowhere to say so
}

void set_level(Level level) { lowest.store(level); }
Level level() { return lowest.load(); }

bool level_named(std::string_view name, Level& out) {
  for (std::size_t i = 0; i < level_names.size(); ++i) {
    if (level_names[i] != name) continue;
    out = static_cast<Level>(i);
    return true;
  }
  return false;
}

void set_output(int file_descriptor) { output.store(file_descriptor); }

RequestScope::RequestScope(std::string request_id) : before_(std::move(request)) { request = std::move(request_id); }
RequestScope::~RequestScope() { request = std::move(before_); }

}  // namespace cairn::log
