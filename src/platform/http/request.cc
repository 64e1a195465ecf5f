// Lookups in a request, and the session's cookie.
#include "platform/http/request.h"

#include "platform/http/target.h"

namespace cairn::http {

std::string_view name_of(Method method) {
  switch (method) {
    case Method::get: return "GET";
    case Method::head: return "HEAD";
    case Method::post: return "POST";
    case Method::put: return "PUT";
    case Method::patch: return "PATCH";
    case Method::del: return "DELETE";
    case Method::options: return "OPTIONS";
    case Method::other: break;
  }
  return "other";
}

std::optional<Method> method_of(std::string_view text) {
  for (const auto m : {Method::get, Method::head, Method::post, Method::put, Method::patch, Method::del, Method::options}) {
    if (text == name_of(m)) return m;
  }
  return std::nullopt;
}

std::string_view Request::header(std::string_view lower_case_name) const {
  for (const auto& h : headers) {
    if (h.name == lower_case_name) return h.value;
  }
  return {};
}

bool Request::has(std::string_view lower_case_name) const {
  for (const auto& h : headers) {
    if (h.name == lower_case_name) return true;
  }
  return false;
}

std::string_view Request::cookie(std::string_view name) const {
  for (const auto& h : headers) {
    if (h.name != "cookie") continue;
    for (const auto& [key, value] : parse_cookies(h.value)) {
      if (key == name) return value;
    }
  }
  return {};
}

std::string_view session_cookie_name(bool secure) { return secure ? "__Host-cairn" : "cairn"; }

std::string_view Request::session_cookie() const { return cookie(session_cookie_name(secure)); }

std::string_view Request::bearer() const {
  const auto value = header("authorization");
  constexpr std::string_view scheme = "bearer ";
  if (value.size() <= scheme.size() || !same_ignoring_case(value.substr(0, scheme.size()), scheme)) return {};
  return trim(value.substr(scheme.size()));
}

std::string session_cookie_header(const Request& request, std::string_view value, std::int64_t max_age_s) {
  std::string out(session_cookie_name(request.secure));
  out.append("=").append(value).append("; Path=/; HttpOnly; SameSite=Lax; Max-Age=").append(std::to_string(max_age_s));
  if (request.secure) out += "; Secure";
  return out;
}

}  // namespace cairn::http
