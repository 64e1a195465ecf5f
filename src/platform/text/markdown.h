// Free text to safe HTML: CommonMark with tables, task lists, strikethrough and bare links, rendered by md4c through
// our own renderer to an allow-list. Raw HTML shows as text.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace cairn::text {

struct MarkdownLimits {
  std::size_t input_bytes = 200'000;   // what is longer is shown as plain text, cut
  std::size_t output_bytes = 1'000'000;
  int nesting = 20;                    // deeper lists and quotes are flattened
};

// out: <p>, <h3>..<h6>, <ul>, <ol>, <li>, <blockquote>, <pre><code>, <hr>, <br>, <table>…, <em>, <strong>, <del>,
// <code>, <a>, <input type=checkbox disabled>; images become links. Always well formed, also when cut.
std::string markdown_to_html(std::string_view markdown, const MarkdownLimits& limits = {});

// The words alone, for search, mails and one-line previews.
std::string markdown_to_text(std::string_view markdown, const MarkdownLimits& limits = {});

// http, https and mailto addresses and those relative to this site; no scheme that runs, no protocol-relative ones.
bool is_safe_url(std::string_view url);

}  // namespace cairn::text
