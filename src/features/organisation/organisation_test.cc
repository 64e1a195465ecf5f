// The organisation's settings: made once, changed by administrators, recorded.
#include "features/organisation/organisation.h"

#include "engine/policy.h"
#include "support/staff.h"

namespace cairn::organisation {
namespace {

using test::Kinds;
using test::refusal;

class Organisation : public test::Staff {
 protected:
  Settings now() {
    return db().read([](db::Tx& tx) { return settings(tx); });
  }
};
CAIRN_EACH_ENGINE(Organisation);

TEST_P(Organisation, is_made_once) {
  features::Context ctx = system();
  EXPECT_EQ(refusal([&] { create(ctx, {.name = "Another"}); }), "already_set_up");
  EXPECT_EQ(ensure(ctx).name, "Northwind");
  EXPECT_EQ(now().policy, engine::presets().front().name);
}

TEST_P(Organisation, today_is_the_day_in_its_own_time_zone) {
  clock.set(Instant{1'768'258'800LL * second_us});  // 2026-01-12 23:00 UTC, past midnight in Zurich
  const Date day = db().read([&](db::Tx& tx) { return today(tx, clock); });
  EXPECT_EQ(format(day), "2026-01-13");
}

TEST_P(Organisation, is_changed_by_administrators_alone) {
  const PersonId admin = person("Ada Admin", engine::Role::admin);
  const PersonId champion = person("Carl Champion", engine::Role::champion);
  SettingsPatch patch;
  patch.week_start = 7;
  features::Context by_champion = as(champion);
  EXPECT_EQ(refusal([&] { update(by_champion, now().version, patch); }), "forbidden");
  features::Context by_admin = as(admin);
  EXPECT_EQ(update(by_admin, now().version, patch).week_start, 7);
  EXPECT_EQ(now().week_start, 7);
}

TEST_P(Organisation, records_what_changed_before_and_after) {
  const std::int64_t before = last_number();
  features::Context ctx = system();
  SettingsPatch patch;
  patch.name = std::string("Northwind Group");
  patch.limits_mode = LimitsMode::hard;
  update(ctx, 1, patch);
  const auto entries = entries_after(before);
  ASSERT_EQ(entries.size(), 1U);
  EXPECT_EQ(entries[0].kind, "organisation.updated");
  EXPECT_EQ(entries[0].payload,
            R"({"before":{"name":"Northwind","limits_mode":"advice"},"after":{"name":"Northwind Group","limits_mode":"hard"}})");
}

TEST_P(Organisation, records_nothing_when_nothing_changes) {
  const std::int64_t before = last_number();
  features::Context ctx = system();
  SettingsPatch patch;
  patch.name = std::string("Northwind");
  EXPECT_EQ(update(ctx, 1, patch).version, 1);
  EXPECT_EQ(last_number(), before);
}

TEST_P(Organisation, tells_a_late_editor_what_it_is_now) {
  features::Context ctx = system();
  SettingsPatch first, second;
  first.name = std::string("Northwind Group");
  second.name = std::string("Southwind");
  update(ctx, 1, first);
  const Failure failure = test::failure_of([&] { update(ctx, 1, second); });
  EXPECT_EQ(failure.fault, Fault::precondition_failed);
  EXPECT_EQ(failure.code, "changed_meanwhile");
  EXPECT_NE(failure.details_json.find(R"("current":{"name":"Northwind Group")"), std::string::npos) << failure.details_json;
}

TEST_P(Organisation, refuses_unknown_time_zones_and_crossed_limits) {
  features::Context ctx = system();
  SettingsPatch zone, limits;
  zone.timezone = std::string("Europe/Atlantis");
  limits.key_results_min = 6;
  EXPECT_EQ(refusal([&] { update(ctx, 1, zone); }), "unknown_time_zone");
  EXPECT_EQ(refusal([&] { update(ctx, 1, limits); }), "range");
  EXPECT_EQ(now().version, 1);
}

}  // namespace
}  // namespace cairn::organisation
