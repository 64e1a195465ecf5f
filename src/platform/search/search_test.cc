// What is found, in which order, and that what may not be seen leaves no trace.
#include "platform/search/search.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <random>
#include <set>
#include <thread>

#include "platform/search/vocabulary.h"
#include "platform/text/text.h"

namespace cairn::search {
namespace {

std::string found(const Index& index, std::string_view text, std::size_t limit = 20) {
  std::string out;
  for (const Hit& hit : index.find({text, limit, {}, {}}).hits) {
    out += (out.empty() ? "" : " ") + std::string(1, hit.document.type) + std::to_string(hit.document.id);
  }
  return out;
}

Index sample() {
  Index index;
  index.put({'a', 1}, "Grow revenue in Europe", "strategy for the south");
  index.put({'a', 2}, "Revenue");
  index.put({'a', 3}, "Revenues of the partners");
  index.put({'b', 4}, "Hire ten engineers", "so that revenue can grow");
  index.put({'b', 5}, "Größere Änderungen prüfen");
  index.put({'b', 6}, "Stratégie 2026");
  return index;
}

TEST(Search, ranks_whole_words_before_beginnings_before_slips_before_bodies) {
  const Index index = sample();
  EXPECT_EQ(found(index, "revenue"), "a2 a1 a3 b4");
  EXPECT_EQ(found(index, "revenues"), "a3 a2 a1 b4");
  EXPECT_EQ(found(index, "reven"), "a2 a1 a3 b4");
}

TEST(Search, wants_every_word_wherever_it_stands) {
  const Index index = sample();
  EXPECT_EQ(found(index, "grow revenue"), "a1 b4");
  EXPECT_EQ(found(index, "europe strategy"), "a1");
  EXPECT_EQ(found(index, "hire europe"), "");
  EXPECT_EQ(found(index, ""), "");
  EXPECT_EQ(found(index, " ,.- "), "");
}

TEST(Search, forgets_case_and_diacritics) {
  const Index index = sample();
  EXPECT_EQ(found(index, "grossere"), "b5");
  EXPECT_EQ(found(index, "ÄNDERUNG"), "b5");
  EXPECT_EQ(found(index, "strategie"), "b6 a1");
}

TEST(Search, forgives_small_slips_but_not_in_short_words_and_numbers) {
  const Index index = sample();
  EXPECT_EQ(found(index, "revenu3"), "");
  EXPECT_EQ(found(index, "rvenue"), "a2 a1 a3 b4");
  EXPECT_EQ(found(index, "ervenue"), "a2 a1 a3 b4");
  EXPECT_EQ(found(index, "enginers"), "b4");
  EXPECT_EQ(found(index, "enginxerz"), "b4");
  EXPECT_EQ(found(index, "2025"), "");
  EXPECT_EQ(found(index, "tan"), "");
  EXPECT_EQ(found(index, "parnter"), "a3");
}

TEST(Search, tells_the_total_beyond_its_limit) {
  const Found hits = sample().find({"revenue", 2, {}, {}});
  EXPECT_EQ(hits.hits.size(), 2u);
  EXPECT_EQ(hits.total, 4u);
  EXPECT_TRUE(hits.hits[0].in_title);
  EXPECT_FALSE(sample().find({"hire revenue", 2, {}, {}}).hits[0].in_title);
}

TEST(Search, keeps_to_the_types_asked_for) {
  EXPECT_EQ(sample().find({"revenue", 9, "b", {}}).total, 1u);
  EXPECT_EQ(sample().find({"revenue", 9, "ab", {}}).total, 4u);
}

TEST(Search, what_may_not_be_seen_changes_nothing) {
  const auto visible = [](DocumentId d) { return d.id < 1000; };
  Index without = sample();
  Index with = sample();
  for (int i = 0; i < 500; ++i) with.put({'a', 1000 + i}, i % 2 ? "Revenue revenue" : "Secret rvenue grow");
  for (const char* query : {"revenue", "rvenue", "grow", "secret", "r"}) {
    const Found a = without.find({query, 20, {}, visible});
    const Found b = with.find({query, 20, {}, visible});
    EXPECT_EQ(a.total, b.total) << query;
    ASSERT_EQ(a.hits.size(), b.hits.size());
    for (std::size_t i = 0; i < a.hits.size(); ++i) {
      EXPECT_EQ(a.hits[i].document, b.hits[i].document);
      EXPECT_EQ(a.hits[i].score, b.hits[i].score);
    }
  }
}

TEST(Search, asks_once_for_each_document) {
  std::map<std::int64_t, int> asked;
  sample().find({"re revenue", 20, {}, [&](DocumentId d) { return ++asked[d.id] > 0; }});
  for (const auto& [id, times] : asked) EXPECT_EQ(times, 1) << id;
}

TEST(Index, replaces_and_removes) {
  Index index = sample();
  index.put({'a', 2}, "Costs");
  EXPECT_EQ(found(index, "revenue"), "a1 a3 b4");
  EXPECT_EQ(found(index, "costs"), "a2");
  index.remove({'a', 1});
  index.remove({'z', 99});
  EXPECT_EQ(found(index, "europe"), "");
  EXPECT_EQ(index.size(), 5u);
  index.clear();
  EXPECT_EQ(index.size(), 0u);
  EXPECT_EQ(found(index, "costs"), "");
}

TEST(Index, sweeps_out_what_was_replaced_and_stays_the_same) {
  Index index;
  for (int round = 0; round < 20; ++round) {
    for (int i = 0; i < 300; ++i) index.put({'a', i}, "word" + std::string(1, static_cast<char>('a' + round)) + " number" + std::to_string(i));
  }
  EXPECT_EQ(index.size(), 300u);
  EXPECT_LT(index.words(), 400u);
  EXPECT_EQ(index.find({"wordt", 5, {}, {}}).total, 300u);
  EXPECT_EQ(found(index, "number7 wordt", 1), "a7");
}

TEST(Index, is_searched_while_it_changes) {
  Index index = sample();
  std::thread writer([&] {
    for (int i = 0; i < 3000; ++i) index.put({'c', i % 50}, "revenue " + std::to_string(i));
  });
  for (int i = 0; i < 300; ++i) EXPECT_GE(index.find({"revenue", 5, {}, {}}).total, 4u);
  writer.join();
  EXPECT_EQ(index.size(), 56u);
}

TEST(Highlights, mark_what_was_met) {
  EXPECT_EQ(highlights("Grow revenue now", "rev gro"), (std::vector<Range>{{0, 3}, {5, 8}}));
  EXPECT_EQ(highlights("Größere Pläne", "gross"), (std::vector<Range>{{0, 9}}));
  EXPECT_EQ(highlights("Revenue", "rvenue"), (std::vector<Range>{{0, 7}}));
  EXPECT_TRUE(highlights("Revenue", "costs").empty());
}

// The same rules said plainly, word by word.
RC_GTEST_PROP(Vocabulary, walking_the_tree_finds_what_looking_at_every_word_finds, ()) {
  const auto word = [] {
    std::u16string out;
    for (const int c : *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 3))) out += static_cast<char16_t>(u'a' + c);
    return out.substr(0, 12);
  };
  Vocabulary vocabulary;
  const int count = *rc::gen::inRange(1, 60);
  for (int i = 0; i < count; ++i) vocabulary.add(word() + u"x");
  const std::u16string wanted = word() + u"a";
  std::map<std::uint32_t, Match> walked;
  vocabulary.find(wanted, [&](std::uint32_t number, const Match& how) {
    RC_ASSERT(walked.emplace(number, how).second);
  });
  for (std::uint32_t n = 0; n < vocabulary.size(); ++n) {
    Match how;
    const bool plain = matches(vocabulary.word(n), wanted, how);
    RC_ASSERT(plain == walked.contains(n));
    if (plain) RC_ASSERT(how.whole == walked[n].whole && how.slips == walked[n].slips);
  }
}

