// Which column of a file means what: the fields an import knows, and the guess from the headers.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cairn::imports {

enum class Field : std::uint8_t {
  cycle, objective, objective_description, objective_owner, team, kind, parent,
  key_result, key_result_description, owner, metric, unit, start, target, value, progress, done,
  confidence, weight, due_on, check_in_on, note,
};

struct FieldName {
  Field field;
  std::string_view name;     // in mappings
  std::string_view label;    // for people
  std::string_view aliases;  // folded headers that mean it, separated by '|'
};

std::span<const FieldName> field_names();
std::optional<Field> field_named(std::string_view name);
std::string_view name_of(Field field);

// One entry per column of the file; nothing: the column is ignored.
using Mapping = std::vector<std::optional<Field>>;

// Guesses from the headers; no field is given twice.
Mapping guess(const std::vector<std::string>& header);

}  // namespace cairn::imports
