// The demo company is fixed in time: its clock starts on a set day and runs on from there.
#pragma once
#include "platform/clock/clock.h"

namespace cairn::app {

class DemoClock final : public clock::Clock {
 public:
  // in: when the demo begins; a demo that was used before goes on where it stood
  explicit DemoClock(Instant begin) : offset_us_(begin.us - clock::SystemClock().now().us) {}
  Instant now() const override { return Instant{clock::SystemClock().now().us + offset_us_}; }

 private:
  std::int64_t offset_us_;
};

// Thursday 10 December 2026, 09:00 in Zurich.
inline constexpr Instant demo_begin{1'796'889'600LL * second_us};

}  // namespace cairn::app
