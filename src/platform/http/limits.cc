// Token buckets, sixteen shards of them. Full buckets are forgotten: they say nothing.
#include "platform/http/limits.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace cairn::http {
namespace {

constexpr auto shard_shift = 60;
constexpr std::uint64_t spread = 0x9e3779b97f4a7c15ULL;

std::uint64_t key_of(std::uint64_t who, Rate rate, bool account) {
  std::uint64_t k = who * spread + static_cast<std::uint64_t>(rate) * 2 + (account ? 1 : 0);
  k ^= k >> 29;
  return k * spread;
}

}  // namespace

const Limit* RateLimiter::limit_of(Rate rate) const {
  if (!limits_.on) return nullptr;
  switch (rate) {
    case Rate::read: return &limits_.read;
    case Rate::write: return &limits_.write;
    case Rate::expensive: return &limits_.expensive;
    case Rate::login: return &limits_.login;
    case Rate::free:
    case Rate::unset: break;
  }
  return nullptr;
}

int RateLimiter::take(std::uint64_t key, const Limit& limit, double factor, Time now) {
  auto& shard = shards_[key >> shard_shift];
  const double burst = limit.burst * factor;
  const double per_second = limit.per_second * factor;
  const std::lock_guard lock(shard.mutex);
  if (shard.buckets.size() >= shard.sweep_at) {
    std::erase_if(shard.buckets, [&](const auto& entry) { return now - entry.second.at > std::chrono::minutes(5); });
    shard.sweep_at = std::max<std::size_t>(4096, shard.buckets.size() * 2);
  }
  auto& bucket = shard.buckets.try_emplace(key, Bucket{burst, now}).first->second;
  bucket.left = std::min(burst, bucket.left + per_second * std::chrono::duration<double>(now - bucket.at).count());
  bucket.at = now;
  if (bucket.left >= 1) {
    bucket.left -= 1;
    return 0;
  }
  if (per_second <= 0) return 3600;
  return std::max(1, static_cast<int>(std::ceil((1 - bucket.left) / per_second)));
}

int RateLimiter::take_account(std::int64_t person, Rate rate, Time now) {
  const Limit* limit = limit_of(rate);
  return limit ? take(key_of(static_cast<std::uint64_t>(person), rate, true), *limit, 1, now) : 0;
}

int RateLimiter::take_address(std::string_view address, Rate rate, Time now) {
  const Limit* limit = limit_of(rate);
  if (!limit) return 0;
  const auto who = std::hash<std::string_view>{}(network_of(address));
  return take(key_of(who, rate, false), *limit, rate == Rate::login ? 1 : limits_.address_factor, now);
}

std::size_t RateLimiter::buckets() const {
  std::size_t n = 0;
  for (const auto& shard : shards_) {
    const std::lock_guard lock(shard.mutex);
    n += shard.buckets.size();
  }
  return n;
}

std::string_view network_of(std::string_view address) {
  if (address.find(':') == std::string_view::npos) return address;
  std::size_t groups = 0;
  for (std::size_t i = 0; i < address.size(); ++i) {
    if (address[i] != ':') continue;
    if (i + 1 < address.size() && address[i + 1] == ':') return address.substr(0, i);  // zeros follow
    if (++groups == 4) return address.substr(0, i);
  }
  return address;
}

}  // namespace cairn::http
