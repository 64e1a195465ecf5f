// SQL of the tables `teams` and `team_members`.
#pragma once
#include "features/teams/teams.h"

namespace cairn::teams::store {

TeamId insert(db::Tx& tx, const TeamRow& row, Instant now);
void update(db::Tx& tx, const TeamRow& row);
bool add_member(db::Tx& tx, TeamId team, PersonId person);     // out: whether they were none
bool remove_member(db::Tx& tx, TeamId team, PersonId person);  // out: whether they were one
std::vector<PersonId> members(db::Tx& tx, TeamId team);
std::vector<features::TeamRef> children(db::Tx& tx, TeamId team);  // not archived, by name
std::vector<features::TeamRef> path(db::Tx& tx, TeamId team);      // outermost first, the team itself last

}  // namespace cairn::teams::store
