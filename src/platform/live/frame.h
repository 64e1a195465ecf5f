// How events look on the wire (WHATWG server-sent events).
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "platform/http/stream.h"

namespace cairn::live {

// in: name "" for the unnamed event; data without line breaks
http::Bytes frame(std::string_view name, std::int64_t number, std::string_view data);
// The first event; clients that lose the stream come again after a second or two, not all at once.
http::Bytes hello(std::int64_t position, std::int64_t now);
http::Bytes heartbeat(std::int64_t number);
std::string number_json(std::int64_t number);
std::optional<std::int64_t> parse_number(std::string_view text);  // of Last-Event-ID

}  // namespace cairn::live
