// Our renderer over md4c's callbacks; the one file that names md4c. Each opened tag pushes its closing tag, so that
// whatever is refused, flattened or cut, every tag that was written is closed.
#include "platform/text/markdown.h"

#include <md4c.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "platform/text/text.h"

namespace cairn::text {
namespace {

constexpr unsigned flags = MD_FLAG_PERMISSIVEAUTOLINKS | MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_TASKLISTS |
                           MD_FLAG_NOHTML | MD_FLAG_NOINDENTEDCODEBLOCKS;
constexpr unsigned max_table_columns = 40;
constexpr int max_events = 1'000'000;  // empty cells cost time but no output

// What an entity stands for; empty for names we do not know.
std::string entity_text(std::string_view entity) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 16> known{{{"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"},
      {"&quot;", "\""}, {"&apos;", "'"}, {"&nbsp;", "\u00A0"}, {"&hellip;", "…"}, {"&ndash;", "–"}, {"&mdash;", "—"},
      {"&euro;", "€"}, {"&copy;", "©"}, {"&auml;", "ä"}, {"&ouml;", "ö"}, {"&uuml;", "ü"}, {"&szlig;", "ß"}, {"&rarr;", "→"}}};
  for (const auto& [name, meaning] : known) {
    if (name == entity) return std::string(meaning);
  }
  if (!entity.starts_with("&#")) return {};
  const bool is_hex = entity.size() > 3 && (entity[2] | 32) == 'x';
  std::uint32_t code = 0;
  for (char c : entity.substr(is_hex ? 3 : 2)) {
    if (c == ';' || code > 0x10FFFF) break;
    const std::uint32_t digit = static_cast<std::uint32_t>(c <= '9' ? c - '0' : (c | 32) - 'a' + 10);
    code = code * (is_hex ? 16 : 10) + digit;
  }
  std::string out;
  append_code_point(out, code == 0 || (code < 32 && code != 9 && code != 10) ? 0xFFFD : code);
  return out;
}

std::string attribute_text(const MD_ATTRIBUTE& a) {
  std::string out;
  for (std::size_t i = 0; a.size > 0 && a.substr_offsets[i] < a.size; ++i) {
    const std::string_view part(a.text + a.substr_offsets[i], a.substr_offsets[i + 1] - a.substr_offsets[i]);
    std::string meaning = a.substr_types[i] == MD_TEXT_ENTITY ? entity_text(part) : "";
    if (a.substr_types[i] == MD_TEXT_NULLCHAR) meaning = "\uFFFD";
    out += meaning.empty() ? std::string(part) : meaning;
  }
  return out;
}

// The length of the list or quote mark at `at`; 0 when there is none.
std::size_t mark_length(std::string_view line, std::size_t at) {
  const auto blank = [&](std::size_t i) { return i >= line.size() || line[i] == ' ' || line[i] == '\t'; };
  if (line[at] == '>') return 1;
  if (line[at] == '-' || line[at] == '*' || line[at] == '+') return blank(at + 1) ? 1 : 0;
  std::size_t end = at;
  while (end < line.size() && line[end] >= '0' && line[end] <= '9') ++end;
  const bool numbered = end > at && end < line.size() && (line[end] == '.' || line[end] == ')') && blank(end + 1);
  return numbered ? end - at + 1 : 0;
}

// md4c compares each blank line with every list that is open: a line of thousands of marks is made harmless by
// escaping the first mark too many. Deeper nesting by indentation costs its author the indentation of each line.
std::string with_bounded_marks(std::string_view markdown) {
  constexpr int max_marks = 60;
  std::string out;
  out.reserve(markdown.size() + 16);
  for (std::size_t begin = 0; begin < markdown.size();) {
    const std::size_t end = std::min(markdown.find_first_of("\r\n", begin), markdown.size() - 1) + 1;
    const std::string_view line = markdown.substr(begin, end - begin);
    int marks = 0;
    std::size_t at = 0;
    while (at < line.size() && marks <= max_marks) {
      if (line[at] == ' ' || line[at] == '\t') {
        ++at;
        continue;
      }
      const std::size_t length = mark_length(line, at);
      if (length == 0) break;
      if (++marks <= max_marks) at += length;
      else at += length - 1;  // before the mark's last sign: "\>" or "1\."
    }
    out.append(line.substr(0, at));
    if (marks > max_marks) out += '\\';
    out.append(line.substr(at));
    begin = end;
  }
  return out;
}

// What the two renderings share: the callbacks, the bound of the output, the nesting.
class Renderer {
 public:
  explicit Renderer(const MarkdownLimits& limits) : limits_(limits) {}
  virtual ~Renderer() = default;

