// A key result's own figures, from its check-ins.
#include "features/okrs/figures.h"

#include <algorithm>

#include "engine/figures.h"
#include "features/okrs/store.h"

namespace cairn::okrs {

Moment moment_of(const Settings& settings, Instant now) {
  const clock::Zone zone = clock::Zone::load(settings.timezone).value_or(clock::Zone::utc());
  return {now, zone.local_date(now), zone};
}

rows::Calendar calendar_of(const CycleRecord& cycle) {
  return {cycle.starts_on, cycle.ends_on, cycle.weekday, cycle.every_weeks};
}

engine::Window window_of(const CycleRecord& cycle, const KeyResultRecord& key_result) {
  return rows::window_of(calendar_of(cycle), key_result.starts_on, key_result.due_on);
}

engine::Rhythm rhythm_of(const CycleRecord& cycle, const KeyResultRecord& key_result) {
  const int weeks = key_result.cadence_weeks.value_or(cycle.every_weeks);
  using enum engine::Cadence;
  return {weeks <= 1 ? week : weeks == 2 ? two_weeks : weeks <= 6 ? month : quarter, cycle.weekday};
}

void measure(KeyResultRecord& k, std::span<const engine::Checkin> series, const CycleRecord& cycle,
             const engine::Policy& policy, const Moment& moment) {
  const engine::KeyResultView view{&k.metric, series, window_of(cycle, k), rhythm_of(cycle, k)};
  const engine::KeyResultFigures figures = engine::figures_of(view, policy, moment.now, moment.today);
  k.current_value = figures.value;
  k.current_at = figures.newest ? std::optional(figures.newest->at) : std::nullopt;
  k.confidence = figures.confidence ? std::optional(static_cast<int>(*figures.confidence)) : std::nullopt;
  if (k.aligned()) return;
  k.attainment = figures.attainment;
  k.progress = figures.progress;
}

void measure(db::Tx& tx, KeyResultRecord& k, const CycleRecord& cycle, const engine::Policy& policy,
             const Moment& moment) {
  std::vector<engine::Checkin> series;
  const auto read = [&](db::Row& row) {
    engine::Checkin c;
    c.id = c.order = row.next<std::int64_t>();
    c.at = row.next<Instant>();
    c.on = moment.zone.local_date(c.at);
    c.value = row.next<double>();
    c.confidence = row.next<std::optional<double>>();
    return c;
  };
  if (engine::is_control(k.metric.type) && policy.control == engine::Control::periods) {
    series = tx.all("SELECT id, effective_at, value, confidence FROM checkins WHERE key_result_id = $1", read, k.id);
  } else {
    auto newest = tx.one(
        "SELECT id, effective_at, value, confidence FROM checkins WHERE key_result_id = $1 "
        "ORDER BY effective_at DESC, id DESC LIMIT 1",
        read, k.id);
    if (newest && !newest->confidence) {
      auto sure = tx.one(
          "SELECT id, effective_at, value, confidence FROM checkins WHERE key_result_id = $1 AND confidence IS NOT NULL "
          "ORDER BY effective_at DESC, id DESC LIMIT 1",
          read, k.id);
      if (sure) series.push_back(*sure);
    }
    if (newest) series.push_back(*newest);
  }
  measure(k, series, cycle, policy, moment);
}

}  // namespace cairn::okrs
