// From YAML events to the tree. The one file that names the YAML library.
#include "cli/yaml_tree.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <map>
#include <sstream>

namespace cairn::cli {
namespace {

// Ends the parsing from inside an event; caught in read_yaml below.
struct Stop {
  Finding finding;
};

std::size_t count_nodes(const YamlNode& node) {
  std::size_t count = 1;
  for (const YamlNode& item : node.items) count += count_nodes(item);
  return count;
}

class TreeBuilder final : public YAML::EventHandler {
 public:
  explicit TreeBuilder(const YamlLimits& limits) : limits_(limits) {}

  YamlNode root;

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override { leaf(mark, anchor, YamlNode{}); }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto found = anchors_.find(anchor);
    if (found == anchors_.end()) stop(mark, "unknown_alias", "This alias refers to something that is not complete yet.");
    unfolded_ += found->second.second;
    if (unfolded_ > limits_.unfolded) stop(mark, "alias_unfolds", "The aliases of this file unfold to more than can be read.");
    YamlNode copy = found->second.first;
    place(copy, mark);
    add(mark, std::move(copy));
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, const std::string& value) override {
    YamlNode node;
    node.quoted = tag == "!";
    const bool null = !node.quoted && (value == "null" || value == "~" || value == "Null" || value == "NULL" || value.empty());
    if (!null) node.kind = YamlNode::Kind::scalar, node.text = value;
    leaf(mark, anchor, std::move(node));
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor, YAML::EmitterStyle::value) override {
    open(mark, anchor, YamlNode::Kind::sequence);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor, YAML::EmitterStyle::value) override {
    open(mark, anchor, YamlNode::Kind::map);
  }
  void OnMapEnd() override { close(); }

 private:
  struct Open {
    YamlNode node;
    YAML::anchor_t anchor;
  };

  [[noreturn]] static void stop(const YAML::Mark& mark, const char* code, const char* message) {
    throw Stop{{.code = code, .line = mark.line + 1, .column = mark.column + 1, .message = message}};
  }
  static void place(YamlNode& node, const YAML::Mark& mark) {
    node.line = mark.line + 1;
    node.column = mark.column + 1;
  }

  void leaf(const YAML::Mark& mark, YAML::anchor_t anchor, YamlNode node) {
    place(node, mark);
    if (anchor) anchors_[anchor] = {node, 1};
    add(mark, std::move(node));
  }

  void add(const YAML::Mark& mark, YamlNode node) {
    if (++nodes_ > limits_.nodes) stop(mark, "too_many_nodes", "This file holds more than can be read.");
    if (open_.empty()) root = std::move(node);
    else open_.back().node.items.push_back(std::move(node));
  }

  void open(const YAML::Mark& mark, YAML::anchor_t anchor, YamlNode::Kind kind) {
    if (static_cast<int>(open_.size()) >= limits_.depth) stop(mark, "too_deep", "This is nested more than 64 levels deep.");
    Open entry{{}, anchor};
    entry.node.kind = kind;
    place(entry.node, mark);
    open_.push_back(std::move(entry));
  }

  void close() {
    Open done = std::move(open_.back());
    open_.pop_back();
    YAML::Mark mark;
    mark.line = done.node.line - 1;
    mark.column = done.node.column - 1;
    if (done.anchor) {
      const std::size_t size = count_nodes(done.node);
      unfolded_ += size;
      if (unfolded_ > limits_.unfolded) stop(mark, "alias_unfolds", "The anchors of this file hold more than can be read.");
      anchors_[done.anchor] = {done.node, size};
    }
    add(mark, std::move(done.node));
  }

  const YamlLimits& limits_;
  std::vector<Open> open_;
  std::map<YAML::anchor_t, std::pair<YamlNode, std::size_t>> anchors_;
  std::size_t nodes_ = 0, unfolded_ = 0;
};

// out: the line of the first byte that is not UTF-8; 0 when all is well.
std::int32_t broken_line(std::string_view text) {
  std::int32_t line = 1;
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte == '\n') ++line;
    const std::size_t more = byte < 0x80 ? 0 : byte >= 0xc2 && byte < 0xe0 ? 1 : byte >= 0xe0 && byte < 0xf0 ? 2 : byte >= 0xf0 && byte < 0xf5 ? 3 : 9;
    if (more == 9 || byte == 0 || i + more >= text.size() + (more == 0)) return line;
    for (std::size_t k = 1; k <= more; ++k)
      if ((static_cast<unsigned char>(text[i + k]) & 0xc0) != 0x80) return line;
    i += more + 1;
  }
  return 0;
}

}  // namespace

const YamlNode* YamlNode::find(std::string_view key) const {
  if (!is_map()) return nullptr;
  for (std::size_t i = 0; i + 1 < items.size(); i += 2)
    if (items[i].text == key) return &items[i + 1];
  return nullptr;
}

YamlText read_yaml(const std::string& text, const YamlLimits& limits) {
  YamlText result;
  if (text.size() > limits.bytes) {
    result.problems.push_back({.code = "too_large", .line = 1, .column = 1, .message = "The file is larger than can be read."});
    return result;
  }
  if (const std::int32_t line = broken_line(text)) {
    result.problems.push_back({.code = "not_utf8", .line = line, .column = 1, .message = "The text is not UTF-8 here."});
    return result;
  }
  if (const std::size_t first = text.find_first_not_of(" \t\r\n"); first != std::string::npos && text[first] == '{') {
    if (read_json_tree(text, limits, result.root)) return result;
    result.root = {};
  }
  TreeBuilder builder(limits);
  try {
    std::istringstream stream(text);
    YAML::Parser parser(stream);
    if (parser.HandleNextDocument(builder)) {
      TreeBuilder rest(limits);
      if (parser.HandleNextDocument(rest) && !rest.root.is_null())
        result.problems.push_back({.code = "second_document", .line = rest.root.line, .column = rest.root.column,
                                   .message = "A file holds one document; a second one begins here."});
    }
  } catch (const Stop& stop) {
    result.problems.push_back(stop.finding);
  } catch (const YAML::Exception& error) {
    result.problems.push_back({.code = "syntax", .line = error.mark.line + 1, .column = error.mark.column + 1, .message = error.msg});
  }
  result.root = std::move(builder.root);
  return result;
}

Located locate(const YamlNode& root, std::string_view path) {
  const YamlNode* node = &root;
  while (!path.empty()) {
    const YamlNode* next = nullptr;
    if (path.front() == '[') {
      const std::size_t end = path.find(']');
      const auto index = static_cast<std::size_t>(std::strtoul(std::string(path.substr(1, end - 1)).c_str(), nullptr, 10));
      if (node->is_sequence() && index < node->items.size()) next = &node->items[index];
      path.remove_prefix(std::min(end + 1, path.size()));
    } else {
      if (path.front() == '.') path.remove_prefix(1);
      const std::size_t end = path.find_first_of(".[");
      next = node->find(path.substr(0, end));
      path.remove_prefix(end == std::string_view::npos ? path.size() : end);
    }
    if (!next) return {*node, false};
    node = next;
  }
  return {*node, true};
}

}  // namespace cairn::cli
