// What binding checks, apart from the types: once for all structs.
#include "platform/json/read.h"

#include <algorithm>
#include <cmath>

#include "platform/json/write.h"
#include "platform/text/text.h"

namespace cairn::json {
namespace {

constexpr std::size_t max_problems = 1000;

std::string shown(double n) {
  std::string out;
  append_number(out, n);
  return out;
}

bool in_range(double n, const Rules& rules, const Path& path, Problems& problems) {
  if (n >= rules.low && n <= rules.high) return true;
  std::string message = "Must be ";
  if (std::isinf(rules.high)) message += "at least " + shown(rules.low);
  else if (std::isinf(rules.low)) message += "at most " + shown(rules.high);
  else message += "from " + shown(rules.low) + " to " + shown(rules.high);
  detail::add_problem(problems, path, "range", message + ".");
  return false;
}

bool all_of(std::string_view s, bool (*good)(char)) { return !s.empty() && std::all_of(s.begin(), s.end(), good); }

bool is_domain(std::string_view domain) {
  if (domain.size() > 253) return false;
  int labels = 0;
  while (true) {
    const std::string_view label = domain.substr(0, domain.find('.'));
    const auto good = [](char c) { return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || c == '-' || (c & 0x80); };
    if (label.size() > 63 || !all_of(label, good) || label.front() == '-' || label.back() == '-') return false;
    ++labels;
    if (label.size() == domain.size()) return labels >= 1;
    domain.remove_prefix(label.size() + 1);
  }
}

// One "@", a local part without blanks, and a domain of proper labels: what delivery proves later.
bool is_email(std::string_view s) {
  const std::size_t at = s.rfind('@');
  if (at == std::string_view::npos || at == 0 || at > 64 || s.size() > 254) return false;
  const auto good = [](char c) {
    return static_cast<unsigned char>(c) > ' ' && c != 0x7F && std::string_view("@,;:<>()[]\\\"").find(c) == std::string_view::npos;
  };
  const std::string_view local = s.substr(0, at);
  if (!all_of(local, good) || local.front() == '.' || local.back() == '.') return false;
  return local.find("..") == std::string_view::npos && is_domain(s.substr(at + 1));
}

bool is_color(std::string_view s) {
  const auto digit = [](char c) { return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'f'); };
  return s.size() == 7 && s[0] == '#' && all_of(s.substr(1), digit);
}

bool is_uri(std::string_view s) {
  const std::string_view rest = s.starts_with("https://") ? s.substr(8) : s.starts_with("http://") ? s.substr(7) : "";
  return all_of(rest, [](char c) { return static_cast<unsigned char>(c) > ' ' && c != 0x7F && c != '"' && c != '<' && c != '>'; }) &&
         rest.front() != '/';
}

bool is_slug(std::string_view s) {
  const auto good = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '-'; };
  return all_of(s, good) && s.front() != '-' && s.back() != '-';
}

// The sentence for a text of the wrong form; empty when it is right.
std::string_view wrong_format(std::string_view s, Format format) {
  switch (format) {
    case Format::none: return {};
    case Format::email: return is_email(s) ? "" : "This is not an e-mail address.";
    case Format::color: return is_color(s) ? "" : "Write a colour as #1a2b3c.";
    case Format::uri: return is_uri(s) ? "" : "Write a full address that starts with https:// or http://.";
    case Format::slug: return is_slug(s) ? "" : "Use small letters, digits and inner hyphens only.";
  }
  return {};
}

std::string quoted_list(std::span<const std::string_view> names) {
  std::string out;
  for (std::size_t i = 0; i < names.size() && i < 20; ++i) out.append(i ? ", " : "").append(names[i]);
  return out;
}

}  // namespace

Fault fault_of(const Problems& problems) {
  const auto malformed = [](const Problem& p) {
    return p.code == "syntax" || p.code == "encoding" || p.code == "depth" || p.code == "duplicate_field" ||
           p.code == "unknown_field";
  };
  return std::any_of(problems.begin(), problems.end(), malformed) ? Fault::bad_request : Fault::unprocessable;
}

void fail_with(Problems problems) {
  const Fault fault = fault_of(problems);
  std::string message = problems.size() == 1 ? problems[0].message : std::to_string(problems.size()) + " members are not right.";
  if (problems.size() == 1 && !problems[0].field.empty()) message = problems[0].field + ": " + message;
  fail(fault, "invalid_body", std::move(message), std::move(problems));
}

