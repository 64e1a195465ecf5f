// Response heads, dates, request ids.
#include "platform/http/respond.h"

#include <array>
#include <charconv>
#include <ctime>
#include <random>

#include "platform/http/compress.h"
#include "platform/http/problem.h"

namespace cairn::http {
namespace {

constexpr std::string_view always =
    "X-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\nCross-Origin-Opener-Policy: same-origin\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n"
    "Permissions-Policy: camera=(), microphone=(), geolocation=(), payment=(), usb=()\r\n";
constexpr std::string_view strictest = "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n";
constexpr std::string_view not_stored = "Cache-Control: no-store\r\n";
constexpr std::string_view only_tls = "Strict-Transport-Security: max-age=31536000\r\n";

void append_number(std::string& out, std::size_t n) {
  std::array<char, 24> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), n).ptr;
  out.append(digits.data(), static_cast<std::size_t>(end - digits.data()));
}

// No handler's value can end a line early.
void append_value(std::string& out, std::string_view value) {
  for (const char c : value) out += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? ' ' : c;
}

void append_line(std::string& out, std::string_view name, std::string_view value) {
  out.append(name).append(": ");
  append_value(out, value);
  out += "\r\n";
}

void append_status(std::string& out, int status) {
  out += "HTTP/1.1 ";
  append_number(out, static_cast<std::size_t>(status));
  out += ' ';
  out += title_of(status);
  out += "\r\n";
}

}  // namespace

void squeeze(Exchange& x) {
  auto& reply = x.reply;
  if (x.coding != Coding::plain || !reply.compress || reply.content().size() < worth_compressing || !compressible(reply.type)) return;
  const auto coding = coding_for(x.request.header("accept-encoding"));
  reply.headers.emplace_back("Vary", "Accept-Encoding");
  reply.compress = false;
  if (coding == Coding::plain) return;
  if (reply.kept) {
    reply.shared = reply.kept->in(coding);
    if (reply.shared.get() != &reply.kept->plain()) x.coding = coding;
    reply.kept.reset();
    return;
  }
  if (auto coded = compress(reply.content(), coding)) {
    reply.body = std::move(*coded);
    reply.shared.reset();
    x.coding = coding;
  }
}

void append_head(std::string& out, const Exchange& x, std::size_t body_bytes, const HeadFacts& facts) {
  const auto& reply = x.reply;
  append_status(out, reply.status);
  out.append("Date: ").append(facts.date).append("\r\n");
  if (!reply.type.empty()) append_line(out, "Content-Type", reply.type);
  if (reply.status != 204 && reply.status != 304) {
    out += "Content-Length: ";
    append_number(out, body_bytes);
    out += "\r\n";
  }
  if (x.coding != Coding::plain) append_line(out, "Content-Encoding", name_of(x.coding));
  if (!reply.tag.empty()) append_line(out, "ETag", reply.tag);
  bool has_policy = false, has_caching = false;
  for (const auto& [name, value] : reply.headers) {
    append_line(out, name, value);
    has_policy = has_policy || name == "Content-Security-Policy";
    has_caching = has_caching || name == "Cache-Control";
  }
  if (!has_caching) out += not_stored;
  if (!has_policy) out += strictest;
  out += always;
  if (x.request.secure) out += only_tls;
  out.append("X-Request-Id: ").append(x.request.request_id);
  out += facts.keep_alive ? "\r\n\r\n" : "\r\nConnection: close\r\n\r\n";
}

void append_stream_head(std::string& out, const Exchange& x, std::string_view date) {
  append_status(out, 200);
  out.append("Date: ").append(date);
  out += "\r\nContent-Type: text/event-stream\r\nX-Accel-Buffering: no\r\nConnection: close\r\n";
  out += not_stored;
  out += strictest;
  out += always;
  if (x.request.secure) out += only_tls;
  out.append("X-Request-Id: ").append(x.request.request_id).append("\r\n\r\n");
}

std::string http_date(std::int64_t seconds) {
  static constexpr std::array<const char*, 7> days = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array<const char*, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::time_t t = seconds;
  std::tm tm{};
  gmtime_r(&t, &tm);
  std::array<char, 64> text;
  const int n = std::snprintf(text.data(), text.size(), "%s, %02d %s %04d %02d:%02d:%02d GMT", days[static_cast<std::size_t>(tm.tm_wday)],
                              tm.tm_mday, months[static_cast<std::size_t>(tm.tm_mon)], tm.tm_year + 1900, tm.tm_hour, tm.tm_min, tm.tm_sec);
  return std::string(text.data(), static_cast<std::size_t>(n));
}

std::string new_request_id() {
  thread_local std::mt19937_64 source(std::random_device{}());
  static constexpr char letters[] = "0123456789abcdefghjkmnpqrstvwxyz";
  std::string out(14, '0');  // short enough to need no allocation
  auto bits = source();
  for (auto& c : out) {
    c = letters[bits & 31];
    bits >>= 4;
  }
  return out;
}

}  // namespace cairn::http
