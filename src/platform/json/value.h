// Free-form JSON, read-only: what a document holds before it is bound to a struct, and what import mappings and
// activity payloads are read with.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/failure.h"

namespace cairn::json {

inline constexpr std::size_t max_depth = 64;

class Value {
 public:
  struct Member;
  using Items = std::vector<Value>;
  using Members = std::vector<Member>;

  Value();
  Value(bool v);
  Value(std::int64_t v);
  Value(double v);
  Value(std::string v);
  Value(const char*) = delete;
  Value(Items v);
  Value(Members v);

  bool is_null() const { return std::holds_alternative<std::monostate>(v_); }
  bool is_bool() const { return std::holds_alternative<bool>(v_); }
  bool is_integer() const { return std::holds_alternative<std::int64_t>(v_); }
  bool is_number() const { return is_integer() || std::holds_alternative<double>(v_); }
  bool is_string() const { return std::holds_alternative<std::string>(v_); }
  bool is_array() const { return std::holds_alternative<Items>(v_); }
  bool is_object() const { return std::holds_alternative<Members>(v_); }
  std::string_view kind() const;  // "null", "a truth value", "a number", "a text", "a list", "an object"

  // Each gives its neutral value (false, 0, "", none) when the value is of another kind.
  bool boolean() const;
  std::int64_t integer() const;  // numbers without a fraction, within range
  double number() const;
  const std::string& string() const;
  std::span<const Value> items() const;
  std::span<const Member> members() const;
  const Value* find(std::string_view key) const;       // nullptr when missing
  const Value& operator[](std::string_view key) const; // the null value when missing

 private:
  std::variant<std::monostate, bool, std::int64_t, double, std::string, Items, Members> v_;
};

struct Value::Member {
  std::string key;
  Value value;
};

struct Document {
  Value value;
  std::vector<Problem> problems;  // syntax, encoding, depth, duplicate_field, not_finite, format (U+0000)
  bool ok() const { return problems.empty(); }
};

// in: one JSON text (RFC 8259), UTF-8. Never throws; problems carry paths.
Document parse_document(std::string_view text);

void append(std::string& out, const Value& value);

// Where in a document: a chain of frames on the stack, put into words only when there is a problem.
struct Path {
  const Path* up = nullptr;
  std::string_view key;
  std::size_t index = 0;
  bool is_index = false;
  Path member(std::string_view k) const { return {this, k, 0, false}; }
  Path item(std::size_t i) const { return {this, {}, i, true}; }
  std::string text() const;  // "metric.target", "done[2]"; "" for the whole document
};

}  // namespace cairn::json
