// The rows of objectives, key results, links and cycles as the slices hold them between a SELECT and an UPDATE.
// Their fields() lists name what the activity log keeps of a change, before and after.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/time.h"
#include "engine/access.h"
#include "engine/cycle.h"
#include "engine/kinds.h"
#include "engine/metric.h"
#include "features/okrs/metric.h"
#include "platform/json/json.h"

namespace cairn::okrs {

// A cycle, as far as objectives need to know it.
struct CycleRecord {
  CycleId id;
  std::string name;
  Date starts_on, ends_on;
  int weekday = 5;
  int every_weeks = 1;
  engine::CycleState state = engine::CycleState::active;
  std::string policy;  // in force: its own, or the organisation's
  bool closed() const { return state == engine::CycleState::closed; }
};

struct ObjectiveRecord {
  ObjectiveId id;
  std::string title, description;
  engine::ObjectiveKind kind = engine::ObjectiveKind::committed;
  engine::Level level = engine::Level::team;
  engine::ObjectiveState state = engine::ObjectiveState::active;
  CycleId cycle;
  std::optional<TeamId> team;
  std::optional<PersonId> owner;
  double weight = 1;
  engine::Visibility visibility = engine::Visibility::organisation;
  double position = 0;
  std::optional<double> manual_progress, progress, confidence, score, suggested_score;
  std::string closing_note;
  std::optional<Instant> closed_at, archived_at;
  std::optional<ObjectiveId> carried_from;
  std::optional<PersonId> created_by;
  Instant created_at, updated_at;
  std::int64_t version = 1;
  std::vector<PersonId> contributors, viewers;  // sorted

  bool closed() const { return engine::is_closed(state); }
  // Refers to this record.
  engine::ObjectiveFacts facts() const {
    return {owner.value_or(PersonId{}), contributors, team.value_or(TeamId{}), level, visibility, viewers, state};
  }

  static constexpr std::string_view json_name = "ObjectiveRecord";
  static constexpr auto fields() {
    using R = ObjectiveRecord;
    using json::field;
    return json::fields(field("title", &R::title), field("description", &R::description), field("kind", &R::kind),
                        field("level", &R::level), field("state", &R::state), field("cycle", &R::cycle),
                        field("team", &R::team), field("owner", &R::owner), field("weight", &R::weight),
                        field("visibility", &R::visibility), field("position", &R::position),
                        field("manual_progress", &R::manual_progress), field("progress", &R::progress),
                        field("confidence", &R::confidence), field("score", &R::score),
                        field("suggested_score", &R::suggested_score), field("closing_note", &R::closing_note),
                        field("closed_at", &R::closed_at), field("archived_at", &R::archived_at),
                        field("carried_from", &R::carried_from), field("contributors", &R::contributors),
                        field("viewers", &R::viewers));
  }
};

struct KeyResultRecord {
  KeyResultId id;
  ObjectiveId objective;
  std::string title, description;
  std::optional<PersonId> owner;
  engine::Metric metric;  // with milestones, phases and revised targets once load_details has run
  int decimals = 0;
  double weight = 1;
  std::optional<double> share;
  std::optional<Date> starts_on, due_on;
  std::optional<int> cadence_weeks;
  engine::Source source = engine::Source::check_ins;
  double position = 0;
  std::optional<double> current_value;
  std::optional<Instant> current_at;
  std::optional<double> attainment, progress;
  std::optional<int> confidence;
  std::int64_t checkins = 0;
  std::optional<Instant> archived_at;
  Instant created_at, updated_at;
  std::int64_t version = 1;
  std::vector<PersonId> contributors;  // sorted

  engine::KeyResultFacts facts() const { return {owner.value_or(PersonId{}), contributors, PersonId{}}; }
  bool aligned() const { return source == engine::Source::aligned; }
  const std::string& unit() const { return metric.unit; }
};

// The same, flat, for the activity log.
struct KeyResultChange {
  ObjectiveId objective;
  std::string title, description;
  std::optional<PersonId> owner;
  MetricFields metric;
  std::string unit;
  int decimals = 0;
  double weight = 1;
  std::optional<double> share;
  std::optional<Date> starts_on, due_on;
  std::optional<int> cadence_weeks;
  engine::Source source = engine::Source::check_ins;
  double position = 0;
  std::optional<double> value;
  std::optional<Instant> value_at;
  std::optional<double> attainment, progress;
  std::optional<int> confidence;
  std::optional<Instant> archived_at;
  std::vector<PersonId> contributors;
  std::vector<TargetFields> targets;

  explicit KeyResultChange(const KeyResultRecord& record);
  static constexpr std::string_view json_name = "KeyResultChange";
  static constexpr auto fields() {
    using R = KeyResultChange;
    using json::field;
    return json::fields(field("objective", &R::objective), field("title", &R::title), field("description", &R::description),
                        field("owner", &R::owner), field("metric", &R::metric), field("unit", &R::unit),
                        field("decimals", &R::decimals), field("weight", &R::weight), field("share", &R::share),
                        field("starts_on", &R::starts_on), field("due_on", &R::due_on),
                        field("cadence_weeks", &R::cadence_weeks), field("source", &R::source),
                        field("position", &R::position), field("value", &R::value), field("value_at", &R::value_at),
                        field("attainment", &R::attainment), field("progress", &R::progress),
                        field("confidence", &R::confidence), field("archived_at", &R::archived_at),
                        field("contributors", &R::contributors), field("targets", &R::targets));
  }
};

// How far a link between two teams' objectives is agreed upon.
enum class LinkState : std::uint8_t { asked, agreed, blocked, done };
constexpr engine::Words<LinkState, 4> json_names(LinkState) {
  using enum LinkState;
  return {{{asked, "asked"}, {agreed, "agreed"}, {blocked, "blocked"}, {done, "done"}}};
}

struct LinkRecord {
  LinkId id;
  engine::LinkKind kind = engine::LinkKind::contributes;
  ObjectiveId from;
  std::optional<ObjectiveId> to_objective;
  std::optional<KeyResultId> to_key_result;
  double weight = 1;
  std::optional<LinkState> state;
  Instant created_at;
  std::int64_t version = 1;

  static constexpr std::string_view json_name = "LinkRecord";
  static constexpr auto fields() {
    using R = LinkRecord;
    using json::field;
    return json::fields(field("kind", &R::kind), field("from", &R::from), field("to_objective", &R::to_objective),
                        field("to_key_result", &R::to_key_result), field("weight", &R::weight), field("state", &R::state));
  }
};

// The organisation's settings, as far as objectives need to know them.
struct Settings {
  std::string timezone;
  std::string policy;
  int objectives_per_owner = 0, objectives_per_team = 0, key_results_min = 0, key_results_max = 0;
  bool advises = true;  // limits_mode is not off
  bool refuses = false;  // limits_mode is hard
};

}  // namespace cairn::okrs
