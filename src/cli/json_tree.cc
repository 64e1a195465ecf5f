// JSON into the same tree, when a file is plain JSON: faster than the YAML reader, and sure of its escapes.
#include <charconv>

#include "cli/yaml_tree.h"

namespace cairn::cli {
namespace {

class JsonTree {
 public:
  JsonTree(std::string_view text, const YamlLimits& limits) : text_(text), limits_(limits) {}

  // out: false when the text is not JSON, or passes a limit (the YAML reader then says what is wrong).
  bool read(YamlNode& root) {
    space();
    return value(root, 0) && (space(), at_ == text_.size());
  }

 private:
  bool more() const { return at_ < text_.size(); }
  void space() {
    for (; more(); ++at_) {
      const char c = text_[at_];
      if (c == '\n') ++line_, line_start_ = at_ + 1;
      else if (c != ' ' && c != '\t' && c != '\r') return;
    }
  }
  bool take(char c) {
    space();
    if (!more() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  void place(YamlNode& node) const {
    node.line = line_;
    node.column = static_cast<std::int32_t>(at_ - line_start_ + 1);
  }

  bool value(YamlNode& node, int depth) {
    if (depth >= limits_.depth || ++nodes_ > limits_.nodes || !more()) return false;
    place(node);
    switch (text_[at_]) {
      case '{': return object(node, depth);
      case '[': return array(node, depth);
      case '"':
        node.kind = YamlNode::Kind::scalar;
        node.quoted = true;
        return string(node.text);
      default: return word(node);
    }
  }

  bool array(YamlNode& node, int depth) {
    node.kind = YamlNode::Kind::sequence;
    ++at_;
    if (take(']')) return true;
    do {
      space();
      if (!value(node.items.emplace_back(), depth + 1)) return false;
    } while (take(','));
    return take(']');
  }

  bool object(YamlNode& node, int depth) {
    node.kind = YamlNode::Kind::map;
    ++at_;
    if (take('}')) return true;
    do {
      space();
      YamlNode& key = node.items.emplace_back();
      place(key);
      key.kind = YamlNode::Kind::scalar;
      if (!more() || text_[at_] != '"' || !string(key.text) || !take(':')) return false;
      space();
      if (!value(node.items.emplace_back(), depth + 1)) return false;
    } while (take(','));
    return take('}');
  }

  bool word(YamlNode& node) {
    const std::size_t from = at_;
    while (more() && std::string_view(" \t\r\n,]}:").find(text_[at_]) == std::string_view::npos) ++at_;
    const std::string_view word = text_.substr(from, at_ - from);
    if (word == "null") return true;
    double number = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
    const bool is_number = !word.empty() && end == word.data() + word.size() && error != std::errc::invalid_argument && word.find_first_of("0123456789") != word.npos;
    if (!is_number && word != "true" && word != "false") return false;
    node.kind = YamlNode::Kind::scalar;
    node.text = word;
    return true;
  }

  bool hex(std::uint32_t& code) {
    if (at_ + 4 > text_.size()) return false;
    const auto end = std::from_chars(text_.data() + at_, text_.data() + at_ + 4, code, 16).ptr;
    if (end != text_.data() + at_ + 4) return false;
    at_ += 4;
    return true;
  }

  static void append(std::string& out, std::uint32_t code) {
    const auto byte = [&](std::uint32_t bits) { out += static_cast<char>(bits); };
    if (code < 0x80) return byte(code);
    if (code < 0x800) return byte(0xc0 | code >> 6), byte(0x80 | (code & 0x3f));
    if (code < 0x10000) return byte(0xe0 | code >> 12), byte(0x80 | (code >> 6 & 0x3f)), byte(0x80 | (code & 0x3f));
    byte(0xf0 | code >> 18), byte(0x80 | (code >> 12 & 0x3f)), byte(0x80 | (code >> 6 & 0x3f)), byte(0x80 | (code & 0x3f));
  }

  bool escape(std::string& out) {
    static constexpr std::string_view names = "\"\\/bfnrt", meant = "\"\\/\b\f\n\r\t";
    if (!more()) return false;
    const char c = text_[at_++];
    if (const std::size_t index = names.find(c); index != std::string_view::npos) return out += meant[index], true;
    std::uint32_t code = 0, low = 0;
    if (c != 'u' || !hex(code)) return false;
    if (code >= 0xd800 && code < 0xdc00) {
      if (text_.substr(at_, 2) != "\\u") return false;
      at_ += 2;
      if (!hex(low) || low < 0xdc00 || low > 0xdfff) return false;
      code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
    } else if (code >= 0xdc00 && code < 0xe000) {
      return false;
    }
    append(out, code);
    return true;
  }

  bool string(std::string& out) {
    ++at_;
    while (more()) {
      const char c = text_[at_++];
      if (c == '"') return true;
      if (static_cast<unsigned char>(c) < 0x20) return false;
      if (c != '\\') out += c;
      else if (!escape(out)) return false;
    }
    return false;
  }

  std::string_view text_;
  const YamlLimits& limits_;
  std::size_t at_ = 0, line_start_ = 0, nodes_ = 0;
  std::int32_t line_ = 1;
};

}  // namespace

bool read_json_tree(std::string_view text, const YamlLimits& limits, YamlNode& root) { return JsonTree(text, limits).read(root); }

}  // namespace cairn::cli
