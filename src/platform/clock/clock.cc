// The system's clock.
#include "platform/clock/clock.h"

#include <chrono>

namespace cairn::clock {

Instant SystemClock::now() const {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return Instant{std::chrono::duration_cast<std::chrono::microseconds>(since).count()};
}

}  // namespace cairn::clock
