// Adding, changing and deactivating people; who sees whom; rights as they are now.
#include "features/people/people.h"

#include <thread>

#include "features/people/password_bench.h"
#include "features/teams/teams.h"
#include "support/staff.h"

namespace cairn::people {
namespace {

using engine::Role;
using test::Kinds;
using test::refusal;

class People : public test::Staff {
 protected:
  std::int64_t epoch(PersonId id) {
    return db().read([&](db::Tx& tx) { return credentials(tx, id)->session_epoch; });
  }
  TeamId team(const std::string& name, std::optional<TeamId> parent = {}, std::optional<PersonId> lead = {},
              std::vector<PersonId> members = {}) {
    features::Context ctx = system();
    teams::NewTeam input;
    input.name = name;
    input.parent = parent;
    input.lead = lead;
    input.members = std::move(members);
    return teams::add(ctx, input).id;
  }
};
CAIRN_EACH_ENGINE(People);

TEST_P(People, are_added_as_invited_with_a_plain_address) {
  features::Context ctx = as(person("Ada Admin", Role::admin));
  const std::int64_t before = last_number();
  NewPerson input;
  input.name = "  Bea   Baker ";
  input.email = " Bea.Baker@Northwind.EXAMPLE ";
  const PersonRow added = add(ctx, input);
  EXPECT_EQ(added.name, "Bea Baker");
  EXPECT_EQ(added.email, "bea.baker@northwind.example");
  EXPECT_EQ(row(added.id).state, "invited");
  EXPECT_EQ(kinds_after(before), Kinds{"person.created"});
}

TEST_P(People, have_an_address_of_their_own) {
  person("Bea Baker");
  features::Context ctx = system();
  NewPerson input;
  input.name = "Another Bea";
  input.email = "BEA@northwind.example";
  EXPECT_EQ(refusal([&] { add(ctx, input); }), "email_taken");
  input.email = "no address";
  EXPECT_EQ(refusal([&] { add(ctx, input); }), "format");
}

TEST_P(People, are_managed_by_administrators_alone) {
  const PersonId bea = person("Bea Baker");
  const PersonId carl = person("Carl Champion", Role::champion);
  features::Context ctx = as(carl);
  PersonPatch patch;
  patch.role = Role::admin;
  EXPECT_EQ(refusal([&] { update(ctx, carl, 2, patch); }), "forbidden");
  EXPECT_EQ(refusal([&] { deactivate(ctx, bea); }), "forbidden");
  NewPerson input;
  input.name = "X";
  input.email = "x@y.example";
  EXPECT_EQ(refusal([&] { add(ctx, input); }), "forbidden");
}

TEST_P(People, keep_their_last_administrator) {
  const PersonId ada = person("Ada Admin", Role::admin);
  const PersonId bea = person("Bea Baker");
  features::Context ctx = as(ada);
  PersonPatch demote, promote;
  demote.role = Role::member;
  promote.role = Role::admin;
  EXPECT_EQ(refusal([&] { update(ctx, ada, {}, demote); }), "last_admin");
  EXPECT_EQ(refusal([&] { deactivate(ctx, ada); }), "last_admin");
  update(ctx, bea, {}, promote);
  EXPECT_EQ(update(ctx, ada, {}, demote).role, Role::member);
}

TEST_P(People, lose_their_sessions_with_a_new_role_and_not_with_a_new_name) {
  const PersonId bea = person("Bea Baker");
  features::Context ctx = system();
  const std::int64_t before = epoch(bea);
  PersonPatch name, role;
  name.name = std::string("Bea Butcher");
  role.role = Role::champion;
  update(ctx, bea, {}, name);
  EXPECT_EQ(epoch(bea), before);
  update(ctx, bea, {}, role);
  EXPECT_EQ(epoch(bea), before + 1);
}

TEST_P(People, never_report_to_themselves_and_are_told_the_path) {
  const PersonId ada = person("Ada Admin", Role::admin);
  const PersonId bea = person("Bea Baker", Role::member, ada);
  const PersonId cid = person("Cid Cook", Role::member, bea);
  features::Context ctx = as(ada);
  PersonPatch patch;
  patch.manager = cid;
  const Failure failure = test::failure_of([&] { update(ctx, ada, {}, patch); });
  EXPECT_EQ(failure.code, "would_close_a_loop");
  EXPECT_EQ(failure.fields.at(0).message, "Ada Admin > Cid Cook > Bea Baker > Ada Admin");
  EXPECT_NE(failure.details_json.find(R"("path":[{"id":")" + ada.text()), std::string::npos);
  patch.manager = ada;
  EXPECT_EQ(refusal([&] { update(ctx, ada, {}, patch); }), "would_close_a_loop");
  EXPECT_EQ(row(ada).manager, std::nullopt);
}

TEST_P(People, stay_in_history_when_they_are_deactivated) {
  const PersonId ada = person("Ada Admin", Role::admin);
  const PersonId bea = person("Bea Baker");
  features::Context ctx = as(ada);
  const std::int64_t before = last_number();
  const std::int64_t sessions = epoch(bea);
  const PersonRow gone = deactivate(ctx, bea);
  EXPECT_EQ(gone.state, "deactivated");
  EXPECT_EQ(gone.deactivated_at, clock.now());
  EXPECT_EQ(epoch(bea), sessions + 1);
  EXPECT_EQ(as(bea).actor.person, PersonId{});
  EXPECT_EQ(deactivate(ctx, bea).version, gone.version);
  EXPECT_EQ(reactivate(ctx, bea).state, "active");
  EXPECT_EQ(as(bea).actor.person, bea);
  EXPECT_EQ(kinds_after(before), (Kinds{"person.deactivated", "person.reactivated"}));
}

TEST_P(People, who_are_deactivated_are_chosen_for_nothing_new) {
  const PersonId bea = person("Bea Baker");
  features::Context ctx = system();
  deactivate(ctx, bea);
  db().read([&](db::Tx& tx) {
    EXPECT_EQ(refusal([&] { require_active(tx, bea, "owner"); }), "deactivated_person");
    EXPECT_EQ(refusal([&] { require_active(tx, PersonId{999}, "owner"); }), "unknown_person");
  });
}

TEST_P(People, are_hidden_from_guests_but_for_themselves) {
  const PersonId bea = person("Bea Baker");
  const PersonId guest = person("Gus Guest", Role::guest);
  const engine::Actor actor = as(guest).actor;
  db().read([&](db::Tx& tx) {
    EXPECT_EQ(refusal([&] { load_visible(tx, actor, bea); }), "not_found");
    EXPECT_EQ(refusal([&] { load_visible(tx, actor, PersonId{999}); }), "not_found");
    EXPECT_EQ(load_visible(tx, actor, guest).id, guest);
  });
}

TEST_P(People, change_their_own_profile) {
  const PersonId bea = person("Bea Baker");
  features::Context ctx = as(bea);
  ProfilePatch patch;
  patch.title = std::string("Head of baking");
  patch.locale = organisation::Locale::de;
  patch.timezone = std::string("America/New_York");
  const PersonRow changed = update_profile(ctx, {}, patch);
  EXPECT_EQ(changed.title, "Head of baking");
  EXPECT_EQ(row(bea).locale, organisation::Locale::de);
  EXPECT_EQ(refusal([&] { update_profile(ctx, changed.version - 1, patch); }), "changed_meanwhile");
  ProfilePatch clear;
  clear.timezone = std::nullopt;
  EXPECT_EQ(update_profile(ctx, changed.version, clear).timezone, std::nullopt);
  clear.timezone = std::string("Nowhere/Land");
  EXPECT_EQ(refusal([&] { update_profile(ctx, {}, clear); }), "unknown_time_zone");
}

TEST_P(People, have_the_rights_of_their_teams_and_of_the_people_below_them) {
  const PersonId ada = person("Ada Admin", Role::admin);
  const PersonId bea = person("Bea Baker", Role::member, ada);
  const PersonId cid = person("Cid Cook", Role::member, bea);
  const PersonId dan = person("Dan Driver");
  const TeamId company = team("Company", {}, ada);
  const TeamId kitchen = team("Kitchen", company, bea, {bea, cid});
  const TeamId ovens = team("Ovens", kitchen, {}, {cid});
  const TeamId fleet = team("Fleet", {}, {}, {dan});
  const engine::Actor of_ada = as(ada).actor;
  EXPECT_EQ(of_ada.role, Role::admin);
  EXPECT_EQ(of_ada.teams, std::vector{company});
  EXPECT_EQ(of_ada.led_teams, (std::vector{company, kitchen, ovens}));
  EXPECT_EQ(of_ada.reports, (std::vector{bea, cid}));
  EXPECT_EQ(of_ada.report_teams, (std::vector{kitchen, ovens}));
  const engine::Actor of_dan = as(dan).actor;
  EXPECT_EQ(of_dan.teams, std::vector{fleet});
  EXPECT_TRUE(of_dan.led_teams.empty() && of_dan.reports.empty() && of_dan.report_teams.empty());
}

TEST_P(People, are_described_with_manager_teams_and_what_the_reader_may_do) {
  const PersonId ada = person("Ada Admin", Role::admin);
  const PersonId bea = person("Bea Baker", Role::member, ada);
  team("Kitchen", {}, bea, {bea});
  const engine::Actor reader = as(ada).actor;
  const engine::Actor self = as(bea).actor;
  db().read([&](db::Tx& tx) {
    const Person seen = describe(tx, reader, load(tx, bea));
    EXPECT_EQ(seen.manager->name, "Ada Admin");
    EXPECT_EQ(seen.teams.at(0).name, "Kitchen");
    EXPECT_EQ(seen.leads.at(0).name, "Kitchen");
    EXPECT_EQ(seen.can, (std::vector<std::string>{"edit", "invite", "deactivate"}));
    EXPECT_EQ(describe(tx, self, load(tx, bea)).can, std::vector<std::string>{"edit_profile"});
  });
}

TEST_P(People, keep_remembered_rights_until_people_or_teams_change) {
  const PersonId bea = person("Bea Baker");
  const auto load_again = actor_loader();
  const auto teams_now = [&] { return db().read([&](db::Tx& tx) { return load_again(tx, bea).teams; }); };
  EXPECT_TRUE(teams_now().empty());
  const TeamId kitchen = team("Kitchen", {}, {}, {bea});
  EXPECT_EQ(teams_now(), std::vector{kitchen});
  features::Context ctx = system();
  deactivate(ctx, bea);
  EXPECT_EQ(db().read([&](db::Tx& tx) { return load_again(tx, bea).person; }), PersonId{});
}

TEST_P(People, have_no_rights_remembered_from_a_write_that_was_undone) {
  const PersonId bea = person("Bea Baker");
  const auto load_again = actor_loader();
  db().read([&](db::Tx& tx) { load_again(tx, bea); });
  features::Context ctx = system();
  PersonPatch patch;
  patch.role = Role::admin;
  refusal([&] {
    db().write([&](db::Tx& tx) {
      update(ctx, bea, {}, patch);
      EXPECT_EQ(load_again(tx, bea).role, Role::admin);
      fail(Fault::conflict, "undone", "Undone.");
    });
  });
  ProfilePatch title;  // takes the number that the undone write had
  title.title = std::string("Baker");
  features::Context self = as(bea);
  update_profile(self, {}, title);
  EXPECT_EQ(db().read([&](db::Tx& tx) { return load_again(tx, bea).role; }), Role::member);
}

TEST_P(People, choose_passwords_that_are_long_and_not_about_them) {
  const PersonId bea = person("Bea Baker");
  features::Context ctx = system();
  EXPECT_EQ(refusal([&] { set_password(ctx, bea, "short"); }), "too_short");
  EXPECT_EQ(refusal([&] { set_password(ctx, bea, std::string(2000, 'x')); }), "too_long");
  set_password(ctx, bea, "seven green bicycles");
  const auto stored = db().read([&](db::Tx& tx) { return credentials(tx, "BEA@northwind.example"); });
  const PasswordTurn turn;
  EXPECT_TRUE(verify_password(turn, stored->password_hash, "seven green bicycles"));
  EXPECT_FALSE(verify_password(turn, stored->password_hash, "seven green tricycles"));
  EXPECT_FALSE(verify_password(turn, std::nullopt, "seven green bicycles"));
}

TEST_P(People, have_no_secrets_in_the_log) {
  const std::int64_t before = last_number();
  const PersonId bea = person("Bea Baker");
  features::Context ctx = system();
  set_password(ctx, bea, "seven green bicycles");
  for (const auto& entry : entries_after(before)) {
    EXPECT_EQ(entry.payload.find("password"), std::string::npos) << entry.payload;
    EXPECT_EQ(entry.payload.find("argon2"), std::string::npos) << entry.payload;
  }
}

TEST(PasswordBench, refuses_when_too_many_wait) {
  PasswordBench bench(1, 1);
  bench.enter();
  std::thread second([&] {
    bench.enter();
    bench.leave();
  });
  while (bench.waiting() == 0) std::this_thread::yield();
  const Failure failure = test::failure_of([&] { bench.enter(); });
  EXPECT_EQ(failure.code, "busy");
  EXPECT_EQ(failure.fault, Fault::unavailable);
  EXPECT_GT(failure.retry_after_s, 0);
  bench.leave();
  second.join();
  bench.enter();
}

}  // namespace
}  // namespace cairn::people
