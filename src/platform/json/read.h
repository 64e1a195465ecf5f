// JSON text to structs. All problems are collected, each with its path; nothing throws but require().
// Codes: syntax, encoding, depth, duplicate_field, unknown_field (400); required, type, range, too_short, too_long,
// format, not_finite, unknown_value (422).
#pragma once
#include <array>
#include <concepts>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/failure.h"
#include "base/id.h"
#include "base/time.h"
#include "platform/json/fields.h"
#include "platform/json/value.h"

namespace cairn::json {

using Problems = std::vector<Problem>;

// bad_request for malformed texts and unknown fields, else unprocessable.
Fault fault_of(const Problems& problems);
[[noreturn]] void fail_with(Problems problems);

template <class T>
struct Parsed {
  T value{};
  Problems problems;
  bool ok() const { return problems.empty(); }
  explicit operator bool() const { return ok(); }
  Fault fault() const { return fault_of(problems); }
  // fails: invalid_body with all problems.
  T require() && {
    if (!ok()) fail_with(std::move(problems));
    return std::move(value);
  }
};

namespace detail {

void add_problem(Problems& problems, const Path& path, std::string_view code, std::string message);
void wrong_type(Problems& problems, const Path& path, std::string_view wanted, const Value& got);
bool read_bool(const Value& v, bool& to, const Path& path, Problems& problems);
bool read_integer(const Value& v, std::int64_t low, std::int64_t high, std::int64_t& to, const Rules& rules,
                  const Path& path, Problems& problems);
bool read_number(const Value& v, double& to, const Rules& rules, const Path& path, Problems& problems);
bool read_string(const Value& v, std::string& to, const Rules& rules, const Path& path, Problems& problems);
bool read_date(const Value& v, Date& to, const Path& path, Problems& problems);
bool read_instant(const Value& v, Instant& to, const Path& path, Problems& problems);
void bad_id(const Value& v, std::string_view prefix, const Path& path, Problems& problems);
void unknown_value(const Value& v, std::span<const std::string_view> names, const Path& path, Problems& problems);
void check_count(std::size_t count, const Rules& rules, const Path& path, Problems& problems);
// Refuses members that are not among the names, each with the nearest of them.
void check_members(const Value& v, std::span<const std::string_view> names, const Path& path, Problems& problems);
void missing(Problems& problems, const Path& path);
Document one_value(std::string_view text, bool as_text);

}  // namespace detail

template <class T>
void bind_value(const Value& v, T& to, const Rules& rules, const Path& path, Problems& problems);

namespace detail {

template <class T>
void bind_struct(const Value& v, T& to, const Path& path, Problems& problems) {
  if (!v.is_object()) return wrong_type(problems, path, "an object", v);
  constexpr auto all = T::fields();
  const auto one = [&](const auto& f) {
    auto& member = to.*(f.member);
    using M = std::remove_cvref_t<decltype(member)>;
    const Value* found = v.find(f.name);
    const Path at = path.member(f.name);
    if (found) return bind_value(*found, member, f.rules, at, problems);
    if constexpr (!is_a<M, std::optional> && !is_a<M, Patch>) {
      if (!f.rules.has_default) missing(problems, at);
    }
  };
  std::apply([&](const auto&... f) { (one(f), ...); }, all);
  static constexpr auto names = std::apply(
      [](const auto&... f) { return std::array<std::string_view, sizeof...(f)>{f.name...}; }, all);
  check_members(v, names, path, problems);
}

template <class T>
void bind_list(const Value& v, std::vector<T>& to, const Rules& rules, const Path& path, Problems& problems) {
  if (!v.is_array()) return wrong_type(problems, path, "a list", v);
  check_count(v.items().size(), rules, path, problems);
  if (v.items().size() > rules.max_length) return;
  Rules each = rules;  // range, format and the like hold for each item, length for the list
  each.min_length = 0;
  each.max_length = Rules{}.max_length;
  to.clear();
  to.reserve(v.items().size());
  for (std::size_t i = 0; i < v.items().size(); ++i) {
    T item{};
    bind_value(v.items()[i], item, each, path.item(i), problems);
    to.push_back(std::move(item));
  }
}

template <class T>
void bind_map(const Value& v, std::map<std::string, T>& to, const Rules& rules, const Path& path, Problems& problems) {
  if (!v.is_object()) return wrong_type(problems, path, "an object", v);
  check_count(v.members().size(), rules, path, problems);
  to.clear();
  for (const Value::Member& m : v.members()) bind_value(m.value, to[m.key], Rules{}, path.member(m.key), problems);
}

template <class E>
void bind_enum(const Value& v, E& to, const Path& path, Problems& problems) {
  static constexpr auto pairs = json_names(E{});
  if (v.is_string()) {
    if (const auto found = value_of<E>(v.string())) {
      to = *found;
      return;
    }
  }
  std::array<std::string_view, pairs.size()> names;
  for (std::size_t i = 0; i < pairs.size(); ++i) names[i] = pairs[i].second;
  unknown_value(v, names, path, problems);
}

}  // namespace detail

template <class T>
void bind_value(const Value& v, T& to, const Rules& rules, const Path& path, Problems& problems) {
  if constexpr (is_a<T, std::optional>) {
    to.reset();
    if (v.is_null()) return;
    bind_value(v, to.emplace(), rules, path, problems);
  } else if constexpr (is_a<T, Patch>) {
    to.present = true;
    if (v.is_null() && rules.not_null) return detail::wrong_type(problems, path, "a value", v);
    bind_value(v, to.value, rules, path, problems);
  } else if constexpr (std::same_as<T, bool>) {
    detail::read_bool(v, to, path, problems);
  } else if constexpr (std::integral<T>) {
    std::int64_t n = 0;
    constexpr std::int64_t low = std::unsigned_integral<T> ? 0 : static_cast<std::int64_t>(std::numeric_limits<T>::min());
    constexpr std::int64_t high = std::in_range<std::int64_t>(std::numeric_limits<T>::max())
                                      ? static_cast<std::int64_t>(std::numeric_limits<T>::max())
                                      : std::numeric_limits<std::int64_t>::max();
    if (detail::read_integer(v, low, high, n, rules, path, problems)) to = static_cast<T>(n);
  } else if constexpr (std::same_as<T, double>) {
    detail::read_number(v, to, rules, path, problems);
  } else if constexpr (std::same_as<T, std::string>) {
    detail::read_string(v, to, rules, path, problems);
  } else if constexpr (is_a<T, Id>) {
    const auto id = T::parse(v.string());
    if (id) to = *id;
    else detail::bad_id(v, id_prefix<T>, path, problems);
  } else if constexpr (std::same_as<T, Date>) {
    detail::read_date(v, to, path, problems);
  } else if constexpr (std::same_as<T, Instant>) {
    detail::read_instant(v, to, path, problems);
  } else if constexpr (NamedEnum<T>) {
    detail::bind_enum(v, to, path, problems);
  } else if constexpr (is_a<T, std::vector>) {
    detail::bind_list(v, to, rules, path, problems);
  } else if constexpr (is_a<T, std::map>) {
    detail::bind_map(v, to, rules, path, problems);
  } else if constexpr (std::same_as<T, Raw>) {
    to.text.clear();
    append(to.text, v);
  } else if constexpr (std::same_as<T, Value>) {
    to = v;
  } else {
    static_assert(Described<T>, "a type read from JSON needs a fields() list or json_names");
    detail::bind_struct(v, to, path, problems);
  }
}

template <class T>
Parsed<T> bind_document(const Document& document) {
  Parsed<T> parsed;
  parsed.problems = document.problems;
  if (document.ok()) bind_value(document.value, parsed.value, Rules{}, Path{}, parsed.problems);
  return parsed;
}

// in: one JSON text; out: the struct, or every problem there is.
template <class T>
Parsed<T> parse(std::string_view text) {
  return bind_document<T>(parse_document(text));
}

namespace detail {

template <class M>
inline constexpr bool takes_many = is_a<M, std::vector>;
template <class T>
inline constexpr bool takes_many<std::optional<std::vector<T>>> = true;

// What a member's text in a query string stands for: numbers and truth values bare, the rest text, lists by commas.
template <class M>
Value from_texts(std::span<const std::string> texts) {
  if constexpr (is_a<M, std::optional> || is_a<M, Patch>) {
    return from_texts<std::remove_cvref_t<decltype(*std::declval<M>())>>(texts);
  } else if constexpr (is_a<M, std::vector>) {
    Value::Items items;
    for (std::string_view rest : texts) {
      while (!rest.empty()) {
        const std::string one(rest.substr(0, rest.find(',')));
        items.push_back(from_texts<typename M::value_type>(std::span(&one, 1)));
        rest.remove_prefix(std::min(rest.size(), one.size() + 1));
      }
    }
    return Value(std::move(items));
  } else {
    constexpr bool bare = std::is_arithmetic_v<M>;
    return one_value(texts.back(), !bare).value;
  }
}

}  // namespace detail

// Binds decoded name=value pairs (a query string) to a struct: unknown names are refused, a name given twice is
// refused unless its member is a list.
template <class T>
Parsed<T> parse_pairs(std::span<const std::pair<std::string, std::string>> pairs) {
  std::map<std::string, std::vector<std::string>> given;
  for (const auto& [name, text] : pairs) given[name].push_back(text);
  Value::Members members;
  Problems doubled;
  const auto one = [&](const auto& f) {
    using M = std::remove_cvref_t<decltype(std::declval<T&>().*(f.member))>;
    const auto found = given.find(std::string(f.name));
    if (found == given.end()) return;
    constexpr bool many = detail::takes_many<M>;
    if (found->second.size() > 1 && !many) {
      detail::add_problem(doubled, Path{}.member(f.name), "duplicate_field", "Give this once.");
    }
    members.push_back({std::string(f.name), detail::from_texts<M>(found->second)});
    given.erase(found);
  };
  constexpr auto all = T::fields();
  std::apply([&](const auto&... f) { (one(f), ...); }, all);
  for (const auto& [name, texts] : given) members.push_back({name, Value(texts.back())});
  Parsed<T> parsed;
  parsed.problems = std::move(doubled);
  bind_value(Value(std::move(members)), parsed.value, Rules{}, Path{}, parsed.problems);
  return parsed;
}

}  // namespace cairn::json
