// Why a figure is what it is, as the API answers it: from the engine's explanation to names and check-ins.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "engine/explain.h"
#include "features/okrs/access.h"
#include "features/okrs/present.h"
#include "features/refs.h"
#include "platform/json/json.h"

namespace cairn::okrs {

struct PolicyRef {
  std::string name;
  int version = 1;
  static constexpr std::string_view json_name = "PolicyRef";
  static constexpr auto fields() {
    return json::fields(json::field("name", &PolicyRef::name), json::field("version", &PolicyRef::version));
  }
};

struct ExplanationInput {
  std::string name;
  json::Raw value;
  static constexpr std::string_view json_name = "ExplanationInput";
  static constexpr auto fields() {
    return json::fields(json::field("name", &ExplanationInput::name), json::field("value", &ExplanationInput::value));
  }
};

struct ExplanationItem {
  std::string type;  // objective | key_result
  std::optional<std::string> id, title;
  bool restricted = false;
  std::optional<double> weight, progress;
  static constexpr std::string_view json_name = "ExplanationItem";
  static constexpr auto fields() {
    using R = ExplanationItem;
    return json::fields(json::field("type", &R::type), json::field("id", &R::id, "null when restricted"),
                        json::field("title", &R::title, "null when restricted"), json::field("restricted", &R::restricted),
                        json::field("weight", &R::weight, "as it counts; null when restricted"),
                        json::field("progress", &R::progress, "null when restricted"));
  }
};

struct ExplanationCheckin {
  CheckinId id;
  Instant at;
  std::optional<features::PersonRef> author;
  double value = 0;
  std::string value_text;
  static constexpr std::string_view json_name = "ExplanationCheckin";
  static constexpr auto fields() {
    using R = ExplanationCheckin;
    return json::fields(json::field("id", &R::id), json::field("at", &R::at), json::field("author", &R::author),
                        json::field("value", &R::value), json::field("value_text", &R::value_text));
  }
};

struct Explanation {
  std::string figure;
  std::optional<double> value;
  PolicyRef policy;
  std::string rule, formula;
  std::vector<ExplanationInput> inputs;
  std::vector<ExplanationItem> items;
  std::optional<ExplanationCheckin> checkin;
  std::vector<std::string> notes;
  std::vector<Explanation> parts;  // expected progress, status, score: the other figures of the same thing
  static constexpr std::string_view json_name = "Explanation";
  static constexpr auto fields() {
    using R = Explanation;
    return json::fields(json::field("figure", &R::figure, "progress, expected, status, score"),
                        json::field("value", &R::value), json::field("policy", &R::policy), json::field("rule", &R::rule),
                        json::field("formula", &R::formula), json::field("inputs", &R::inputs),
                        json::field("items", &R::items, "what a mean is made of"),
                        json::field("checkin", &R::checkin, "the check-in it rests on"), json::field("notes", &R::notes),
                        json::field("parts", &R::parts, "the other figures of the same thing"));
  }
};

// out: without items and check-in, which need names
Explanation explanation_of(std::string figure, std::optional<double> value, const engine::Explanation& engine);
Explanation explain(db::Tx& tx, const features::Context& ctx, const LoadedKeyResult& loaded);
Explanation explain(db::Tx& tx, const features::Context& ctx, const Loaded& loaded);

}  // namespace cairn::okrs
