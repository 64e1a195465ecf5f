// By what a connection remembers the statements it has prepared: the literal's address, its length, its argument types.
// Private to this folder.
#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>

#include "platform/db/db.h"

namespace cairn::db {

struct StatementKey {
  const char* address;
  std::size_t size;
  std::uint64_t signature;
  bool operator==(const StatementKey&) const = default;
};

inline StatementKey key_of(const Statement& statement) {
  return {statement.text.data(), statement.text.size(), statement.signature};
}

struct StatementHash {
  std::size_t operator()(const StatementKey& key) const noexcept {
    return std::hash<const void*>{}(key.address) ^ (key.signature * 31) ^ key.size;
  }
};

}  // namespace cairn::db
