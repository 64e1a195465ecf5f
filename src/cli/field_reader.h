// Reads typed fields from a YAML tree and keeps every problem with its place.
#pragma once
#include <functional>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "cli/yaml_tree.h"
#include "engine/kinds.h"

namespace cairn::cli {

// out: the known word nearest to `word`, "" when none is near.
std::string_view nearest(std::string_view word, std::span<const std::string_view> known);

class FieldReader {
 public:
  std::vector<Finding> problems;

  void problem(const YamlNode& node, std::string code, std::string message);

  // Hands over each field of a map; unknown and repeated keys are problems, as is anything but a map.
  template <class F>
  void fields(const YamlNode& node, std::span<const std::string_view> known, F&& each) {
    if (!need_map(node)) return;
    std::uint64_t seen = 0;
    for (std::size_t i = 0; i + 1 < node.items.size(); i += 2)
      if (accept_key(node.items[i], known, seen)) each(std::string_view(node.items[i].text), node.items[i + 1]);
  }
  // Hands over each item of a list; nothing for null.
  template <class F>
  void list(const YamlNode& node, F&& each) {
    if (node.is_null()) return;
    if (!node.is_sequence()) return problem(node, "type", "A list is expected here.");
    for (const YamlNode& item : node.items) each(item);
  }

  void text(const YamlNode& node, std::string& out);
  void texts(const YamlNode& node, std::vector<std::string>& out);
  void number(const YamlNode& node, double& out);
  void number(const YamlNode& node, std::optional<double>& out);  // null leaves none
  void whole(const YamlNode& node, int& out);
  void flag(const YamlNode& node, bool& out);
  void date(const YamlNode& node, Date& out);
  void date(const YamlNode& node, std::optional<Date>& out);
  template <class E>
  void word(const YamlNode& node, E& out) {
    if (node.is_scalar())
      if (const std::optional<E> value = engine::from_word<E>(node.text)) {
        out = *value;
        return;
      }
    std::vector<std::string_view> known;
    for (const auto& [value, name] : json_names(E{})) known.push_back(name);
    bad_word(node, known);
  }

  static std::optional<double> as_number(const YamlNode& node);  // plain scalars only
  static std::optional<bool> as_flag(const YamlNode& node);

 private:
  bool need_map(const YamlNode& node);
  bool accept_key(const YamlNode& key, std::span<const std::string_view> known, std::uint64_t& seen);
  void bad_word(const YamlNode& node, std::span<const std::string_view> known);
};

}  // namespace cairn::cli
