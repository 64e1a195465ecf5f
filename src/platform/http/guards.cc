// Credentials, rights, cross-site requests, inputs.
#include "platform/http/guards.h"

#include <algorithm>

#include "platform/http/target.h"

namespace cairn::http {
namespace {

// in: "Text/CSV; charset=utf-8"; out: whether the media type is the one named
bool is_media_type(std::string_view content_type, std::string_view wanted) {
  return wanted == "*/*" || same_ignoring_case(trim(content_type.substr(0, content_type.find(';'))), wanted);
}

[[noreturn]] void refuse_media_type(std::string_view wanted) {
  fail(Fault::unsupported_media, "unsupported_media_type", "The body must be sent as " + std::string(wanted) + '.');
}

[[noreturn]] void fail_csrf(const char* message) { fail(Fault::forbidden, "csrf", message); }

bool is_own_origin(const Request& request, std::string_view origin, const std::vector<std::string>& origins) {
  if (!origins.empty()) return std::find(origins.begin(), origins.end(), origin) != origins.end();
  const std::string_view scheme = request.secure ? "https://" : "http://";
  return origin.starts_with(scheme) && same_ignoring_case(origin.substr(scheme.size()), request.host());
}

void bind_query(Exchange& x, const Route& route) {
  const auto text = x.request.query_text;
  std::vector<Problem> problems;
  if (route.query_of().bind) {
    x.query = route.query_of().bind(text, problems);
  } else if (!text.empty()) {
    const auto pairs = parse_query(text);
    if (!pairs) problems.push_back({"", "encoding", "The query string is not well-formed."});
    for (const auto& [name, value] : pairs.value_or(QueryPairs{})) problems.push_back({name, "unknown_field", "This address takes no such parameter."});
  }
  if (problems.empty()) return;
  const auto encoding = std::any_of(problems.begin(), problems.end(), [](const Problem& p) { return p.code == "encoding"; });
  const auto fault = encoding ? Fault::bad_request : json::fault_of(problems);
  fail(fault, "invalid_query", "The query string has problems.", std::move(problems));
}

void bind_body(Exchange& x, const Route& route) {
  const auto& request = x.request;
  if (!route.raw_types().empty()) {
    const auto type = request.header("content-type");
    const auto& types = route.raw_types();
    if (std::none_of(types.begin(), types.end(), [&](const std::string& t) { return is_media_type(type, t); })) refuse_media_type(types.front());
    return;
  }
  if (!route.body_of().bind) {
    if (!request.body.empty() && request.body != "{}") fail(Fault::bad_request, "unexpected_body", "This address takes no body.");
    return;
  }
  if (!is_media_type(request.header("content-type"), "application/json")) refuse_media_type("application/json");
  if (!request.header("content-encoding").empty()) fail(Fault::unsupported_media, "unsupported_coding", "Bodies are taken uncompressed.");
  std::vector<Problem> problems;
  x.body = route.body_of().bind(request.body, problems);
  if (!problems.empty()) json::fail_with(std::move(problems));
}

}  // namespace

bool is_unsafe(Method method) { return method != Method::get && method != Method::head && method != Method::options; }

bool has_credentials(const Request& request) { return request.has("authorization") || !request.session_cookie().empty(); }

void check_credentials(const Request& request) {
  const bool authorised = request.has("authorization");
  if (authorised && !request.session_cookie().empty()) {
    fail(Fault::bad_request, "two_credentials", "Send the session cookie or a token, not both.");
  }
  if (authorised && request.bearer().empty()) fail(Fault::unauthenticated, "unauthenticated", "Only bearer tokens are known here.");
}

void check_rights(const Route& route, const Principal& principal) {
  if (!route.rule_of().allows(principal)) {
    if (!principal.signed_in()) fail(Fault::unauthenticated, "unauthenticated", "Sign in first.");
    fail(Fault::forbidden, "forbidden", "Your role does not allow this.");
  }
  const auto wanted = bits(route.scope_of().value_or(Scope::none));
  if (wanted == 0) return;
  if (!principal.signed_in()) fail(Fault::unauthenticated, "unauthenticated", "Sign in first.");
  if ((principal.scopes & wanted) != wanted) fail(Fault::forbidden, "scope_missing", "This token's scope does not reach so far.");
}

void check_same_site(const Request& request, const std::vector<std::string>& origins) {
  if (request.header("x-cairn") != "1") fail_csrf("Requests that change something carry the header X-Cairn: 1.");
  const auto origin = request.header("origin");
  if (!origin.empty()) {
    if (!is_own_origin(request, origin, origins)) fail_csrf("The request comes from another site.");
    return;
  }
  const auto site = request.header("sec-fetch-site");
  if (site != "same-origin") fail_csrf("The request does not say that it comes from this site: Origin is missing.");
}

void bind_inputs(Exchange& x, const Route& route) {
  bind_query(x, route);
  bind_body(x, route);
}

}  // namespace cairn::http
