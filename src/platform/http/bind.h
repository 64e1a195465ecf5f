// Binds request inputs to structs through their json fields() list: bodies as JSON, query strings name by name.
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/failure.h"
#include "platform/http/call.h"
#include "platform/http/target.h"
#include "platform/json/json.h"

namespace cairn::http {

// out: the schema of a type as JSON text; named structs go to the components
using SchemaOf = std::string (*)(cairn::json::Components& components);

// How a route's input of some type is read and told of in the document.
struct Binder {
  // in: the body, or the query text; out: the value; problems otherwise
  Bound (*bind)(std::string_view text, std::vector<Problem>& problems) = nullptr;
  SchemaOf schema = nullptr;
  std::vector<cairn::json::Parameter> (*params)(cairn::json::Components& components) = nullptr;
};

template <class T>
std::string schema_of(cairn::json::Components& components) {
  return cairn::json::schema<T>(components);
}

namespace detail {

template <class T>
Bound keep(cairn::json::Parsed<T>&& parsed, std::vector<Problem>& problems) {
  problems = std::move(parsed.problems);
  if (!problems.empty()) return {};
  return {&type_mark<T>, std::make_shared<const T>(std::move(parsed.value))};
}

template <class T>
Bound bind_body(std::string_view text, std::vector<Problem>& problems) {
  return keep<T>(cairn::json::parse<T>(text), problems);
}

template <class T>
Bound bind_query(std::string_view text, std::vector<Problem>& problems) {
  const auto pairs = parse_query(text);
  if (!pairs) {
    problems.push_back({"", "encoding", "The query string is not well-formed UTF-8 in percent escapes."});
    return {};
  }
  return keep<T>(cairn::json::parse_pairs<T>(*pairs), problems);
}

}  // namespace detail

template <class T>
Binder body_binder() {
  return {&detail::bind_body<T>, &schema_of<T>, nullptr};
}

template <class T>
Binder query_binder() {
  return {&detail::bind_query<T>, nullptr, &cairn::json::parameters<T>};
}

}  // namespace cairn::http
