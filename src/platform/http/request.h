// A request as handlers see it: method, decoded path, headers, body, and who sent it from where. Strings are views
// into the connection's buffer and live as long as the request.
#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cairn::http {

enum class Method : std::uint8_t { get, head, post, put, patch, del, options, other };
std::string_view name_of(Method method);
std::optional<Method> method_of(std::string_view text);

// What an API token may do; `none` marks a public route.
enum class Scope : std::uint32_t { none = 0, read = 1, write = 2, admin = 4 };
constexpr Scope operator|(Scope a, Scope b) { return static_cast<Scope>(static_cast<std::uint32_t>(a) | static_cast<std::uint32_t>(b)); }
constexpr std::uint32_t bits(Scope scope) { return static_cast<std::uint32_t>(scope); }

// Who asks, as the authenticate hook found out. person 0 is nobody.
struct Principal {
  std::int64_t person = 0;
  std::int64_t session = 0;         // id of the session or of the token
  std::uint32_t scopes = 0;         // bits(Scope), all of them for a session
  std::uint32_t roles = 0;          // bits that only the hook and the rules understand
  bool token = false;               // came with a bearer token instead of the cookie
  std::shared_ptr<const void> actor;  // what the hook wants to find again in the handler
  bool signed_in() const { return person != 0; }
};

struct Header {
  std::string_view name;  // lower case
  std::string_view value;
};

struct Request {
  Method method = Method::get;
  std::string_view target;      // as sent
  std::string path;             // percent-decoded once, "/api/v1/things/T-12"
  std::string_view query_text;  // after '?', not decoded
  std::vector<Header> headers;
  std::string body;
  std::string address;     // of the client; behind a trusted proxy what it says
  bool secure = false;     // the browser speaks TLS (to us or to the trusted proxy)
  std::string request_id;
  std::string head;        // the bytes the views look into

  std::string_view header(std::string_view lower_case_name) const;  // "" when absent
  bool has(std::string_view lower_case_name) const;
  std::string_view host() const { return header("host"); }
  std::string_view cookie(std::string_view name) const;             // "" when absent
  std::string_view session_cookie() const;  // `__Host-cairn`, on plain HTTP `cairn`
  std::string_view bearer() const;          // of `Authorization: Bearer ...`, "" when absent
};

// The name of the session's cookie: `__Host-cairn` needs TLS, plain loopback uses `cairn`.
std::string_view session_cookie_name(bool secure);
// out: a Set-Cookie value: HttpOnly, SameSite=Lax, Path=/, Secure where the request is; max_age_s 0 deletes the cookie.
std::string session_cookie_header(const Request& request, std::string_view value, std::int64_t max_age_s);

}  // namespace cairn::http
