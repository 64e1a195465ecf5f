// The free-form value, paths, and its writing.
#include "platform/json/value.h"

#include <cmath>

#include "platform/json/write.h"

namespace cairn::json {

Value::Value() = default;
Value::Value(bool v) : v_(v) {}
Value::Value(std::int64_t v) : v_(v) {}
Value::Value(double v) : v_(v) {}
Value::Value(std::string v) : v_(std::move(v)) {}
Value::Value(Items v) : v_(std::move(v)) {}
Value::Value(Members v) : v_(std::move(v)) {}

std::string_view Value::kind() const {
  if (is_null()) return "null";
  if (is_bool()) return "a truth value";
  if (is_number()) return "a number";
  if (is_string()) return "a text";
  return is_array() ? "a list" : "an object";
}

bool Value::boolean() const {
  const bool* v = std::get_if<bool>(&v_);
  return v && *v;
}

std::int64_t Value::integer() const {
  if (const auto* v = std::get_if<std::int64_t>(&v_)) return *v;
  const auto* v = std::get_if<double>(&v_);
  const bool whole = v && *v == std::trunc(*v) && *v >= -9.2e18 && *v <= 9.2e18;
  return whole ? static_cast<std::int64_t>(*v) : 0;
}

double Value::number() const {
  if (const auto* v = std::get_if<std::int64_t>(&v_)) return static_cast<double>(*v);
  const auto* v = std::get_if<double>(&v_);
  return v ? *v : 0;
}

const std::string& Value::string() const {
  static const std::string none;
  const auto* v = std::get_if<std::string>(&v_);
  return v ? *v : none;
}

std::span<const Value> Value::items() const {
  const auto* v = std::get_if<Items>(&v_);
  return v ? std::span<const Value>(*v) : std::span<const Value>();
}

std::span<const Value::Member> Value::members() const {
  const auto* v = std::get_if<Members>(&v_);
  return v ? std::span<const Member>(*v) : std::span<const Member>();
}

const Value* Value::find(std::string_view key) const {
  for (const Member& m : members()) {
    if (m.key == key) return &m.value;
  }
  return nullptr;
}

const Value& Value::operator[](std::string_view key) const {
  static const Value none;
  const Value* found = find(key);
  return found ? *found : none;
}

std::string Path::text() const {
  if (!up) return {};
  std::string out = up->text();
  if (is_index) return out + "[" + std::to_string(index) + "]";
  if (!out.empty()) out += '.';
  return out.append(key);
}

void append(std::string& out, const Value& value) {
  if (value.is_null()) {
    out += "null";
  } else if (value.is_bool()) {
    out += value.boolean() ? "true" : "false";
  } else if (value.is_integer()) {
    append_integer(out, value.integer());
  } else if (value.is_number()) {
    append_number(out, value.number());
  } else if (value.is_string()) {
    append_string(out, value.string());
  } else if (value.is_array()) {
    out += '[';
    for (const Value& item : value.items()) {
      if (&item != value.items().data()) out += ',';
      append(out, item);
    }
    out += ']';
  } else {
    out += '{';
    for (const Value::Member& m : value.members()) {
      if (&m != value.members().data()) out += ',';
      append_string(out, m.key);
      out += ':';
      append(out, m.value);
    }
    out += '}';
  }
}

}  // namespace cairn::json
