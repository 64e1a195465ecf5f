// An objective as the API answers it.
#pragma once
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "features/alignment/alignment.h"
#include "features/keyresults/keyresults.h"
#include "features/okrs/okrs.h"
#include "features/refs.h"
#include "features/rows/rows.h"

namespace cairn::objectives {

using keyresults::Advice;
using keyresults::ObjectiveRef;

struct Objective {
  ObjectiveId id;
  std::string title, description, description_html;
  engine::ObjectiveKind kind = engine::ObjectiveKind::committed;
  engine::Level level = engine::Level::team;
  engine::ObjectiveState state = engine::ObjectiveState::active;
  features::CycleRef cycle;
  std::optional<features::TeamRef> team;
  std::optional<features::PersonRef> owner, former_owner;
  std::vector<features::PersonRef> contributors, viewers;
  double weight = 1;
  engine::Visibility visibility = engine::Visibility::organisation;
  double position = 0;
  std::optional<double> manual_progress, progress, expected;
  engine::Status status = engine::Status::none;
  rows::ReasonView status_reason;
  std::optional<double> confidence;
  bool stale = false;
  std::optional<double> score, suggested_score;
  std::string closing_note, closing_note_html;
  std::optional<Instant> closed_at, archived_at;
  std::optional<ObjectiveRef> carried_from;
  std::vector<rows::KeyResultRow> key_results;
  std::vector<std::vector<json::Raw>> line_up;
  Instant created_at, updated_at;
  std::int64_t version = 1;
  std::vector<std::string> can;
  std::vector<Advice> advice;

  // the six lists of links, each under its own name
  std::vector<alignment::LinkView> contributes_to, supports, depends_on, contributed_by, supported_by, depended_on_by;

  static constexpr std::string_view json_name = "Objective";
  static constexpr auto fields() {
    using R = Objective;
    using json::field;
    return json::fields(
        field("id", &R::id, ""), field("title", &R::title, ""), field("description", &R::description, "Markdown"),
        field("description_html", &R::description_html, "rendered, safe"), field("kind", &R::kind, ""),
        field("level", &R::level, ""), field("state", &R::state, ""), field("cycle", &R::cycle, ""),
        field("team", &R::team, ""), field("owner", &R::owner, "null when ownerless"),
        field("former_owner", &R::former_owner, "who left"), field("contributors", &R::contributors, ""),
        field("viewers", &R::viewers, "who else may see it"), field("weight", &R::weight, ""),
        field("visibility", &R::visibility, ""), field("position", &R::position, ""),
        field("manual_progress", &R::manual_progress, "set by hand: items do not count"), field("progress", &R::progress, "0..1"),
        field("expected", &R::expected, "0..1, by today"), field("status", &R::status, ""),
        field("status_reason", &R::status_reason, ""), field("confidence", &R::confidence, "0..10"),
        field("stale", &R::stale, ""), field("score", &R::score, "once closed"),
        field("suggested_score", &R::suggested_score, "by progress"), field("closing_note", &R::closing_note, "Markdown"),
        field("closing_note_html", &R::closing_note_html, ""), field("closed_at", &R::closed_at, ""),
        field("archived_at", &R::archived_at, ""), field("carried_from", &R::carried_from, "what it goes on from"),
        field("key_results", &R::key_results, "in their order; archived ones last"),
        field("line_up", &R::line_up, "each way up to the top, nearest first; {restricted:true} for what is hidden"),
        field("contributes_to", &R::contributes_to, ""), field("supports", &R::supports, ""),
        field("depends_on", &R::depends_on, ""), field("contributed_by", &R::contributed_by, ""),
        field("supported_by", &R::supported_by, ""), field("depended_on_by", &R::depended_on_by, ""),
        field("created_at", &R::created_at, ""), field("updated_at", &R::updated_at, ""),
        field("version", &R::version, "for If-Match"),
        field("can", &R::can, "edit, check_in, close, reopen, archive, restore, transfer, link, comment, copy"),
        field("advice", &R::advice, "what the organisation's limits advise"));
  }
};

// A row with its place below another objective.
struct BelowRow : rows::ObjectiveRow {
  int depth = 1;
  std::optional<ObjectiveId> parent_id;
  static constexpr std::string_view json_name = "ObjectiveBelow";
  static constexpr auto fields() {
    return std::tuple_cat(rows::ObjectiveRow::fields(),
                          json::fields(json::field("depth", &BelowRow::depth, "1: contributes directly"),
                                       json::field("parent_id", &BelowRow::parent_id, "null where that is hidden")));
  }
};

struct Below {
  std::vector<BelowRow> items;
  static constexpr std::string_view json_name = "BelowList";
  static constexpr auto fields() { return json::fields(json::field("items", &Below::items, "parents before their children")); }
};

}  // namespace cairn::objectives
