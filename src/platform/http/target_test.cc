// Targets, query strings, cookies, header lists.
#include "platform/http/target.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace cairn::http {

TEST(Target, is_decoded_once) {
  const auto t = parse_target("/api/v1/people/%25%32%30?q=%41");
  ASSERT_TRUE(t);
  EXPECT_EQ(t->path, "/api/v1/people/%20");
  EXPECT_EQ(t->query, "q=%41");
}

TEST(Target, refuses_what_could_mean_two_things) {
  for (const auto* text : {"", "x", "*", "http://a/", "//a/../b", "/a/./b", "/a/%2e%2e/b", "/..", "/a%2fb", "/a%2Fb", "/a%00b", "/a%5cb", "/a\\b", "/%",
                           "/%4", "/%zz", "/a b", "/a#b", "/\xc3\xa9", "/%ff", "/%c0%af", "/%ed%a0%80"}) {
    EXPECT_FALSE(parse_target(text)) << text;
  }
  EXPECT_EQ(parse_target("/%C3%A9")->path, "/\xc3\xa9");
  EXPECT_TRUE(parse_target("/a//b"));
  EXPECT_TRUE(parse_target("/..a/b.."));
}

TEST(Query, gives_names_and_values_in_order) {
  const auto q = parse_query("a=1&b=x+y%26z&a=2&flag&=v&&");
  ASSERT_TRUE(q);
  const QueryPairs expected = {{"a", "1"}, {"b", "x y&z"}, {"a", "2"}, {"flag", ""}, {"", "v"}};
  EXPECT_EQ(*q, expected);
  EXPECT_FALSE(parse_query("a=%"));
  EXPECT_FALSE(parse_query("a=%ff"));
  EXPECT_FALSE(parse_query("a=%00"));
}

TEST(Cookies, keep_to_their_pairs) {
  const auto c = parse_cookies("a=1; b = two ;junk; =x; c=\"3\";d=");
  ASSERT_EQ(c.size(), 4u);
  EXPECT_EQ(c[0].second, "1");
  EXPECT_EQ(c[1].first, "b");
  EXPECT_EQ(c[1].second, "two");
  EXPECT_EQ(c[2].second, "3");
  EXPECT_EQ(c[3].second, "");
}

TEST(AcceptEncoding, follows_names_stars_and_weights) {
  EXPECT_TRUE(accepts_coding("gzip, deflate, br", "br"));
  EXPECT_FALSE(accepts_coding("gzip, br;q=0", "br"));
  EXPECT_FALSE(accepts_coding("br;q=0.000", "br"));
  EXPECT_TRUE(accepts_coding("br;q=0.001", "br"));
  EXPECT_TRUE(accepts_coding("*", "zstd"));
  EXPECT_FALSE(accepts_coding("*;q=0", "zstd"));
  EXPECT_FALSE(accepts_coding("*, zstd;q=0", "zstd"));
  EXPECT_FALSE(accepts_coding("", "gzip"));
}

TEST(IfNoneMatch, compares_weakly) {
  EXPECT_TRUE(names_tag("\"1\", W/\"2\"", "\"2\""));
  EXPECT_TRUE(names_tag("*", "\"2\""));
  EXPECT_FALSE(names_tag("\"1\"", "\"2\""));
  EXPECT_FALSE(names_tag("", ""));
}

TEST(Parsers, take_any_bytes) {
  EXPECT_TRUE(rc::check("no input breaks them, and what they decode is UTF-8 without traps", [](const std::string& text) {
    if (const auto t = parse_target('/' + text)) {
      RC_ASSERT(is_utf8(t->path));
      RC_ASSERT(t->path.find('\0') == std::string::npos);
    }
    if (const auto q = parse_query(text)) {
      for (const auto& [name, value] : *q) RC_ASSERT(is_utf8(name) && is_utf8(value));
    }
    parse_cookies(text);
    names_tag(text, "\"1\"");
    accepts_coding(text, "br");
  }));
}

}  // namespace cairn::http
