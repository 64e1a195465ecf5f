// Alignment: what an objective contributes to, supports or depends on. Contribution never goes round in a circle.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "features/context.h"
#include "features/okrs/okrs.h"
#include "platform/json/json.h"

namespace cairn::alignment {

// "O-1" or "KR-3".
struct LinkTarget {
  std::optional<ObjectiveId> objective;
  std::optional<KeyResultId> key_result;
};
std::optional<LinkTarget> parse_target(std::string_view text);

struct LinkInput {
  engine::LinkKind kind = engine::LinkKind::contributes;
  std::string to;
  double weight = 1;
  std::optional<okrs::LinkState> state;
  static constexpr std::string_view json_name = "LinkInput";
  static constexpr auto fields() {
    using R = LinkInput;
    return json::fields(json::field("kind", &R::kind, "contributes, supports or depends_on"),
                        json::field("to", &R::to, "O-1 or KR-3", json::length(1, 30)),
                        json::field("weight", &R::weight, "1 unless given", json::optional_with_default),
                        json::field("state", &R::state, "how far it is agreed upon"));
  }
};

struct LinkPatch {
  json::Patch<double> weight;
  json::Patch<okrs::LinkState> state;
  static constexpr std::string_view json_name = "LinkPatch";
  static constexpr auto fields() {
    return json::fields(json::field("weight", &LinkPatch::weight, "", json::not_null),
                        json::field("state", &LinkPatch::state, "null: nothing said"));
  }
};

// The objective at the other end; or {"restricted":true} and nothing else.
struct OtherEnd {
  bool restricted = false;
  std::optional<ObjectiveId> id;
  std::optional<std::string> title;
  std::optional<features::PersonRef> owner;
  std::optional<json::Raw> progress, status;
  std::optional<features::CycleRef> cycle;
  static constexpr std::string_view json_name = "LinkedObjective";
  static constexpr auto fields() {
    using R = OtherEnd;
    using json::omit_null;
    return json::fields(json::field("restricted", &R::restricted, "true: there is something that the reader may not see"),
                        json::field("id", &R::id, "", omit_null), json::field("title", &R::title, "", omit_null),
                        json::field("owner", &R::owner, "", omit_null), json::field("progress", &R::progress, "0..1", omit_null),
                        json::field("status", &R::status, "", omit_null), json::field("cycle", &R::cycle, "", omit_null));
  }
};

struct KeyResultEnd {
  KeyResultId id;
  std::string title;
  static constexpr std::string_view json_name = "LinkedKeyResult";
  static constexpr auto fields() {
    return json::fields(json::field("id", &KeyResultEnd::id), json::field("title", &KeyResultEnd::title));
  }
};

struct LinkView {
  LinkId id;
  engine::LinkKind kind = engine::LinkKind::contributes;
  double weight = 1;
  bool counts = true;
  std::optional<okrs::LinkState> state;
  std::int64_t version = 1;
  OtherEnd other;
  std::optional<KeyResultEnd> to_key_result;
  static constexpr std::string_view json_name = "LinkView";
  static constexpr auto fields() {
    using R = LinkView;
    return json::fields(json::field("id", &R::id), json::field("kind", &R::kind), json::field("weight", &R::weight),
                        json::field("counts", &R::counts, "false: shown, but in no roll-up"), json::field("state", &R::state),
                        json::field("version", &R::version, "for If-Match"), json::field("other", &R::other),
                        json::field("to_key_result", &R::to_key_result, "where it ends at a key result", json::omit_null));
  }
};

// All links of an objective, by kind and direction.
struct LinksOf {
  std::vector<LinkView> contributes_to, supports, depends_on, contributed_by, supported_by, depended_on_by;
};
LinksOf links_of(db::Tx& tx, const features::Context& ctx, const okrs::Loaded& loaded);

// Each path up to where nothing is contributed to any more, nearest first; at most 16 paths of 16 steps.
std::vector<std::vector<json::Raw>> line_up(db::Tx& tx, const features::Context& ctx, ObjectiveId id);

// Checks and writes a link from an objective that the actor may edit; the roll-up is the caller's.
// fails: 422 bad_target, negative_weight; 404; 409 would_close_a_loop (details: path), duplicate; `field` names the input
okrs::LinkRecord insert(db::Tx& tx, const features::Context& ctx, ObjectiveId from, const LinkInput& input,
                        const std::string& field);

// --- use cases
// fails: 403, 404, 409 cycle_closed, archived, objective_closed and as insert
LinkView link(features::Context& ctx, ObjectiveId from, const LinkInput& input);
// fails: also 412 changed_meanwhile
LinkView update(features::Context& ctx, LinkId id, std::int64_t seen_version, const LinkPatch& patch);
void unlink(features::Context& ctx, LinkId id);

void routes(http::Registry& registry, features::App& app);

}  // namespace cairn::alignment
