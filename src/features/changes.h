// What a write changed, field by field, as the log keeps it: {"before":{...},"after":{...}}.
#pragma once
#include <string>
#include <string_view>
#include <utility>

#include "platform/json/json.h"

namespace cairn::features {

class Changes {
 public:
  // Assigns and notes the change; equal values are none. out: whether it changed
  template <class T, class V>
  bool set(std::string_view field, T& to, V&& value) {
    T next(std::forward<V>(value));
    if (to == next) return false;
    before_.add(field, to);
    to = std::move(next);
    after_.add(field, to);
    return true;
  }

  // The value of something that was not there before.
  template <class T>
  Changes& made(std::string_view field, const T& value) {
    after_.add(field, value);
    return *this;
  }
  // The value of something that is gone.
  template <class T>
  Changes& gone(std::string_view field, const T& value) {
    before_.add(field, value);
    return *this;
  }

  bool empty() const { return before_.empty() && after_.empty(); }
  std::string payload() const {
    return json::Object().add("before", before_.raw()).add("after", after_.raw()).text();
  }

 private:
  json::Object before_, after_;
};

}  // namespace cairn::features
