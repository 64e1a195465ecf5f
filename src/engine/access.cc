// The access table as functions.
//
//                       admin      champion   manager     lead        member        viewer  guest
//   organisation: read  yes        yes        yes         yes         yes           yes     listed
//            comment    yes        yes        yes         yes         yes           no      listed
//   team: read          own teams  yes        and reports and led     own teams     no      listed
//   people, private     listed     listed     listed      listed      own, listed   no      listed
//   edit                transfer   not private reports'   the team's  own, co-owned no      no
//   check in            as edit    as edit    as edit     as edit     + key result's people no  no
//
// Whoever owns or co-owns an objective is listed on it. Nobody edits what they may not read. A draft is read by those
// who may edit it, where its visibility lets them. Roles add to what a member may do, except viewer, guest and auditor.
#include "engine/access.h"

#include <algorithm>

namespace cairn::engine {
namespace {

template <class T>
bool holds(std::span<const T> sorted, T value) {
  return value.value != 0 && std::ranges::binary_search(sorted, value);
}
template <class T>
bool holds(const std::vector<T>& sorted, T value) {
  return holds(std::span<const T>(sorted), value);
}

bool owns(const Actor& actor, const ObjectiveFacts& objective) {
  return actor.person.value != 0 && (objective.owner == actor.person || holds(objective.contributors, actor.person));
}

bool manages(const Actor& actor, const ObjectiveFacts& objective) { return holds(actor.reports, objective.owner); }

bool leads(const Actor& actor, const ObjectiveFacts& objective) { return holds(actor.led_teams, objective.team); }

bool writes(Role role) {
  return role == Role::admin || role == Role::people_admin || role == Role::champion || role == Role::member;
}

bool in_team_circle(const Actor& actor, const ObjectiveFacts& objective) {
  return holds(actor.teams, objective.team) || leads(actor, objective) || holds(actor.report_teams, objective.team) ||
         manages(actor, objective) || actor.role == Role::champion;
}

// Edit rights by role and relation, visibility set aside.
bool edits(const Actor& actor, const ObjectiveFacts& objective) {
  return actor.role == Role::champion || owns(actor, objective) || manages(actor, objective) || leads(actor, objective);
}

}  // namespace

bool may_read(const Actor& actor, const ObjectiveFacts& objective) {
  const bool named = owns(actor, objective) || holds(objective.listed, actor.person);
  if (actor.role == Role::auditor) return false;
  if (actor.role == Role::guest) return holds(objective.listed, actor.person) && objective.state != ObjectiveState::draft;
  if (actor.role == Role::viewer)
    return objective.visibility == Visibility::organisation && objective.state != ObjectiveState::draft;
  if (objective.state == ObjectiveState::draft && !edits(actor, objective)) return false;
  switch (objective.visibility) {
    case Visibility::organisation: return true;
    case Visibility::team: return named || in_team_circle(actor, objective);
    case Visibility::people:
    case Visibility::private_: return named;
  }
  return false;
}

bool may_comment(const Actor& actor, const ObjectiveFacts& objective) {
  return actor.role != Role::viewer && may_read(actor, objective);
}

bool may_edit(const Actor& actor, const ObjectiveFacts& objective) {
  if (!writes(actor.role) || !edits(actor, objective) || !may_read(actor, objective)) return false;
  // being shown a private objective gives a champion no right over it
  return objective.visibility != Visibility::private_ || owns(actor, objective) || manages(actor, objective) || leads(actor, objective);
}

bool may_transfer(const Actor& actor, const ObjectiveFacts& objective) {
  return may_edit(actor, objective) || (actor.role == Role::admin && may_read(actor, objective));
}

bool may_check_in(const Actor& actor, const ObjectiveFacts& objective, const KeyResultFacts& key_result) {
  if (!writes(actor.role) || actor.person.value == 0 || !may_read(actor, objective)) return false;
  return may_edit(actor, objective) || key_result.owner == actor.person || key_result.updater == actor.person ||
         holds(key_result.contributors, actor.person);
}

bool may_create(const Actor& actor, const ObjectiveFacts& objective) {
  if (!writes(actor.role)) return false;
  if (actor.role == Role::champion) return objective.visibility != Visibility::private_ || owns(actor, objective);
  switch (objective.level) {
    case Level::company: return actor.role == Role::admin;
    case Level::team: return holds(actor.teams, objective.team) || leads(actor, objective) || holds(actor.report_teams, objective.team);
    case Level::person: return objective.owner == actor.person || manages(actor, objective);
  }
  return false;
}

bool may_manage_cycles(const Actor& actor) { return actor.role == Role::admin || actor.role == Role::champion; }
bool may_manage_policies(const Actor& actor) { return may_manage_cycles(actor); }
bool may_manage_people(const Actor& actor) { return actor.role == Role::admin; }
bool may_manage_teams(const Actor& actor) { return actor.role == Role::admin || actor.role == Role::champion; }
bool may_edit_team(const Actor& actor, TeamId team) { return may_manage_teams(actor) || (writes(actor.role) && holds(actor.led_teams, team)); }
bool may_manage_settings(const Actor& actor) { return actor.role == Role::admin; }
bool may_import(const Actor& actor) { return actor.role == Role::admin || actor.role == Role::champion; }
bool may_see_directory(const Actor& actor) { return actor.role != Role::guest && actor.role != Role::auditor; }
bool may_read_audit(const Actor& actor) { return actor.role == Role::auditor; }
bool may_read_okrs(const Actor& actor) { return actor.role != Role::auditor; }

}  // namespace cairn::engine
