// The JSON forms of rows: objectives, key results, what needs attention, figures.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "base/id.h"
#include "base/time.h"
#include "engine/kinds.h"
#include "engine/status.h"
#include "features/refs.h"
#include "platform/json/json.h"

namespace cairn::rows {

// Why a status is what it is.
struct ReasonView {
  std::optional<double> gap;
  std::optional<double> expected;
  std::optional<double> progress;
  std::string method;
  bool by_risk = false;
  static constexpr std::string_view json_name = "StatusReason";
  static constexpr auto fields() {
    return json::fields(json::field("gap", &ReasonView::gap, "expected minus progress"),
                        json::field("expected", &ReasonView::expected, ""),
                        json::field("progress", &ReasonView::progress, ""),
                        json::field("method", &ReasonView::method, "gap, ratio, static, confidence, owner or zones"),
                        json::field("by_risk", &ReasonView::by_risk, "a control value between risk and bound"));
  }
};
ReasonView view_of(const engine::StatusReason& reason);

struct KeyResultRow {
  KeyResultId id;
  ObjectiveId objective_id;
  std::string title;
  std::optional<features::PersonRef> owner;
  std::optional<features::PersonRef> former_owner;
  engine::MetricType metric_type = engine::MetricType::increase;
  std::string unit;
  int decimals = 0;
  std::optional<double> start;
  std::optional<double> target;
  std::optional<double> value;
  std::string value_text;
  std::optional<double> progress;
  std::optional<double> expected;
  engine::Status status = engine::Status::none;
  bool stale = false;
  std::optional<double> confidence;
  std::vector<double> spark;
  std::optional<Instant> last_checkin_at;
  std::optional<Date> due_on;
  double weight = 1;
  std::int64_t checkin_count = 0;
  bool archived = false;
  std::int64_t version = 0;
  std::vector<std::string> can;
  static constexpr std::string_view json_name = "KeyResultRow";
  static constexpr auto fields() {
    using K = KeyResultRow;
    return json::fields(
        json::field("id", &K::id, ""), json::field("objective_id", &K::objective_id, ""),
        json::field("title", &K::title, ""), json::field("owner", &K::owner, "null when ownerless"),
        json::field("former_owner", &K::former_owner, "the deactivated owner", json::omit_null),
        json::field("metric_type", &K::metric_type, ""), json::field("unit", &K::unit, ""),
        json::field("decimals", &K::decimals, ""), json::field("start", &K::start, "the first"),
        json::field("target", &K::target, "the one in force"), json::field("value", &K::value, ""),
        json::field("value_text", &K::value_text, "for people"), json::field("progress", &K::progress, "0..1"),
        json::field("expected", &K::expected, "0..1"), json::field("status", &K::status, ""),
        json::field("stale", &K::stale, ""), json::field("confidence", &K::confidence, "0..10"),
        json::field("spark", &K::spark, "progress at the last check-ins, twelve at most"),
        json::field("last_checkin_at", &K::last_checkin_at, ""), json::field("due_on", &K::due_on, ""),
        json::field("weight", &K::weight, ""), json::field("checkin_count", &K::checkin_count, ""),
        json::field("archived", &K::archived, ""), json::field("version", &K::version, ""),
        json::field("can", &K::can, "edit, check_in, archive, transfer"));
  }
};

struct ObjectiveRow {
  ObjectiveId id;
  std::string title;
  engine::ObjectiveKind kind = engine::ObjectiveKind::committed;
  engine::Level level = engine::Level::company;
  engine::ObjectiveState state = engine::ObjectiveState::active;
  CycleId cycle_id;
  std::optional<features::TeamRef> team;
  std::optional<features::PersonRef> owner;
  std::optional<features::PersonRef> former_owner;
  double weight = 1;
  std::optional<double> progress;
  std::optional<double> expected;
  engine::Status status = engine::Status::none;
  std::optional<double> confidence;
  bool stale = false;
  int key_result_count = 0;
  std::optional<Instant> last_checkin_at;
  bool archived = false;
  std::int64_t version = 0;
  std::optional<std::vector<KeyResultRow>> key_results;
  static constexpr std::string_view json_name = "ObjectiveRow";
  static constexpr auto fields() {
    using O = ObjectiveRow;
    return json::fields(
        json::field("id", &O::id, ""), json::field("title", &O::title, ""), json::field("kind", &O::kind, ""),
        json::field("level", &O::level, ""), json::field("state", &O::state, ""),
        json::field("cycle_id", &O::cycle_id, ""), json::field("team", &O::team, ""),
        json::field("owner", &O::owner, "null when ownerless"),
        json::field("former_owner", &O::former_owner, "the deactivated owner", json::omit_null),
        json::field("weight", &O::weight, ""), json::field("progress", &O::progress, "0..1"),
        json::field("expected", &O::expected, "0..1"), json::field("status", &O::status, ""),
        json::field("confidence", &O::confidence, "0..10"), json::field("stale", &O::stale, ""),
        json::field("key_result_count", &O::key_result_count, ""),
        json::field("last_checkin_at", &O::last_checkin_at, ""), json::field("archived", &O::archived, ""),
        json::field("version", &O::version, ""),
        json::field("key_results", &O::key_results, "where the list carries them", json::omit_null));
  }
};

enum class AttentionKind : std::uint8_t { stale, off_track, behind, ownerless, no_key_results, no_measure };
constexpr engine::Words<AttentionKind, 6> json_names(AttentionKind) {
  using enum AttentionKind;
  return {{{stale, "stale"}, {off_track, "off_track"}, {behind, "behind"}, {ownerless, "ownerless"},
           {no_key_results, "no_key_results"}, {no_measure, "no_measure"}}};
}

// A thing by its type's word, its id and its title.
struct SubjectRef {
  std::string type;  // "objective", "key_result", ...
  std::string id;    // "O-12"
  std::string title;
  static constexpr std::string_view json_name = "SubjectRef";
  static constexpr auto fields() {
    return json::fields(json::field("type", &SubjectRef::type, ""), json::field("id", &SubjectRef::id, ""),
                        json::field("title", &SubjectRef::title, ""));
  }
};

struct AttentionItem {
  AttentionKind kind = AttentionKind::stale;
  SubjectRef subject;
  std::string reason;          // a stable word with its number, as "12_points_behind"; people read their own language
  std::optional<double> gap;   // expected minus progress
  std::optional<Date> since;
  std::optional<features::PersonRef> owner;
  static constexpr std::string_view json_name = "AttentionItem";
  static constexpr auto fields() {
    using A = AttentionItem;
    return json::fields(json::field("kind", &A::kind, ""), json::field("subject", &A::subject, ""),
                        json::field("reason", &A::reason, "the rule's stable word"),
                        json::field("gap", &A::gap, "expected minus progress"), json::field("since", &A::since, ""),
                        json::field("owner", &A::owner, ""));
  }
};

struct StatusCountsView {
  int on_track = 0, behind = 0, off_track = 0, achieved = 0, not_started = 0, no_update = 0, none = 0;
  bool operator==(const StatusCountsView&) const = default;
  static constexpr std::string_view json_name = "StatusCounts";
  static constexpr auto fields() {
    using S = StatusCountsView;
    return json::fields(json::field("on_track", &S::on_track), json::field("behind", &S::behind),
                        json::field("off_track", &S::off_track), json::field("achieved", &S::achieved),
                        json::field("not_started", &S::not_started), json::field("no_update", &S::no_update),
                        json::field("none", &S::none));
  }
};
StatusCountsView view_of(const engine::StatusCounts& counts);

struct Figures {
  std::optional<double> progress;
  std::optional<double> expected;
  std::optional<double> confidence;
  std::optional<double> net_confidence;
  int objectives = 0;
  int key_results = 0;
  StatusCountsView status_counts;
  StatusCountsView objective_status_counts;
  int stale = 0;
  int ownerless = 0;
  std::string explanation_path;
  bool operator==(const Figures&) const = default;
  static constexpr std::string_view json_name = "Figures";
  static constexpr auto fields() {
    using F = Figures;
    return json::fields(
        json::field("progress", &F::progress, "mean of the active objectives by weight"),
        json::field("expected", &F::expected, ""), json::field("confidence", &F::confidence, "0..10"),
        json::field("net_confidence", &F::net_confidence, "-100..100"), json::field("objectives", &F::objectives, ""),
        json::field("key_results", &F::key_results, ""), json::field("status_counts", &F::status_counts, "of key results"),
        json::field("objective_status_counts", &F::objective_status_counts, ""), json::field("stale", &F::stale, ""),
        json::field("ownerless", &F::ownerless, ""), json::field("explanation_path", &F::explanation_path, ""));
  }
};

}  // namespace cairn::rows
