// The time of day as a port, so that tests decide what time it is; and civil days in the organisation's time zone.
#pragma once
#include <atomic>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/failure.h"
#include "base/time.h"

namespace cairn::clock {

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;
};

class SystemClock final : public Clock {
 public:
  Instant now() const override;
};

// Stands still until told otherwise; may be read and moved from several threads.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(Instant start) : us_(start.us) {}
  Instant now() const override { return Instant{us_.load()}; }
  void set(Instant at) { us_.store(at.us); }
  void advance(std::int64_t us) { us_.fetch_add(us); }

 private:
  std::atomic<std::int64_t> us_;
};

// A time zone by its IANA name. Cheap to copy.
class Zone {
 public:
  // in: "Europe/Berlin"; fails: unknown_time_zone.
  static Result<Zone> load(std::string_view name);
  static Zone utc();

  const std::string& name() const { return name_; }
  Date local_date(Instant at) const;
  int minute_of_day(Instant at) const;      // 0..1439 on the local clock
  Instant at(Date day, int minute) const;   // minute 0..1439; skipped local times give the first moment after the gap, repeated ones the earlier
  Instant start_of_day(Date day) const;     // the first moment of the day, also where midnight is skipped
  Instant noon(Date day) const;
  Instant end_of_day(Date day) const;       // the last microsecond of the day

 private:
  Zone(const void* rules, std::string name) : rules_(rules), name_(std::move(name)) {}
  const void* rules_;  // lives as long as the process
  std::string name_;
};

// The IANA names of all zones the system knows, sorted.
const std::vector<std::string>& zone_names();

inline Date today(const Clock& clock, const Zone& zone) { return zone.local_date(clock.now()); }

}  // namespace cairn::clock
