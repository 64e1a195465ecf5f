// People for use-case tests: an organisation with a clock that stands still, and contexts to act as its people.
#pragma once
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "features/context.h"
#include "features/organisation/organisation.h"
#include "features/people/people.h"
#include "platform/activity/activity.h"
#include "platform/clock/clock.h"
#include "support/databases.h"

namespace cairn::test {

// out: the code of the failure that the body ends in; "" when it ends well
template <class F>
std::string refusal(F&& body) {
  try {
    body();
  } catch (const Failure& failure) {
    return failure.code;
  }
  return "";
}

// out: the failure itself
template <class F>
Failure failure_of(F&& body) {
  try {
    body();
  } catch (const Failure& failure) {
    return failure;
  }
  ADD_FAILURE() << "nothing failed";
  return {Fault::bad_request, "", ""};
}

class Staff : public EachEngine {
 protected:
  Staff() {
    app.load_actor = people::actor_loader();
    features::Context ctx = system();
    organisation::create(ctx, {.name = "Northwind", .timezone = "Europe/Zurich"});
  }

  features::Context system() { return features::system_context(app); }

  // With the rights of this moment.
  features::Context as(PersonId person) {
    return {db().read([&](db::Tx& tx) { return people::load_actor(tx, person); }), db(), clock, app, "request-1"};
  }

  // An active person; the e-mail address is the name's first word @northwind.example.
  PersonId person(const std::string& name, engine::Role role = engine::Role::member, std::optional<PersonId> manager = {}) {
    features::Context ctx = system();
    people::NewPerson input;
    input.name = name;
    input.email = name.substr(0, name.find(' ')) + "@northwind.example";
    input.role = role;
    input.manager = manager;
    const PersonId id = people::add(ctx, input).id;
    db().write([&](db::Tx& tx) { people::store_password(tx, ctx.origin(), id, "no password opens this"); });
    return id;
  }

  people::PersonRow row(PersonId id) {
    return db().read([&](db::Tx& tx) { return people::load(tx, id); });
  }

  std::int64_t last_number() {
    return db().read([](db::Tx& tx) { return activity::last_number(tx); });
  }

  // What the log says after a number, as kinds.
  std::vector<std::string> kinds_after(std::int64_t number) {
    std::vector<std::string> kinds;
    for (const auto& entry : entries_after(number)) kinds.push_back(entry.kind);
    return kinds;
  }
  std::vector<activity::Entry> entries_after(std::int64_t number) {
    return db().read([&](db::Tx& tx) { return activity::tail(tx, number, 1000); });
  }

  clock::ManualClock clock{Instant{1'768'208'400LL * second_us}};  // Monday 2026-01-12 09:00 UTC
  features::App app{.db = db(), .clock = clock};
};

using Kinds = std::vector<std::string>;

}  // namespace cairn::test
