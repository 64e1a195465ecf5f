// Choosing the rules: open figures follow at once, closed ones stay.
#include "features/policies/policies.h"

#include "support/okrs.h"

namespace cairn::policies {
namespace {

using test::Kinds;
using test::refusal;

class Policies : public test::Okrs {
 protected:
  static PolicyPut named(const std::string& name) { return {json::Raw{json::write(name)}}; }
};
CAIRN_EACH_ENGINE(Policies);

TEST_P(Policies, recompute_what_is_open_and_leave_what_is_closed) {
  features::Context ctx = as(champion);
  const auto o = objective();
  const KeyResultId kr = key_result(o.id);
  check_in(kr, 150);
  EXPECT_EQ(see(o.id).progress, 1.0);
  const std::int64_t before = last_number();
  choose(ctx, named("quantive"));  // open above
  EXPECT_EQ(see(kr).progress, 1.5);
  EXPECT_EQ(see(o.id).progress, 1.5);
  const auto entries = entries_after(before);
  ASSERT_EQ(entries.size(), 1u);
  EXPECT_EQ(entries[0].kind, "organisation.updated");
  EXPECT_EQ(std::ranges::count(entries[0].touched, activity::Subject("objective", o.id)), 1);
  EXPECT_EQ(mismatches(), Kinds{});
  close_cycle(cycle);
  choose(ctx, named("cairn"));
  EXPECT_EQ(see(o.id).progress, 1.5);
}

TEST_P(Policies, of_a_cycle_go_before_those_of_the_organisation) {
  features::Context ctx = as(champion);
  const auto o = objective();
  const KeyResultId kr = key_result(o.id);
  check_in(kr, 150);
  EXPECT_EQ(choose_for_cycle(ctx, cycle, {json::Raw{R"({"base":"cairn","cap":1.2})"}}).policy, R"({"base":"cairn","cap":1.2})");
  EXPECT_EQ(see(o.id).progress, 1.2);
  choose(ctx, named("quantive"));
  EXPECT_EQ(see(o.id).progress, 1.2);
  choose_for_cycle(ctx, cycle, {json::Raw{"null"}});
  EXPECT_EQ(see(o.id).progress, 1.5);
  close_cycle(cycle);
  EXPECT_EQ(refusal([&] { choose_for_cycle(ctx, cycle, named("cairn")); }), "cycle_closed");
}

TEST_P(Policies, are_known_ones_chosen_by_those_who_may) {
  features::Context ctx = as(champion);
  EXPECT_EQ(refusal([&] { choose(ctx, named("nonsense")); }), "unknown_policy");
  EXPECT_EQ(refusal([&] { choose(ctx, {json::Raw{"null"}}); }), "required");
  EXPECT_EQ(refusal([&] { choose(ctx, {json::Raw{"7"}}); }), "type");
  features::Context other = as(owner);
  EXPECT_EQ(refusal([&] { choose(other, named("google")); }), "forbidden");
}

}  // namespace
}  // namespace cairn::policies
