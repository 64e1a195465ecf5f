// How things stand against the calendar: expected progress, status with its reason, staleness, net confidence.
// source: maths.md section 3
#pragma once
#include <optional>
#include <span>

#include "base/time.h"
#include "engine/cycle.h"
#include "engine/kinds.h"
#include "engine/metric.h"
#include "engine/policy.h"

namespace cairn::engine {

// out: expected progress on a day: by days, by phased target, or by planned check-ins, as policy and metric say.
double expected_progress(const Metric& metric, const Rhythm& rhythm, const Window& window, Date on, const Policy& policy);
// The same for an objective: by days (or planned check-ins) alone.
double expected_progress(const Rhythm& rhythm, const Window& window, Date on, const Policy& policy);
// out: the value a phased or straight target expects on a day; none where the metric has no such line.
std::optional<double> expected_value(const Metric& metric, const Window& window, Date on, const Policy& policy);

// What a status is judged from; the same for key results and objectives.
struct StatusInput {
  std::optional<double> progress;
  std::optional<double> expected;
  std::optional<double> confidence;
  std::optional<Status> said;       // by the owner
  bool started = false;             // has a check-in (an objective: something below has)
  bool past_grace = false;          // grace_days into the window have passed
  bool risk_zone = false;           // a control value between risk and bound
  bool beyond_risk = false;         // a control value past its risk threshold
};

// Why a status is what it is, as numbers: "12 points behind what is expected by now".
struct StatusReason {
  Status status = Status::none;
  StatusMethod method = StatusMethod::gap;
  std::optional<double> progress;
  std::optional<double> expected;
  std::optional<double> gap;         // expected - progress, 0..1
  std::optional<double> ratio;       // progress / expected
  std::optional<double> confidence;
  double on_track = 0;               // thresholds applied
  double behind = 0;
  bool by_risk = false;
};

StatusReason judge(const StatusInput& input, const Policy& policy);
Status judge_confidence(std::optional<double> confidence, const StatusRule& rule);

// The confidence a status stands for where only the status is told: achieved 10, on track 8, behind 3, off track 1.
std::optional<double> confidence_of(Status status);

// Badness: off_track 5, behind 4, no_update 3, on_track 2, not_started 1, achieved 0; none -1.
int badness(Status status);
Status weaker(Status a, Status b);  // the worse of the two; none gives way

// Whether `on` lies more than grace_days after the start.
bool past_grace(const Window& window, Date on, int grace_days);
// A check-in older than its cadence plus grace; never before the first one, never without a cadence.
bool is_stale(std::optional<Date> newest_on, Cadence cadence, Date on, int grace_days);

// Share on track minus share off track in -100..100 over those that are judged; achieved counts as on track.
struct StatusCounts {
  std::array<int, 7> of{};  // by Status
  void add(Status status) { ++of[static_cast<std::size_t>(status)]; }
  int operator[](Status status) const { return of[static_cast<std::size_t>(status)]; }
};
std::optional<double> net_confidence(const StatusCounts& counts);

}  // namespace cairn::engine
