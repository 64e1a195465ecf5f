// Civil days by the system's tzdata; the one file that names the date library.
#ifndef USE_OS_TZDB
#define USE_OS_TZDB 1  // as Debian builds it
#endif
#include <date/tz.h>

#include <algorithm>

#include "platform/clock/clock.h"

namespace cairn::clock {
namespace {

using Micros = std::chrono::microseconds;

const date::time_zone& rules_of(const void* rules) { return *static_cast<const date::time_zone*>(rules); }

date::local_time<Micros> local(const void* rules, Instant at) {
  const date::sys_time<Micros> sys{Micros(at.us)};
  return date::local_time<Micros>{sys.time_since_epoch() + rules_of(rules).get_info(sys).offset};
}

// The zones by name, without the copies for other time scales that tzdata folders hold.
std::vector<std::string> known_names() {
  std::vector<std::string> names;
  for (const date::time_zone& zone : date::get_tzdb().zones) {
    const std::string& name = zone.name();
    if (name.starts_with("posix/") || name.starts_with("right/")) continue;
    if (name == "localtime" || name == "posixrules" || name == "Factory") continue;
    names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace

const std::vector<std::string>& zone_names() {
  static const std::vector<std::string> names = known_names();
  return names;
}

Result<Zone> Zone::load(std::string_view name) {
  if (!std::binary_search(zone_names().begin(), zone_names().end(), name)) {
    return std::unexpected(Problem{"time_zone", "unknown_time_zone", "There is no time zone of this name."});
  }
  return Zone(date::locate_zone(name), std::string(name));
}

Zone Zone::utc() { return Zone(date::locate_zone("Etc/UTC"), "Etc/UTC"); }

Date Zone::local_date(Instant at) const {
  const auto days = date::floor<date::days>(local(rules_, at));
  return Date{static_cast<std::int32_t>(days.time_since_epoch().count())};
}

int Zone::minute_of_day(Instant at) const {
  const auto time = local(rules_, at);
  const auto since = time - date::floor<date::days>(time);
  return static_cast<int>(std::chrono::duration_cast<std::chrono::minutes>(since).count());
}

Instant Zone::at(Date day, int minute) const {
  const date::local_time<Micros> wanted{date::days(day.days) + std::chrono::minutes(minute)};
  const date::local_info info = rules_of(rules_).get_info(wanted);
  if (info.result == date::local_info::nonexistent) {  // the clock jumped over it: the moment of the jump
    return Instant{std::chrono::duration_cast<Micros>(info.second.begin.time_since_epoch()).count()};
  }
  return Instant{(wanted.time_since_epoch() - Micros(info.first.offset)).count()};
}

Instant Zone::start_of_day(Date day) const { return at(day, 0); }
Instant Zone::noon(Date day) const { return at(day, 12 * 60); }
Instant Zone::end_of_day(Date day) const { return Instant{start_of_day(add_days(day, 1)).us - 1}; }

}  // namespace cairn::clock
