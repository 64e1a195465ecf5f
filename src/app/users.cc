// Commands about people and their tokens; they work without a running server, and beside one.
#include <cstdio>
#include <iostream>
#include <string>

#include "app/commands.h"
#include "app/site.h"
#include "features/organisation/organisation.h"
#include "features/people/people.h"
#include "features/sessions/sessions.h"
#include "features/tokens/tokens.h"

namespace cairn::app {
namespace {

// The first line of standard input, without its end.
std::string password_from_input() {
  std::string line;
  std::getline(std::cin, line);
  if (!line.empty() && line.back() == '\r') line.pop_back();
  return line;
}

people::PersonRow person_by_email(db::Database& database, const std::string& email) {
  const auto found = database.read([&](db::Tx& tx) { return people::find_by_email(tx, email); });
  if (!found) fail(Fault::not_found, "unknown_person", "There is nobody with the address " + email + ".");
  return *found;
}

engine::Role role_named(const std::string& word) {
  const auto role = engine::from_word<engine::Role>(word);
  if (!role) fail(Fault::unprocessable, "unknown_role", word + " is no role.");
  return *role;
}

}  // namespace

int user_add(const Options& options) {
  const clock::SystemClock clock;
  Site site(options.data, clock);
  features::Context ctx = features::system_context(site.app());
  people::NewPerson input;
  input.name = options.name;
  input.email = options.email;
  input.role = role_named(options.role);
  // checked and hashed before anything is written: a bad password leaves nobody behind
  std::string hash;
  if (options.password_stdin) {
    hash = people::hash_password(password_from_input(), options.name, options.email, "");
  }
  const people::PersonRow person = site.database().write([&](db::Tx& tx) {
    organisation::ensure(ctx);
    const people::PersonRow row = people::add(ctx, input);
    if (!hash.empty()) people::store_password(tx, ctx.origin(), row.id, hash);
    return row;
  });
  std::printf("%s %s <%s> %s\n", person.id.text().c_str(), person.name.c_str(), person.email.c_str(), options.role.c_str());
  if (hash.empty()) std::printf("%s\n", sessions::password_link(ctx, person.id).c_str());
  return 0;
}

int user_password(const Options& options) {
  const clock::SystemClock clock;
  Site site(options.data, clock);
  features::Context ctx = features::system_context(site.app());
  people::set_password(ctx, person_by_email(site.database(), options.email).id, password_from_input());
  return 0;
}

int user_list(const Options& options) {
  const clock::SystemClock clock;
  Site site(options.data, clock);
  site.database().read([](db::Tx& tx) {
    for (db::Row& row : tx.query("SELECT id, email, name, role, state FROM people ORDER BY id")) {
      const auto id = row.next<PersonId>();
      const auto email = row.next<std::string>();
      const auto name = row.next<std::string>();
      const auto role = row.next<std::string>();
      std::printf("%s\t%s\t%s\t%s\t%s\n", id.text().c_str(), email.c_str(), name.c_str(), role.c_str(),
                  row.next<std::string>().c_str());
    }
  });
  return 0;
}

int user_deactivate(const Options& options) {
  const clock::SystemClock clock;
  Site site(options.data, clock);
  features::Context ctx = features::system_context(site.app());
  people::deactivate(ctx, person_by_email(site.database(), options.email).id);
  return 0;
}

int token_create(const Options& options) {
  const clock::SystemClock clock;
  Site site(options.data, clock);
  features::Context ctx = features::system_context(site.app());
  tokens::NewToken input;
  input.name = options.name.empty() ? "command line" : options.name;
  input.days = options.days;
  for (const std::string& word : options.scopes) {
    bool known = false;
    for (const auto& [scope, name] : json_names(tokens::Scope{})) {
      if (name != word) continue;
      input.scopes.push_back(scope);
      known = true;
    }
    if (!known) fail(Fault::unprocessable, "unknown_scope", word + " is no scope; there are read, write and admin.");
  }
  const tokens::Created created = tokens::create(ctx, person_by_email(site.database(), options.email).id, input);
  std::printf("%s\n", created.token.c_str());
  return 0;
}

}  // namespace cairn::app
