// The tree of teams: loops, leads, members, archiving, what guests see.
#include "features/teams/teams.h"

#include "support/staff.h"

namespace cairn::teams {
namespace {

using engine::Role;
using test::Kinds;
using test::refusal;

class Teams : public test::Staff {
 protected:
  TeamRow team(const std::string& name, std::optional<TeamId> parent = {}, std::optional<PersonId> lead = {}) {
    features::Context ctx = system();
    NewTeam input;
    input.name = name;
    input.parent = parent;
    input.lead = lead;
    return add(ctx, input);
  }
  Team seen(TeamId id, PersonId reader) {
    const engine::Actor actor = as(reader).actor;
    return db().read([&](db::Tx& tx) { return describe(tx, actor, load_visible(tx, actor, id)); });
  }
};
CAIRN_EACH_ENGINE(Teams);

TEST_P(Teams, form_a_tree_with_leads_and_members) {
  const PersonId ada = person("Ada Admin", Role::admin);
  const PersonId bea = person("Bea Baker");
  const TeamRow company = team("Company");
  const TeamRow product = team("Product", company.id, bea);
  const TeamRow web = team("Web", product.id);
  features::Context ctx = as(ada);
  const std::int64_t before = last_number();
  add_member(ctx, product.id, ada);
  EXPECT_EQ(kinds_after(before), Kinds{"team.updated"});
  EXPECT_EQ(entries_after(before)[0].payload, R"({"before":{},"after":{"member":")" + ada.text() + R"("}})");
  const Team shown = seen(product.id, ada);
  EXPECT_EQ(shown.parent->name, "Company");
  EXPECT_EQ(shown.lead->name, "Bea Baker");
  EXPECT_EQ(shown.members.at(0).name, "Ada Admin");
  EXPECT_EQ(shown.children.at(0).name, "Web");
  EXPECT_EQ(shown.can, (std::vector<std::string>{"edit", "move", "archive"}));
  const Team inner = seen(web.id, ada);
  ASSERT_EQ(inner.path.size(), 2U);
  EXPECT_EQ(inner.path[0].name, "Company");
  EXPECT_EQ(inner.path[1].name, "Product");
}

TEST_P(Teams, never_stand_above_themselves) {
  const TeamRow company = team("Company");
  const TeamRow product = team("Product", company.id);
  const TeamRow web = team("Web", product.id);
  features::Context ctx = system();
  TeamPatch patch;
  patch.parent = web.id;
  const Failure failure = test::failure_of([&] { update(ctx, company.id, company.version, patch); });
  EXPECT_EQ(failure.code, "would_close_a_loop");
  EXPECT_EQ(failure.fields.at(0).message, "Company > Product > Web > Company");
  patch.parent = company.id;
  EXPECT_EQ(refusal([&] { update(ctx, company.id, company.version, patch); }), "would_close_a_loop");
}

TEST_P(Teams, take_a_member_once) {
  const PersonId bea = person("Bea Baker");
  const TeamRow web = team("Web");
  features::Context ctx = system();
  const TeamRow joined = add_member(ctx, web.id, bea);
  const std::int64_t before = last_number();
  EXPECT_EQ(add_member(ctx, web.id, bea).version, joined.version);
  EXPECT_EQ(last_number(), before);
  EXPECT_EQ(remove_member(ctx, web.id, bea).version, joined.version + 1);
  EXPECT_EQ(remove_member(ctx, web.id, bea).version, joined.version + 1);
}

TEST_P(Teams, are_edited_by_their_lead_but_not_moved) {
  const PersonId bea = person("Bea Baker");
  const PersonId cid = person("Cid Cook");
  const TeamRow company = team("Company");
  const TeamRow web = team("Web", {}, bea);
  features::Context lead = as(bea), other = as(cid);
  TeamPatch text, move;
  text.description = std::string("Everything with a browser.");
  move.parent = company.id;
  EXPECT_EQ(update(lead, web.id, web.version, text).description, "Everything with a browser.");
  EXPECT_EQ(refusal([&] { update(lead, web.id, web.version + 1, move); }), "forbidden");
  EXPECT_EQ(refusal([&] { update(other, web.id, web.version + 1, text); }), "forbidden");
  EXPECT_EQ(refusal([&] { add_member(other, web.id, cid); }), "forbidden");
  add_member(lead, web.id, cid);
}

TEST_P(Teams, are_archived_from_the_leaves_and_restored_from_the_root) {
  const TeamRow company = team("Company");
  const TeamRow web = team("Web", company.id);
  features::Context ctx = system();
  EXPECT_EQ(refusal([&] { archive(ctx, company.id); }), "has_active_children");
  const std::int64_t before = last_number();
  archive(ctx, web.id);
  archive(ctx, company.id);
  EXPECT_EQ(refusal([&] { restore(ctx, web.id); }), "parent_archived");
  restore(ctx, company.id);
  EXPECT_EQ(restore(ctx, web.id).archived_at, std::nullopt);
  EXPECT_EQ(kinds_after(before), (Kinds{"team.archived", "team.archived", "team.restored", "team.restored"}));
}

TEST_P(Teams, that_are_archived_take_nobody_and_stand_above_nothing_new) {
  const PersonId bea = person("Bea Baker");
  const TeamRow web = team("Web");
  features::Context ctx = system();
  const TeamRow archived = archive(ctx, web.id);
  TeamPatch patch;
  patch.name = std::string("Web and more");
  EXPECT_EQ(refusal([&] { add_member(ctx, web.id, bea); }), "archived");
  EXPECT_EQ(refusal([&] { update(ctx, web.id, archived.version, patch); }), "archived");
  EXPECT_EQ(refusal([&] { team("Below", web.id); }), "archived_team");
  EXPECT_EQ(refusal([&] { join(ctx, bea, {web.id}); }), "archived_team");
  EXPECT_EQ(refusal([&] { team("Below", TeamId{999}); }), "unknown_team");
}

TEST_P(Teams, are_unknown_to_guests_but_for_their_own_and_even_that_without_names) {
  const PersonId gus = person("Gus Guest", Role::guest);
  const PersonId bea = person("Bea Baker");
  const TeamRow hidden = team("Hidden");
  const TeamRow own = team("Shared work", hidden.id, bea);
  features::Context ctx = system();
  add_member(ctx, own.id, gus);
  EXPECT_EQ(refusal([&] { seen(hidden.id, gus); }), "not_found");
  EXPECT_EQ(refusal([&] { seen(TeamId{999}, gus); }), "not_found");
  const Team shown = seen(own.id, gus);
  EXPECT_EQ(shown.name, "Shared work");
  EXPECT_FALSE(shown.lead || shown.parent);
  EXPECT_TRUE(shown.members.empty() && shown.path.empty() && shown.can.empty());
}

TEST_P(Teams, tell_a_late_editor_what_they_are_now) {
  const TeamRow web = team("Web");
  features::Context ctx = system();
  TeamPatch patch;
  patch.name = std::string("Web platform");
  update(ctx, web.id, web.version, patch);
  const Failure failure = test::failure_of([&] { update(ctx, web.id, web.version, patch); });
  EXPECT_EQ(failure.code, "changed_meanwhile");
  EXPECT_NE(failure.details_json.find(R"("name":"Web platform")"), std::string::npos);
}

}  // namespace
}  // namespace cairn::teams