namespace detail {

void add_problem(Problems& problems, const Path& path, std::string_view code, std::string message) {
  if (problems.size() < max_problems) problems.push_back({path.text(), std::string(code), std::move(message)});
}

void wrong_type(Problems& problems, const Path& path, std::string_view wanted, const Value& got) {
  add_problem(problems, path, "type", "Must be " + std::string(wanted) + ", not " + std::string(got.kind()) + ".");
}

void missing(Problems& problems, const Path& path) { add_problem(problems, path, "required", "This is required."); }

bool read_bool(const Value& v, bool& to, const Path& path, Problems& problems) {
  if (!v.is_bool()) return wrong_type(problems, path, "true or false", v), false;
  to = v.boolean();
  return true;
}

bool read_integer(const Value& v, std::int64_t low, std::int64_t high, std::int64_t& to, const Rules& rules,
                  const Path& path, Problems& problems) {
  if (!v.is_number()) return wrong_type(problems, path, "a whole number", v), false;
  const double n = v.number();
  if (!v.is_integer() && n != std::trunc(n)) {
    add_problem(problems, path, "type", "Must be a whole number.");
    return false;
  }
  if (!in_range(n, rules, path, problems)) return false;
  const bool fits = (v.is_integer() || std::abs(n) <= 9.2e18) && v.integer() >= low && v.integer() <= high;
  if (!fits) {
    add_problem(problems, path, "range", "This number is too large.");
    return false;
  }
  to = v.integer();
  return true;
}

bool read_number(const Value& v, double& to, const Rules& rules, const Path& path, Problems& problems) {
  if (!v.is_number()) return wrong_type(problems, path, "a number", v), false;
  if (!std::isfinite(v.number())) {
    add_problem(problems, path, "not_finite", "This number is too large.");
    return false;
  }
  if (!in_range(v.number(), rules, path, problems)) return false;
  to = v.number();
  return true;
}

bool read_string(const Value& v, std::string& to, const Rules& rules, const Path& path, Problems& problems) {
  if (!v.is_string()) return wrong_type(problems, path, "a text", v), false;
  const std::string& s = v.string();
  const std::size_t known = problems.size();
  if (s.size() > rules.max_length || rules.min_length > 0) {
    const std::size_t n = text::length(s);
    if (n > rules.max_length) {
      add_problem(problems, path, "too_long", "At most " + std::to_string(rules.max_length) + " characters.");
    } else if (n == 0 && rules.min_length > 0) {
      add_problem(problems, path, "required", "This is required.");
      return false;
    } else if (n < rules.min_length) {
      add_problem(problems, path, "too_short", "At least " + std::to_string(rules.min_length) + " characters.");
    }
  }
  if (rules.one_line && !text::is_one_line(s)) {
    add_problem(problems, path, "format", "Must be one line without control characters.");
  } else if (rules.one_line && rules.min_length > 0 && text::trim(s).empty()) {
    add_problem(problems, path, "required", "This is required.");
  }
  if (const std::string_view wrong = wrong_format(s, rules.format); !wrong.empty()) {
    add_problem(problems, path, "format", std::string(wrong));
  }
  to = s;
  return problems.size() == known;
}

bool read_date(const Value& v, Date& to, const Path& path, Problems& problems) {
  if (!v.is_string()) return wrong_type(problems, path, "a date", v), false;
  const auto date = parse_date(v.string());
  if (!date) {
    add_problem(problems, path, "format", "Write a date that exists as 2026-01-31.");
    return false;
  }
  to = *date;
  return true;
}

bool read_instant(const Value& v, Instant& to, const Path& path, Problems& problems) {
  if (!v.is_string()) return wrong_type(problems, path, "a time", v), false;
  const auto at = parse_instant(v.string());
  if (!at) {
    add_problem(problems, path, "format", "Write a time as 2026-01-31T11:00:00Z.");
    return false;
  }
  to = *at;
  return true;
}

void bad_id(const Value& v, std::string_view prefix, const Path& path, Problems& problems) {
  if (!v.is_string()) return wrong_type(problems, path, "an id", v);
  add_problem(problems, path, "format", "Write an id as " + std::string(prefix) + "12.");
}

void unknown_value(const Value& v, std::span<const std::string_view> names, const Path& path, Problems& problems) {
  if (!v.is_string()) return wrong_type(problems, path, "one of: " + quoted_list(names), v);
  std::string message = "Must be one of: " + quoted_list(names) + ".";
  if (const auto near = text::nearest(v.string(), names); !near.empty()) message += " Did you mean " + std::string(near) + "?";
  add_problem(problems, path, "unknown_value", std::move(message));
}

void check_count(std::size_t count, const Rules& rules, const Path& path, Problems& problems) {
  if (count > rules.max_length) add_problem(problems, path, "too_long", "At most " + std::to_string(rules.max_length) + " items.");
  if (count < rules.min_length) add_problem(problems, path, "too_short", "At least " + std::to_string(rules.min_length) + " items.");
}

void check_members(const Value& v, std::span<const std::string_view> names, const Path& path, Problems& problems) {
  for (const Value::Member& m : v.members()) {
    if (std::find(names.begin(), names.end(), m.key) != names.end()) continue;
    if (problems.size() >= max_problems) return;
    std::string message = "There is no such member.";
    if (const auto near = text::nearest(m.key, names); !near.empty()) message += " Did you mean " + std::string(near) + "?";
    add_problem(problems, path.member(m.key), "unknown_field", std::move(message));
  }
}

// Anything that is not a scalar stays text, so that binding names what it wanted.
Document one_value(std::string_view text, bool as_text) {
  Document out;
  if (!as_text) out = parse_document(text);
  if (as_text || !out.ok() || !(out.value.is_number() || out.value.is_bool())) out.value = Value(std::string(text));
  return out;
}

}  // namespace detail
}  // namespace cairn::json
