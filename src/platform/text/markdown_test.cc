// What is rendered, what is refused, and that hostile texts take time and space in proportion.
#include "platform/text/markdown.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>
#include <chrono>
#include <vector>

#include "platform/text/text.h"

namespace cairn::text {
namespace {

std::string html(std::string_view markdown) { return markdown_to_html(markdown); }
std::string repeated(std::string_view piece, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += piece;
  return out;
}

// "" when every tag is of the allow-list and closed in order; else what is wrong.
std::string fault(std::string_view page) {
  static const std::vector<std::string_view> allowed{"p", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "code",
      "hr", "br", "table", "thead", "tbody", "tr", "th", "td", "em", "strong", "del", "a", "input"};
  std::vector<std::string> open;
  for (std::size_t at = page.find('<'); at != std::string_view::npos; at = page.find('<', at + 1)) {
    const std::size_t end = page.find('>', at);
    if (end == std::string_view::npos) return "unfinished tag";
    std::string_view tag = page.substr(at + 1, end - at - 1);
    const bool closing = tag.starts_with('/');
    if (closing) tag.remove_prefix(1);
    const std::string name(tag.substr(0, tag.find(' ')));
    if (std::find(allowed.begin(), allowed.end(), name) == allowed.end()) return "tag " + name;
    if (name == "hr" || name == "br" || name == "input") continue;
    if (!closing) {
      open.push_back(name);
    } else if (open.empty() || open.back() != name) {
      return "closes " + name;
    } else {
      open.pop_back();
    }
  }
  return open.empty() ? "" : "open " + open.back();
}

TEST(Markdown, renders_what_people_write) {
  EXPECT_EQ(html("Hello *you* and **all** ~~not~~ `x<y`"),
            "<p>Hello <em>you</em> and <strong>all</strong> <del>not</del> <code>x&lt;y</code></p>\n");
  EXPECT_EQ(html("one\ntwo"), "<p>one<br>\ntwo</p>\n");
  EXPECT_EQ(html("# Top\n\n###### Deep"), "<h3>Top</h3>\n<h6>Deep</h6>\n");
  EXPECT_EQ(html("- a\n- b"), "<ul><li>a</li><li>b</li></ul>\n");
  EXPECT_EQ(html("3. c\n4. d"), "<ol start=\"3\"><li>c</li><li>d</li></ol>\n");
  EXPECT_EQ(html("- [x] done\n- [ ] open"),
            "<ul><li class=\"task\"><input type=\"checkbox\" disabled checked> done</li>"
            "<li class=\"task\"><input type=\"checkbox\" disabled> open</li></ul>\n");
  EXPECT_EQ(html("> said"), "<blockquote><p>said</p>\n</blockquote>\n");
  EXPECT_EQ(html("```cpp\na < b\n```"), "<pre><code>a &lt; b\n</code></pre>\n");
  EXPECT_EQ(html("| a | b |\n|---|--:|\n| 1 | 2 |"),
            "<table><thead><tr><th>a</th><th class=\"right\">b</th></tr>\n</thead>\n"
            "<tbody><tr><td>1</td><td class=\"right\">2</td></tr>\n</tbody>\n</table>\n");
}

TEST(Markdown, links_to_safe_addresses_only) {
  EXPECT_EQ(html("[a](https://example.org/?a=1&b=2 \"t\")"),
            "<p><a href=\"https://example.org/?a=1&amp;b=2\" rel=\"nofollow noopener\">a</a></p>\n");
  EXPECT_EQ(html("[a](/objectives/O-1)"), "<p><a href=\"/objectives/O-1\" rel=\"nofollow noopener\">a</a></p>\n");
  EXPECT_NE(html("see www.example.org now").find("href=\"http://www.example.org\""), std::string::npos);
  EXPECT_NE(html("ask ada@example.org").find("href=\"mailto:ada@example.org\""), std::string::npos);
  for (const char* bad : {"javascript:alert(1)", "JaVaScRiPt:alert(1)", "java&#115;cript:alert(1)", "javascript&#58;alert(1)",
                          "javascript&colon;alert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd", "//evil.example",
                          "/\\evil.example", "\\\\evil.example", "&#1;javascript:alert(1)", "http:evil", "&#x6A;avascript:1", "java&#10;script:1"}) {
    const std::string page = html("[words](<" + std::string(bad) + ">)");
    const bool is_link = page.find("<a ") != std::string::npos;
    EXPECT_TRUE(!is_link || page.find("href=\"javascript&amp;colon;") != std::string::npos) << bad << " -> " << page;
    EXPECT_NE(page.find("words"), std::string::npos);
  }
}

TEST(Markdown, shows_raw_html_as_text) {
  for (const char* bad : {"<script>alert(1)</script>", "a <img src=x onerror=alert(1)> b", "<div\nonclick=x>", "<!-- c -->", "<svg/onload=x>",
                          "`<b>` <b>", "[<img src=x>](https://example.org)", "<a href=\"javascript:x\">y</a>"}) {
    EXPECT_EQ(fault(html(bad)), "") << bad;
    EXPECT_NE(html(bad).find("&lt;"), std::string::npos) << bad;
  }
  EXPECT_EQ(html("![a *cat*](https://example.org/c.png)"),
            "<p><a href=\"https://example.org/c.png\" rel=\"nofollow noopener\">a <em>cat</em></a></p>\n");
  EXPECT_EQ(html("[![i](https://a.example/i.png)](https://b.example)"),
            "<p><a href=\"https://b.example\" rel=\"nofollow noopener\">i</a></p>\n");
}

TEST(Markdown, attributes_cannot_be_broken_out_of) {
  EXPECT_EQ(html("[a](<https://e.org/\"onclick='x'>)"),
            "<p><a href=\"https://e.org/&quot;onclick=&#39;x&#39;\" rel=\"nofollow noopener\">a</a></p>\n");
  EXPECT_EQ(html("[a](https://e.org/&quot;x)"), "<p><a href=\"https://e.org/&quot;x\" rel=\"nofollow noopener\">a</a></p>\n");
}

TEST(Markdown, knows_entities_as_characters) {
  EXPECT_EQ(html("&amp; &lt;b&gt; &#60;i&#62; &#0; &eacute; &nosuch"), "<p>&amp; &lt;b&gt; &lt;i&gt; \uFFFD &eacute; &amp;nosuch</p>\n");
  EXPECT_EQ(markdown_to_text("&lt;b&gt; &hellip;"), "<b> …");
}

TEST(MarkdownToText, keeps_the_words) {
  EXPECT_EQ(markdown_to_text("# Top\n\nHello **you**, see [this](https://e.org)\n\n- a\n- b\n\n|x|y|\n|---|---|\n|1|2|"),
            "Top\nHello you, see this\na\nb\nx y\n1 2");
}

TEST(Markdown, flattens_what_is_nested_too_deep) {
  const std::string page = html(repeated("> ", 200) + "x");
  EXPECT_EQ(fault(page), "");
  EXPECT_NE(page.find("x"), std::string::npos);
  std::string lists;
  for (std::size_t i = 0; i < 60; ++i) lists += repeated("  ", i) + "- item\n";
  EXPECT_EQ(fault(html(lists)), "");
}

TEST(Markdown, is_cut_well_formed_at_its_bounds) {
  MarkdownLimits limits;
  limits.output_bytes = 100;
  const std::string page = markdown_to_html("> - **" + repeated("word ", 50) + "\n> - " + repeated("*x* ", 100) + "**", limits);
  EXPECT_EQ(fault(page), "");
  EXPECT_LT(page.size(), 700u);
  limits.input_bytes = 10;
  EXPECT_EQ(fault(markdown_to_html("<b>0123456789€€€", limits)), "");
}

// Each is a text that made some Markdown program or other take quadratic or exponential time or space.
TEST(Markdown, takes_time_and_space_in_proportion_on_hostile_texts) {
  std::vector<std::string> hostile;
  for (const char* piece : {"[", "![", "[a](", "*a **a ", "_a __a ", "> ", "- ", "1. ", "`a``b", "<!--", "<?", "<![CDATA[", "&", "\\", "|", "|a",
                            "[a]: b\n", "~~~\n", "***", "](", "[[]]", "<a", "https://a.", "a@b.", "www.", "~~a~", "#", "\n", " \n", "- [x] ", "a\n- "}) {
    hostile.push_back(repeated(piece, 150'000 / std::string_view(piece).size()));
  }
  hostile.push_back(repeated("[", 70'000) + "a" + repeated("](b)", 30'000));
  hostile.push_back(repeated("> ", 30'000) + "\n" + repeated("\n", 100'000));
  hostile.push_back(repeated("- ", 30'000) + "a\n" + repeated("\n", 100'000));
  hostile.push_back(repeated("|a", 20'000) + "\n" + repeated("|---", 20'000) + "\n" + repeated("|\n", 40'000));
  hostile.push_back("[x]: https://example.org/" + repeated("y", 1'900) + "\n\n" + repeated("[x]\n", 40'000));
  hostile.push_back(repeated("*a", 50'000) + repeated("b*", 50'000));
  hostile.push_back(repeated("a**b*c ", 25'000));
  std::string refs;
  for (int i = 0; i < 9'000; ++i) refs += "[r" + std::to_string(i) + "]: /u\n";
  hostile.push_back(refs + "\n" + repeated("[r1][r2] ", 5'000));
  for (const std::string& text : hostile) {
    const auto begin = std::chrono::steady_clock::now();
    const std::string page = html(text);
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin);
    EXPECT_LT(took.count(), 3000) << text.substr(0, 40);
    EXPECT_LT(page.size(), 1'300'000u) << text.substr(0, 40);
    EXPECT_EQ(fault(page), "") << text.substr(0, 40);
  }
}

RC_GTEST_PROP(Markdown, any_mixture_is_well_formed_and_of_the_allow_list, ()) {
  static const std::array<std::string, 24> pieces{"*", "**", "[a](", "](x)", "https://e.org", "<b>", "\n", "\n\n", "- ", "> ", "|", "|---|---|\n", "`",
      "```\n", "# ", "  ", "word", "![", "&#60;", "\\", "~~", "javascript:x", "- [ ] ", "1) "};
  std::string text;
  for (const auto i : *rc::gen::container<std::vector<std::size_t>>(rc::gen::inRange<std::size_t>(0, pieces.size()))) text += pieces[i];
  RC_ASSERT(fault(html(text)) == "");
}

}  // namespace
}  // namespace cairn::text
