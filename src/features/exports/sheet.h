// A CSV sheet under construction: a header, then rows of texts and numbers.
#pragma once
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "platform/text/csv.h"

namespace cairn::exports {

class Sheet {
 public:
  explicit Sheet(std::initializer_list<std::string_view> header) : writer_(out_) {
    for (const std::string_view name : header) writer_.cell(name);
    writer_.end_row();
  }
  Sheet(const Sheet&) = delete;
  Sheet& operator=(const Sheet&) = delete;

  Sheet& text(std::string_view value) {
    writer_.cell(value);
    return *this;
  }
  Sheet& number(std::optional<double> value) {
    if (value) writer_.cell(*value);
    else writer_.empty();
    return *this;
  }
  void end() { writer_.end_row(); }
  std::string take() { return std::move(out_); }

 private:
  std::string out_;
  text::CsvWriter writer_;
};

}  // namespace cairn::exports
