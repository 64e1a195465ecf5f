// How a struct names its members: one constexpr fields() list serves reading, writing and the schema.
#pragma once
#include <array>
#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

#include "base/id.h"

namespace cairn::json {

enum class Format { none, email, color, uri, slug };

// What a member must hold beyond its type.
struct Rules {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  std::size_t min_length = 0;  // code points of a text, items of a list
  std::size_t max_length = std::numeric_limits<std::size_t>::max();
  bool one_line = false;
  bool has_default = false;
  bool omit_null = false;
  bool not_null = false;
  Format format = Format::none;
};

// The constraints a field may carry, in any order after its description.
struct range {
  double low, high;
  constexpr range(double l, double h) : low(l), high(h) {}
  constexpr void apply(Rules& r) const { r.low = low; r.high = high; }
};
struct at_least {
  double low;
  constexpr explicit at_least(double l) : low(l) {}
  constexpr void apply(Rules& r) const { r.low = low; }
};
struct length {
  std::size_t min, max;
  constexpr explicit length(std::size_t most) : min(0), max(most) {}
  constexpr length(std::size_t least, std::size_t most) : min(least), max(most) {}
  constexpr void apply(Rules& r) const { r.min_length = min; r.max_length = max; }
};
struct Flag {
  bool Rules::* member;
  constexpr void apply(Rules& r) const { r.*member = true; }
};
inline constexpr Flag one_line{&Rules::one_line};                  // no line break, no control character, not blank-edged
inline constexpr Flag optional_with_default{&Rules::has_default};  // may be absent: the member keeps its initial value
inline constexpr Flag omit_null{&Rules::omit_null};                // an empty optional is left out when written
inline constexpr Flag not_null{&Rules::not_null};                  // of a Patch: null is refused
struct FormatRule {
  Format format;
  constexpr void apply(Rules& r) const { r.format = format; }
};
inline constexpr FormatRule email{Format::email};
inline constexpr FormatRule color{Format::color};  // "#1a2b3c"
inline constexpr FormatRule uri{Format::uri};      // http or https
inline constexpr FormatRule slug{Format::slug};    // a-z, 0-9, inner hyphens

template <class Struct, class Member>
struct Field {
  std::string_view name;
  Member Struct::* member;
  std::string_view doc;
  Rules rules;
};

template <class Struct, class Member, class... Constraints>
constexpr Field<Struct, Member> field(std::string_view name, Member Struct::* member, std::string_view doc = {},
                                      Constraints... constraints) {
  Rules rules;
  (constraints.apply(rules), ...);
  return {name, member, doc, rules};
}

// The list. A struct that extends another writes std::tuple_cat(Base::fields(), json::fields(...)).
template <class... F>
constexpr std::tuple<F...> fields(F... f) {
  return {f...};
}

// A member of a PATCH body: absent (leave it), null (clear it), or a value.
template <class T>
struct Patch {
  bool present = false;
  std::optional<T> value;

  Patch() = default;
  Patch(T v) : present(true), value(std::move(v)) {}
  Patch(std::nullopt_t) : present(true) {}
  bool absent() const { return !present; }
  bool is_null() const { return present && !value; }
  bool has_value() const { return value.has_value(); }
  const T& operator*() const { return *value; }
  const T* operator->() const { return &*value; }
  // Into a member that may be empty; true when given.
  bool apply(std::optional<T>& to) const {
    if (present) to = value;
    return present;
  }
  // Into a member that may not: null leaves it. The rule json::not_null refuses it on reading.
  bool apply(T& to) const {
    if (value) to = *value;
    return value.has_value();
  }
  bool operator==(const Patch&) const = default;
};

// Ready JSON text, written as it is; read, it keeps the text of whatever stood there.
struct Raw {
  std::string text = "null";
  bool operator==(const Raw&) const = default;
};

template <class T>
concept Described = requires { T::fields(); };
template <class T>
concept NamedEnum = std::is_enum_v<T> && requires(T e) { json_names(e); };

template <class T, template <class...> class Of>
inline constexpr bool is_a = false;
template <template <class...> class Of, class... A>
inline constexpr bool is_a<Of<A...>, Of> = true;

template <class T>
inline constexpr std::string_view id_prefix;
template <class Tag>
inline constexpr std::string_view id_prefix<Id<Tag>> = Tag::prefix;

// The name of an enum's value; "" for one that is not in json_names.
template <NamedEnum E>
constexpr std::string_view name_of(E e) {
  for (const auto& [value, name] : json_names(e)) {
    if (value == e) return name;
  }
  return {};
}
template <NamedEnum E>
constexpr std::optional<E> value_of(std::string_view given) {
  for (const auto& [value, name] : json_names(E{})) {
    if (name == given) return value;
  }
  return std::nullopt;
}

}  // namespace cairn::json
