// Short references that many answers carry: a person, a team, a cycle.
#pragma once
#include <optional>
#include <string>

#include "base/id.h"
#include "platform/json/json.h"

namespace cairn::features {

struct PersonRef {
  PersonId id;
  std::string name;
  std::string title;
  std::string state;  // invited | active | deactivated
  static constexpr std::string_view json_name = "PersonRef";
  static constexpr auto fields() {
    return json::fields(json::field("id", &PersonRef::id, ""), json::field("name", &PersonRef::name, ""),
                        json::field("title", &PersonRef::title, "job title"),
                        json::field("state", &PersonRef::state, "invited, active or deactivated"));
  }
};

struct TeamRef {
  TeamId id;
  std::string name;
  static constexpr std::string_view json_name = "TeamRef";
  static constexpr auto fields() {
    return json::fields(json::field("id", &TeamRef::id, ""), json::field("name", &TeamRef::name, ""));
  }
};

struct CycleRef {
  CycleId id;
  std::string name;
  std::string state;  // planning | active | review | closed
  static constexpr std::string_view json_name = "CycleRef";
  static constexpr auto fields() {
    return json::fields(json::field("id", &CycleRef::id, ""), json::field("name", &CycleRef::name, ""),
                        json::field("state", &CycleRef::state, "planning, active, review or closed"));
  }
};

}  // namespace cairn::features
