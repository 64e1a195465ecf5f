// Structured log: one JSON object a line on standard error, written with one system call, so lines never mix.
#pragma once
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace cairn::log {

enum class Level { debug, info, warning, error, off };

// A named value of a line. Holds views: it lives within one call.
struct Field {
  enum class Kind { text, integer, real, boolean };
  Field(std::string_view k, std::string_view v) : key(k), text(v), kind(Kind::text) {}
  Field(std::string_view k, const char* v) : key(k), text(v), kind(Kind::text) {}
  Field(std::string_view k, const std::string& v) : key(k), text(v), kind(Kind::text) {}
  Field(std::string_view k, bool v) : key(k), integer(v ? 1 : 0), kind(Kind::boolean) {}
  Field(std::string_view k, int v) : key(k), integer(v), kind(Kind::integer) {}
  Field(std::string_view k, long v) : key(k), integer(v), kind(Kind::integer) {}
  Field(std::string_view k, long long v) : key(k), integer(v), kind(Kind::integer) {}
  Field(std::string_view k, unsigned v) : key(k), integer(v), kind(Kind::integer) {}
  Field(std::string_view k, unsigned long v) : key(k), integer(static_cast<std::int64_t>(v)), kind(Kind::integer) {}
  Field(std::string_view k, unsigned long long v) : key(k), integer(static_cast<std::int64_t>(v)), kind(Kind::integer) {}
  Field(std::string_view k, double v) : key(k), real(v), kind(Kind::real) {}

  std::string_view key;
  std::string_view text;
  std::int64_t integer = 0;
  double real = 0;
  Kind kind;
};

using Fields = std::initializer_list<Field>;

// Writes {"time":…,"level":…,"message":…,"request":…,fields…}; nothing below the level set.
void write(Level level, std::string_view message, Fields fields = {});
inline void debug(std::string_view message, Fields fields = {}) { write(Level::debug, message, fields); }
inline void info(std::string_view message, Fields fields = {}) { write(Level::info, message, fields); }
inline void warning(std::string_view message, Fields fields = {}) { write(Level::warning, message, fields); }
inline void error(std::string_view message, Fields fields = {}) { write(Level::error, message, fields); }

void set_level(Level level);  // info at the start
Level level();
bool level_named(std::string_view name, Level& out);  // "debug", "info", "warning", "error", "off"
void set_output(int file_descriptor);                 // 2 at the start

// Lines written by this thread while it lives carry the request's id.
class RequestScope {
 public:
  explicit RequestScope(std::string request_id);
  ~RequestScope();
  RequestScope(const RequestScope&) = delete;
  RequestScope& operator=(const RequestScope&) = delete;

 private:
  std::string before_;
};

}  // namespace cairn::log
