// The OpenAPI 3.1 document, written straight from the registry: paths sorted, members in a fixed order, so that the
// committed file changes only when the API does.
#include <map>

#include "platform/http/problem.h"
#include "platform/http/route.h"

namespace cairn::http {
namespace {

// Writes an object or list, member by member.
class Writer {
 public:
  explicit Writer(std::string& out) : out_(out) {}
  void raw(std::string_view key, std::string_view json_text) {
    comma();
    json::append_string(out_, key);
    out_.append(":").append(json_text);
  }
  void text(std::string_view key, std::string_view value) {
    comma();
    json::append_string(out_, key);
    out_ += ':';
    json::append_string(out_, value);
  }
  template <class F>
  void object(std::string_view key, F&& body) {
    comma();
    json::append_string(out_, key);
    out_ += ":{";
    Writer inner(out_);
    body(inner);
    out_ += '}';
  }

 private:
  void comma() {
    if (!first_) out_ += ',';
    first_ = false;
  }
  std::string& out_;
  bool first_ = true;
};

constexpr std::string_view problem_schema =
    R"({"type":"object","description":"RFC 9457 problem details","required":["type","title","status","detail","code","request_id"],)"
    R"("properties":{"type":{"type":"string"},"title":{"type":"string"},"status":{"type":"integer"},"detail":{"type":"string",)"
    R"("description":"a sentence for people"},"code":{"type":"string","description":"stable"},"request_id":{"type":"string"},)"
    R"("fields":{"type":"array","items":{"type":"object","required":["field","code","message"],"properties":{"field":{"type":"string"},)"
    R"("code":{"type":"string"},"message":{"type":"string"}}}}}})";

constexpr std::string_view security_schemes =
    R"({"cookie":{"type":"apiKey","in":"cookie","name":"__Host-cairn","description":"the session; changing requests also carry X-Cairn: 1 and their Origin"},)"
    R"("bearer":{"type":"http","scheme":"bearer","description":"a personal API token"}})";

std::string lower_name(Method method) {
  std::string out(name_of(method));
  for (auto& c : out) c = static_cast<char>(c - 'A' + 'a');
  return out;
}

// "GET /key-results/{id}/checkins" -> "get_key_results_id_checkins"
std::string operation_id(const Route& r) {
  std::string out = lower_name(r.method());
  for (const char c : r.template_path()) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) out += c;
    else if (c != '}' && out.back() != '_') out += '_';
  }
  return out;
}

std::string header_parameter(std::string_view name, bool required, std::string_view text) {
  std::string out;
  Writer w(out);
  w.text("name", name);
  w.text("in", "header");
  w.raw("required", required ? "true" : "false");
  w.text("description", text);
  w.raw("schema", R"({"type":"string"})");
  return '{' + out + '}';
}

std::vector<std::string> path_parameters(const Route& r) {
  std::vector<std::string> out;
  const auto& path = r.template_path();
  for (auto at = path.find('{'); at != std::string::npos; at = path.find('{', at + 1)) {
    const auto end = path.find('}', at);
    std::string text;
    Writer w(text);
    w.text("name", path.substr(at + 1, end - at - 1));
    w.text("in", "path");
    w.raw("required", "true");
    w.raw("schema", R"({"type":"string"})");
    out.push_back('{' + text + '}');
  }
  return out;
}

std::string parameters_of(const Route& r, json::Components& components) {
  auto all = path_parameters(r);
  if (r.query_of().params) {
    for (const auto& p : r.query_of().params(components)) {
      std::string text;
      Writer w(text);
      w.text("name", p.name);
      w.text("in", "query");
      w.raw("required", p.required ? "true" : "false");
      if (!p.doc.empty()) w.text("description", p.doc);
      w.raw("schema", p.schema);
      all.push_back('{' + text + '}');
    }
  }
  if (r.method() == Method::post) all.push_back(header_parameter("Idempotency-Key", false, "the same key with the same request is done once; kept for 24 hours"));
  if (r.wants_if_match()) all.push_back(header_parameter("If-Match", true, "the ETag of the version that is changed"));
  std::string out = "[";
  for (const auto& p : all) out.append(out.size() > 1 ? "," : "").append(p);
  return out + ']';
}

