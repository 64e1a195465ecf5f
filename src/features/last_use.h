// When something was last used, written at most once a minute: reading must not become writing.
#pragma once
#include <cstdint>
#include <mutex>
#include <unordered_map>

#include "base/time.h"

namespace cairn::features {

class LastUse {
 public:
  // in: the id, what is stored, now; out: whether to store now. Answers yes once a minute at most, to one caller.
  bool is_due(std::int64_t id, Instant stored, Instant now) {
    if (now.us - stored.us < interval_us) return false;
    const std::lock_guard lock(mutex_);
    if (told_.size() > most) told_.clear();
    auto& told = told_[id];
    if (told != 0 && now.us - told < interval_us) return false;
    told = now.us;
    return true;
  }

 private:
  static constexpr std::int64_t interval_us = 60 * second_us;
  static constexpr std::size_t most = 50'000;
  std::mutex mutex_;
  std::unordered_map<std::int64_t, std::int64_t> told_;
};

}  // namespace cairn::features
