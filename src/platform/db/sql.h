// The only form in which SQL reaches a database: a literal, checked while compiling. No text made at run time fits
// the type, and its placeholders $1..$n are exactly the arguments that follow. Inside a lambda the compiler words a
// wrong literal as "call to immediate function ... is not a constant expression".
#pragma once
#include <concepts>
#include <cstddef>
#include <string_view>

namespace cairn::db {

namespace detail {

// What stops the compiler, by name, when a literal is wrong.
inline void placeholder_without_an_argument() {}
inline void argument_without_a_placeholder() {}
inline void one_statement_only() {}

inline constexpr std::size_t most_arguments = 64;

consteval void check_sql(std::string_view text, std::size_t arguments) {
  bool seen[most_arguments + 1] = {};
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\'') quoted = !quoted;
    if (quoted) continue;
    if (text[i] == ';') one_statement_only();
    if (text[i] != '$') continue;
    std::size_t n = 0;
    while (i + 1 < text.size() && text[i + 1] >= '0' && text[i + 1] <= '9') n = n * 10 + std::size_t(text[++i] - '0');
    if (n == 0 || n > arguments) placeholder_without_an_argument();
    seen[n] = true;
  }
  for (std::size_t n = 1; n <= arguments; ++n)
    if (!seen[n]) argument_without_a_placeholder();
}

}  // namespace detail

// A statement with `Arguments` placeholders. To choose between texts at run time, choose between values of this type.
template <std::size_t Arguments>
class Sql {
 public:
  template <class S>
    requires std::convertible_to<const S&, std::string_view>
  consteval Sql(const S& text) : text_(text) {  // NOLINT: implicit, so that a literal is all a caller writes
    static_assert(Arguments <= detail::most_arguments);
    detail::check_sql(text_, Arguments);
  }
  constexpr std::string_view text() const { return text_; }

 private:
  std::string_view text_;  // of static storage: its address is the key of the statement caches
};

}  // namespace cairn::db
