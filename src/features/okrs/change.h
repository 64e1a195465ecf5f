// What the activity log keeps of a change: the fields that differ, before and after, enough to undo it.
#pragma once
#include <string>
#include <string_view>
#include <tuple>

#include "platform/json/json.h"

namespace cairn::okrs {

struct Change {
  json::Object before, after;
  bool empty() const { return before.empty() && after.empty(); }
  std::string text() const { return json::Object().add("before", before.raw()).add("after", after.raw()).text(); }
};

// out: the fields of which the JSON differs
template <class Record>
Change change_between(const Record& before, const Record& after) {
  Change change;
  std::string old_text, new_text;
  const auto one = [&](const auto& field) {
    old_text.clear();
    new_text.clear();
    json::append(old_text, before.*(field.member));
    json::append(new_text, after.*(field.member));
    if (old_text == new_text) return;
    change.before.add(field.name, json::Raw{old_text});
    change.after.add(field.name, json::Raw{new_text});
  };
  std::apply([&](const auto&... field) { (one(field), ...); }, Record::fields());
  return change;
}

// out: all fields of something new that hold anything
template <class Record>
Change change_of_new(const Record& made) {
  Change change;
  std::string text;
  const auto one = [&](const auto& field) {
    text.clear();
    json::append(text, made.*(field.member));
    if (text != "null" && text != "\"\"" && text != "[]") change.after.add(field.name, json::Raw{text});
  };
  std::apply([&](const auto&... field) { (one(field), ...); }, Record::fields());
  return change;
}

}  // namespace cairn::okrs