  std::string render(std::string_view markdown) {
    MD_PARSER parser{};
    parser.flags = flags;
    parser.enter_block = [](MD_BLOCKTYPE t, void* detail, void* self) { return on(self, [&](Renderer& r) { r.enter(t, detail); }); };
    parser.leave_block = [](MD_BLOCKTYPE t, void*, void* self) { return on(self, [&](Renderer& r) { r.leave(t); }); };
    parser.enter_span = [](MD_SPANTYPE t, void* detail, void* self) { return on(self, [&](Renderer& r) { r.enter_span(t, detail); }); };
    parser.leave_span = [](MD_SPANTYPE, void*, void* self) { return on(self, [](Renderer& r) { r.close(); }); };
    parser.text = [](MD_TEXTTYPE t, const MD_CHAR* s, MD_SIZE n, void* self) {
      return on(self, [&](Renderer& r) { r.words(t, {s, n}); });
    };
    const std::string text = with_bounded_marks(markdown);
    const bool cut = md_parse(text.data(), static_cast<MD_SIZE>(text.size()), &parser, this) != 0;
    if (cut) out_ += "…";
    while (!closing_.empty()) close();
    return std::move(out_);
  }

 protected:
  virtual void enter(MD_BLOCKTYPE type, void* detail) = 0;
  virtual void leave(MD_BLOCKTYPE type) = 0;
  virtual void enter_span(MD_SPANTYPE type, void* detail) = 0;
  virtual void words(MD_TEXTTYPE type, std::string_view s) = 0;

  void open(std::string_view tag, std::string closing) {
    out_ += tag;
    closing_.push_back(std::move(closing));
  }
  void close() {
    if (closing_.empty()) return;
    out_ += closing_.back();
    closing_.pop_back();
  }

  const MarkdownLimits& limits_;
  std::string out_;
  std::vector<std::string> closing_;

 private:
  template <class F>
  static int on(void* self, F&& f) {
    auto& r = *static_cast<Renderer*>(self);
    f(r);
    const bool enough = r.out_.size() > r.limits_.output_bytes || r.closing_.size() > 4000 || ++r.events_ > max_events;
    return enough ? 1 : 0;
  }
  int events_ = 0;
};

class HtmlRenderer final : public Renderer {
 public:
  using Renderer::Renderer;

 private:
  void enter(MD_BLOCKTYPE type, void* detail) override {
    switch (type) {
      case MD_BLOCK_DOC: return open("", "");
      case MD_BLOCK_QUOTE: return nest("<blockquote>", "</blockquote>");
      case MD_BLOCK_UL: return nest("<ul>", "</ul>");
      case MD_BLOCK_OL: return enter_numbered(static_cast<MD_BLOCK_OL_DETAIL*>(detail)->start);
      case MD_BLOCK_LI: return enter_item(*static_cast<MD_BLOCK_LI_DETAIL*>(detail));
      case MD_BLOCK_HR: return open("<hr>", "");
      case MD_BLOCK_H: return enter_heading(static_cast<MD_BLOCK_H_DETAIL*>(detail)->level);
      case MD_BLOCK_CODE: return open("<pre><code>", "</code></pre>");
      case MD_BLOCK_HTML: return open("", "");
      case MD_BLOCK_P: return open("<p>", "</p>");
      case MD_BLOCK_TABLE: return open("<table>", "</table>");
      case MD_BLOCK_THEAD: return open("<thead>", "</thead>");
      case MD_BLOCK_TBODY: return open("<tbody>", "</tbody>");
      case MD_BLOCK_TR:
        column_ = 0;
        return open("<tr>", "</tr>");
      case MD_BLOCK_TH: return enter_cell("th", static_cast<MD_BLOCK_TD_DETAIL*>(detail)->align);
      case MD_BLOCK_TD: return enter_cell("td", static_cast<MD_BLOCK_TD_DETAIL*>(detail)->align);
    }
  }

  void leave(MD_BLOCKTYPE type) override {
    close();
    if (type == MD_BLOCK_QUOTE || type == MD_BLOCK_UL || type == MD_BLOCK_OL) --depth_;
    const bool is_cell = type == MD_BLOCK_TH || type == MD_BLOCK_TD;
    if (is_cell && column_ > max_table_columns) hidden_ = false;
    if (!is_cell && type != MD_BLOCK_LI && type != MD_BLOCK_DOC) out_ += '\n';
  }

  void nest(std::string_view tag, std::string closing) {
    if (++depth_ > limits_.nesting) return open("", "");
    open(tag, std::move(closing));
  }
  void enter_numbered(unsigned start) {
    nest(start == 1 ? "<ol>" : "<ol start=\"" + std::to_string(start) + "\">", "</ol>");
  }
  void enter_item(const MD_BLOCK_LI_DETAIL& item) {
    if (depth_ > limits_.nesting) return open("<br>", "");
    if (!item.is_task) return open("<li>", "</li>");
    const bool done = item.task_mark != ' ';
    open(done ? "<li class=\"task\"><input type=\"checkbox\" disabled checked> " : "<li class=\"task\"><input type=\"checkbox\" disabled> ",
         "</li>");
  }
  void enter_heading(unsigned level) {
    const char digit = static_cast<char>('0' + std::min(6u, level + 2));
    open(std::string("<h") + digit + ">", std::string("</h") + digit + ">");
  }
  void enter_cell(const std::string& name, MD_ALIGN align) {
    if (++column_ > max_table_columns) {
      hidden_ = true;
      return open("", "");
    }
    const char* place = align == MD_ALIGN_CENTER ? " class=\"center\"" : align == MD_ALIGN_RIGHT ? " class=\"right\"" : "";
    open("<" + name + place + ">", "</" + name + ">");
  }

