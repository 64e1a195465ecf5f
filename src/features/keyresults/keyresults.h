// Key results: what is measured, in nine ways, with targets that may be phased or revised.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "features/context.h"
#include "features/keyresults/view.h"
#include "features/okrs/okrs.h"
#include "platform/json/json.h"

namespace cairn::keyresults {

// The fields of a new key result; also part of a new objective.
struct KeyResultInput {
  std::string title;
  std::optional<std::string> description;
  std::optional<PersonId> owner;
  std::vector<PersonId> contributors;
  okrs::MetricFields metric;
  std::optional<std::string> unit;
  std::optional<int> decimals;
  double weight = 1;
  std::optional<double> share;
  std::optional<Date> starts_on, due_on;
  std::optional<int> cadence_weeks;
  std::optional<engine::Source> source;

  static constexpr std::string_view json_name = "KeyResultInput";
  static constexpr auto fields() {
    using R = KeyResultInput;
    using json::field;
    using json::optional_with_default;
    return json::fields(
        field("title", &R::title, "one line", json::length(1, 300), json::one_line),
        field("description", &R::description, "Markdown", json::length(20'000)),
        field("owner", &R::owner, "the objective's owner unless given"),
        field("contributors", &R::contributors, "may check in too", json::length(100), optional_with_default),
        field("metric", &R::metric, "how it is measured"), field("unit", &R::unit, "", json::length(40), json::one_line),
        field("decimals", &R::decimals, "shown, 0..6", json::range(0, 6)),
        field("weight", &R::weight, "1 unless given; 0 does not count", optional_with_default),
        field("share", &R::share, "fixed share in percent, where the policy uses shares"),
        field("starts_on", &R::starts_on, "the cycle's first day unless given"),
        field("due_on", &R::due_on, "the cycle's last day unless given"),
        field("cadence_weeks", &R::cadence_weeks, "the cycle's unless given", json::range(1, 13)),
        field("source", &R::source, "check_ins, or aligned: the mean of the objectives that contribute to it"));
  }
};

struct KeyResultPatch {
  json::Patch<ObjectiveId> objective;
  json::Patch<std::string> title, description;
  json::Patch<PersonId> owner;
  json::Patch<std::vector<PersonId>> contributors;
  json::Patch<okrs::MetricFields> metric;
  json::Patch<std::string> unit;
  json::Patch<int> decimals;
  json::Patch<double> weight, share;
  json::Patch<Date> starts_on, due_on;
  json::Patch<int> cadence_weeks;
  json::Patch<engine::Source> source;

  static constexpr std::string_view json_name = "KeyResultPatch";
  static constexpr auto fields() {
    using R = KeyResultPatch;
    using json::field;
    using json::not_null;
    return json::fields(
        field("objective", &R::objective, "moves it to another objective", not_null),
        field("title", &R::title, "one line", json::length(1, 300), json::one_line, not_null),
        field("description", &R::description, "Markdown", json::length(20'000)), field("owner", &R::owner, "null: nobody"),
        field("contributors", &R::contributors, "", json::length(100)),
        field("metric", &R::metric, "the whole metric anew", not_null),
        field("unit", &R::unit, "", json::length(40), json::one_line),
        field("decimals", &R::decimals, "", json::range(0, 6), not_null), field("weight", &R::weight, "", not_null),
        field("share", &R::share, "null: no fixed share"), field("starts_on", &R::starts_on, "null: the cycle's"),
        field("due_on", &R::due_on, "null: the cycle's"),
        field("cadence_weeks", &R::cadence_weeks, "null: the cycle's", json::range(1, 13)),
        field("source", &R::source, "", not_null));
  }
};

struct TargetPost {
  Date from;
  std::optional<double> start;
  double target = 0;
  std::string why;
  static constexpr std::string_view json_name = "TargetPost";
  static constexpr auto fields() {
    using R = TargetPost;
    return json::fields(json::field("from", &R::from, "valid from this day on; today or earlier"),
                        json::field("start", &R::start, "the start it had, unless given"),
                        json::field("target", &R::target, ""),
                        json::field("why", &R::why, "kept with it", json::length(1, 2000)));
  }
};

// The place among siblings: before or after one of them; the end without either.
struct PositionPut {
  std::optional<KeyResultId> before, after;
  static constexpr std::string_view json_name = "KeyResultPosition";
  static constexpr auto fields() {
    return json::fields(json::field("before", &PositionPut::before, ""), json::field("after", &PositionPut::after, ""));
  }
};

// out: the record; every problem goes to `problems`; people, figures and position are insert's. `path` stands before each field ("key_results[1].")
okrs::KeyResultRecord record_of(const KeyResultInput& input, const okrs::CycleRecord& cycle, Date today,
                                const std::string& path, std::vector<Problem>& problems);
// Writes a checked record: people, position, figures, row, log. The roll-up is the caller's.
// fails: 422 unknown_person, limit_reached, shares_above_100
KeyResultId insert(db::Tx& tx, const features::Context& ctx, const okrs::Loaded& loaded, okrs::KeyResultRecord& record);
// out: what the limits advise with so many key results, where they are advice
std::vector<Advice> advice_for(const okrs::Settings& settings, int key_results);
// fails: 422 shares_above_100, where the policy uses fixed shares; 422 limit_reached where limits are hard
void check_siblings(db::Tx& tx, const okrs::Loaded& loaded, const okrs::KeyResultRecord& record);

// --- use cases
// fails: 403, 404, 409 cycle_closed, archived, objective_closed, 422
KeyResult create(features::Context& ctx, ObjectiveId objective, const KeyResultInput& input);
KeyResult read(features::Context& ctx, KeyResultId id);
// fails: as create, and 412 changed_meanwhile
KeyResult update(features::Context& ctx, KeyResultId id, std::int64_t seen_version, const KeyResultPatch& patch);
KeyResult archive(features::Context& ctx, KeyResultId id, bool archived);
KeyResult duplicate(features::Context& ctx, KeyResultId id);
KeyResult set_position(features::Context& ctx, KeyResultId id, const PositionPut& place);
// fails: also 422 in_the_future, before_the_cycle, not_revisable, start_equals_target; 409 duplicate for a day that has one
KeyResult revise_target(features::Context& ctx, KeyResultId id, const TargetPost& target);
// Gives the key result to somebody else; the caller has checked the right. The activity is recorded.
void give(db::Tx& tx, const features::Context& ctx, const okrs::KeyResultRecord& record, PersonId to);

KeyResult view(db::Tx& tx, const features::Context& ctx, const okrs::LoadedKeyResult& loaded);

void routes(http::Registry& registry, features::App& app);

}  // namespace cairn::keyresults
