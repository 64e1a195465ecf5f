// What the signed-in person's own page starts from: who they are, where they are, what they may do.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "features/context.h"
#include "features/organisation/organisation.h"
#include "features/people/people.h"
#include "features/refs.h"

namespace cairn::sessions {

struct OrganisationRef {
  std::string name, timezone;
  organisation::Locale locale = organisation::Locale::en;
  int week_start = 1, fiscal_year_start_month = 1;
  static constexpr std::string_view json_name = "OrganisationRef";
  static constexpr auto fields() {
    using O = OrganisationRef;
    return json::fields(json::field("name", &O::name, ""), json::field("timezone", &O::timezone, "civil dates are in it"),
                        json::field("locale", &O::locale, ""), json::field("week_start", &O::week_start, "1 Monday .. 7 Sunday"),
                        json::field("fiscal_year_start_month", &O::fiscal_year_start_month, "1..12"));
  }
};

struct Me {
  people::Person person;
  OrganisationRef organisation;
  std::optional<features::CycleRef> current_cycle;
  Date today;
  organisation::Locale locale = organisation::Locale::en;
  std::vector<std::string> scopes, can;
  int due_count = 0;
  std::int64_t version_number = 0;
  bool demo = false;

  static constexpr std::string_view json_name = "Me";
  static constexpr auto fields() {
    return json::fields(
        json::field("person", &Me::person, ""), json::field("organisation", &Me::organisation, ""),
        json::field("current_cycle", &Me::current_cycle, "the active one that contains today"),
        json::field("today", &Me::today, "in the organisation's time zone"),
        json::field("locale", &Me::locale, "the person's, else the organisation's"),
        json::field("scopes", &Me::scopes, "read, write, admin"),
        json::field("can", &Me::can, "manage_people, manage_teams, manage_cycles, manage_organisation, import, write_okrs, "
                                     "see_log, see_directory"),
        json::field("due_count", &Me::due_count, "check-ins owed today"),
        json::field("version_number", &Me::version_number, "number of the latest activity"),
        json::field("demo", &Me::demo, "whether this is the demo company"));
  }
};

// fails: 401 when the actor is nobody any more
Me me(db::Tx& tx, const features::Context& ctx, std::uint32_t scopes);

}  // namespace cairn::sessions
