// Between the metric of a request, the metric of the engine and the columns of table key_results.
#include "features/okrs/metric.h"

#include <algorithm>
#include <array>

namespace cairn::okrs {

namespace {

using engine::MetricType;

bool has_target(MetricType type) {
  return type == MetricType::increase || type == MetricType::decrease || type == MetricType::at_least ||
         type == MetricType::at_most;
}

void needed(const std::optional<double>& value, double& to, const char* field, std::vector<Problem>& problems) {
  if (value) to = *value;
  else problems.push_back({std::string("metric.") + field, "required", "This metric needs a value here."});
}

void read_zones(const MetricFields& fields, engine::Metric& metric, std::vector<Problem>& problems) {
  const std::array texts{&fields.zone_start, &fields.zone_commit, &fields.zone_target, &fields.zone_stretch};
  bool words = false;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    metric.zone_texts[i] = texts[i]->value_or("");
    words = words || !metric.zone_texts[i].empty();
  }
  if (words) return;
  needed(fields.start, metric.zones[0], "start", problems);
  needed(fields.commit, metric.zones[1], "commit", problems);
  needed(fields.target, metric.zones[2], "target", problems);
  needed(fields.stretch, metric.zones[3], "stretch", problems);
}

}  // namespace

engine::Metric metric_of(const MetricFields& fields, std::vector<Problem>& problems) {
  engine::Metric metric;
  metric.type = fields.type;
  const std::size_t before = problems.size();
  if (fields.type != MetricType::zones) metric.start = fields.start;
  if (has_target(fields.type)) needed(fields.target, metric.target, "target", problems);
  if (fields.type == MetricType::between) {
    needed(fields.low, metric.low, "low", problems);
    needed(fields.high, metric.high, "high", problems);
  }
  if (fields.type == MetricType::zones) read_zones(fields, metric, problems);
  if (engine::is_control(fields.type)) metric.risk = fields.risk;
  if (fields.type == MetricType::milestones && fields.milestones) {
    for (const MilestoneFields& m : *fields.milestones)
      metric.milestones.push_back({m.id ? m.id->value : 0, m.title, m.weight, m.done_on});
  }
  if (fields.phases) {
    for (const PhaseFields& p : *fields.phases) metric.phases.push_back({p.on, p.value});
    std::ranges::sort(metric.phases, {}, &engine::Phase::on);
  }
  if (problems.size() == before) {
    for (Problem& problem : engine::validate(metric)) problems.push_back(std::move(problem));
  }
  return metric;
}

MetricFields fields_of(const engine::Metric& metric) {
  const MetricColumns columns = columns_of(metric);
  MetricFields fields{.type = metric.type,
                      .start = columns.start, .target = columns.target, .low = columns.low, .high = columns.high,
                      .commit = columns.commit, .stretch = columns.stretch, .risk = columns.risk,
                      .zone_start = columns.zone_start, .zone_commit = columns.zone_commit,
                      .zone_target = columns.zone_target, .zone_stretch = columns.zone_stretch};
  if (metric.type == MetricType::milestones) {
    fields.milestones.emplace();
    for (const engine::Milestone& m : metric.milestones)
      fields.milestones->push_back({MilestoneId{m.id}, m.title, m.weight, m.done_on});
  }
  if (!metric.phases.empty()) {
    fields.phases.emplace();
    for (const engine::Phase& p : metric.phases) fields.phases->push_back({p.on, p.value});
  }
  return fields;
}

std::vector<TargetFields> targets_of(const engine::Metric& metric) {
  std::vector<TargetFields> targets;
  for (const engine::Revision& r : metric.revisions) targets.push_back({r.from, r.start, r.target, r.why});
  return targets;
}

MetricColumns columns_of(const engine::Metric& metric) {
  MetricColumns columns;
  if (metric.type == MetricType::zones) {
    if (engine::has_sentences(metric)) {
      columns.zone_start = metric.zone_texts[0];
      columns.zone_commit = metric.zone_texts[1];
      columns.zone_target = metric.zone_texts[2];
      columns.zone_stretch = metric.zone_texts[3];
    } else {
      columns.start = metric.zones[0];
      columns.commit = metric.zones[1];
      columns.target = metric.zones[2];
      columns.stretch = metric.zones[3];
    }
    return columns;
  }
  columns.start = metric.start;
  if (has_target(metric.type)) columns.target = metric.target;
  if (metric.type == MetricType::between) {
    columns.low = metric.low;
    columns.high = metric.high;
  }
  columns.risk = metric.risk;
  return columns;
}

void fill(engine::Metric& metric, MetricColumns columns) {
  if (metric.type == MetricType::zones) {
    metric.zones = {columns.start.value_or(0), columns.commit.value_or(0), columns.target.value_or(0),
                    columns.stretch.value_or(0)};
    metric.zone_texts = {std::move(columns.zone_start).value_or(""), std::move(columns.zone_commit).value_or(""),
                         std::move(columns.zone_target).value_or(""), std::move(columns.zone_stretch).value_or("")};
    return;
  }
  metric.start = columns.start;
  metric.target = columns.target.value_or(0);
  metric.low = columns.low.value_or(0);
  metric.high = columns.high.value_or(0);
  metric.risk = columns.risk;
}

}  // namespace cairn::okrs
