// JSON written piece by piece: shortest numbers that read back the same, null for none, the same bytes each time.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace cairn::cli {

class JsonOut {
 public:
  std::string text;

  void open(char bracket) { begin(); text += bracket; first_ = true; }
  void close(char bracket) { text += bracket; first_ = false; }
  void line() { breaks_ = true; }  // the next key or item begins on a new line
  void key(std::string_view name);
  void string(std::string_view value);
  void number(double value);
  void number(std::optional<double> value);
  void whole(long long value);
  void flag(bool value);
  void null();

  void field(std::string_view name, std::optional<double> value) { key(name), number(value); }
  void field(std::string_view name, std::string_view value) { key(name), string(value); }

 private:
  void begin();
  void quote(std::string_view value);

  bool first_ = true, after_key_ = false, breaks_ = false;
};

}  // namespace cairn::cli
