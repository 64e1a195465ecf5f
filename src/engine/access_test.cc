// The access table, cell by cell.
#include "engine/access.h"

#include <gtest/gtest.h>

namespace cairn::engine {
namespace {

const PersonId me{7}, stranger{8}, report{9};
const TeamId my_team{1}, led_team{2}, report_team{3}, far_team{4};

struct World {
  Actor actor{.person = me, .role = Role::member, .teams = {my_team, led_team}, .led_teams = {led_team}, .reports = {report}, .report_teams = {report_team}};
  std::vector<PersonId> listed, contributors;
  ObjectiveFacts facts{.owner = stranger, .team = far_team, .level = Level::team};

  World& role(Role value) { actor.role = value; return *this; }
  World& visible(Visibility value) { facts.visibility = value; return *this; }
  World& in(TeamId team) { facts.team = team; return *this; }
  World& of(PersonId owner) { facts.owner = owner; return *this; }
  World& draft() { facts.state = ObjectiveState::draft; return *this; }
  World& share() { listed = {me}; facts.listed = listed; return *this; }
  World& co_own() { contributors = {PersonId{2}, me}; facts.contributors = contributors; return *this; }
  bool read() const { return may_read(actor, facts); }
  bool comment() const { return may_comment(actor, facts); }
  bool edit() const { return may_edit(actor, facts); }
  bool transfer() const { return may_transfer(actor, facts); }
  bool check_in(const KeyResultFacts& kr = {}) const { return may_check_in(actor, facts, kr); }
};

TEST(Access, what_the_organisation_sees_is_read_by_all_but_guests_and_auditors) {
  for (const Role role : {Role::admin, Role::people_admin, Role::champion, Role::member, Role::viewer}) EXPECT_TRUE(World().role(role).read());
  EXPECT_FALSE(World().role(Role::guest).read());
  EXPECT_TRUE(World().role(Role::guest).share().read());
  EXPECT_FALSE(World().role(Role::auditor).share().read());
}

TEST(Access, viewers_read_without_a_word) {
  EXPECT_FALSE(World().role(Role::viewer).comment());
  EXPECT_FALSE(World().role(Role::viewer).of(me).edit());
  EXPECT_TRUE(World().role(Role::guest).share().comment());
  EXPECT_FALSE(World().role(Role::guest).share().of(me).check_in());
}

TEST(Access, a_team_s_okrs_are_read_by_its_circle) {
  const auto team = [](World world) { return world.visible(Visibility::team); };
  EXPECT_FALSE(team(World()).read());
  EXPECT_TRUE(team(World()).in(my_team).read());
  EXPECT_TRUE(team(World()).in(led_team).read());
  EXPECT_TRUE(team(World()).in(report_team).read());
  EXPECT_TRUE(team(World()).of(report).read());
  EXPECT_TRUE(team(World()).of(me).read());
  EXPECT_TRUE(team(World()).role(Role::champion).read());
  EXPECT_FALSE(team(World()).role(Role::admin).read());
  EXPECT_TRUE(team(World()).role(Role::admin).in(my_team).read());
  EXPECT_FALSE(team(World()).role(Role::viewer).in(my_team).read());
  EXPECT_TRUE(team(World()).role(Role::guest).share().read());
}

TEST(Access, private_and_listed_okrs_are_for_those_named_alone) {
  for (const Visibility visibility : {Visibility::people, Visibility::private_}) {
    for (const Role role : {Role::admin, Role::champion, Role::people_admin, Role::member}) {
      EXPECT_FALSE(World().role(role).visible(visibility).in(led_team).read());
      EXPECT_FALSE(World().role(role).visible(visibility).of(report).read());
      EXPECT_TRUE(World().role(role).visible(visibility).share().read());
      EXPECT_TRUE(World().role(role).visible(visibility).of(me).read());
      EXPECT_TRUE(World().role(role).visible(visibility).co_own().read());
    }
    EXPECT_FALSE(World().role(Role::viewer).visible(visibility).share().read());
    EXPECT_TRUE(World().role(Role::guest).visible(visibility).share().read());
  }
}

TEST(Access, editing_follows_ownership_leading_and_managing) {
  EXPECT_FALSE(World().edit());
  EXPECT_FALSE(World().in(my_team).edit());
  EXPECT_TRUE(World().in(led_team).edit());
  EXPECT_TRUE(World().of(report).edit());
  EXPECT_TRUE(World().of(me).edit());
  EXPECT_TRUE(World().co_own().edit());
  EXPECT_TRUE(World().role(Role::champion).edit());
  EXPECT_FALSE(World().role(Role::champion).visible(Visibility::private_).share().edit());
  EXPECT_FALSE(World().role(Role::admin).edit());
  EXPECT_TRUE(World().role(Role::admin).of(me).edit());
  EXPECT_FALSE(World().of(report).visible(Visibility::private_).edit());
}

TEST(Access, admins_transfer_what_they_can_see) {
  EXPECT_TRUE(World().role(Role::admin).transfer());
  EXPECT_FALSE(World().role(Role::admin).visible(Visibility::private_).transfer());
  EXPECT_FALSE(World().transfer());
  EXPECT_TRUE(World().of(me).transfer());
}

TEST(Access, a_draft_is_seen_by_those_who_may_edit_it) {
  EXPECT_FALSE(World().draft().read());
  EXPECT_FALSE(World().role(Role::admin).draft().read());
  EXPECT_FALSE(World().draft().share().read());
  EXPECT_FALSE(World().role(Role::viewer).draft().read());
  EXPECT_FALSE(World().role(Role::guest).draft().share().read());
  EXPECT_TRUE(World().draft().of(me).read());
  EXPECT_TRUE(World().draft().in(led_team).read());
  EXPECT_TRUE(World().role(Role::champion).draft().read());
  EXPECT_FALSE(World().role(Role::champion).draft().visible(Visibility::private_).read());
}

TEST(Access, checking_in_is_for_editors_and_the_key_result_s_people) {
  EXPECT_FALSE(World().check_in());
  EXPECT_TRUE(World().check_in({.owner = me}));
  EXPECT_TRUE(World().check_in({.updater = me}));
  const std::vector<PersonId> contributors{me};
  EXPECT_TRUE(World().check_in({.contributors = contributors}));
  EXPECT_FALSE(World().visible(Visibility::private_).check_in({.owner = me}));
  EXPECT_FALSE(World().role(Role::viewer).check_in({.owner = me}));
  EXPECT_TRUE(World().of(report).check_in());
}

TEST(Access, nobody_is_nobody_s_owner) {
  World world;
  world.actor.person = {};
  EXPECT_FALSE(world.of({}).in({}).edit());
  EXPECT_FALSE(world.check_in({}));
}

TEST(Access, writing_a_new_objective_depends_on_its_level) {
  const auto creates = [](World world, Level level) {
    world.facts.level = level;
    return may_create(world.actor, world.facts);
  };
  EXPECT_TRUE(creates(World().role(Role::champion), Level::company));
  EXPECT_TRUE(creates(World().role(Role::admin), Level::company));
  EXPECT_FALSE(creates(World(), Level::company));
  EXPECT_TRUE(creates(World().in(my_team), Level::team));
  EXPECT_FALSE(creates(World(), Level::team));
  EXPECT_TRUE(creates(World().of(me), Level::person));
  EXPECT_FALSE(creates(World(), Level::person));
  EXPECT_FALSE(creates(World().role(Role::viewer).of(me), Level::person));
}

TEST(Access, administration_is_split_by_role) {
  const auto as = [](Role role) { return Actor{.person = me, .role = role}; };
  EXPECT_TRUE(may_manage_cycles(as(Role::champion)) && may_manage_cycles(as(Role::admin)));
  EXPECT_FALSE(may_manage_cycles(as(Role::member)) || may_manage_cycles(as(Role::people_admin)));
  EXPECT_TRUE(may_manage_people(as(Role::admin)));
  EXPECT_FALSE(may_manage_people(as(Role::champion)));
  EXPECT_FALSE(may_see_directory(as(Role::guest)) || may_see_directory(as(Role::auditor)));
  EXPECT_TRUE(may_read_audit(as(Role::auditor)));
  EXPECT_FALSE(may_read_audit(as(Role::admin)));
}

}  // namespace
}  // namespace cairn::engine
