// JSON Schema 2020-12 (as OpenAPI 3.1 has it) from the fields() lists. Deterministic: members in their order,
// components by name.
#pragma once
#include <concepts>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/time.h"
#include "platform/json/fields.h"
#include "platform/json/value.h"
#include "platform/json/write.h"

namespace cairn::json {

using Components = std::map<std::string, std::string>;  // name -> schema text

template <class T>
concept HasJsonName = requires { { T::json_name } -> std::convertible_to<std::string_view>; };

template <class T>
std::string schema(Components& components, const Rules& rules = {}, std::string_view doc = {});

namespace detail {

std::string integer_schema(const Rules& rules, std::string_view doc);
std::string number_schema(const Rules& rules, std::string_view doc);
std::string string_schema(const Rules& rules, std::string_view doc);
std::string id_schema(std::string_view prefix, std::string_view doc);
std::string simple_schema(std::string_view type, std::string_view format, std::string_view doc);
std::string enum_schema(const std::vector<std::string_view>& names, std::string_view doc);
std::string list_schema(const std::string& items, const Rules& rules, std::string_view doc);
std::string map_schema(const std::string& items, std::string_view doc);
std::string nullable(const std::string& schema);  // allows null too
std::string reference(std::string_view name, std::string_view doc);

struct ObjectSchema {
  std::string properties, required;
  void add(std::string_view name, const std::string& schema, bool is_required);
  std::string text(std::string_view doc) const;
};

template <class T>
constexpr std::string_view doc_of() {
  if constexpr (requires { { T::json_doc } -> std::convertible_to<std::string_view>; }) return T::json_doc;
  return {};
}

template <class T>
std::string struct_schema(Components& components) {
  ObjectSchema object;
  const auto one = [&](const auto& f) {
    using M = std::remove_cvref_t<decltype(std::declval<T&>().*(f.member))>;
    const bool is_required = !is_a<M, std::optional> && !is_a<M, Patch> && !f.rules.has_default;
    object.add(f.name, schema<M>(components, f.rules, f.doc), is_required);
  };
  constexpr auto all = T::fields();
  std::apply([&](const auto&... f) { (one(f), ...); }, all);
  return object.text(doc_of<T>());
}

template <class T>
std::string named_schema(Components& components, std::string_view doc) {
  if constexpr (HasJsonName<T>) {
    const std::string name(T::json_name);
    if (components.emplace(name, "{}").second) {  // known before its members, which may refer to it
      std::string text = struct_schema<T>(components);
      components[name] = std::move(text);
    }
    return reference(name, doc);
  } else {
    return struct_schema<T>(components);
  }
}

}  // namespace detail

// out: the schema of a T, by reference for structs with a json_name, which are added to the components.
template <class T>
std::string schema(Components& components, const Rules& rules, std::string_view doc) {
  if constexpr (is_a<T, std::optional>) {
    return detail::nullable(schema<typename T::value_type>(components, rules, doc));
  } else if constexpr (is_a<T, Patch>) {
    const std::string inner = schema<typename decltype(T::value)::value_type>(components, rules, doc);
    return rules.not_null ? inner : detail::nullable(inner);
  } else if constexpr (std::same_as<T, bool>) {
    return detail::simple_schema("boolean", {}, doc);
  } else if constexpr (std::integral<T>) {
    return detail::integer_schema(rules, doc);
  } else if constexpr (std::floating_point<T>) {
    return detail::number_schema(rules, doc);
  } else if constexpr (is_a<T, Id>) {
    return detail::id_schema(id_prefix<T>, doc);
  } else if constexpr (std::same_as<T, Date>) {
    return detail::simple_schema("string", "date", doc);
  } else if constexpr (std::same_as<T, Instant>) {
    return detail::simple_schema("string", "date-time", doc);
  } else if constexpr (NamedEnum<T>) {
    std::vector<std::string_view> names;
    for (const auto& [value, name] : json_names(T{})) names.push_back(name);
    return detail::enum_schema(names, doc);
  } else if constexpr (std::convertible_to<const T&, std::string_view>) {
    return detail::string_schema(rules, doc);
  } else if constexpr (is_a<T, std::vector> || detail::is_array_of<T>) {
    Rules each = rules;
    each.min_length = 0;
    each.max_length = Rules{}.max_length;
    return detail::list_schema(schema<typename T::value_type>(components, each), rules, doc);
  } else if constexpr (is_a<T, std::map>) {
    return detail::map_schema(schema<typename T::mapped_type>(components), doc);
  } else if constexpr (std::same_as<T, Raw> || std::same_as<T, Value>) {
    return detail::simple_schema({}, {}, doc);
  } else {
    return detail::named_schema<T>(components, doc);
  }
}

// One member of a struct as a query parameter.
struct Parameter {
  std::string name, doc, schema;
  bool required = false;
};

template <class T>
std::vector<Parameter> parameters(Components& components) {
  std::vector<Parameter> out;
  const auto one = [&](const auto& f) {
    using M = std::remove_cvref_t<decltype(std::declval<T&>().*(f.member))>;
    Parameter p{std::string(f.name), std::string(f.doc), {}, false};
    if constexpr (is_a<M, std::optional>) {
      p.schema = schema<typename M::value_type>(components, f.rules);
    } else {
      p.schema = schema<M>(components, f.rules);
      p.required = !is_a<M, Patch> && !f.rules.has_default;
    }
    out.push_back(std::move(p));
  };
  constexpr auto all = T::fields();
  std::apply([&](const auto&... f) { (one(f), ...); }, all);
  return out;
}

}  // namespace cairn::json
