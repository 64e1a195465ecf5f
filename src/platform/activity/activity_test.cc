// The log on both engines: gap-free numbers in commit order, and a chain that gives away every change.
#include "platform/activity/activity.h"

#include <thread>

#include "base/failure.h"
#include "support/databases.h"

namespace cairn::activity {
namespace {

class Activity : public test::EachEngine {
 protected:
  std::int64_t post(std::int64_t subject, const std::vector<Subject>& touched = {}) {
    return db().write([&](db::Tx& tx) {
      return record(tx, {3, Instant{1000 + subject}, "r-1"}, "book.moved", Subject("book", subject), R"({"after":{"shelf":2}})", touched);
    });
  }
  Verdict verdict() {
    return db().read([](db::Tx& tx) { return verify(tx); });
  }
  template <std::size_t N, class... A>
  void tamper(db::Sql<N> sql, const A&... args) {
    db().write([&](db::Tx& tx) { EXPECT_EQ(tx.execute(sql, args...), 1); });
  }
};
CAIRN_EACH_ENGINE(Activity);

TEST_P(Activity, reads_back_what_was_recorded_after_a_number) {
  EXPECT_EQ(db().read(last_number), 0);
  EXPECT_EQ(post(7), 1);
  EXPECT_EQ(post(8, {Subject("shelf", 2), Subject("room", ObjectiveId{5})}), 2);
  EXPECT_EQ(db().read(last_number), 2);
  const auto entries = db().read([](db::Tx& tx) { return tail(tx, 1, 10); });
  ASSERT_EQ(entries.size(), 1U);
  EXPECT_EQ(entries[0].number, 2);
  EXPECT_EQ(entries[0].at, Instant{1008});
  EXPECT_EQ(entries[0].person, 3);
  EXPECT_EQ(entries[0].kind, "book.moved");
  EXPECT_EQ(entries[0].subject, Subject("book", 8));
  EXPECT_EQ(entries[0].request_id, "r-1");
  EXPECT_EQ(entries[0].payload, R"({"after":{"shelf":2}})");
  EXPECT_EQ(entries[0].touched, (std::vector<Subject>{{"shelf", 2}, {"room", 5}}));
  EXPECT_EQ(db().read([](db::Tx& tx) { return tail(tx, 0, 1); }).size(), 1U);
}

TEST_P(Activity, gives_no_number_to_what_was_undone) {
  post(1);
  EXPECT_THROW(db().write([&](db::Tx&) {
    post(2);
    not_found();
  }), Failure);
  EXPECT_EQ(post(3), 2);
}

TEST_P(Activity, numbers_without_gaps_in_commit_order_while_many_write) {
  const auto other = db::open(database_.options());
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 25; ++i) {
        db::Database& database = t % 2 == 0 ? db() : *other;
        try {
          database.write([&](db::Tx& tx) {
            record(tx, {1, Instant{1}, ""}, "book.moved", Subject("book", i), "{}");
            if (i % 5 == 4) not_found();
          });
        } catch (const Failure&) {
          continue;
        }
      }
    });
  }
  // a reader that follows the tail never finds a number that it had passed
  std::int64_t seen = 0;
  while (seen < 80) {
    for (const Entry& entry : db().read([&](db::Tx& tx) { return tail(tx, seen, 7); })) ASSERT_EQ(entry.number, ++seen);
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(db().read(last_number), 80);
  EXPECT_EQ(verdict().checked, 80);
  EXPECT_FALSE(verdict().broken_at);
}

TEST_P(Activity, stays_valid_when_a_payload_is_erased) {
  post(1);
  post(2);
  db().write([](db::Tx& tx) { erase_payload(tx, 1); });
  EXPECT_FALSE(verdict().broken_at);
  const auto entries = db().read([](db::Tx& tx) { return tail(tx, 0, 10); });
  EXPECT_TRUE(entries[0].erased);
  EXPECT_EQ(entries[0].payload, "");
  EXPECT_FALSE(entries[1].erased);
}

TEST_P(Activity, tells_the_first_number_that_was_tampered_with) {
  for (int i = 1; i <= 5; ++i) post(i);
  EXPECT_FALSE(verdict().broken_at);
  tamper<1>("UPDATE activity SET actor_id = 9 WHERE number = $1", 4);
  EXPECT_EQ(verdict().broken_at, 4);
  EXPECT_EQ(verdict().reason, "changed");
  tamper<1>("UPDATE activity_payloads SET payload = '{}' WHERE number = $1", 3);
  EXPECT_EQ(verdict().broken_at, 3);
  EXPECT_EQ(verdict().reason, "payload_changed");
  tamper<1>("DELETE FROM activity WHERE number = $1", 2);
  EXPECT_EQ(verdict().broken_at, 2);
  EXPECT_EQ(verdict().reason, "missing");
}

TEST_P(Activity, notices_that_the_latest_entries_were_cut_off) {
  for (int i = 1; i <= 3; ++i) post(i);
  tamper<1>("DELETE FROM activity WHERE number = $1", 3);
  EXPECT_EQ(verdict().broken_at, 3);
  EXPECT_EQ(verdict().reason, "missing");
}

TEST_P(Activity, notices_an_entry_that_was_hashed_anew) {
  for (int i = 1; i <= 3; ++i) post(i);
  tamper<2>("UPDATE activity SET hash = $1 WHERE number = $2", db::Bytes{std::string(32, 'x')}, 2);
  EXPECT_EQ(verdict().broken_at, 2);
}

TEST_P(Activity, refuses_to_record_where_nothing_is_written) {
  EXPECT_THROW(db().read([](db::Tx& tx) { record(tx, {}, "a.b", Subject("a", 1), "{}"); }), std::logic_error);
}

}  // namespace
}  // namespace cairn::activity
