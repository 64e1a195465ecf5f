// Pieces of the use cases: when a check-in counts, what its value is, what it moved.
#pragma once
#include <optional>
#include <utility>
#include <vector>

#include "features/checkins/checkins.h"

namespace cairn::checkins {

// out: now for today, noon of an earlier day. fails: 422 in_the_future, before_the_cycle
Instant effective_at(const okrs::Loaded& on, std::optional<Date> day);

struct ValueInput {
  std::optional<double> value;
  std::optional<std::vector<MilestoneDone>> done_milestones;
  std::optional<double> confidence;
  Instant at;
  bool newest = true;
};
// out: the check-in's value; milestones are marked in the loaded metric: all of them by the newest check-in, by an
// earlier one only those it adds. fails: 422
double value_of(okrs::LoadedKeyResult& on, const ValueInput& input);
// The same, and the milestones are written.
double take_value(db::Tx& tx, okrs::LoadedKeyResult& on, const ValueInput& input);

// Notes in the change which milestones were marked or unmarked.
void add_milestones(const engine::Metric& before, const engine::Metric& after, okrs::Change& change);

// The objective and those above it whose figures moved, as far as the actor may see them.
std::vector<AncestorFigures> ancestor_figures(db::Tx& tx, const features::Context& ctx, const okrs::LoadedKeyResult& on,
                                              const okrs::RolledUp& rolled);

// fails: 400 bad_cursor
std::pair<Instant, CheckinId> read_cursor(const std::optional<std::string>& cursor);

}  // namespace cairn::checkins
