// Who may see and do what: pure functions on plain facts, without allocation; nothing here asks a database.
// The table stands at the top of access.cc.
// source: docs/domain/access.md
#pragma once
#include <span>
#include <vector>

#include "base/id.h"
#include "engine/kinds.h"

namespace cairn::engine {

// The one who asks. All lists are sorted; ids as of the time of asking.
struct Actor {
  PersonId person;                       // 0: nobody
  Role role = Role::member;
  std::vector<TeamId> teams;             // member or lead of; teams above or below do not follow from it
  std::vector<TeamId> led_teams;         // lead of, with all teams below these
  std::vector<PersonId> reports;         // direct and indirect
  std::vector<TeamId> report_teams;      // teams of the reports
};

// What the rules need to know of an objective; refers, does not own. Lists sorted.
struct ObjectiveFacts {
  PersonId owner;                              // 0: nobody
  std::span<const PersonId> contributors;      // co-owners
  TeamId team;                                 // 0: none
  Level level = Level::company;
  Visibility visibility = Visibility::organisation;
  std::span<const PersonId> listed;            // shared with, invited: the list of `people`, the guests
  ObjectiveState state = ObjectiveState::active;
};

struct KeyResultFacts {
  PersonId owner;
  std::span<const PersonId> contributors;
  PersonId updater;  // named to check in
};

bool may_read(const Actor& actor, const ObjectiveFacts& objective);
bool may_comment(const Actor& actor, const ObjectiveFacts& objective);
bool may_edit(const Actor& actor, const ObjectiveFacts& objective);
bool may_transfer(const Actor& actor, const ObjectiveFacts& objective);
bool may_check_in(const Actor& actor, const ObjectiveFacts& objective, const KeyResultFacts& key_result);
// A key result's own fields follow its objective.
inline bool may_edit_key_result(const Actor& actor, const ObjectiveFacts& objective) { return may_edit(actor, objective); }
// Whether the actor may write a new objective of these facts: company level by champions and admins; a team's by its
// members, leads and the managers of its members; a person's by that person, their managers and champions.
bool may_create(const Actor& actor, const ObjectiveFacts& objective);

bool may_manage_cycles(const Actor& actor);    // and templates
bool may_manage_policies(const Actor& actor);
bool may_manage_people(const Actor& actor);    // people, roles, sign-in
bool may_manage_teams(const Actor& actor);     // the tree itself
bool may_edit_team(const Actor& actor, TeamId team);  // its description and members: admin, champion, lead
bool may_manage_settings(const Actor& actor);
bool may_import(const Actor& actor);
bool may_see_directory(const Actor& actor);    // people and teams by name
bool may_read_audit(const Actor& actor);       // the whole log
bool may_read_okrs(const Actor& actor);        // anything at all of the tree

}  // namespace cairn::engine
