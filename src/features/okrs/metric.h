// A metric as JSON and as columns: what the client writes and reads, and the engine's own value.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/failure.h"
#include "base/id.h"
#include "base/time.h"
#include "engine/metric.h"
#include "platform/json/json.h"

namespace cairn::okrs {

struct MilestoneFields {
  std::optional<MilestoneId> id;
  std::string title;
  double weight = 1;
  std::optional<Date> done_on;
  static constexpr std::string_view json_name = "Milestone";
  static constexpr auto fields() {
    using R = MilestoneFields;
    return json::fields(json::field("id", &R::id, "absent for a new one"),
                        json::field("title", &R::title, "", json::length(1, 300), json::one_line),
                        json::field("weight", &R::weight, "1 unless given", json::optional_with_default),
                        json::field("done_on", &R::done_on, "the day it was done; null while it is open"));
  }
};

struct PhaseFields {
  Date on;
  double value = 0;
  static constexpr std::string_view json_name = "Phase";
  static constexpr auto fields() {
    return json::fields(json::field("on", &PhaseFields::on, "the day"),
                        json::field("value", &PhaseFields::value, "the value expected on that day"));
  }
};

// The nine metric types in one shape; which members count follows from the type.
struct MetricFields {
  engine::MetricType type = engine::MetricType::increase;
  std::optional<double> start, target, low, high, commit, stretch, risk;
  std::optional<std::string> zone_start, zone_commit, zone_target, zone_stretch;
  std::optional<std::vector<MilestoneFields>> milestones;
  std::optional<std::vector<PhaseFields>> phases;
  static constexpr std::string_view json_name = "Metric";
  static constexpr auto fields() {
    using R = MetricFields;
    using json::field;
    using json::omit_null;
    return json::fields(
        field("type", &R::type, "what is measured"),
        field("start", &R::start, "value at the start; increase, decrease and zones need one", omit_null),
        field("target", &R::target, "value meant to be reached, or the bound of at_least and at_most", omit_null),
        field("low", &R::low, "lower bound of between", omit_null), field("high", &R::high, "upper bound of between", omit_null),
        field("commit", &R::commit, "zones: the value one commits to", omit_null),
        field("stretch", &R::stretch, "zones: the value beyond the target", omit_null),
        field("risk", &R::risk, "at_least, at_most: up to here it is behind, beyond it off track", omit_null),
        field("zone_start", &R::zone_start, "zones told in words: where one starts", json::length(500), omit_null),
        field("zone_commit", &R::zone_commit, "", json::length(500), omit_null),
        field("zone_target", &R::zone_target, "", json::length(500), omit_null),
        field("zone_stretch", &R::zone_stretch, "", json::length(500), omit_null),
        field("milestones", &R::milestones, "", json::length(100), omit_null),
        field("phases", &R::phases, "phased target: instead of the straight line", json::length(60), omit_null));
  }
};

// A revised target, as the activity log keeps it.
struct TargetFields {
  Date from;
  std::optional<double> start;
  double target = 0;
  std::string why;
  static constexpr std::string_view json_name = "TargetFields";
  static constexpr auto fields() {
    using R = TargetFields;
    return json::fields(json::field("from", &R::from), json::field("start", &R::start), json::field("target", &R::target),
                        json::field("why", &R::why));
  }
};

// out: the engine's metric; every problem (paths "metric.…") goes to `problems`.
engine::Metric metric_of(const MetricFields& fields, std::vector<Problem>& problems);
MetricFields fields_of(const engine::Metric& metric);
std::vector<TargetFields> targets_of(const engine::Metric& metric);

// The numeric columns of table key_results that a metric fills.
struct MetricColumns {
  std::optional<double> start, target, low, high, commit, stretch, risk;
  std::optional<std::string> zone_start, zone_commit, zone_target, zone_stretch;
};
MetricColumns columns_of(const engine::Metric& metric);
void fill(engine::Metric& metric, MetricColumns columns);

}  // namespace cairn::okrs
