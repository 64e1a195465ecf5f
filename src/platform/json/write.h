// Values to JSON text, appended to a string: no tree, no stream.
#pragma once
#include <array>
#include <concepts>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/id.h"
#include "base/time.h"
#include "platform/json/fields.h"
#include "platform/json/value.h"

namespace cairn::json {

void append_string(std::string& out, std::string_view utf8);  // quoted and escaped; bytes that are not UTF-8 become U+FFFD
void append_integer(std::string& out, std::int64_t n);
void append_unsigned(std::string& out, std::uint64_t n);
void append_number(std::string& out, double n);  // shortest text that reads back the same; not finite: null

template <class T>
void append(std::string& out, const T& value);

namespace detail {

template <class T>
constexpr bool left_out(const T& value, const Rules& rules) {
  if constexpr (is_a<T, Patch>) return value.absent();
  if constexpr (is_a<T, std::optional>) return rules.omit_null && !value;
  return false;
}

template <class T>
void append_struct(std::string& out, const T& value) {
  out += '{';
  bool first = true;
  const auto one = [&](const auto& f) {
    const auto& member = value.*(f.member);
    if (left_out(member, f.rules)) return;
    if (!first) out += ',';
    first = false;
    out += '"';
    out += f.name;
    out += "\":";
    append(out, member);
  };
  constexpr auto all = T::fields();
  std::apply([&](const auto&... f) { (one(f), ...); }, all);
  out += '}';
}

template <class Range>
void append_list(std::string& out, const Range& items) {
  out += '[';
  bool first = true;
  for (const auto& item : items) {
    if (!first) out += ',';
    first = false;
    append(out, static_cast<const typename Range::value_type&>(item));
  }
  out += ']';
}

template <class Map>
void append_map(std::string& out, const Map& map) {
  out += '{';
  bool first = true;
  for (const auto& [key, item] : map) {
    if (!first) out += ',';
    first = false;
    append_string(out, key);
    out += ':';
    append(out, item);
  }
  out += '}';
}

template <class T>
inline constexpr bool is_array_of = false;
template <class T, std::size_t N>
inline constexpr bool is_array_of<std::array<T, N>> = true;

}  // namespace detail

template <class T>
void append(std::string& out, const T& value) {
  if constexpr (std::same_as<T, bool>) {
    out += value ? "true" : "false";
  } else if constexpr (std::floating_point<T>) {
    append_number(out, value);
  } else if constexpr (std::signed_integral<T>) {
    append_integer(out, value);
  } else if constexpr (std::unsigned_integral<T>) {
    append_unsigned(out, value);
  } else if constexpr (is_a<T, Id>) {
    out += '"';
    out += id_prefix<T>;
    append_integer(out, value.value);
    out += '"';
  } else if constexpr (std::same_as<T, Date> || std::same_as<T, Instant>) {
    out += '"';
    out += format(value);
    out += '"';
  } else if constexpr (NamedEnum<T>) {
    append_string(out, name_of(value));
  } else if constexpr (std::convertible_to<const T&, std::string_view>) {
    append_string(out, value);
  } else if constexpr (std::same_as<T, Raw>) {
    out += value.text;
  } else if constexpr (is_a<T, std::optional>) {
    if (value) append(out, *value);
    else out += "null";
  } else if constexpr (is_a<T, Patch>) {
    append(out, value.value);
  } else if constexpr (is_a<T, std::vector> || detail::is_array_of<T>) {
    detail::append_list(out, value);
  } else if constexpr (is_a<T, std::map>) {
    detail::append_map(out, value);
  } else {
    static_assert(Described<T>, "a type written as JSON needs a fields() list or json_names");
    detail::append_struct(out, value);
  }
}

template <class T>
std::string write(const T& value) {
  std::string out;
  append(out, value);
  return out;
}

// Builds an object from pieces, for payloads that have no struct of their own:
//   json::Object o; o.add("before", x); o.add("after", y); o.text()
class Object {
 public:
  template <class T>
  Object& add(std::string_view key, const T& value) {
    if (text_.size() > 1) text_ += ',';
    append_string(text_, key);
    text_ += ':';
    append(text_, value);
    return *this;
  }
  bool empty() const { return text_.size() == 1; }
  std::string text() const { return text_ + "}"; }
  Raw raw() const { return Raw{text()}; }

 private:
  std::string text_ = "{";
};

}  // namespace cairn::json
