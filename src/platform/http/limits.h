// Rates: a token bucket per account and class, and one per address and class.
#pragma once
#include <array>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <string_view>
#include <unordered_map>

#include "platform/http/server.h"

namespace cairn::http {

class RateLimiter {
 public:
  explicit RateLimiter(Limits limits) : limits_(limits) {}
  using Time = std::chrono::steady_clock::time_point;
  // Takes one from the bucket. out: 0 when there was one, else seconds until there is
  int take_account(std::int64_t person, Rate rate, Time now);
  int take_address(std::string_view address, Rate rate, Time now);
  std::size_t buckets() const;

 private:
  struct Bucket {
    double left;
    Time at;
  };
  struct Shard {
    mutable std::mutex mutex;
    std::unordered_map<std::uint64_t, Bucket> buckets;
    std::size_t sweep_at = 4096;
  };
  int take(std::uint64_t key, const Limit& limit, double factor, Time now);
  const Limit* limit_of(Rate rate) const;

  Limits limits_;
  std::array<Shard, 16> shards_;
};

// A client's IPv6 addresses within a /64 count as one. in: "2001:db8::1"; out: what stands for its network
std::string_view network_of(std::string_view address);

}  // namespace cairn::http