  void enter_span(MD_SPANTYPE type, void* detail) override {
    if (hidden_) return open("", "");
    switch (type) {
      case MD_SPAN_EM: return open("<em>", "</em>");
      case MD_SPAN_STRONG: return open("<strong>", "</strong>");
      case MD_SPAN_DEL: return open("<del>", "</del>");
      case MD_SPAN_CODE: return open("<code>", "</code>");
      case MD_SPAN_A: return enter_link(attribute_text(static_cast<MD_SPAN_A_DETAIL*>(detail)->href));
      case MD_SPAN_IMG: return enter_link(attribute_text(static_cast<MD_SPAN_IMG_DETAIL*>(detail)->src));
      default: return open("", "");
    }
  }
  // A link inside a link, or to an address that is not safe, shows its words alone.
  void enter_link(const std::string& url) {
    for (const std::string& c : closing_) {
      if (c == "</a>") return open("", "");
    }
    if (!is_safe_url(url)) return open("", "");
    open("<a href=\"" + escape_html(url) + "\" rel=\"nofollow noopener\">", "</a>");
  }

  void words(MD_TEXTTYPE type, std::string_view s) override {
    if (hidden_) return;
    switch (type) {
      case MD_TEXT_NULLCHAR: out_ += "\uFFFD"; return;
      case MD_TEXT_BR:
      case MD_TEXT_SOFTBR: out_ += "<br>\n"; return;
      case MD_TEXT_ENTITY: {
        const std::string meaning = entity_text(s);
        out_ += meaning.empty() ? std::string(s) : escape_html(meaning);  // a name like &eacute; is the browser's to know
        return;
      }
      default: out_ += escape_html(s);
    }
  }

  int depth_ = 0;
  unsigned column_ = 0;
  bool hidden_ = false;
};

class TextRenderer final : public Renderer {
 public:
  using Renderer::Renderer;

 private:
  void enter(MD_BLOCKTYPE type, void*) override {
    if (type != MD_BLOCK_TH && type != MD_BLOCK_TD) return line();
    if (!out_.empty() && out_.back() != '\n') out_ += ' ';
  }
  void leave(MD_BLOCKTYPE type) override {
    if (type != MD_BLOCK_TH && type != MD_BLOCK_TD) line();
  }
  void enter_span(MD_SPANTYPE, void*) override { open("", ""); }
  void words(MD_TEXTTYPE type, std::string_view s) override {
    if (type == MD_TEXT_BR || type == MD_TEXT_SOFTBR) return line();
    const std::string meaning = type == MD_TEXT_ENTITY ? entity_text(s) : "";
    if (type == MD_TEXT_NULLCHAR) out_ += "\uFFFD";
    else out_ += meaning.empty() ? std::string(s) : meaning;
  }
  void line() {
    if (!out_.empty() && out_.back() != '\n') out_ += '\n';
  }
};

}  // namespace

bool is_safe_url(std::string_view url) {
  if (url.empty() || url.size() > 2000) return false;
  for (char c : url) {
    if (static_cast<unsigned char>(c) <= ' ' || c == 0x7F || c == '\\') return false;
  }
  const std::size_t colon = url.find(':');
  if (colon != std::string_view::npos && colon < url.find_first_of("/?#")) {
    std::string scheme(url.substr(0, colon));
    for (char& c : scheme) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c | 32) : c;
    if (scheme == "mailto") return url.size() > colon + 1;
    return (scheme == "http" || scheme == "https") && url.substr(colon).starts_with("://") && url.size() > colon + 3;
  }
  return !url.starts_with("//");
}

std::string markdown_to_html(std::string_view markdown, const MarkdownLimits& limits) {
  if (markdown.size() <= limits.input_bytes) return HtmlRenderer(limits).render(markdown);
  return "<p>" + escape_html(truncate(markdown.substr(0, limits.input_bytes), limits.input_bytes / 4)) + "</p>\n";
}

std::string markdown_to_text(std::string_view markdown, const MarkdownLimits& limits) {
  if (markdown.size() > limits.input_bytes) return truncate(markdown.substr(0, limits.input_bytes), limits.input_bytes / 4);
  std::string out = TextRenderer(limits).render(markdown);
  while (!out.empty() && (out.back() == '\n' || out.back() == ' ')) out.pop_back();
  return out;
}

}  // namespace cairn::text
