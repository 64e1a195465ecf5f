// SQL of the table `people`.
#pragma once
#include "features/people/people.h"

namespace cairn::people::store {

PersonId insert(db::Tx& tx, const PersonRow& row, Instant now);
// in: ends_sessions: whether rights changed with it. Version and state are the row's.
void update(db::Tx& tx, const PersonRow& row, bool ends_sessions);
bool has_password(db::Tx& tx, PersonId id);
void set_password(db::Tx& tx, PersonId id, std::string_view hash, Instant now);
// Active administrators besides this one.
std::int64_t other_admins(db::Tx& tx, PersonId id);
// The people above, nearest first, up to `until` or the top; ends at a loop.
std::vector<features::PersonRef> line_up(db::Tx& tx, PersonId from, PersonId until);
// Objectives and key results that the person owns and that are not archived.
std::vector<activity::Subject> owned(db::Tx& tx, PersonId id);

// Who is listed: null means any. Ordered by name, from `after` (lower-case name and id) on.
struct Filter {
  std::optional<std::string> state, role;
  std::optional<TeamId> team;
  std::string after_name;
  PersonId after_id;
};
// Calls `take` for each until it answers false. `sort_name` is the name as ordered by.
void list(db::Tx& tx, const Filter& filter,
          const std::function<bool(const PersonRow& row, const std::string& sort_name)>& take);

}  // namespace cairn::people::store
