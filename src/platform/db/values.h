// What goes into a statement and what comes out of a row: the few types both databases store alike.
// Times are UTC microseconds, dates ISO text, booleans 0 and 1.
#pragma once
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/id.h"
#include "base/time.h"

namespace cairn::db {

// BLOB or BYTEA.
struct Bytes {
  std::string data;
  auto operator<=>(const Bytes&) const = default;
};

// Ids for `IN ($1)`, whatever they name.
struct IdList {
  std::vector<std::int64_t> values;
  IdList() = default;
  IdList(std::vector<std::int64_t> ids) : values(std::move(ids)) {}
  template <class Tag>
  IdList(const std::vector<Id<Tag>>& ids) {
    values.reserve(ids.size());
    for (const auto id : ids) values.push_back(id.value);
  }
};

// An argument, as a view of the caller's value. The kind comes from the C++ type alone, also when it is absent.
struct Arg {
  enum class Kind : std::uint8_t { integer, real, text, date, bytes, integers, texts };
  Kind kind = Kind::integer;
  bool null = false;
  std::int64_t integer = 0;  // date: days
  double real = 0;
  std::string_view text;
  const void* list = nullptr;  // integers: 64-bit numbers or ids; texts: std::string
  std::size_t count = 0;
};

namespace detail {

template <class T>
struct IsId : std::false_type {};
template <class Tag>
struct IsId<Id<Tag>> : std::true_type {};
template <class T>
struct IsOptional : std::false_type {};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {};

template <class T>
concept Integer = std::integral<T>;
template <class T>
concept TextLike = std::convertible_to<const T&, std::string_view>;

template <class T>
struct ArgOf;  // a type without a specialisation cannot be stored

template <Integer T>
struct ArgOf<T> {
  static constexpr auto kind = Arg::Kind::integer;
  static void fill(Arg& arg, T value) { arg.integer = static_cast<std::int64_t>(value); }
};
template <std::floating_point T>
struct ArgOf<T> {
  static constexpr auto kind = Arg::Kind::real;
  static void fill(Arg& arg, T value) { arg.real = static_cast<double>(value); }
};
template <TextLike T>
struct ArgOf<T> {
  static constexpr auto kind = Arg::Kind::text;
  static void fill(Arg& arg, const T& value) { arg.text = value; }
};
template <class Tag>
struct ArgOf<Id<Tag>> {
  static constexpr auto kind = Arg::Kind::integer;
  static void fill(Arg& arg, Id<Tag> id) { arg.integer = id.value; }
};
template <>
struct ArgOf<Instant> {
  static constexpr auto kind = Arg::Kind::integer;
  static void fill(Arg& arg, Instant at) { arg.integer = at.us; }
};
template <>
struct ArgOf<Date> {
  static constexpr auto kind = Arg::Kind::date;
  static void fill(Arg& arg, Date date) { arg.integer = date.days; }
};
template <>
struct ArgOf<Bytes> {
  static constexpr auto kind = Arg::Kind::bytes;
  static void fill(Arg& arg, const Bytes& bytes) { arg.text = bytes.data; }
};
template <class T>
  requires IsId<T>::value || std::same_as<T, std::int64_t>
struct ArgOf<std::vector<T>> {
  static_assert(sizeof(T) == sizeof(std::int64_t));
  static constexpr auto kind = Arg::Kind::integers;
  static void fill(Arg& arg, const std::vector<T>& values) {
    arg.list = values.data();
    arg.count = values.size();
  }
};
template <>
struct ArgOf<IdList> {
  static constexpr auto kind = Arg::Kind::integers;
  static void fill(Arg& arg, const IdList& ids) { ArgOf<std::vector<std::int64_t>>::fill(arg, ids.values); }
};
template <>
struct ArgOf<std::vector<std::string>> {
  static constexpr auto kind = Arg::Kind::texts;
  static void fill(Arg& arg, const std::vector<std::string>& values) {
    arg.list = values.data();
    arg.count = values.size();
  }
};
template <class T>
struct ArgOf<std::optional<T>> {
  static constexpr auto kind = ArgOf<T>::kind;
  static void fill(Arg& arg, const std::optional<T>& value) {
    arg.null = !value;
    if (value) ArgOf<T>::fill(arg, *value);
  }
};

template <class T>
Arg arg_of(const T& value) {
  Arg arg;
  arg.kind = ArgOf<T>::kind;
  ArgOf<T>::fill(arg, value);
  return arg;
}

// Tells apart calls of one text with arguments of different kinds.
template <class... A>
constexpr std::uint64_t signature_of() {
  std::uint64_t hash = 1469598103934665603ULL;
  ((hash = (hash ^ (static_cast<std::uint64_t>(ArgOf<A>::kind) + 1)) * 1099511628211ULL), ...);
  return hash;
}

}  // namespace detail

// A value of a row, as a view that lasts until the next row.
struct Cell {
  enum class Kind : std::uint8_t { null, integer, real, text, bytes };
  Kind kind = Kind::null;
  std::int64_t integer = 0;
  double real = 0;
  std::string_view text;
};

// fails: std::logic_error where the column holds something else: the statement and its reader disagree.
std::int64_t integer_of(const Cell& cell);
double real_of(const Cell& cell);
std::string_view text_of(const Cell& cell);
std::string_view bytes_of(const Cell& cell);
Date date_of(const Cell& cell);

namespace detail {

template <class T>
T value_of(const Cell& cell) {
  if constexpr (IsOptional<T>::value) {
    if (cell.kind == Cell::Kind::null) return std::nullopt;
    return value_of<typename T::value_type>(cell);
  } else if constexpr (std::same_as<T, bool>) {
    return integer_of(cell) != 0;
  } else if constexpr (std::integral<T>) {
    return static_cast<T>(integer_of(cell));
  } else if constexpr (std::floating_point<T>) {
    return static_cast<T>(real_of(cell));
  } else if constexpr (std::same_as<T, Date>) {
    return date_of(cell);
  } else if constexpr (std::same_as<T, Instant>) {
    return Instant{integer_of(cell)};
  } else if constexpr (std::same_as<T, Bytes>) {
    return Bytes{std::string(bytes_of(cell))};
  } else if constexpr (IsId<T>::value) {
    return T{integer_of(cell)};
  } else {
    static_assert(std::same_as<T, std::string> || std::same_as<T, std::string_view>, "no column holds this type");
    return T(text_of(cell));
  }
}

}  // namespace detail
}  // namespace cairn::db
