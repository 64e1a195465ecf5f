// What the hash chain covers, and how it is written down before it is hashed.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "base/time.h"

namespace cairn::activity {

// All of a log row but its hash. Views: it lives within one call.
struct Link {
  std::int64_t number = 0;
  Instant at;
  std::int64_t person = 0;
  std::string_view kind;
  std::string_view subject_type;
  std::int64_t subject_id = 0;
  std::string_view request_id;
  std::string_view digest;
};

// in: the hash of the row before, empty for the first; out: SHA-256 of it and of the fields, each led by its length
std::string chain_hash(std::string_view before, const Link& link);

}  // namespace cairn::activity
