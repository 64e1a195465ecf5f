// Small pieces that keep the mirror compact: texts side by side in one buffer, and numbers and days that may be none
// without a flag beside them.
#pragma once
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"

namespace cairn::graph {

// A place in Texts; the empty text needs none.
struct Text {
  std::uint32_t at = 0;
  std::uint32_t size = 0;
};

class Texts {
 public:
  std::string_view get(Text text) const { return std::string_view(bytes_).substr(text.at, text.size); }
  // Stores the text, or leaves `old` when it says the same.
  Text put(std::string_view text, Text old = {});
  std::size_t wasted() const { return wasted_; }
  std::size_t size() const { return bytes_.size(); }
  std::size_t memory_bytes() const { return bytes_.capacity(); }

 private:
  std::string bytes_;
  std::size_t wasted_ = 0;
};

// A double or none (NaN stays inside).
class Number {
 public:
  Number() = default;
  Number(std::optional<double> value) : value_(value.value_or(std::numeric_limits<double>::quiet_NaN())) {}
  bool has() const { return !std::isnan(value_); }
  std::optional<double> get() const { return has() ? std::optional(value_) : std::nullopt; }
  double or_zero() const { return has() ? value_ : 0; }
  bool operator==(const Number& other) const { return has() ? value_ == other.value_ : !other.has(); }

 private:
  double value_ = std::numeric_limits<double>::quiet_NaN();
};

class Day {
 public:
  Day() = default;
  Day(std::optional<Date> date) : days_(date ? date->days : nothing) {}
  bool has() const { return days_ != nothing; }
  std::optional<Date> get() const { return has() ? std::optional(Date{days_}) : std::nullopt; }
  bool operator==(const Day&) const = default;

 private:
  static constexpr std::int32_t nothing = std::numeric_limits<std::int32_t>::min();
  std::int32_t days_ = nothing;
};

class Moment {
 public:
  Moment() = default;
  Moment(std::optional<Instant> at) : us_(at ? at->us : nothing) {}
  bool has() const { return us_ != nothing; }
  std::optional<Instant> get() const { return has() ? std::optional(Instant{us_}) : std::nullopt; }
  auto operator<=>(const Moment&) const = default;  // none comes before all others

 private:
  static constexpr std::int64_t nothing = std::numeric_limits<std::int64_t>::min();
  std::int64_t us_ = nothing;
};

}  // namespace cairn::graph
