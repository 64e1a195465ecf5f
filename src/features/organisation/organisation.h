// The organisation itself: its name, time zone, weeks, fiscal year and limits. One row.
#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "base/id.h"
#include "base/time.h"
#include "features/context.h"
#include "platform/clock/clock.h"
#include "platform/json/json.h"

namespace cairn::organisation {

enum class Locale : std::uint8_t { en, de };
enum class LimitsMode : std::uint8_t { off, advice, hard };

constexpr std::array<std::pair<Locale, std::string_view>, 2> json_names(Locale) {
  return {{{Locale::en, "en"}, {Locale::de, "de"}}};
}
constexpr std::array<std::pair<LimitsMode, std::string_view>, 3> json_names(LimitsMode) {
  return {{{LimitsMode::off, "off"}, {LimitsMode::advice, "advice"}, {LimitsMode::hard, "hard"}}};
}

struct Settings {
  std::string name;
  std::string timezone;
  Locale locale = Locale::en;
  int week_start = 1;
  int fiscal_year_start_month = 1;
  std::string policy;
  int objectives_per_owner_limit = 5;
  int objectives_per_team_limit = 5;
  int key_results_min = 2;
  int key_results_max = 5;
  LimitsMode limits_mode = LimitsMode::advice;
  std::int64_t version = 1;

  static constexpr std::string_view json_name = "Organisation";
  static constexpr auto fields() {
    return json::fields(
        json::field("name", &Settings::name, "the organisation's name"),
        json::field("timezone", &Settings::timezone, "IANA name; civil dates are in it"),
        json::field("locale", &Settings::locale, "of people who chose none"),
        json::field("week_start", &Settings::week_start, "1 Monday .. 7 Sunday"),
        json::field("fiscal_year_start_month", &Settings::fiscal_year_start_month, "1..12"),
        json::field("policy", &Settings::policy, "the rules of the maths, by name"),
        json::field("objectives_per_owner_limit", &Settings::objectives_per_owner_limit, "per person and cycle"),
        json::field("objectives_per_team_limit", &Settings::objectives_per_team_limit, "per team and cycle"),
        json::field("key_results_min", &Settings::key_results_min, "per objective"),
        json::field("key_results_max", &Settings::key_results_max, "per objective"),
        json::field("limits_mode", &Settings::limits_mode, "what happens beyond the limits"),
        json::field("version", &Settings::version, "for If-Match"));
  }
};

struct SettingsPatch {
  json::Patch<std::string> name, timezone;
  json::Patch<Locale> locale;
  json::Patch<LimitsMode> limits_mode;
  json::Patch<int> week_start, fiscal_year_start_month, objectives_per_owner_limit, objectives_per_team_limit,
      key_results_min, key_results_max;

  static constexpr std::string_view json_name = "OrganisationPatch";
  static constexpr auto fields() {
    using P = SettingsPatch;
    constexpr auto set = json::not_null;
    return json::fields(
        json::field("name", &P::name, "", json::length(1, 120), json::one_line, set),
        json::field("timezone", &P::timezone, "IANA name", json::length(1, 64), set),
        json::field("locale", &P::locale, "", set),
        json::field("limits_mode", &P::limits_mode, "what happens beyond the limits", set),
        json::field("week_start", &P::week_start, "1 Monday .. 7 Sunday", json::range(1, 7), set),
        json::field("fiscal_year_start_month", &P::fiscal_year_start_month, "1..12", json::range(1, 12), set),
        json::field("objectives_per_owner_limit", &P::objectives_per_owner_limit, "", json::range(1, 200), set),
        json::field("objectives_per_team_limit", &P::objectives_per_team_limit, "", json::range(1, 200), set),
        json::field("key_results_min", &P::key_results_min, "", json::range(0, 20), set),
        json::field("key_results_max", &P::key_results_max, "", json::range(1, 20), set));
  }
};

struct NewOrganisation {
  std::string name;
  std::string timezone = "UTC";
  Locale locale = Locale::en;
};

bool exists(db::Tx& tx);
// fails: 409 not_set_up
Settings settings(db::Tx& tx);
clock::Zone zone(db::Tx& tx);                       // the organisation's
Date today(db::Tx& tx, const clock::Clock& clock);  // in that zone
// fails: 422 unknown_time_zone at the field
void require_zone(std::string_view name, std::string_view field = "timezone");

// fails: 409 already_set_up; 422 unknown_time_zone
Settings create(features::Context& ctx, const NewOrganisation& input);
// The organisation, made with a plain name where there is none yet: the command line may add people first.
Settings ensure(features::Context& ctx);
// fails: 403; 412 changed_meanwhile; 422
Settings update(features::Context& ctx, std::int64_t seen_version, const SettingsPatch& patch);
// For the slice `policies`, which records it and recomputes what follows. out: the settings as they are now
Settings set_policy(db::Tx& tx, const std::string& policy);

void routes(http::Registry& registry, features::App& app);

}  // namespace cairn::organisation
