// Reads what a request line and its headers carry: target, query, cookies, lists. Pure functions, safe on any bytes.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cairn::http {

struct Target {
  std::string path;        // decoded once; starts with '/'; no NUL, no "." or ".." segment, UTF-8
  std::string_view query;  // not decoded
};

// out: nullopt for anything that is not an origin-form target, or whose decoding is off or unsafe
std::optional<Target> parse_target(std::string_view text);

using QueryPairs = std::vector<std::pair<std::string, std::string>>;
// out: decoded names and values in order ('+' is a space); nullopt when an escape is off or the result is not UTF-8
std::optional<QueryPairs> parse_query(std::string_view text);

// out: names and values in order; pairs that are no cookie are left out
std::vector<std::pair<std::string_view, std::string_view>> parse_cookies(std::string_view header);

// out: decoded text; nullopt when an escape is off
std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space = false);

bool is_loopback(std::string_view address);
bool is_utf8(std::string_view text);
// in: "gzip, br;q=0.5"; out: whether the coding is accepted (q > 0), by name or by '*'
bool accepts_coding(std::string_view header, std::string_view coding);
// in: an If-None-Match list; out: whether it names the tag (weakly compared) or is '*'
bool names_tag(std::string_view header, std::string_view tag);
std::string_view trim(std::string_view text);
bool same_ignoring_case(std::string_view a, std::string_view b);

}  // namespace cairn::http
