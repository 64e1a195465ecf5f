// JSON texts: what is read is written and read again alike; binding collects problems and never throws.
#include <array>
#include <optional>

#include "fuzz/target.h"
#include "platform/json/json.h"

namespace cairn {
namespace {

enum class Kind { rise, keep };
constexpr std::array<std::pair<Kind, std::string_view>, 2> json_names(Kind) {
  return {{{Kind::rise, "rise"}, {Kind::keep, "keep"}}};
}

struct Body {
  std::string title;
  double value = 0;
  int rank = 0;
  std::optional<Date> due_on;
  std::optional<Instant> at;
  std::vector<TeamId> teams;
  std::map<std::string, double> figures;
  json::Patch<std::string> note;
  Kind kind = Kind::rise;
  std::vector<Body> kids;
  json::Raw rest;
  static constexpr auto fields() {
    using json::field;
    return json::fields(field("title", &Body::title, "", json::length(1, 20), json::one_line), field("value", &Body::value, "", json::range(-5, 5)),
                        field("rank", &Body::rank), field("due_on", &Body::due_on), field("at", &Body::at),
                        field("teams", &Body::teams, "", json::optional_with_default, json::length(3)),
                        field("figures", &Body::figures, "", json::optional_with_default), field("note", &Body::note, "", json::email),
                        field("kind", &Body::kind, "", json::optional_with_default), field("kids", &Body::kids, "", json::optional_with_default),
                        field("rest", &Body::rest, "", json::optional_with_default));
  }
};

CAIRN_FUZZ_TARGET(json, {R"({"title":"x","value":1.5,"rank":3,"due_on":"2026-01-16","at":"2026-01-16T11:00:00Z","teams":["T-1"]})",
                         R"({"title":"a","value":-0,"rank":1e2,"figures":{"k":1},"note":null,"kind":"keep","kids":[],"rest":[{"a":null}]})",
                         R"([1,-0e7,-2.5e-3,true,false,null,"\u00e9\ud83d\ude00\n",{"a":{"b":[]}}])", "{\"a\":1,\"a\":2}", "[[[[[[]]]]]]",
                         "1e999", "\"\\u0000\"", "{\"titel\":1}", "\xEF\xBB\xBF{}", "\"\xC3\x28\""}) {
  const json::Document document = json::parse_document(bytes);
  if (document.ok()) {
    const std::string text = json::write(document.value);
    const json::Document again = json::parse_document(text);
    CAIRN_HOLD(again.ok());
    CAIRN_HOLD(json::write(again.value) == text);
  }
  const auto body = json::parse<Body>(bytes);
  if (body.ok()) {
    const std::string text = json::write(body.value);
    const auto again = json::parse<Body>(text);
    CAIRN_HOLD(again.ok());
    CAIRN_HOLD(json::write(again.value) == text);
  }
  for (const Problem& p : body.problems) CAIRN_HOLD(!p.code.empty() && !p.message.empty());
}

}  // namespace
}  // namespace cairn
