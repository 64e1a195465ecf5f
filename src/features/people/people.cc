// Use cases on people: who is added, changed, deactivated, and how a person is described to a reader.
#include "features/people/people.h"

#include <map>

#include "features/changes.h"
#include "features/people/people_store.h"
#include "features/versions.h"
#include "platform/text/text.h"

namespace cairn::people {

namespace {

using features::Changes;

[[noreturn]] void refuse(std::string code, std::string message, std::string_view field) {
  fail(Fault::unprocessable, code, message, {{std::string(field), code, message}});
}

void require_email(std::string_view email) {
  const auto at = email.find('@');
  const bool sound = at != std::string_view::npos && at > 0 && at + 1 < email.size() && email.find('@', at + 1) == email.npos &&
                     email.size() <= 254 && email.find_first_of(" \t\r\n<>,;") == email.npos;
  if (!sound) refuse("format", "This is not an e-mail address.", "email");
}

void require_free_email(db::Tx& tx, std::string_view email, PersonId but) {
  const auto taken = find_by_email(tx, email);
  if (taken && taken->id != but) {
    fail(Fault::conflict, "email_taken", "Somebody here has this e-mail address already.",
         {{"email", "email_taken", "Choose another address."}});
  }
}

void require_another_admin(db::Tx& tx, const PersonRow& row) {
  if (row.role != engine::Role::admin || row.state != "active") return;
  if (store::other_admins(tx, row.id) == 0) {
    fail(Fault::conflict, "last_admin", "This is the last administrator. Make somebody else one first.");
  }
}

// Nobody reports to themselves, however long the line.
void require_no_loop(db::Tx& tx, PersonId person, PersonId manager) {
  auto line = store::line_up(tx, manager, person);
  if (line.empty() || line.back().id != person) return;
  line.insert(line.begin(), line.back());
  std::string path;
  for (const auto& one : line) path += (path.empty() ? "" : " > ") + one.name;
  Failure failure(Fault::conflict, "would_close_a_loop", "They would report to themselves: " + path + ".",
                  {{"manager", "would_close_a_loop", path}});
  failure.details_json = json::Object().add("path", line).text();
  throw failure;
}

PersonRow load_to_manage(db::Tx& tx, const engine::Actor& actor, PersonId id) {
  PersonRow row = load_visible(tx, actor, id);
  require_allowed(engine::may_manage_people(actor));
  return row;
}

struct Memberships {
  std::map<PersonId, std::vector<features::TeamRef>> teams, leads;
  std::map<PersonId, features::PersonRef> managers;
};

Memberships memberships(db::Tx& tx, const std::vector<PersonRow>& rows) {
  std::vector<PersonId> ids, managers;
  for (const auto& row : rows) {
    ids.push_back(row.id);
    if (row.manager) managers.push_back(*row.manager);
  }
  Memberships found;
  for (db::Row& row : tx.query("SELECT m.person_id, t.id, t.name FROM team_members m JOIN teams t ON t.id = m.team_id "
                               "WHERE m.person_id IN ($1) AND t.archived_at IS NULL ORDER BY LOWER(t.name), t.id",
                               ids)) {
    const auto person = row.next<PersonId>();
    const auto team = row.next<TeamId>();
    found.teams[person].push_back({team, row.next<std::string>()});
  }
  for (db::Row& row : tx.query("SELECT lead_id, id, name FROM teams WHERE lead_id IN ($1) AND archived_at IS NULL "
                               "ORDER BY LOWER(name), id",
                               ids)) {
    const auto person = row.next<PersonId>();
    const auto team = row.next<TeamId>();
    found.leads[person].push_back({team, row.next<std::string>()});
  }
  for (auto& one : refs(tx, managers)) found.managers.emplace(one.id, one);
  return found;
}

std::vector<std::string> verbs(const engine::Actor& reader, const PersonRow& row) {
  std::vector<std::string> can;
  if (reader.person == row.id) can.emplace_back("edit_profile");
  if (!engine::may_manage_people(reader)) return can;
  can.emplace_back("edit");
  if (row.state == "deactivated") {
    can.emplace_back("reactivate");
  } else {
    can.emplace_back("invite");
    can.emplace_back("deactivate");
  }
  return can;
}

template <class T>
void take(Changes& changes, std::string_view field, T& to, const json::Patch<T>& patch) {
  if (patch.has_value()) changes.set(field, to, *patch);
}

}  // namespace

std::string normal_email(std::string_view email) {
  std::string normal = text::normalize(text::trim(email));
  for (char& c : normal) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return normal;
}

PersonRow load(db::Tx& tx, PersonId id) {
  auto row = find(tx, id);
  if (!row) not_found();
  return std::move(*row);
}

PersonRow load_visible(db::Tx& tx, const engine::Actor& actor, PersonId id) {
  if (!engine::may_see_directory(actor) && actor.person != id) not_found();
  return load(tx, id);
}

void require_active(db::Tx& tx, PersonId id, std::string_view field) {
  const auto state = tx.value<std::string>("SELECT state FROM people WHERE id = $1", id);
  if (!state) refuse("unknown_person", "There is no such person.", field);
  if (*state == "deactivated") refuse("deactivated_person", "This person is deactivated.", field);
}

std::vector<Person> describe_all(db::Tx& tx, const engine::Actor& reader, const std::vector<PersonRow>& rows) {
  const Memberships found = memberships(tx, rows);
  const auto teams_of = [](const auto& map, PersonId id) {
    const auto it = map.find(id);
    return it == map.end() ? std::vector<features::TeamRef>{} : it->second;
  };
  std::vector<Person> people;
  people.reserve(rows.size());
  for (const PersonRow& row : rows) {
    Person p{row.id, row.name, row.email, row.title, row.role, {}, row.state, row.locale, row.timezone,
             teams_of(found.teams, row.id), teams_of(found.leads, row.id), row.deactivated_at, row.version,
             verbs(reader, row)};
    if (row.manager) {
      if (const auto it = found.managers.find(*row.manager); it != found.managers.end()) p.manager = it->second;
    }
    people.push_back(std::move(p));
  }
  return people;
}

Person describe(db::Tx& tx, const engine::Actor& reader, const PersonRow& row) {
  return describe_all(tx, reader, {row}).front();
}

PersonRow add(features::Context& ctx, const NewPerson& input) {
  return ctx.db.write([&](db::Tx& tx) {
    require_allowed(engine::may_manage_people(ctx.actor));
    PersonRow row;
    row.name = text::one_line(input.name, 120);
    row.email = normal_email(input.email);
    row.title = input.title ? text::one_line(*input.title, 120) : "";
    row.role = input.role;
    row.manager = input.manager;
    row.state = "invited";
    if (row.name.empty()) refuse("required", "A person needs a name.", "name");
    require_email(row.email);
    require_free_email(tx, row.email, {});
    if (row.manager) require_active(tx, *row.manager, "manager");
    row.id = store::insert(tx, row, ctx.now());
    Changes changes;
    changes.made("name", row.name).made("email", row.email).made("title", row.title).made("role", row.role);
    changes.made("manager", row.manager).made("state", row.state);
    activity::record(tx, ctx.origin(), "person.created", {"person", row.id}, changes.payload());
    return row;
  });
}

PersonRow update(features::Context& ctx, PersonId id, std::optional<std::int64_t> seen_version, const PersonPatch& patch) {
  return ctx.db.write([&](db::Tx& tx) {
    PersonRow row = load_to_manage(tx, ctx.actor, id);
    if (seen_version) features::require_version(*seen_version, row.version, [&] { return describe(tx, ctx.actor, row); });
    Changes changes;
    if (patch.role.has_value() && *patch.role != row.role) require_another_admin(tx, row);
    const bool new_rights = patch.role.has_value() && changes.set("role", row.role, *patch.role);
    if (patch.name.has_value()) changes.set("name", row.name, text::one_line(*patch.name, 120));
    if (patch.title.present) changes.set("title", row.title, text::one_line(patch.title.value.value_or(""), 120));
    if (patch.email.has_value() && changes.set("email", row.email, normal_email(*patch.email))) {
      require_email(row.email);
      require_free_email(tx, row.email, id);
    }
    if (patch.manager.present && changes.set("manager", row.manager, patch.manager.value) && row.manager) {
      require_active(tx, *row.manager, "manager");
      require_no_loop(tx, id, *row.manager);
    }
    if (changes.empty()) return row;
    ++row.version;
    store::update(tx, row, new_rights);
    activity::record(tx, ctx.origin(), "person.updated", {"person", id}, changes.payload());
    return row;
  });
}

PersonRow update_profile(features::Context& ctx, std::optional<std::int64_t> seen_version, const ProfilePatch& patch) {
  if (patch.timezone.has_value()) organisation::require_zone(*patch.timezone);
  return ctx.db.write([&](db::Tx& tx) {
    PersonRow row = load(tx, ctx.actor.person);
    if (seen_version) features::require_version(*seen_version, row.version, [&] { return describe(tx, ctx.actor, row); });
    Changes changes;
    if (patch.name.has_value()) changes.set("name", row.name, text::one_line(*patch.name, 120));
    if (patch.title.present) changes.set("title", row.title, text::one_line(patch.title.value.value_or(""), 120));
    if (patch.locale.present) changes.set("locale", row.locale, patch.locale.value);
    if (patch.timezone.present) changes.set("timezone", row.timezone, patch.timezone.value);
    if (changes.empty()) return row;
    ++row.version;
    store::update(tx, row, false);
    activity::record(tx, ctx.origin(), "person.updated", {"person", row.id}, changes.payload());
    return row;
  });
}

PersonRow deactivate(features::Context& ctx, PersonId id) {
  return ctx.db.write([&](db::Tx& tx) {
    PersonRow row = load_to_manage(tx, ctx.actor, id);
    if (row.state == "deactivated") return row;
    require_another_admin(tx, row);
    Changes changes;
    changes.set("state", row.state, "deactivated");
    row.deactivated_at = ctx.now();
    ++row.version;
    store::update(tx, row, true);
    activity::record(tx, ctx.origin(), "person.deactivated", {"person", id}, changes.payload(), store::owned(tx, id));
    return row;
  });
}

PersonRow reactivate(features::Context& ctx, PersonId id) {
  return ctx.db.write([&](db::Tx& tx) {
    PersonRow row = load_to_manage(tx, ctx.actor, id);
    if (row.state != "deactivated") return row;
    Changes changes;
    changes.set("state", row.state, store::has_password(tx, id) ? "active" : "invited");
    row.deactivated_at.reset();
    ++row.version;
    store::update(tx, row, true);
    activity::record(tx, ctx.origin(), "person.reactivated", {"person", id}, changes.payload(), store::owned(tx, id));
    return row;
  });
}

}  // namespace cairn::people
