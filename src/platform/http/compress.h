// Content codings of answers, at levels that cost less than they save on the wire.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "platform/http/reply.h"

namespace cairn::http {

inline constexpr std::size_t worth_compressing = 1024;  // bytes

std::string_view name_of(Coding coding);  // "" for plain
// in: an Accept-Encoding header; out: the cheapest coding that it accepts
Coding coding_for(std::string_view accept_encoding);
bool compressible(std::string_view content_type);
// out: nullopt when the coder fails or gains nothing
std::optional<std::string> compress(std::string_view text, Coding coding);
std::optional<std::string> decompress(std::string_view bytes, Coding coding, std::size_t limit);

}  // namespace cairn::http
