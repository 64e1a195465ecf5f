// A file carried inside the binary.
#pragma once
#include <cstddef>
#include <string_view>

namespace cairn {

struct EmbeddedFile {
  const char* name;
  const char* begin;
  const char* end;
  std::string_view text() const { return {begin, static_cast<std::size_t>(end - begin)}; }
};

}  // namespace cairn
