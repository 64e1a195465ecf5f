// Readers of targets, query strings, cookies and header lists. Nothing here throws or trusts a byte.
#include "platform/http/target.h"

#include <algorithm>
#include <cstdint>

namespace cairn::http {
namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

// how many continuation bytes follow this first byte, -1 when none may start so
int continuation_bytes(unsigned char c) {
  if (c < 0x80) return 0;
  if (c >= 0xc2 && c <= 0xdf) return 1;
  if (c >= 0xe0 && c <= 0xef) return 2;
  if (c >= 0xf0 && c <= 0xf4) return 3;
  return -1;
}

bool second_byte_fits(unsigned char first, unsigned char second) {
  if (first == 0xe0) return second >= 0xa0;
  if (first == 0xed) return second <= 0x9f;  // surrogates
  if (first == 0xf0) return second >= 0x90;
  if (first == 0xf4) return second <= 0x8f;
  return true;
}

bool safe_path(std::string_view path) {
  for (const char c : path) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f || c == '\\') return false;
  }
  std::size_t at = 0;
  while (at < path.size()) {
    const auto end = std::min(path.find('/', at + 1), path.size());
    const auto segment = path.substr(at + 1, end - at - 1);
    if (segment == "." || segment == "..") return false;
    at = end;
  }
  return is_utf8(path);
}

}  // namespace

bool is_loopback(std::string_view address) { return address == "::1" || address.starts_with("127."); }

bool is_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto first = static_cast<unsigned char>(text[i]);
    if (first < 0x80) {
      ++i;
      continue;
    }
    const int more = continuation_bytes(first);
    if (more < 0 || i + static_cast<std::size_t>(more) >= text.size()) return false;
    for (int k = 1; k <= more; ++k) {
      const auto c = static_cast<unsigned char>(text[i + static_cast<std::size_t>(k)]);
      if ((c & 0xc0) != 0x80 || (k == 1 && !second_byte_fits(first, c))) return false;
    }
    i += static_cast<std::size_t>(more) + 1;
  }
  return true;
}

std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && plus_is_space) {
      out += ' ';
    } else if (text[i] != '%') {
      out += text[i];
    } else {
      if (i + 2 >= text.size()) return std::nullopt;
      const int high = hex_value(text[i + 1]);
      const int low = hex_value(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      out += static_cast<char>(high * 16 + low);
      i += 2;
    }
  }
  return out;
}

std::optional<Target> parse_target(std::string_view text) {
  if (text.empty() || text.front() != '/') return std::nullopt;
  for (const char c : text) {
    const auto u = static_cast<unsigned char>(c);
    if (u <= 0x20 || u >= 0x7f || c == '#') return std::nullopt;
  }
  const auto mark = text.find('?');
  const auto raw = text.substr(0, mark);
  // an encoded slash would change the segments after they were told apart
  for (std::size_t i = 0; i + 2 < raw.size(); ++i) {
    if (raw[i] == '%' && raw[i + 1] == '2' && lower(raw[i + 2]) == 'f') return std::nullopt;
  }
  auto path = percent_decode(raw);
  if (!path || !safe_path(*path)) return std::nullopt;
  return Target{std::move(*path), mark == std::string_view::npos ? std::string_view() : text.substr(mark + 1)};
}

std::optional<QueryPairs> parse_query(std::string_view text) {
  QueryPairs pairs;
  while (!text.empty()) {
    const auto end = std::min(text.find('&'), text.size());
    const auto piece = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (piece.empty()) continue;
    const auto equals = std::min(piece.find('='), piece.size());
    auto name = percent_decode(piece.substr(0, equals), true);
    auto value = percent_decode(piece.substr(std::min(equals + 1, piece.size())), true);
    if (!name || !value || !is_utf8(*name) || !is_utf8(*value)) return std::nullopt;
    if (value->find('\0') != std::string::npos || name->find('\0') != std::string::npos) return std::nullopt;
    pairs.emplace_back(std::move(*name), std::move(*value));
  }
  return pairs;
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

bool same_ignoring_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

std::vector<std::pair<std::string_view, std::string_view>> parse_cookies(std::string_view header) {
  std::vector<std::pair<std::string_view, std::string_view>> cookies;
  while (!header.empty()) {
    const auto end = std::min(header.find(';'), header.size());
    const auto piece = trim(header.substr(0, end));
    header.remove_prefix(std::min(end + 1, header.size()));
    const auto equals = piece.find('=');
    if (equals == std::string_view::npos || equals == 0) continue;
    auto value = trim(piece.substr(equals + 1));
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"') value = value.substr(1, value.size() - 2);
    cookies.emplace_back(trim(piece.substr(0, equals)), value);
  }
  return cookies;
}

namespace {

// in: "br;q=0.5"; out: whether its weight is above zero
bool weight_is_positive(std::string_view parameters) {
  const auto at = parameters.find("q=");
  if (at == std::string_view::npos) return true;
  for (const char c : parameters.substr(at + 2)) {
    if (c >= '1' && c <= '9') return true;
    if (c != '0' && c != '.') break;
  }
  return false;
}

}  // namespace

bool accepts_coding(std::string_view header, std::string_view coding) {
  bool by_star = false;
  while (!header.empty()) {
    const auto end = std::min(header.find(','), header.size());
    const auto piece = header.substr(0, end);
    header.remove_prefix(std::min(end + 1, header.size()));
    const auto semicolon = std::min(piece.find(';'), piece.size());
    const auto name = trim(piece.substr(0, semicolon));
    if (same_ignoring_case(name, coding)) return weight_is_positive(piece.substr(semicolon));
    if (name == "*") by_star = weight_is_positive(piece.substr(semicolon));
  }
  return by_star;
}

bool names_tag(std::string_view header, std::string_view tag) {
  while (!header.empty()) {
    const auto end = std::min(header.find(','), header.size());
    auto piece = trim(header.substr(0, end));
    header.remove_prefix(std::min(end + 1, header.size()));
    if (piece == "*") return true;
    if (piece.starts_with("W/")) piece.remove_prefix(2);
    if (piece == tag && !tag.empty()) return true;
  }
  return false;
}

}  // namespace cairn::http
