// A key result as the API answers it.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "features/okrs/okrs.h"
#include "features/refs.h"
#include "features/rows/rows.h"

namespace cairn::keyresults {

struct ObjectiveRef {
  ObjectiveId id;
  std::string title;
  static constexpr std::string_view json_name = "ObjectiveRef";
  static constexpr auto fields() {
    return json::fields(json::field("id", &ObjectiveRef::id, ""), json::field("title", &ObjectiveRef::title, ""));
  }
};

struct CycleDates {
  CycleId id;
  std::string name;
  engine::CycleState state = engine::CycleState::active;
  Date starts_on, ends_on;
  static constexpr std::string_view json_name = "CycleDates";
  static constexpr auto fields() {
    using R = CycleDates;
    return json::fields(json::field("id", &R::id, ""), json::field("name", &R::name, ""), json::field("state", &R::state, ""),
                        json::field("starts_on", &R::starts_on, ""), json::field("ends_on", &R::ends_on, ""));
  }
};

struct SeriesPoint {
  CheckinId id;
  Instant at;
  Date on;
  double value = 0;
  std::optional<double> progress, confidence;
  static constexpr std::string_view json_name = "SeriesPoint";
  static constexpr auto fields() {
    using R = SeriesPoint;
    return json::fields(json::field("id", &R::id, "the check-in"), json::field("at", &R::at, "effective time"),
                        json::field("on", &R::on, "as a local day"), json::field("value", &R::value, ""),
                        json::field("progress", &R::progress, "0..1"), json::field("confidence", &R::confidence, "0..10"));
  }
};

struct LinePoint {
  Date on;
  double value = 0;
  static constexpr std::string_view json_name = "LinePoint";
  static constexpr auto fields() {
    return json::fields(json::field("on", &LinePoint::on, ""), json::field("value", &LinePoint::value, ""));
  }
};

struct Target {
  Date from;
  std::optional<double> start;
  double target = 0;
  std::string why;
  std::optional<features::PersonRef> author;
  Instant created_at;
  static constexpr std::string_view json_name = "RevisedTarget";
  static constexpr auto fields() {
    using R = Target;
    return json::fields(json::field("from", &R::from, ""), json::field("start", &R::start, ""),
                        json::field("target", &R::target, ""), json::field("why", &R::why, ""),
                        json::field("author", &R::author, ""), json::field("created_at", &R::created_at, ""));
  }
};

struct Advice {
  std::string code, message;
  static constexpr std::string_view json_name = "Advice";
  static constexpr auto fields() {
    return json::fields(json::field("code", &Advice::code, "stable"), json::field("message", &Advice::message, ""));
  }
};

struct KeyResult {
  KeyResultId id;
  ObjectiveRef objective;
  std::string title, description, description_html;
  std::optional<features::PersonRef> owner, former_owner;
  std::vector<features::PersonRef> contributors;
  okrs::MetricFields metric;
  std::string unit;
  int decimals = 0;
  double weight = 1;
  std::optional<double> share;
  std::optional<Date> starts_on, due_on;
  std::optional<int> cadence_weeks;
  engine::Source source = engine::Source::check_ins;
  double position = 0;
  std::optional<double> value;
  std::string value_text;
  std::optional<double> attainment, progress, expected, expected_value;
  engine::Status status = engine::Status::none;
  rows::ReasonView status_reason;
  bool stale = false;
  std::optional<double> confidence;
  std::optional<Instant> last_checkin_at;
  std::int64_t checkin_count = 0;
  std::optional<Date> next_due_on;
  std::vector<SeriesPoint> series;
  std::vector<LinePoint> expected_line;
  std::vector<Target> targets;
  std::optional<double> first_ratio;
  std::optional<Instant> archived_at;
  CycleDates cycle;
  Instant created_at, updated_at;
  std::int64_t version = 1;
  std::vector<std::string> can;
  std::vector<Advice> advice;

  static constexpr std::string_view json_name = "KeyResult";
  static constexpr auto fields() {
    using R = KeyResult;
    using json::field;
    return json::fields(
        field("id", &R::id, ""), field("objective", &R::objective, ""), field("title", &R::title, ""),
        field("description", &R::description, "Markdown"), field("description_html", &R::description_html, "rendered, safe"),
        field("owner", &R::owner, "null when ownerless"), field("former_owner", &R::former_owner, "who left"),
        field("contributors", &R::contributors, ""), field("metric", &R::metric, ""), field("unit", &R::unit, ""),
        field("decimals", &R::decimals, ""), field("weight", &R::weight, ""), field("share", &R::share, "percent"),
        field("starts_on", &R::starts_on, "null: the cycle's"), field("due_on", &R::due_on, "null: the cycle's"),
        field("cadence_weeks", &R::cadence_weeks, "null: the cycle's"), field("source", &R::source, ""),
        field("position", &R::position, ""), field("value", &R::value, "in force; the start before the first check-in"),
        field("value_text", &R::value_text, "for people"), field("attainment", &R::attainment, "the ratio as it is"),
        field("progress", &R::progress, "0..1"), field("expected", &R::expected, "0..1, by today"),
        field("expected_value", &R::expected_value, "by today, in the unit"), field("status", &R::status, ""),
        field("status_reason", &R::status_reason, ""), field("stale", &R::stale, ""),
        field("confidence", &R::confidence, "0..10"), field("last_checkin_at", &R::last_checkin_at, ""),
        field("checkin_count", &R::checkin_count, ""), field("next_due_on", &R::next_due_on, ""),
        field("series", &R::series, "oldest first"), field("expected_line", &R::expected_line, "corners of the line"),
        field("targets", &R::targets, "revised, oldest first"), field("first_ratio", &R::first_ratio, "against the first target"),
        field("archived_at", &R::archived_at, ""), field("cycle", &R::cycle, ""), field("created_at", &R::created_at, ""),
        field("updated_at", &R::updated_at, ""), field("version", &R::version, "for If-Match"),
        field("can", &R::can, "edit, check_in, archive, restore, transfer"),
        field("advice", &R::advice, "what the organisation's limits advise"));
  }
};

}  // namespace cairn::keyresults
