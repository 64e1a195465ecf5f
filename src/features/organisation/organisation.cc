// The organisation's row: reading it, making it once, changing it.
#include "features/organisation/organisation.h"

#include <map>

#include "engine/policy.h"
#include "features/changes.h"
#include "features/versions.h"
#include "platform/activity/activity.h"
#include "platform/text/text.h"

namespace cairn::organisation {

namespace {

constexpr std::int64_t only_row = 1;

std::optional<Settings> find(db::Tx& tx) {
  return tx.one(
      "SELECT name, timezone, locale, week_start, fiscal_year_start_month, policy, objectives_per_owner_limit, "
      "objectives_per_team_limit, key_results_min, key_results_max, limits_mode, version FROM organisation WHERE id = 1",
      [](db::Row& row) {
        Settings s;
        s.name = row.next<std::string>();
        s.timezone = row.next<std::string>();
        s.locale = json::value_of<Locale>(row.next<std::string>()).value_or(Locale::en);
        s.week_start = row.next<int>();
        s.fiscal_year_start_month = row.next<int>();
        s.policy = row.next<std::string>();
        s.objectives_per_owner_limit = row.next<int>();
        s.objectives_per_team_limit = row.next<int>();
        s.key_results_min = row.next<int>();
        s.key_results_max = row.next<int>();
        s.limits_mode = json::value_of<LimitsMode>(row.next<std::string>()).value_or(LimitsMode::advice);
        s.version = row.next<std::int64_t>();
        return s;
      });
}

[[noreturn]] void not_set_up() { fail(Fault::conflict, "not_set_up", "This server has no organisation yet."); }

void insert(db::Tx& tx, const Settings& s, Instant now) {
  tx.execute(
      "INSERT INTO organisation (id, name, timezone, locale, week_start, fiscal_year_start_month, policy, "
      "objectives_per_owner_limit, objectives_per_team_limit, key_results_min, key_results_max, limits_mode, created_at, "
      "version) VALUES (1, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
      s.name, s.timezone, json::name_of(s.locale), s.week_start, s.fiscal_year_start_month, s.policy,
      s.objectives_per_owner_limit, s.objectives_per_team_limit, s.key_results_min, s.key_results_max,
      json::name_of(s.limits_mode), now, s.version);
}

void store(db::Tx& tx, const Settings& s) {
  tx.execute(
      "UPDATE organisation SET name = $1, timezone = $2, locale = $3, week_start = $4, fiscal_year_start_month = $5, "
      "objectives_per_owner_limit = $6, objectives_per_team_limit = $7, key_results_min = $8, key_results_max = $9, "
      "limits_mode = $10, version = $11 WHERE id = 1",
      s.name, s.timezone, json::name_of(s.locale), s.week_start, s.fiscal_year_start_month, s.objectives_per_owner_limit,
      s.objectives_per_team_limit, s.key_results_min, s.key_results_max, json::name_of(s.limits_mode), s.version);
}

// Takes over what the patch gives. out: what changed
features::Changes apply(Settings& s, const SettingsPatch& p) {
  features::Changes changes;
  const auto take = [&changes](std::string_view field, auto& to, const auto& patch) {
    if (patch.has_value()) changes.set(field, to, *patch);
  };
  take("name", s.name, p.name);
  take("timezone", s.timezone, p.timezone);
  take("locale", s.locale, p.locale);
  take("week_start", s.week_start, p.week_start);
  take("fiscal_year_start_month", s.fiscal_year_start_month, p.fiscal_year_start_month);
  take("objectives_per_owner_limit", s.objectives_per_owner_limit, p.objectives_per_owner_limit);
  take("objectives_per_team_limit", s.objectives_per_team_limit, p.objectives_per_team_limit);
  take("key_results_min", s.key_results_min, p.key_results_min);
  take("key_results_max", s.key_results_max, p.key_results_max);
  take("limits_mode", s.limits_mode, p.limits_mode);
  return changes;
}

}  // namespace

bool exists(db::Tx& tx) { return tx.value<std::int64_t>("SELECT id FROM organisation WHERE id = 1").has_value(); }

Settings settings(db::Tx& tx) {
  auto found = find(tx);
  if (!found) not_set_up();
  return std::move(*found);
}

clock::Zone zone(db::Tx& tx) {
  const auto name = tx.value<std::string>("SELECT timezone FROM organisation WHERE id = 1");
  if (!name) not_set_up();
  thread_local std::map<std::string, clock::Zone> known;
  if (const auto it = known.find(*name); it != known.end()) return it->second;
  const auto loaded = clock::Zone::load(*name);
  return known.emplace(*name, loaded ? *loaded : clock::Zone::utc()).first->second;
}

Date today(db::Tx& tx, const clock::Clock& clock) { return zone(tx).local_date(clock.now()); }

void require_zone(std::string_view name, std::string_view field) {
  if (clock::Zone::load(name)) return;
  const std::string message = "There is no such time zone. They are named like Europe/Berlin.";
  fail(Fault::unprocessable, "unknown_time_zone", message, {{std::string(field), "unknown_time_zone", message}});
}

Settings create(features::Context& ctx, const NewOrganisation& input) {
  require_zone(input.timezone);
  return ctx.db.write([&](db::Tx& tx) {
    if (exists(tx)) fail(Fault::conflict, "already_set_up", "This server has its organisation already.");
    Settings made;
    made.name = text::one_line(input.name, 120);
    made.timezone = input.timezone;
    made.locale = input.locale;
    made.policy = engine::presets().front().name;
    insert(tx, made, ctx.now());
    features::Changes changes;
    changes.made("name", made.name).made("timezone", made.timezone).made("locale", made.locale);
    activity::record(tx, ctx.origin(), "organisation.created", {"organisation", only_row}, changes.payload());
    return made;
  });
}

Settings ensure(features::Context& ctx) {
  return ctx.db.write([&](db::Tx& tx) {
    auto found = find(tx);
    return found ? std::move(*found) : create(ctx, {.name = "Our organisation"});
  });
}

Settings update(features::Context& ctx, std::int64_t seen_version, const SettingsPatch& patch) {
  if (patch.timezone.has_value()) require_zone(*patch.timezone);
  return ctx.db.write([&](db::Tx& tx) {
    Settings now = settings(tx);
    require_allowed(engine::may_manage_settings(ctx.actor));
    features::require_version(seen_version, now.version, [&] { return now; });
    const features::Changes changes = apply(now, patch);
    if (now.key_results_min > now.key_results_max) {
      fail(Fault::unprocessable, "range", "The fewest key results cannot be more than the most.",
           {{"key_results_min", "range", "Not more than key_results_max."}});
    }
    if (changes.empty()) return now;
    ++now.version;
    store(tx, now);
    activity::record(tx, ctx.origin(), "organisation.updated", {"organisation", only_row}, changes.payload());
    return now;
  });
}

Settings set_policy(db::Tx& tx, const std::string& policy) {
  tx.execute("UPDATE organisation SET policy = $1, version = version + 1 WHERE id = 1", policy);
  return settings(tx);
}

}  // namespace cairn::organisation
