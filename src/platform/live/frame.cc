// Event texts.
#include "platform/live/frame.h"

#include <charconv>
#include <random>

namespace cairn::live {

std::string number_json(std::int64_t number) { return "{\"number\":" + std::to_string(number) + '}'; }

http::Bytes frame(std::string_view name, std::int64_t number, std::string_view data) {
  auto out = std::make_shared<std::string>();
  out->reserve(data.size() + name.size() + 48);
  *out += "id: " + std::to_string(number) + '\n';
  if (!name.empty()) out->append("event: ").append(name).append("\n");
  out->append("data: ").append(data).append("\n\n");
  return out;
}

http::Bytes hello(std::int64_t position, std::int64_t now) {
  thread_local std::minstd_rand source(std::random_device{}());
  const int retry_ms = std::uniform_int_distribution<int>(500, 2500)(source);
  auto out = std::make_shared<std::string>("retry: " + std::to_string(retry_ms) + '\n');
  *out += *frame("hello", position, number_json(now));
  return out;
}

http::Bytes heartbeat(std::int64_t number) {
  return std::make_shared<const std::string>(": still here\nid: " + std::to_string(number) + "\n\n");
}

std::optional<std::int64_t> parse_number(std::string_view text) {
  std::int64_t n = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n);
  if (error != std::errc{} || end != text.data() + text.size() || n < 0) return std::nullopt;
  return n;
}

}  // namespace cairn::live
