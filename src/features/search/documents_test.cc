// What can be found, by whom.
#include "features/search/documents.h"

#include "support/pictures.h"

namespace cairn::search {
namespace {

class Searching : public test::Pictures {
 protected:
  std::vector<DocumentId> find(PersonId who, const std::string& text, const std::string& types = "") {
    const engine::Actor actor = as(who).actor;
    const Found found = look([&](const graph::Picture& p, db::Tx& tx) { return documents.find(tx, p, actor, text, types, 50); });
    EXPECT_EQ(found.total, found.hits.size());
    std::vector<DocumentId> out;
    for (const Hit& hit : found.hits) out.push_back(hit.document);
    return out;
  }
  using Ids = std::vector<DocumentId>;
  Documents documents{5};  // notes of five check-ins
};
CAIRN_EACH_ENGINE(Searching);

TEST_P(Searching, finds_things_by_their_words_as_they_are_now) {
  const ObjectiveId o = objective("Delight customers", anna);
  EXPECT_EQ(find(ben, "delight"), (Ids{{objective_doc, o.value}}));
  const KeyResultId k = key_result(o, "Promoter score", anna);
  EXPECT_EQ(find(ben, "promo"), (Ids{{key_result_doc, k.value}}));
  features::Context ctx = as(champion);
  objectives::ObjectivePatch patch;
  patch.title = std::string("Astonish customers");
  objectives::update(ctx, o, objectives::read(ctx, o).version, patch);
  EXPECT_EQ(find(ben, "delight"), Ids{});
  EXPECT_EQ(find(ben, "astonish"), (Ids{{objective_doc, o.value}}));
  objectives::archive(ctx, o, true);
  EXPECT_EQ(find(ben, "customers"), Ids{});
  EXPECT_EQ(find(ben, "promoter"), Ids{});
}

TEST_P(Searching, never_counts_what_the_reader_may_not_see) {
  const ObjectiveId hidden = objective("Secret merger", anna, engine::Visibility::private_);
  const KeyResultId k = key_result(hidden, "Secret talks", anna);
  check_in(k, anna, 1, 5, std::nullopt, "Secret meeting held");
  EXPECT_EQ(find(ben, "secret"), Ids{});
  EXPECT_EQ(find(admin, "secret"), Ids{});
  EXPECT_EQ(find(anna, "secret").size(), 3U);
}

TEST_P(Searching, gives_guests_neither_people_nor_teams) {
  EXPECT_EQ(find(ben, "anna"), (Ids{{person_doc, anna.value}}));
  EXPECT_EQ(find(ben, "platform"), (Ids{{team_doc, platform_team.value}}));
  EXPECT_EQ(find(guest, "anna"), Ids{});
  EXPECT_EQ(find(guest, "platform"), Ids{});
}

TEST_P(Searching, looks_only_among_the_kinds_asked_for) {
  const ObjectiveId o = objective("Platform for all", anna);
  EXPECT_EQ(find(ben, "platform").size(), 2U);
  EXPECT_EQ(find(ben, "platform", "o"), (Ids{{objective_doc, o.value}}));
}

TEST_P(Searching, finds_what_the_newest_check_ins_say_also_after_an_edit) {
  const KeyResultId k = key_result(objective("Grow", anna), "Signups", anna);
  find(anna, "anything");
  const CheckinId first = check_in(k, anna, 1, 5, std::nullopt, "The webinar went well");
  EXPECT_EQ(find(ben, "webinar"), (Ids{{checkin_doc, first.value}}));
  features::Context ctx = as(anna);
  checkins::CheckinPatch patch;
  patch.happened = std::string("The campaign went well");
  checkins::edit_checkin(ctx, first, checkins::read(ctx, first).version, patch);
  EXPECT_EQ(find(ben, "webinar"), Ids{});
  EXPECT_EQ(find(ben, "campaign").size(), 1U);
  for (int i = 0; i < 5; ++i) check_in(k, anna, i, 5, std::nullopt, "Note number " + std::to_string(i));
  EXPECT_EQ(find(ben, "campaign"), Ids{}) << "beyond the newest five";
  EXPECT_EQ(find(ben, "note").size(), 5U);
  Documents fresh{5};
  const engine::Actor actor = as(ben).actor;
  look([&](const graph::Picture& p, db::Tx& tx) { EXPECT_EQ(fresh.find(tx, p, actor, "note", "", 50).total, 5U); });
}

}  // namespace
}  // namespace cairn::search
