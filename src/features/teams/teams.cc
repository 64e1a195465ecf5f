// Use cases on teams: the tree, its leads and members.
#include "features/teams/teams.h"

#include <algorithm>

#include "features/changes.h"
#include "features/people/people.h"
#include "features/teams/teams_store.h"
#include "features/versions.h"
#include "platform/text/text.h"

namespace cairn::teams {

namespace {

using features::Changes;

[[noreturn]] void refuse(std::string code, std::string message, std::string_view field) {
  fail(Fault::unprocessable, code, message, {{std::string(field), code, message}});
}

// No team stands above itself.
void require_no_loop(db::Tx& tx, TeamId team, TeamId parent) {
  const auto above = store::path(tx, parent);  // outermost first, ends with the parent
  const auto at = std::find_if(above.begin(), above.end(), [&](const auto& one) { return one.id == team; });
  if (at == above.end()) return;
  std::vector<features::TeamRef> loop(at, above.end());
  loop.push_back(*at);
  std::string path;
  for (const auto& one : loop) path += (path.empty() ? "" : " > ") + one.name;
  Failure failure(Fault::conflict, "would_close_a_loop", "The team would stand above itself: " + path + ".",
                  {{"parent", "would_close_a_loop", path}});
  failure.details_json = json::Object().add("path", loop).text();
  throw failure;
}

TeamRow load_to_edit(db::Tx& tx, const engine::Actor& actor, TeamId id) {
  TeamRow row = load_visible(tx, actor, id);
  require_allowed(engine::may_edit_team(actor, id));
  return row;
}

void require_not_archived(const TeamRow& row) {
  if (row.archived_at) fail(Fault::conflict, "archived", "This team is archived. Restore it first.");
}

void record(db::Tx& tx, const features::Context& ctx, std::string_view kind, TeamId id, const Changes& changes) {
  activity::record(tx, ctx.origin(), kind, {"team", id}, changes.payload());
}

}  // namespace

TeamRow load_visible(db::Tx& tx, const engine::Actor& actor, TeamId id) {
  const bool own = std::binary_search(actor.teams.begin(), actor.teams.end(), id);
  if (!engine::may_see_directory(actor) && !own) not_found();
  auto row = find(tx, id);
  if (!row) not_found();
  return std::move(*row);
}

void require_active(db::Tx& tx, TeamId id, std::string_view field) {
  const auto row = find(tx, id);
  if (!row) refuse("unknown_team", "There is no such team.", field);
  if (row->archived_at) refuse("archived_team", "This team is archived.", field);
}

Team describe(db::Tx& tx, const engine::Actor& reader, const TeamRow& row) {
  Team team;
  team.id = row.id;
  team.name = row.name;
  team.description = row.description;
  team.archived_at = row.archived_at;
  team.version = row.version;
  const bool manages = engine::may_manage_teams(reader);
  if (engine::may_edit_team(reader, row.id)) team.can.emplace_back("edit");
  if (manages) team.can.emplace_back("move");
  if (manages) team.can.emplace_back(row.archived_at ? "restore" : "archive");
  if (!engine::may_see_directory(reader)) return team;  // guests see their team, not whom else it holds
  team.path = store::path(tx, row.id);
  if (!team.path.empty()) team.path.pop_back();
  team.parent = ref(tx, row.parent);
  team.lead = people::ref(tx, row.lead);
  team.members = people::refs(tx, store::members(tx, row.id));
  team.children = store::children(tx, row.id);
  return team;
}

TeamRow add(features::Context& ctx, const NewTeam& input) {
  return ctx.db.write([&](db::Tx& tx) {
    require_allowed(engine::may_manage_teams(ctx.actor));
    TeamRow row;
    row.name = text::one_line(input.name, 120);
    row.description = input.description.value_or("");
    row.parent = input.parent;
    row.lead = input.lead;
    if (row.name.empty()) refuse("required", "A team needs a name.", "name");
    if (row.parent) require_active(tx, *row.parent, "parent");
    if (row.lead) people::require_active(tx, *row.lead, "lead");
    row.id = store::insert(tx, row, ctx.now());
    for (std::size_t i = 0; i < input.members.size(); ++i) {
      people::require_active(tx, input.members[i], "members[" + std::to_string(i) + "]");
      store::add_member(tx, row.id, input.members[i]);
    }
    Changes changes;
    changes.made("name", row.name).made("description", row.description).made("parent", row.parent);
    changes.made("lead", row.lead).made("members", input.members);
    record(tx, ctx, "team.created", row.id, changes);
    return row;
  });
}

TeamRow update(features::Context& ctx, TeamId id, std::int64_t seen_version, const TeamPatch& patch) {
  return ctx.db.write([&](db::Tx& tx) {
    TeamRow row = load_to_edit(tx, ctx.actor, id);
    features::require_version(seen_version, row.version, [&] { return describe(tx, ctx.actor, row); });
    require_not_archived(row);
    Changes changes;
    if (patch.name.has_value()) changes.set("name", row.name, text::one_line(*patch.name, 120));
    if (patch.description.present) changes.set("description", row.description, patch.description.value.value_or(""));
    bool structure = false;
    if (patch.parent.present && changes.set("parent", row.parent, patch.parent.value)) {
      structure = true;
      if (row.parent) require_active(tx, *row.parent, "parent");
      if (row.parent) require_no_loop(tx, id, *row.parent);
    }
    if (patch.lead.present && changes.set("lead", row.lead, patch.lead.value)) {
      structure = true;
      if (row.lead) people::require_active(tx, *row.lead, "lead");
    }
    if (structure) require_allowed(engine::may_manage_teams(ctx.actor));  // a lead does not name a successor
    if (changes.empty()) return row;
    ++row.version;
    store::update(tx, row);
    record(tx, ctx, "team.updated", id, changes);
    return row;
  });
}

TeamRow add_member(features::Context& ctx, TeamId id, PersonId person) {
  return ctx.db.write([&](db::Tx& tx) {
    TeamRow row = load_to_edit(tx, ctx.actor, id);
    require_not_archived(row);
    people::load_visible(tx, ctx.actor, person);
    people::require_active(tx, person, "person");
    if (!store::add_member(tx, id, person)) return row;
    ++row.version;
    store::update(tx, row);
    record(tx, ctx, "team.updated", id, Changes().made("member", person));
    return row;
  });
}

TeamRow remove_member(features::Context& ctx, TeamId id, PersonId person) {
  return ctx.db.write([&](db::Tx& tx) {
    TeamRow row = load_to_edit(tx, ctx.actor, id);
    if (!store::remove_member(tx, id, person)) return row;
    ++row.version;
    store::update(tx, row);
    record(tx, ctx, "team.updated", id, Changes().gone("member", person));
    return row;
  });
}

TeamRow archive(features::Context& ctx, TeamId id) {
  return ctx.db.write([&](db::Tx& tx) {
    TeamRow row = load_visible(tx, ctx.actor, id);
    require_allowed(engine::may_manage_teams(ctx.actor));
    if (row.archived_at) return row;
    if (!store::children(tx, id).empty()) {
      fail(Fault::conflict, "has_active_children", "There are teams below this one. Move or archive them first.");
    }
    Changes changes;
    changes.set("archived_at", row.archived_at, std::optional(ctx.now()));
    ++row.version;
    store::update(tx, row);
    record(tx, ctx, "team.archived", id, changes);
    return row;
  });
}

TeamRow restore(features::Context& ctx, TeamId id) {
  return ctx.db.write([&](db::Tx& tx) {
    TeamRow row = load_visible(tx, ctx.actor, id);
    require_allowed(engine::may_manage_teams(ctx.actor));
    if (!row.archived_at) return row;
    const auto parent = row.parent ? find(tx, *row.parent) : std::nullopt;
    if (parent && parent->archived_at) {
      fail(Fault::conflict, "parent_archived", "The team above, " + parent->name + ", is archived. Restore it first.");
    }
    Changes changes;
    changes.set("archived_at", row.archived_at, std::optional<Instant>());
    ++row.version;
    store::update(tx, row);
    record(tx, ctx, "team.restored", id, changes);
    return row;
  });
}

void join(features::Context& ctx, PersonId person, const std::vector<TeamId>& teams) {
  ctx.db.write([&](db::Tx& tx) {
    for (std::size_t i = 0; i < teams.size(); ++i) {
      require_active(tx, teams[i], "teams[" + std::to_string(i) + "]");
      add_member(ctx, teams[i], person);
    }
  });
}

}  // namespace cairn::teams
