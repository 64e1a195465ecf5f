// Use cases of links: made by those who may edit the objective they start from, towards anything they may see.
#include "features/alignment/alignment.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "features/alignment/paths.h"
#include "features/versions.h"

namespace cairn::alignment {

namespace {

using activity::Subject;

void check_weight(double weight, const std::string& field) {
  if (std::isfinite(weight) && weight >= 0 && weight <= engine::largest_value) return;
  fail(Fault::unprocessable, "negative_weight", "A weight is 0 or more.",
       {{field, "negative_weight", "A weight is 0 or more."}});
}

// The objective a link ends at, directly or by a key result of it.
ObjectiveId parent_of(db::Tx& tx, const okrs::LinkRecord& link) {
  if (link.to_objective) return *link.to_objective;
  return tx.value<ObjectiveId>("SELECT objective_id FROM key_results WHERE id = $1", *link.to_key_result).value();
}

// The link's own objective is what the actor edits. 404 when the actor may not see it.
struct LoadedLink {
  okrs::LinkRecord link;
  okrs::Loaded from;
};
LoadedLink load_link(db::Tx& tx, const features::Context& ctx, LinkId id) {
  const auto link = okrs::find_link(tx, id);
  if (!link) not_found();
  return {*link, okrs::load_visible(tx, ctx, link->from)};
}

void finish(db::Tx& tx, const features::Context& ctx, const okrs::LinkRecord& link, std::string_view kind,
            const okrs::Change& change) {
  const ObjectiveId parent = parent_of(tx, link);
  okrs::RolledUp rolled;
  if (link.kind == engine::LinkKind::contributes) rolled = okrs::roll_up(tx, {link.from, parent});
  std::vector<Subject> touched{Subject("objective", link.from), Subject("objective", parent)};
  if (link.to_key_result) touched.emplace_back("key_result", *link.to_key_result);
  for (Subject& one : rolled.touched)
    if (std::ranges::find(touched, one) == touched.end()) touched.push_back(std::move(one));
  activity::record(tx, ctx.origin(), kind, Subject("link", link.id), change.text(), touched);
}

LinkView answer(db::Tx& tx, const features::Context& ctx, const okrs::LinkRecord& link) {
  return views(tx, ctx, {link}, link.from).front();
}

}  // namespace

std::optional<LinkTarget> parse_target(std::string_view text) {
  LinkTarget target{ObjectiveId::parse(text), KeyResultId::parse(text)};
  if (!target.objective && !target.key_result) return std::nullopt;
  return target;
}

okrs::LinkRecord insert(db::Tx& tx, const features::Context& ctx, ObjectiveId from, const LinkInput& input,
                        const std::string& field) {
  const auto target = parse_target(input.to);
  if (!target)
    fail(Fault::unprocessable, "bad_target", "A link ends at an objective or a key result.",
         {{field + "to", "bad_target", "Write it as O-12 or KR-45."}});
  check_weight(input.weight, field + "weight");
  okrs::LinkRecord link;
  link.kind = input.kind;
  link.from = from;
  link.to_objective = target->objective;
  link.to_key_result = target->key_result;
  link.weight = input.weight;
  link.state = input.state;
  link.created_at = ctx.now();
  const okrs::Loaded to = link.to_objective ? okrs::load_visible(tx, ctx, *link.to_objective)
                                            : okrs::Loaded(okrs::load_visible(tx, ctx, *link.to_key_result));
  if (link.kind == engine::LinkKind::contributes) {
    okrs::require_open(to.cycle);
    refuse_loop(tx, ctx, link, to.objective.id);
  } else if (to.objective.id == from) {
    fail(Fault::unprocessable, "bad_target", "An objective cannot be linked to itself.",
         {{field + "to", "bad_target", "Name another objective."}});
  }
  for (const okrs::LinkRecord& one : okrs::links_from(tx, {from}))
    if (one.kind == link.kind && one.to_objective == link.to_objective && one.to_key_result == link.to_key_result)
      fail(Fault::conflict, "duplicate", "There is such a link already.", {{field + "to", "duplicate", ""}});
  link.id = okrs::insert(tx, link);
  return link;
}

LinkView link(features::Context& ctx, ObjectiveId from, const LinkInput& input) {
  return ctx.db.write([&](db::Tx& tx) {
    const okrs::Loaded loaded = okrs::load_visible(tx, ctx, from);
    okrs::require_editable(ctx, loaded);
    const okrs::LinkRecord made = insert(tx, ctx, from, input, "");
    finish(tx, ctx, made, "link.created", okrs::change_of_new(made));
    return answer(tx, ctx, made);
  });
}

LinkView update(features::Context& ctx, LinkId id, std::int64_t seen_version, const LinkPatch& patch) {
  return ctx.db.write([&](db::Tx& tx) {
    LoadedLink loaded = load_link(tx, ctx, id);
    okrs::require_editable(ctx, loaded.from);
    features::require_version(seen_version, loaded.link.version, [&] { return answer(tx, ctx, loaded.link); });
    const okrs::LinkRecord before = loaded.link;
    if (patch.weight.has_value()) check_weight(*patch.weight, "weight");
    patch.weight.apply(loaded.link.weight);
    patch.state.apply(loaded.link.state);
    const okrs::Change change = okrs::change_between(before, loaded.link);
    if (change.empty()) return answer(tx, ctx, loaded.link);
    ++loaded.link.version;
    okrs::update(tx, loaded.link);
    finish(tx, ctx, loaded.link, "link.updated", change);
    return answer(tx, ctx, loaded.link);
  });
}

void unlink(features::Context& ctx, LinkId id) {
  ctx.db.write([&](db::Tx& tx) {
    const LoadedLink loaded = load_link(tx, ctx, id);
    okrs::require_editable(ctx, loaded.from);
    okrs::Change change = okrs::change_of_new(loaded.link);
    std::swap(change.before, change.after);
    okrs::remove(tx, id);
    finish(tx, ctx, loaded.link, "link.removed", change);
  });
}

}  // namespace cairn::alignment
