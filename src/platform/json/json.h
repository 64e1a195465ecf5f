// JSON both ways and its schema from one list per struct:
//
//   struct CheckinPost {
//     double value = 0;
//     std::optional<int> confidence;
//     static constexpr std::string_view json_name = "CheckinPost";
//     static constexpr auto fields() {
//       return json::fields(json::field("value", &CheckinPost::value, "the new value"),
//                           json::field("confidence", &CheckinPost::confidence, "0..10", json::range(0, 10)));
//     }
//   };
//
// json::parse<CheckinPost>(text), json::write(value), json::schema<CheckinPost>(components). Enums: a constexpr
// json_names(E) beside the enum that returns std::array<std::pair<E, std::string_view>, N>.
#pragma once
#include "platform/json/fields.h"  // IWYU pragma: export
#include "platform/json/read.h"    // IWYU pragma: export
#include "platform/json/schema.h"  // IWYU pragma: export
#include "platform/json/value.h"   // IWYU pragma: export
#include "platform/json/write.h"   // IWYU pragma: export
