// A new key result from its input: every problem is told at once.
#include <algorithm>
#include <cmath>

#include "engine/limits.h"
#include "engine/rollup.h"
#include "features/keyresults/keyresults.h"
#include "features/keyresults/rules.h"

namespace cairn::keyresults {

namespace {

// As many decimals as the numbers were written with, two at most.
int decimals_of(const okrs::MetricFields& metric) {
  int decimals = 0;
  for (const auto& value : {metric.start, metric.target, metric.low, metric.high, metric.commit, metric.stretch}) {
    if (!value || !std::isfinite(*value)) continue;
    for (; decimals < 2; ++decimals) {
      const double scaled = *value * std::pow(10.0, decimals);
      if (std::abs(scaled - std::round(scaled)) < 1e-9 * std::max(1.0, std::abs(scaled))) break;
    }
  }
  return decimals;
}

}  // namespace

void check_record(const okrs::KeyResultRecord& record, const okrs::CycleRecord& cycle, Date today, const std::string& path,
                  std::vector<Problem>& problems) {
  const auto wrong = [&](const char* field, const char* code, const char* message) {
    problems.push_back({path + field, code, message});
  };
  if (!std::isfinite(record.weight)) wrong("weight", "not_finite", "Give a number.");
  else if (record.weight < 0) wrong("weight", "negative_weight", "A weight is 0 or more.");
  else if (record.weight > engine::largest_value) wrong("weight", "out_of_range", "This weight is too large.");
  if (record.share && !(*record.share >= 0 && *record.share <= 100))
    wrong("share", "share_range", "A share is between 0 and 100 percent.");
  const auto outside = [&](std::optional<Date> day) { return day && (*day < cycle.starts_on || *day > cycle.ends_on); };
  if (outside(record.starts_on)) wrong("starts_on", "outside_the_cycle", "This day lies outside the cycle.");
  if (outside(record.due_on)) wrong("due_on", "outside_the_cycle", "This day lies outside the cycle.");
  if (record.starts_on && record.due_on && *record.due_on < *record.starts_on)
    wrong("due_on", "ends_before_it_starts", "It is due before it starts.");
  if (record.source == engine::Source::kpi)
    wrong("source", "unknown_value", "A key result takes its progress from check-ins or from aligned objectives.");
  for (std::size_t i = 0; i < record.metric.milestones.size(); ++i) {
    const auto& done = record.metric.milestones[i].done_on;
    if (done && *done > today)
      problems.push_back({path + "metric.milestones[" + std::to_string(i) + "].done_on", "in_the_future",
                          "A milestone is done today or earlier."});
  }
}

okrs::KeyResultRecord record_of(const KeyResultInput& input, const okrs::CycleRecord& cycle, Date today,
                                const std::string& path, std::vector<Problem>& problems) {
  okrs::KeyResultRecord record;
  record.title = input.title;
  record.description = input.description.value_or("");
  record.owner = input.owner;
  record.contributors = okrs::sorted_unique(input.contributors);
  std::vector<Problem> of_metric;
  record.metric = okrs::metric_of(input.metric, of_metric);
  for (Problem& problem : of_metric) problems.push_back({path + problem.field, problem.code, problem.message});
  for (engine::Milestone& milestone : record.metric.milestones) milestone.id = 0;
  record.metric.unit = input.unit.value_or("");
  record.decimals = input.decimals.value_or(decimals_of(input.metric));
  record.metric.precision = record.decimals;
  record.weight = input.weight;
  record.share = input.share;
  record.starts_on = input.starts_on;
  record.due_on = input.due_on;
  record.cadence_weeks = input.cadence_weeks;
  record.source = input.source.value_or(engine::Source::check_ins);
  check_record(record, cycle, today, path, problems);
  return record;
}

void check_siblings(db::Tx& tx, const okrs::Loaded& loaded, const okrs::KeyResultRecord& record) {
  const auto siblings = okrs::key_results_of(tx, {loaded.objective.id});
  std::vector<engine::RollupItem> items{{record.weight, record.share, record.progress}};
  for (const auto& sibling : siblings)
    if (sibling.id != record.id && !sibling.archived_at) items.push_back({sibling.weight, sibling.share, sibling.progress});
  if (loaded.policy.shares == engine::Shares::percent) {
    auto problems = engine::validate_items(items);
    for (Problem& problem : problems) problem.field = "share";
    if (!problems.empty()) fail(Fault::unprocessable, problems[0].code, problems[0].message, problems);
  }
  const int count = static_cast<int>(items.size());
  const int most = loaded.settings.refuses ? loaded.settings.key_results_max
                                           : std::max(engine::Limits{}.key_results_hard, loaded.settings.key_results_max);
  if (!record.id && count > most)
    fail(Fault::unprocessable, "limit_reached", "This objective has as many key results as are allowed.",
         {{"key_results", "limit_reached", "Close, archive or merge one of them first."}});
}

std::vector<Advice> advice_for(const okrs::Settings& settings, int key_results) {
  std::vector<Advice> advice;
  if (!settings.advises || settings.refuses) return advice;
  if (key_results > settings.key_results_max)
    advice.push_back({"too_many_key_results", "Many key results blur what matters."});
  return advice;
}

}  // namespace cairn::keyresults
