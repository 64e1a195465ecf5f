// Markdown: the page is made of the allow-list alone, closed in order, bounded, and links nowhere that runs.
#include <algorithm>
#include <array>

#include "fuzz/target.h"
#include "platform/text/markdown.h"

namespace cairn::text {
namespace {

constexpr std::array<std::string_view, 24> allowed{"p", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "code", "hr",
    "br", "table", "thead", "tbody", "tr", "th", "td", "em", "strong", "del", "a", "input"};

void check_page(std::string_view page) {
  std::vector<std::string_view> open;
  for (std::size_t at = page.find('<'); at != std::string_view::npos; at = page.find('<', at + 1)) {
    const std::size_t end = page.find('>', at);
    CAIRN_HOLD(end != std::string_view::npos);
    std::string_view tag = page.substr(at + 1, end - at - 1);
    const bool closing = tag.starts_with('/');
    if (closing) tag.remove_prefix(1);
    const std::string_view name = tag.substr(0, tag.find(' '));
    CAIRN_HOLD(std::find(allowed.begin(), allowed.end(), name) != allowed.end());
    if (name == "hr" || name == "br" || name == "input") continue;
    if (name == "a" && !closing) CAIRN_HOLD(tag.starts_with("a href=\"") && tag.ends_with("\" rel=\"nofollow noopener\""));
    if (!closing) {
      open.push_back(name);
      continue;
    }
    CAIRN_HOLD(!open.empty() && open.back() == name);
    open.pop_back();
  }
  CAIRN_HOLD(open.empty());
}

CAIRN_FUZZ_TARGET(markdown, {"# Top\n\n*a* **b** ~~c~~ `d`\n\n- x\n- [ ] y\n  1. z\n\n> q\n", "|a|b|\n|---|--:|\n|1|2|\n",
                             "[a](javascript:x) [b](https://e.org/?a=1&b=\"2\") ![c](/d.png) <e@f.org> www.g.org\n",
                             "<script>x</script> <!-- c --> &amp; &#0; &colon; &#x6A;\n", "```\n<b>\n```\n\n    code\n", "[r]: /u \"t\"\n\n[r][] [r]\n",
                             "> > > - - - 1. 2. 3. x\n", "***a** b* __c_ d_\n", "a  \nb\\\nc\n---\nd\n===\n"}) {
  const MarkdownLimits limits{20'000, 50'000, 8};
  const std::string page = markdown_to_html(bytes, limits);
  check_page(page);
  CAIRN_HOLD(page.size() < limits.output_bytes * 2 + 200'000);
  CAIRN_HOLD(markdown_to_text(bytes, limits).size() < limits.output_bytes * 2 + 200'000);
}

}  // namespace
}  // namespace cairn::text
