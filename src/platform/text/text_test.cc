// UTF-8, folding, words, nearest names.
#include "platform/text/text.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>

namespace cairn::text {
namespace {

TEST(Utf8, is_told_from_what_is_not) {
  for (const char* good : {"", "plain", "é", "€", "😀", "\u07FF\u0800\uFFFF", "\xF4\x8F\xBF\xBF"}) EXPECT_TRUE(is_utf8(good)) << good;
  for (const char* bad : {"\x80", "\xC3", "\xC0\xAF", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xF8\x88\x80\x80\x80", "\xFF", "a\xE2\x82"}) {
    EXPECT_FALSE(is_utf8(bad)) << bad;
  }
  EXPECT_EQ(first_bad_utf8("0123456789abc\xC3(x"), 13u);
}

TEST(Utf8, is_counted_and_cut_in_characters) {
  EXPECT_EQ(length("añ😀"), 3u);
  EXPECT_EQ(truncate("añ😀b", 4), "añ😀b");
  EXPECT_EQ(truncate("añ😀b", 3), "añ…");
  EXPECT_EQ(truncate("one two", 5), "one…");
  EXPECT_EQ(truncate("abc", 0), "");
}

TEST(OneLine, has_no_breaks_and_no_control_characters) {
  EXPECT_TRUE(is_one_line("Größe – 😀"));
  for (const char* bad : {"a\nb", "a\rb", "a\tb", "\x7F", "a\u2028b", "a\u0085b"}) EXPECT_FALSE(is_one_line(bad)) << bad;
}

TEST(Trim, takes_every_kind_of_white_space_off) {
  EXPECT_EQ(trim(" \t\u00A0\u200B a b \u3000\n"), "a b");
  EXPECT_EQ(trim(" \n "), "");
  EXPECT_EQ(collapse(" a \n\t b\u00A0\u00A0c "), "a b c");
  EXPECT_EQ(one_line("one\n two   three", 8), "one two…");
}

TEST(Fold, forgets_case_and_diacritics) {
  EXPECT_EQ(casefold("STRASSE Straße"), "strasse strasse");
  EXPECT_EQ(fold("Ärger Łódź Øresund Æther ﬁn"), "arger lodz oresund aether fin");
  EXPECT_EQ(fold("ΜΆΪΟΣ"), fold("μαιος"));
  EXPECT_EQ(fold("e\u0301"), "e");
  EXPECT_EQ(normalize("e\u0301"), "é");
}

TEST(Slug, is_made_of_letters_digits_and_single_hyphens) {
  EXPECT_EQ(slug("Ärger im Büro!"), "arger-im-buro");
  EXPECT_EQ(slug("  --a  b--  "), "a-b");
  EXPECT_EQ(slug("日本"), "");
}

TEST(Words, carry_their_place_in_the_original) {
  const auto found = words("Größe, 2. O'Neil");
  ASSERT_EQ(found.size(), 4u);
  EXPECT_EQ(found[0].folded, "grosse");
  EXPECT_EQ(found[0].begin, 0u);
  EXPECT_EQ(found[0].end, 7u);
  EXPECT_EQ(found[1].folded, "2");
  EXPECT_EQ(found[3].folded, "neil");
  EXPECT_EQ(words("東京 tower").size(), 3u);
  EXPECT_TRUE(words(" .,;! ").empty());
}

TEST(EditDistance, counts_slips_up_to_its_limit) {
  EXPECT_EQ(edit_distance("", "", 2), 0u);
  EXPECT_EQ(edit_distance("kitten", "sitting", 5), 3u);
  EXPECT_EQ(edit_distance("abcd", "abdc", 2), 1u);
  EXPECT_EQ(edit_distance("größe", "grösse", 3), 2u);
  EXPECT_EQ(edit_distance("abc", "xyz", 1), 2u);
  EXPECT_EQ(edit_distance("a", "abcdef", 2), 3u);
}

TEST(Nearest, finds_the_slip_but_not_any_name) {
  constexpr std::array<std::string_view, 3> names{"title", "target", "owner"};
  EXPECT_EQ(nearest("titel", names), "title");
  EXPECT_EQ(nearest("Target", names), "target");
  EXPECT_EQ(nearest("quux", names), "");
  EXPECT_EQ(nearest("", names), "");
}

TEST(EscapeHtml, leaves_nothing_that_markup_is_made_of) { EXPECT_EQ(escape_html("<a href=\"x\">'&"), "&lt;a href=&quot;x&quot;&gt;&#39;&amp;"); }

RC_GTEST_PROP(Words, lie_within_any_bytes_at_all, (const std::string& bytes)) {
  std::uint32_t last = 0;
  for (const Word& w : words(bytes)) {
    RC_ASSERT(w.begin >= last);
    RC_ASSERT(w.begin < w.end);
    RC_ASSERT(w.end <= bytes.size());
    last = w.end;
  }
  RC_ASSERT(is_utf8(fold(bytes)));
  RC_ASSERT(is_utf8(collapse(fold(bytes))));
}

RC_GTEST_PROP(EditDistance, is_the_same_both_ways, (const std::string& a, const std::string& b)) {
  RC_ASSERT(edit_distance(a, b, 100) == edit_distance(b, a, 100));
  RC_ASSERT(edit_distance(a, a, 3) == 0u);
}

}  // namespace
}  // namespace cairn::text
