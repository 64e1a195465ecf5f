// A change of a key result's fields.
#include <algorithm>

#include "features/keyresults/rules.h"

namespace cairn::keyresults {

namespace {

// What a value of the metric means; check-ins of one meaning cannot be read with another.
enum class Meaning { number, share_of_milestones, yes_or_no, zone };

Meaning meaning_of(const engine::Metric& metric) {
  if (metric.type == engine::MetricType::milestones) return Meaning::share_of_milestones;
  if (metric.type == engine::MetricType::done) return Meaning::yes_or_no;
  return engine::has_sentences(metric) ? Meaning::zone : Meaning::number;
}

void check_milestones(const engine::Metric& metric, const engine::Metric& before, std::vector<Problem>& problems) {
  for (std::size_t i = 0; i < metric.milestones.size(); ++i) {
    const std::int64_t id = metric.milestones[i].id;
    const bool twice = id != 0 && std::ranges::count(metric.milestones, id, &engine::Milestone::id) > 1;
    const bool unknown = id != 0 && std::ranges::find(before.milestones, id, &engine::Milestone::id) == before.milestones.end();
    if (twice || unknown)
      problems.push_back({"metric.milestones[" + std::to_string(i) + "].id", "unknown_milestone",
                          "This is no milestone of the key result, or it stands here twice."});
  }
}

}  // namespace

void apply(const KeyResultPatch& patch, const okrs::Loaded& loaded, okrs::KeyResultRecord& record) {
  std::vector<Problem> problems;
  patch.title.apply(record.title);
  if (patch.description.present) record.description = patch.description.value.value_or("");
  patch.owner.apply(record.owner);
  if (patch.contributors.present)
    record.contributors = okrs::sorted_unique(patch.contributors.value.value_or(std::vector<PersonId>{}));
  if (patch.metric.has_value()) {
    engine::Metric metric = okrs::metric_of(*patch.metric, problems);
    metric.unit = record.metric.unit;
    metric.revisions = record.metric.revisions;
    check_milestones(metric, record.metric, problems);
    if (record.checkins > 0 && meaning_of(metric) != meaning_of(record.metric))
      problems.push_back({"metric.type", "metric_type_fixed", "The check-ins so far would mean nothing with this metric."});
    record.metric = std::move(metric);
  }
  if (patch.unit.present) record.metric.unit = patch.unit.value.value_or("");
  patch.decimals.apply(record.decimals);
  record.metric.precision = record.decimals;
  patch.weight.apply(record.weight);
  patch.share.apply(record.share);
  patch.starts_on.apply(record.starts_on);
  patch.due_on.apply(record.due_on);
  patch.cadence_weeks.apply(record.cadence_weeks);
  patch.source.apply(record.source);
  check_record(record, loaded.cycle, loaded.moment.today, "", problems);
  if (!problems.empty()) fail(Fault::unprocessable, problems[0].code, "The key result cannot be like this.", problems);
}

}  // namespace cairn::keyresults
