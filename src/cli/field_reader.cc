// Typed fields and their problems.
#include "cli/field_reader.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace cairn::cli {
namespace {

// Edits to turn one word into the other.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t i = 0; i < row.size(); ++i) row[i] = i;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t k = 1; k <= b.size(); ++k) {
      const std::size_t above = row[k];
      row[k] = std::min({row[k] + 1, row[k - 1] + 1, diagonal + (a[i - 1] == b[k - 1] ? 0 : 1)});
      diagonal = above;
    }
  }
  return row.back();
}

std::string shown(std::string_view text) {
  constexpr std::size_t most = 60;
  return text.size() > most ? std::string(text.substr(0, most)) + "..." : std::string(text);
}

}  // namespace

std::string_view nearest(std::string_view word, std::span<const std::string_view> known) {
  if (word.size() > 60) return {};
  std::string_view best;
  std::size_t least = std::max<std::size_t>(2, word.size() / 3) + 1;
  for (const std::string_view candidate : known) {
    const std::size_t edits = distance(word, candidate);
    if (edits < least) least = edits, best = candidate;
  }
  return best;
}

void FieldReader::problem(const YamlNode& node, std::string code, std::string message) {
  problems.push_back({.code = std::move(code), .line = node.line, .column = node.column, .message = std::move(message)});
}

bool FieldReader::need_map(const YamlNode& node) {
  if (node.is_map()) return true;
  problem(node, "type", "Fields with names are expected here.");
  return false;
}

bool FieldReader::accept_key(const YamlNode& key, std::span<const std::string_view> known, std::uint64_t& seen) {
  if (!key.is_scalar()) {
    problem(key, "type", "A field's name must be a word.");
    return false;
  }
  const auto found = std::ranges::find(known, std::string_view(key.text));
  if (found == known.end()) {
    const std::string_view near = nearest(key.text, known);
    problem(key, "unknown_key", "'" + shown(key.text) + "' is not known here." + (near.empty() ? "" : " Did you mean '" + std::string(near) + "'?"));
    return false;
  }
  const std::uint64_t bit = std::uint64_t{1} << (found - known.begin());
  if (seen & bit) {
    problem(key, "duplicate_field", "'" + key.text + "' is given twice.");
    return false;
  }
  seen |= bit;
  return true;
}

void FieldReader::bad_word(const YamlNode& node, std::span<const std::string_view> known) {
  std::string message = node.is_scalar() ? "'" + shown(node.text) + "' is not known here." : "A word is expected here.";
  const std::string_view near = node.is_scalar() ? nearest(node.text, known) : std::string_view{};
  if (!near.empty()) {
    message += " Did you mean '" + std::string(near) + "'?";
  } else {
    message += " Known are";
    for (const std::string_view word : known) message += (word == known.front() ? " " : ", ") + std::string(word);
    message += ".";
  }
  problem(node, "unknown_word", std::move(message));
}

void FieldReader::text(const YamlNode& node, std::string& out) {
  if (node.is_scalar()) out = node.text;
  else if (!node.is_null()) problem(node, "type", "Text is expected here.");
  if (out.size() > 100'000) {
    problem(node, "too_long", "This text is longer than 100,000 bytes.");
    out.clear();
  }
}

void FieldReader::texts(const YamlNode& node, std::vector<std::string>& out) {
  list(node, [&](const YamlNode& item) {
    std::string value;
    text(item, value);
    out.push_back(std::move(value));
  });
}

std::optional<double> FieldReader::as_number(const YamlNode& node) {
  if (!node.is_scalar() || node.quoted) return std::nullopt;
  std::string_view text = node.text;
  if (text.starts_with('+')) text.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc::result_out_of_range && end == text.data() + text.size()) return HUGE_VAL;
  if (error != std::errc{} || end != text.data() + text.size()) {
    if (text == ".nan" || text == ".NaN" || text == ".NAN") return std::nan("");
    if (text == ".inf" || text == ".Inf" || text == "-.inf" || text == "-.Inf") return HUGE_VAL;
    return std::nullopt;
  }
  return value;
}

std::optional<bool> FieldReader::as_flag(const YamlNode& node) {
  if (!node.is_scalar()) return std::nullopt;
  for (const std::string_view yes : {"true", "yes", "True", "TRUE", "Yes", "YES", "on", "y"})
    if (node.text == yes) return true;
  for (const std::string_view no : {"false", "no", "False", "FALSE", "No", "NO", "off", "n"})
    if (node.text == no) return false;
  return std::nullopt;
}

void FieldReader::number(const YamlNode& node, double& out) {
  const std::optional<double> value = as_number(node);
  if (!value) problem(node, "type", "A number is expected here.");
  else if (!std::isfinite(*value)) problem(node, "not_finite", "This must be a finite number.");
  else out = *value;
}

void FieldReader::number(const YamlNode& node, std::optional<double>& out) {
  if (node.is_null()) return;
  double value = 0;
  const std::size_t before = problems.size();
  number(node, value);
  if (problems.size() == before) out = value;
}

void FieldReader::whole(const YamlNode& node, int& out) {
  const std::optional<double> value = as_number(node);
  if (!value || *value != std::floor(*value) || std::abs(*value) > 1e9) problem(node, "type", "A whole number is expected here.");
  else out = static_cast<int>(*value);
}

void FieldReader::flag(const YamlNode& node, bool& out) {
  if (const std::optional<bool> value = as_flag(node)) out = *value;
  else problem(node, "type", "true or false is expected here.");
}

void FieldReader::date(const YamlNode& node, Date& out) {
  const std::optional<Date> value = node.is_scalar() ? parse_date(node.text) : std::nullopt;
  if (value) out = *value;
  else problem(node, "date", "A date such as 2026-01-16 is expected here.");
}

void FieldReader::date(const YamlNode& node, std::optional<Date>& out) {
  if (node.is_null()) return;
  Date value;
  const std::size_t before = problems.size();
  date(node, value);
  if (problems.size() == before) out = value;
}

}  // namespace cairn::cli