void write_body(Writer& w, const Route& r, json::Components& components) {
  if (!r.takes_body()) return;
  w.object("requestBody", [&](Writer& body) {
    body.raw("required", "true");
    body.object("content", [&](Writer& content) {
      for (const auto& type : r.raw_types()) content.raw(type, R"({"schema":{"type":"string","format":"binary"}})");
      if (!r.body_of().schema) return;
      content.object("application/json", [&](Writer& json_type) {
        json_type.raw("schema", r.body_of().schema(components));
        if (!r.example_of().empty()) json_type.raw("example", r.example_of());
      });
    });
  });
}

std::vector<int> refusals_of(const Route& r) {
  std::vector<int> out = {400};
  if (r.scope_of() != Scope::none) out.insert(out.end(), {401, 403});
  else if (r.method() != Method::get) out.push_back(403);
  if (r.template_path().find('{') != std::string::npos || r.method() == Method::get) out.push_back(404);
  if (r.method() != Method::get) out.push_back(409);
  if (r.wants_if_match()) out.push_back(412);
  if (r.takes_body()) out.insert(out.end(), {413, 415});
  if (r.takes_body() || r.query_of().bind) out.push_back(422);
  if (r.wants_if_match()) out.push_back(428);
  out.insert(out.end(), {429, 503});
  return out;
}

void write_responses(Writer& w, const Route& r, json::Components& components) {
  w.object("responses", [&](Writer& responses) {
    for (const auto& a : r.answers_of()) {
      responses.object(std::to_string(a.status), [&](Writer& one) {
        one.text("description", a.text.empty() ? title_of(a.status) : std::string_view(a.text));
        if (a.type.empty()) return;
        one.object("content", [&](Writer& content) {
          content.object(a.type, [&](Writer& media) { media.raw("schema", a.schema ? a.schema(components) : std::string(R"({"type":"string"})")); });
        });
      });
    }
    for (const int status : refusals_of(r)) responses.raw(std::to_string(status), R"({"$ref":"#/components/responses/)" + std::to_string(status) + "\"}");
  });
}

std::string scope_name(Scope scope) { return scope == Scope::admin ? "admin" : scope == Scope::write ? "write" : "read"; }

void write_operation(Writer& w, const Route& r, json::Components& components) {
  w.object(lower_name(r.method()), [&](Writer& op) {
    op.text("operationId", operation_id(r));
    op.text("summary", r.summary_text());
    if (!r.description_text().empty()) op.text("description", r.description_text());
    op.raw("tags", "[" + json::write(r.tag_text()) + "]");
    op.text("x-rule", r.rule_of().name);
    if (r.scope_of() == Scope::none) {
      op.raw("security", "[]");
    } else {
      op.text("x-scope", scope_name(*r.scope_of()));
    }
    op.raw("parameters", parameters_of(r, components));
    write_body(op, r, components);
    write_responses(op, r, components);
  });
}

void write_components(Writer& document, json::Components components) {
  components.emplace("Problem", problem_schema);
  document.object("components", [&](Writer& w) {
    w.object("schemas", [&](Writer& schemas) {
      for (const auto& [name, schema] : components) schemas.raw(name, schema);
    });
    w.object("responses", [&](Writer& responses) {
      for (const int status : {400, 401, 403, 404, 409, 412, 413, 415, 422, 428, 429, 503}) {
        responses.object(std::to_string(status), [&](Writer& one) {
          one.text("description", title_of(status));
          one.raw("content", R"({"application/problem+json":{"schema":{"$ref":"#/components/schemas/Problem"}}})");
        });
      }
    });
    w.raw("securitySchemes", security_schemes);
  });
}

}  // namespace

std::string openapi(const Registry& registry, std::string_view title, std::string_view version) {
  std::map<std::string, std::map<Method, const Route*>> paths;
  for (const auto& r : registry.routes()) {
    if (!r->rooted()) paths[r->template_path()][r->method()] = r.get();
  }
  json::Components components;
  std::string out = "{";
  Writer w(out);
  w.text("openapi", "3.1.0");
  w.object("info", [&](Writer& info) {
    info.text("title", title);
    info.text("version", version);
    info.raw("license", R"({"name":"Apache-2.0","identifier":"Apache-2.0"})");
  });
  w.raw("servers", R"([{"url":"/api/v1"}])");
  w.raw("security", R"([{"cookie":[]},{"bearer":[]}])");
  w.object("paths", [&](Writer& all) {
    for (const auto& [path, methods] : paths) {
      all.object(path, [&](Writer& one) {
        for (const auto& [method, r] : methods) write_operation(one, *r, components);
      });
    }
  });
  write_components(w, components);
  return out + '}';
}

}  // namespace cairn::http