RC_GTEST_PROP(Vocabulary, whole_words_meet_by_edit_distance, ()) {
  const auto word = [] {
    std::string out;
    for (const int c : *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 4))) out += static_cast<char>('a' + c);
    return out.substr(0, 14);
  };
  const std::string a = word();
  const std::string b = word();
  RC_PRE(!b.empty());
  const int allowed = slips_allowed(units(b));
  Match how;
  const bool met = matches(units(a), units(b), how);
  const auto distance = text::edit_distance(a, b, 5);
  if (distance <= static_cast<std::size_t>(allowed)) RC_ASSERT(met);
  if (met && how.whole) RC_ASSERT(static_cast<std::size_t>(how.slips) == distance);
  if (a.starts_with(b)) RC_ASSERT(met && how.slips == 0);
}

TEST(Search, takes_any_query) {
  const Index index = sample();
  for (const std::string& query : {std::string(100'000, 'a'), std::string("a b c d e f g h i j k l"), std::string("\xFF\xFE re"), std::string(300, ' ')}) {
    EXPECT_LE(index.find({query, 20, {}, {}}).total, index.size());
  }
}

// A bound a debug build keeps with room to spare; the real figure is measured by the benchmark of search.
TEST(Search, of_sixty_thousand_documents_is_quick) {
  Index index;
  std::mt19937 random(7);
  std::vector<std::string> words;
  for (int i = 0; i < 20'000; ++i) {
    std::string w;
    for (std::size_t n = 3 + random() % 9; n > 0; --n) w += static_cast<char>('a' + random() % 26);
    words.push_back(w);
  }
  for (int i = 0; i < 60'000; ++i) {
    std::string title;
    for (int n = 0; n < 6; ++n) title += words[std::min<std::size_t>(random() % 20'000, random() % 20'000)] + " ";
    index.put({'a', i}, title);
  }
  for (const std::string& query : {words[0], words[3].substr(0, 3), std::string("a"), words[1] + " " + words[2].substr(0, 2), std::string("abcdefghijk")}) {
    const auto begin = std::chrono::steady_clock::now();
    index.find({query, 20, {}, {}});
    const auto took = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begin).count();
    EXPECT_LT(took, 400'000) << query;
    RecordProperty("us_" + query, static_cast<int>(took));
  }
  EXPECT_LT(index.bytes(), 20u << 20);
}

}  // namespace
}  // namespace cairn::search
