// Days of 23, 24, 25 hours and days whose midnight does not exist.
#include "platform/clock/clock.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace cairn::clock {
namespace {

Zone zone(const char* name) { return require(Zone::load(name)); }
Date day(const char* text) { return *parse_date(text); }
Instant instant(const char* text) { return *parse_instant(text); }
std::int64_t hours(const Zone& z, const char* text) {
  return (z.end_of_day(day(text)).us + 1 - z.start_of_day(day(text)).us) / hour_us;
}

TEST(Zone, refuses_names_that_tzdata_does_not_know) {
  for (const char* name : {"", "Mars/Olympus", "europe/berlin", "../../etc/passwd", "posix/Europe/Berlin", "localtime"}) {
    const auto loaded = Zone::load(name);
    ASSERT_FALSE(loaded) << name;
    EXPECT_EQ(loaded.error().code, "unknown_time_zone");
  }
  EXPECT_EQ(zone("Europe/Berlin").name(), "Europe/Berlin");
}

TEST(Zone, lists_its_names_sorted) {
  const auto& names = zone_names();
  EXPECT_GT(names.size(), 300u);
  EXPECT_TRUE(std::is_sorted(names.begin(), names.end()));
  EXPECT_TRUE(std::binary_search(names.begin(), names.end(), "America/New_York"));
}

TEST(Zone, tells_the_local_day_around_midnight) {
  const Zone berlin = zone("Europe/Berlin");
  EXPECT_EQ(berlin.local_date(instant("2026-01-15T22:59:59Z")), day("2026-01-15"));
  EXPECT_EQ(berlin.local_date(instant("2026-01-15T23:00:00Z")), day("2026-01-16"));
  EXPECT_EQ(berlin.local_date(instant("2026-07-15T21:59:59Z")), day("2026-07-15"));
  EXPECT_EQ(zone("Pacific/Kiritimati").local_date(instant("2026-01-15T10:00:00Z")), day("2026-01-16"));
  EXPECT_EQ(Zone::utc().local_date(instant("1969-12-31T23:59:59Z")), day("1969-12-31"));
}

TEST(Zone, knows_the_days_of_23_and_25_hours) {
  const Zone berlin = zone("Europe/Berlin");
  EXPECT_EQ(hours(berlin, "2026-03-28"), 24);
  EXPECT_EQ(hours(berlin, "2026-03-29"), 23);
  EXPECT_EQ(hours(berlin, "2026-10-25"), 25);
  EXPECT_EQ(berlin.noon(day("2026-03-29")), instant("2026-03-29T10:00:00Z"));
  EXPECT_EQ(berlin.noon(day("2026-03-28")), instant("2026-03-28T11:00:00Z"));
}

TEST(Zone, starts_a_day_without_midnight_at_its_first_moment) {
  const Zone santiago = zone("America/Santiago");  // 2026-09-06 springs from 24:00 to 01:00
  const Instant start = santiago.start_of_day(day("2026-09-06"));
  EXPECT_EQ(start, instant("2026-09-06T04:00:00Z"));
  EXPECT_EQ(santiago.minute_of_day(start), 60);
  EXPECT_EQ(santiago.local_date(start), day("2026-09-06"));
  EXPECT_EQ(santiago.local_date(Instant{start.us - 1}), day("2026-09-05"));
}

TEST(Zone, takes_the_earlier_of_a_repeated_hour_and_the_end_of_a_skipped_one) {
  const Zone berlin = zone("Europe/Berlin");
  EXPECT_EQ(berlin.at(day("2026-10-25"), 2 * 60 + 30), instant("2026-10-25T00:30:00Z"));
  EXPECT_EQ(berlin.at(day("2026-03-29"), 2 * 60 + 30), instant("2026-03-29T01:00:00Z"));
}

TEST(Zone, every_day_of_a_year_is_made_of_its_own_moments_in_every_zone) {
  for (const std::string& name : zone_names()) {
    const Zone z = require(Zone::load(name));
    for (Date d = day("2026-01-01"); d < day("2027-01-01"); d = add_days(d, 13)) {
      EXPECT_EQ(z.local_date(z.start_of_day(d)), d) << name;
      EXPECT_EQ(z.local_date(z.noon(d)), d) << name;
      EXPECT_EQ(z.local_date(z.end_of_day(d)), d) << name;
    }
  }
}

TEST(ManualClock, stands_still_until_told_otherwise) {
  ManualClock clock(instant("2026-01-15T23:30:00Z"));
  EXPECT_EQ(clock.now(), clock.now());
  EXPECT_EQ(today(clock, zone("Europe/Berlin")), day("2026-01-16"));
  clock.advance(-hour_us);
  EXPECT_EQ(today(clock, zone("Europe/Berlin")), day("2026-01-15"));
  clock.set(Instant{0});
  EXPECT_EQ(format(clock.now()), "1970-01-01T00:00:00Z");
}

TEST(SystemClock, runs_forward) {
  const SystemClock clock;
  const Instant before = clock.now();
  EXPECT_GT(before, instant("2024-01-01T00:00:00Z"));
  EXPECT_LE(before, clock.now());
}

}  // namespace
}  // namespace cairn::clock
