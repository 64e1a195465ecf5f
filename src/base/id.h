// Typed ids: a number that knows what it names. People see them with a prefix, as O-12 or KR-45.
#pragma once
#include <charconv>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace cairn {

template <class Tag>
struct Id {
  std::int64_t value = 0;  // 0 names nothing
  auto operator<=>(const Id&) const = default;
  explicit operator bool() const { return value != 0; }
  std::string text() const { return std::string(Tag::prefix) + std::to_string(value); }

  // in: "O-12"; out: the id; nullopt when the prefix or the number is off (leading zeros and signs are refused).
  static std::optional<Id> parse(std::string_view text) {
    if (!text.starts_with(Tag::prefix)) return std::nullopt;
    text.remove_prefix(Tag::prefix.size());
    std::int64_t n = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n);
    if (error != std::errc{} || end != text.data() + text.size() || n <= 0 || text.front() == '0') return std::nullopt;
    return Id{n};
  }
};

#define CAIRN_ID(Name, Prefix)                               \
  struct Name##Tag {                                         \
    static constexpr std::string_view prefix = Prefix;       \
  };                                                         \
  using Name##Id = Id<Name##Tag>

CAIRN_ID(Person, "P-");
CAIRN_ID(Team, "T-");
CAIRN_ID(Cycle, "C-");
CAIRN_ID(Objective, "O-");
CAIRN_ID(KeyResult, "KR-");
CAIRN_ID(Milestone, "M-");
CAIRN_ID(Checkin, "CI-");
CAIRN_ID(Link, "L-");
CAIRN_ID(Token, "TK-");
CAIRN_ID(Session, "S-");
CAIRN_ID(Import, "IM-");
CAIRN_ID(View, "V-");
#undef CAIRN_ID

}  // namespace cairn

template <class Tag>
struct std::hash<cairn::Id<Tag>> {
  std::size_t operator()(cairn::Id<Tag> id) const noexcept { return std::hash<std::int64_t>{}(id.value); }
};
