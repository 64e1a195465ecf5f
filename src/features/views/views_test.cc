// Saved views are each person's own.
#include "features/views/views.h"

#include "support/staff.h"

namespace cairn::views {
namespace {

using test::refusal;

class Views : public test::Staff {};
CAIRN_EACH_ENGINE(Views);

TEST_P(Views, are_seen_and_removed_by_their_owner_alone) {
  features::Context bea = as(person("Bea Baker")), cid = as(person("Cid Cook"));
  const std::int64_t before = last_number();
  const View saved = save(bea, {"Off track", "tree", "status=off_track"});
  db().read([&](db::Tx& tx) {
    EXPECT_EQ(of(tx, bea.actor.person, "tree").at(0).query, "status=off_track");
    EXPECT_TRUE(of(tx, bea.actor.person, "people").empty());
    EXPECT_TRUE(of(tx, cid.actor.person, std::nullopt).empty());
  });
  EXPECT_EQ(refusal([&] { remove(cid, saved.id); }), "not_found");
  remove(bea, saved.id);
  EXPECT_EQ(refusal([&] { remove(bea, saved.id); }), "not_found");
  EXPECT_EQ(kinds_after(before), (test::Kinds{"view.saved", "view.removed"}));
}

TEST_P(Views, have_a_name_of_their_own_per_page) {
  features::Context bea = as(person("Bea Baker"));
  save(bea, {"Mine", "tree", "owner=me"});
  EXPECT_EQ(refusal([&] { save(bea, {"Mine", "tree", "owner=P-1"}); }), "name_taken");
  EXPECT_EQ(refusal([&] { save(bea, {"Mine", "people", ""}); }), "");
}

}  // namespace
}  // namespace cairn::views
