// Binds request inputs to structs through their json fields() list: bodies as JSON, query strings name by name.
#pragma once
#include <charconv>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/failure.h"
#include "base/id.h"
#include "base/time.h"
#include "platform/http/call.h"
#include "platform/http/target.h"
#include "platform/json/json.h"

namespace cairn::http {

// Name of a type's schema in the document; the schema itself goes to `components`.
using SchemaOf = std::string (*)(cairn::json::Components& components);
template <class T>
std::string schema_of(cairn::json::Components& components) {
  return cairn::json::schema<T>(components);
}

// One query parameter as the document tells it.
struct QueryParam {
  std::string name;
  std::string text;
  std::string schema;  // JSON
  bool required = false;
};

struct Binder {
  // in: the body, or the query text; out: the value, or problems
  Bound (*bind)(std::string_view text, std::vector<Problem>& problems) = nullptr;
  SchemaOf schema = nullptr;
  std::vector<QueryParam> (*params)(cairn::json::Components& components) = nullptr;
};

}  // namespace cairn::http
