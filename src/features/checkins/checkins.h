// Check-ins: what the value is now, how sure one is, what happened, what blocks, what comes next.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "features/checkins/bulk.h"
#include "features/context.h"
#include "features/keyresults/keyresults.h"
#include "features/okrs/okrs.h"
#include "platform/json/json.h"

namespace cairn::checkins {

struct MilestoneDone {
  MilestoneId id;
  Date done_on;
  static constexpr std::string_view json_name = "MilestoneDone";
  static constexpr auto fields() {
    return json::fields(json::field("id", &MilestoneDone::id), json::field("done_on", &MilestoneDone::done_on, "today or earlier"));
  }
};

struct CheckinPost {
  std::optional<double> value;
  std::optional<std::vector<MilestoneDone>> done_milestones;
  int confidence = 0;
  std::optional<std::string> happened, blocked, next_steps;
  std::optional<Date> on;
  static constexpr std::string_view json_name = "CheckinPost";
  static constexpr auto fields() {
    using R = CheckinPost;
    using json::field;
    return json::fields(
        field("value", &R::value, "the new value; done: 0 or 1; zones told in words: 0..3; not for milestones"),
        field("done_milestones", &R::done_milestones, "all milestones that are done", json::length(100)),
        field("confidence", &R::confidence, "0..10; 5 is as likely as not", json::range(0, 10)),
        field("happened", &R::happened, "Markdown", json::length(20'000)),
        field("blocked", &R::blocked, "Markdown", json::length(20'000)),
        field("next_steps", &R::next_steps, "Markdown", json::length(20'000)),
        field("on", &R::on, "the day it is for; today unless given, never later"));
  }
};

struct CheckinPatch {
  json::Patch<double> value;
  json::Patch<std::vector<MilestoneDone>> done_milestones;
  json::Patch<int> confidence;
  json::Patch<std::string> happened, blocked, next_steps;
  static constexpr std::string_view json_name = "CheckinPatch";
  static constexpr auto fields() {
    using R = CheckinPatch;
    using json::field;
    return json::fields(field("value", &R::value, "", json::not_null),
                        field("done_milestones", &R::done_milestones, "all that are done", json::length(100), json::not_null),
                        field("confidence", &R::confidence, "0..10", json::range(0, 10), json::not_null),
                        field("happened", &R::happened, "Markdown", json::length(20'000)),
                        field("blocked", &R::blocked, "Markdown", json::length(20'000)),
                        field("next_steps", &R::next_steps, "Markdown", json::length(20'000)));
  }
};

struct PreviewPost {
  std::optional<double> value;
  std::optional<std::vector<MilestoneDone>> done_milestones;
  std::optional<Date> on;
  static constexpr std::string_view json_name = "PreviewPost";
  static constexpr auto fields() {
    return json::fields(json::field("value", &PreviewPost::value), json::field("done_milestones", &PreviewPost::done_milestones, "", json::length(100)),
                        json::field("on", &PreviewPost::on));
  }
};

struct KeyResultRef {
  KeyResultId id;
  std::string title;
  static constexpr std::string_view json_name = "KeyResultRef";
  static constexpr auto fields() {
    return json::fields(json::field("id", &KeyResultRef::id), json::field("title", &KeyResultRef::title));
  }
};

struct Checkin {
  CheckinId id;
  KeyResultRef key_result;
  std::optional<features::PersonRef> author;
  double value = 0;
  std::string value_text;
  std::optional<double> previous_value;
  std::optional<int> confidence;
  std::string happened, blocked, next_steps, happened_html, blocked_html, next_steps_html;
  Instant at;
  Date on;
  Instant recorded_at;
  std::optional<Instant> edited_at;
  std::int64_t version = 1;
  std::vector<std::string> can;
  static constexpr std::string_view json_name = "Checkin";
  static constexpr auto fields() {
    using R = Checkin;
    using json::field;
    return json::fields(
        field("id", &R::id), field("key_result", &R::key_result), field("author", &R::author), field("value", &R::value),
        field("value_text", &R::value_text, "for people"), field("previous_value", &R::previous_value, "of the check-in before"),
        field("confidence", &R::confidence, "0..10"), field("happened", &R::happened, "Markdown"),
        field("blocked", &R::blocked, "Markdown"), field("next_steps", &R::next_steps, "Markdown"),
        field("happened_html", &R::happened_html, "rendered, safe"), field("blocked_html", &R::blocked_html),
        field("next_steps_html", &R::next_steps_html), field("at", &R::at, "effective time"), field("on", &R::on, "its local day"),
        field("recorded_at", &R::recorded_at), field("edited_at", &R::edited_at), field("version", &R::version, "for If-Match"),
        field("can", &R::can, "edit"));
  }
};

struct AncestorFigures {
  ObjectiveId id;
  std::optional<double> progress, expected;
  engine::Status status = engine::Status::none;
  std::optional<double> confidence;
  static constexpr std::string_view json_name = "AncestorFigures";
  static constexpr auto fields() {
    using R = AncestorFigures;
    return json::fields(json::field("id", &R::id), json::field("progress", &R::progress), json::field("expected", &R::expected),
                        json::field("status", &R::status), json::field("confidence", &R::confidence));
  }
};

struct CheckinAnswer {
  Checkin checkin;
  keyresults::KeyResult key_result;
  std::vector<AncestorFigures> ancestors;
  static constexpr std::string_view json_name = "CheckinAnswer";
  static constexpr auto fields() {
    using R = CheckinAnswer;
    return json::fields(json::field("checkin", &R::checkin), json::field("key_result", &R::key_result),
                        json::field("ancestors", &R::ancestors, "the objective, and those above whose figures moved"));
  }
};

struct Preview {
  std::optional<double> progress, attainment;
  engine::Status status = engine::Status::none;
  std::string value_text;
  std::optional<double> change, objective_progress, objective_progress_before;
  static constexpr std::string_view json_name = "Preview";
  static constexpr auto fields() {
    using R = Preview;
    return json::fields(json::field("progress", &R::progress), json::field("attainment", &R::attainment),
                        json::field("status", &R::status), json::field("value_text", &R::value_text),
                        json::field("change", &R::change, "since the value in force"),
                        json::field("objective_progress", &R::objective_progress),
                        json::field("objective_progress_before", &R::objective_progress_before));
  }
};

struct CheckinPage {
  std::vector<Checkin> items;
  std::optional<std::string> next;
  static constexpr std::string_view json_name = "CheckinPage";
  static constexpr auto fields() {
    return json::fields(json::field("items", &CheckinPage::items, "newest first"), json::field("next", &CheckinPage::next, "cursor of the next page"));
  }
};

// --- use cases
// fails: 404, 403; 409 cycle_closed, objective_closed, archived, aligned; 422 value_required, value_not_finite,
// in_the_future, before_the_cycle, unknown_milestone and what engine::validate_checkin finds
CheckinAnswer post_checkin(features::Context& ctx, KeyResultId id, const CheckinPost& input);
// The author's own, or by those who may edit the objective; the old texts stay in the log. fails: also 412 changed_meanwhile
CheckinAnswer edit_checkin(features::Context& ctx, CheckinId id, std::int64_t seen_version, const CheckinPatch& patch);
Preview preview(features::Context& ctx, KeyResultId id, const PreviewPost& input);
Checkin read(features::Context& ctx, CheckinId id);
// in: cursor "effective_us.id" of the last one seen
CheckinPage list(features::Context& ctx, KeyResultId id, const okrs::HistoryQuery& query);

void routes(http::Registry& registry, features::App& app);

}  // namespace cairn::checkins
