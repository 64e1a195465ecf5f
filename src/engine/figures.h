// All figures of one key result in one call: value, attainment, progress, expected, status, confidence, staleness, score.
#pragma once
#include <optional>
#include <span>

#include "engine/metric.h"
#include "engine/status.h"

namespace cairn::engine {

// What the figures of one key result are computed from; refers, does not own.
struct KeyResultView {
  const Metric* metric = nullptr;
  std::span<const Checkin> checkins;  // any order
  Window window;                      // the cycle's start to the key result's due date
  Rhythm rhythm;
  bool dated = true;                  // false: the window is not known, so nothing is expected
};

struct KeyResultFigures {
  std::optional<double> value;
  std::optional<double> attainment;        // against the target in force
  std::optional<double> first_attainment;  // against the first target
  std::optional<double> progress;
  std::optional<double> expected;
  std::optional<double> confidence;
  std::optional<double> score;
  Status status = Status::none;
  bool stale = false;
  bool started = false;
  const Checkin* newest = nullptr;         // into the view's check-ins
  StatusReason reason;
};

// in: the instant and the local day it falls on.
KeyResultFigures figures_of(const KeyResultView& view, const Policy& policy, Instant at, Date on);

}  // namespace cairn::engine
