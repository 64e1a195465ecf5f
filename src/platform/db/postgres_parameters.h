// The arguments of a statement in the form in which PostgreSQL's library takes them: numbers and bytes in binary,
// lists as text.
#pragma once
#include <endian.h>

#include <array>
#include <bit>
#include <cstring>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "platform/db/connection.h"
#include "platform/db/dialect.h"

namespace cairn::db {

using Oid = unsigned int;  // of a type, from PostgreSQL's catalogue
inline constexpr Oid oid_bool = 16, oid_bytea = 17, oid_int8 = 20, oid_int2 = 21, oid_int4 = 23, oid_text = 25, oid_float4 = 700, oid_float8 = 701,
              oid_numeric = 1700, oid_int8_array = 1016, oid_text_array = 1009;

// Views of the arguments and of itself: it lives within one call.
class Parameters {
 public:
  explicit Parameters(std::span<const Arg> args) {
    for (std::size_t i = 0; i < args.size(); ++i) add(args[i], i);
  }
  std::array<Oid, detail::most_arguments> types;
  std::array<const char*, detail::most_arguments> values;
  std::array<int, detail::most_arguments> sizes, formats;

 private:
  void add(const Arg& arg, std::size_t i) {
    values[i] = nullptr;
    sizes[i] = 0;
    formats[i] = 1;
    types[i] = type_of(arg.kind);
    if (arg.null) return;
    switch (arg.kind) {
      case Arg::Kind::integer: return number(htobe64(static_cast<std::uint64_t>(arg.integer)), i);
      case Arg::Kind::real: return number(htobe64(std::bit_cast<std::uint64_t>(arg.real)), i);
      case Arg::Kind::text:
        if (std::memchr(arg.text.data(), 0, arg.text.size())) fail_text();
        [[fallthrough]];
      case Arg::Kind::bytes: return view(arg.text, i);
      case Arg::Kind::date: return owned(format(Date{static_cast<std::int32_t>(arg.integer)}), i);
      case Arg::Kind::integers:
      case Arg::Kind::texts:
        owned(list_for_postgres(arg), i);
        if (std::memchr(values[i], 0, static_cast<std::size_t>(sizes[i]))) fail_text();
        formats[i] = 0;
    }
  }
  static Oid type_of(Arg::Kind kind) {
    switch (kind) {
      case Arg::Kind::integer: return oid_int8;
      case Arg::Kind::real: return oid_float8;
      case Arg::Kind::bytes: return oid_bytea;
      case Arg::Kind::integers: return oid_int8_array;
      case Arg::Kind::texts: return oid_text_array;
      default: return oid_text;
    }
  }
  void number(std::uint64_t big_endian, std::size_t i) {
    numbers_[i] = big_endian;
    values[i] = reinterpret_cast<const char*>(&numbers_[i]);
    sizes[i] = sizeof big_endian;
  }
  void view(std::string_view text, std::size_t i) {
    values[i] = text.empty() ? "" : text.data();
    sizes[i] = static_cast<int>(text.size());
  }
  void owned(std::string text, std::size_t i) {
    texts_.push_back(std::make_unique<std::string>(std::move(text)));
    view(*texts_.back(), i);
  }
  std::array<std::uint64_t, detail::most_arguments> numbers_;
  std::vector<std::unique_ptr<std::string>> texts_;
};

}  // namespace cairn::db
