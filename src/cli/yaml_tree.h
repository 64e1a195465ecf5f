// A YAML (or JSON) text as a tree that knows the line and column of everything in it. Bounded: depth, nodes, and what
// aliases unfold to.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cairn::cli {

struct YamlNode {
  enum class Kind : std::uint8_t { null, scalar, sequence, map } kind = Kind::null;
  bool quoted = false;            // a scalar in quotes is never a number or null
  std::int32_t line = 0;          // from 1
  std::int32_t column = 0;        // from 1
  std::string text;               // of a scalar
  std::vector<YamlNode> items;    // of a sequence; of a map: key, value, key, value ...

  bool is_null() const { return kind == Kind::null; }
  bool is_scalar() const { return kind == Kind::scalar; }
  bool is_map() const { return kind == Kind::map; }
  bool is_sequence() const { return kind == Kind::sequence; }
  const YamlNode* find(std::string_view key) const;
};

// What is wrong and where. Severity: error, warning, advice.
struct Finding {
  std::string code;
  std::string severity = "error";
  std::int32_t line = 0, column = 0;
  std::string message;
  std::string remedy;
  std::string path;
};

struct YamlLimits {
  std::size_t bytes = 64u << 20;
  int depth = 64;
  std::size_t nodes = 20'000'000;
  std::size_t unfolded = 1'000'000;  // nodes copied by aliases
};

struct YamlText {
  YamlNode root;
  std::vector<Finding> problems;  // codes: too_large, not_utf8, syntax, too_deep, too_many_nodes, alias_unfolds, unknown_alias, second_document
};
// out: false when the text is not plain JSON; `root` is then of no use.
bool read_json_tree(std::string_view text, const YamlLimits& limits, YamlNode& root);
YamlText read_yaml(const std::string& text, const YamlLimits& limits = {});

// The node a path such as "objectives[3].owner" names, or the deepest one on the way that exists.
struct Located {
  const YamlNode& node;
  bool exact;
};
Located locate(const YamlNode& root, std::string_view path);

}  // namespace cairn::cli
