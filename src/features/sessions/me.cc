// What the signed-in person's own page starts from.
#include "features/sessions/me.h"

#include "features/cycles/cycles.h"

namespace cairn::sessions {

namespace {

std::vector<std::string> verbs(const engine::Actor& actor) {
  engine::ObjectiveFacts own;
  own.owner = actor.person;
  own.level = engine::Level::person;
  const std::pair<std::string_view, bool> all[] = {
      {"manage_people", engine::may_manage_people(actor)},
      {"manage_teams", engine::may_manage_teams(actor)},
      {"manage_cycles", engine::may_manage_cycles(actor)},
      {"manage_organisation", engine::may_manage_settings(actor)},
      {"import", engine::may_import(actor)},
      {"write_okrs", engine::may_create(actor, own)},
      {"see_log", engine::may_read_audit(actor)},
      {"see_directory", engine::may_see_directory(actor)},
  };
  std::vector<std::string> can;
  for (const auto& [verb, allowed] : all) {
    if (allowed) can.emplace_back(verb);
  }
  return can;
}

std::vector<std::string> scope_names(std::uint32_t bits) {
  std::vector<std::string> names;
  if (bits & http::bits(http::Scope::read)) names.emplace_back("read");
  if (bits & http::bits(http::Scope::write)) names.emplace_back("write");
  if (bits & http::bits(http::Scope::admin)) names.emplace_back("admin");
  return names;
}

}  // namespace

Me me(db::Tx& tx, const features::Context& ctx, std::uint32_t scopes) {
  const auto row = people::find(tx, ctx.actor.person);
  if (!row) fail(Fault::unauthenticated, "unauthenticated", "Sign in first.");
  const organisation::Settings settings = organisation::settings(tx);
  Me answer;
  answer.person = people::describe(tx, ctx.actor, *row);
  answer.organisation = {settings.name, settings.timezone, settings.locale, settings.week_start, settings.fiscal_year_start_month};
  answer.today = organisation::today(tx, ctx.clock);
  if (engine::may_read_okrs(ctx.actor)) {
    if (const auto cycle = cycles::current(tx, answer.today)) answer.current_cycle = cycles::ref(*cycle);
  }
  answer.locale = row->locale.value_or(settings.locale);
  answer.scopes = scope_names(scopes);
  answer.can = verbs(ctx.actor);
  if (ctx.app.due_count) answer.due_count = ctx.app.due_count(tx, ctx.actor);
  answer.version_number = activity::last_number(tx);
  answer.demo = ctx.app.demo;
  return answer;
}

}  // namespace cairn::sessions
