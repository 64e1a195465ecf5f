// The texts of schemas.
#include "platform/json/schema.h"

#include <cmath>

namespace cairn::json::detail {
namespace {

// One schema object, member by member.
class Text {
 public:
  Text& raw(std::string_view key, std::string_view json) {
    text_ += text_.size() > 1 ? "," : "";
    append_string(text_, key);
    text_ += ':';
    text_ += json;
    return *this;
  }
  Text& string(std::string_view key, std::string_view value) {
    if (value.empty()) return *this;
    std::string quoted;
    append_string(quoted, value);
    return raw(key, quoted);
  }
  Text& number(std::string_view key, double n) {
    if (!std::isfinite(n)) return *this;
    std::string digits;
    append_number(digits, n);
    return raw(key, digits);
  }
  Text& count(std::string_view key, std::size_t n, std::size_t none) {
    return n == none ? *this : raw(key, std::to_string(n));
  }
  std::string done() const { return text_ + "}"; }

 private:
  std::string text_ = "{";
};

constexpr std::size_t no_limit = static_cast<std::size_t>(-1);

std::string_view format_name(Format format) {
  return format == Format::email ? "email" : format == Format::uri ? "uri" : "";
}
std::string_view pattern(Format format) {
  if (format == Format::color) return "^#[0-9a-fA-F]{6}$";
  return format == Format::slug ? "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$" : "";
}

}  // namespace

std::string integer_schema(const Rules& rules, std::string_view doc) {
  return Text().string("type", "integer").number("minimum", rules.low).number("maximum", rules.high).string("description", doc).done();
}

std::string number_schema(const Rules& rules, std::string_view doc) {
  return Text().string("type", "number").number("minimum", rules.low).number("maximum", rules.high).string("description", doc).done();
}

std::string string_schema(const Rules& rules, std::string_view doc) {
  return Text()
      .string("type", "string")
      .string("format", format_name(rules.format))
      .string("pattern", rules.one_line && rules.format == Format::none ? "^[^\\u0000-\\u001f\\u007f]*$" : pattern(rules.format))
      .count("minLength", rules.min_length, 0)
      .count("maxLength", rules.max_length, no_limit)
      .string("description", doc)
      .done();
}

std::string id_schema(std::string_view prefix, std::string_view doc) {
  return Text().string("type", "string").string("pattern", "^" + std::string(prefix) + "[1-9][0-9]*$").string("description", doc).done();
}

std::string simple_schema(std::string_view type, std::string_view format, std::string_view doc) {
  return Text().string("type", type).string("format", format).string("description", doc).done();
}

std::string enum_schema(const std::vector<std::string_view>& names, std::string_view doc) {
  return Text().string("type", "string").raw("enum", write(names)).string("description", doc).done();
}

std::string list_schema(const std::string& items, const Rules& rules, std::string_view doc) {
  return Text()
      .string("type", "array")
      .raw("items", items)
      .count("minItems", rules.min_length, 0)
      .count("maxItems", rules.max_length, no_limit)
      .string("description", doc)
      .done();
}

std::string map_schema(const std::string& items, std::string_view doc) {
  return Text().string("type", "object").raw("additionalProperties", items).string("description", doc).done();
}

std::string nullable(const std::string& schema) {
  constexpr std::string_view type = R"({"type":")";
  const bool is_enum = schema.find(R"("enum":[)") != std::string::npos;
  if (!is_enum && schema.starts_with(type)) {  // {"type":"string",… -> {"type":["string","null"],…
    const std::size_t end = schema.find('"', type.size());
    return R"({"type":[")" + schema.substr(type.size(), end - type.size()) + R"(","null"])" + schema.substr(end + 1);
  }
  if (schema == "{}") return schema;
  return R"({"anyOf":[)" + schema + R"(,{"type":"null"}]})";
}

std::string reference(std::string_view name, std::string_view doc) {
  return Text().string("$ref", "#/components/schemas/" + std::string(name)).string("description", doc).done();
}

void ObjectSchema::add(std::string_view name, const std::string& schema, bool is_required) {
  if (!properties.empty()) properties += ',';
  append_string(properties, name);
  properties += ':' + schema;
  if (!is_required) return;
  if (!required.empty()) required += ',';
  append_string(required, name);
}

std::string ObjectSchema::text(std::string_view doc) const {
  Text out;
  out.string("type", "object").string("description", doc).raw("properties", "{" + properties + "}");
  if (!required.empty()) out.raw("required", "[" + required + "]");
  return out.raw("additionalProperties", "false").done();
}

}  // namespace cairn::json::detail
