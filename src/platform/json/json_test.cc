// Reading, writing and the schema of one set of structs that use every type and rule.
#include "platform/json/json.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <chrono>
#include <cmath>
#include <limits>

namespace cairn::json {
namespace {

enum class Color { red, green };
constexpr std::array<std::pair<Color, std::string_view>, 2> json_names(Color) {
  return {{{Color::red, "red"}, {Color::green, "green"}}};
}

struct Metric {
  double target = 0;
  std::string unit;
  bool operator==(const Metric&) const = default;
  static constexpr std::string_view json_name = "Metric";
  static constexpr std::string_view json_doc = "What is measured.";
  static constexpr auto fields() {
    return json::fields(json::field("target", &Metric::target, "where to", json::range(-100, 100)),
                        json::field("unit", &Metric::unit, "", json::optional_with_default, json::length(3)));
  }
};

struct Node {
  std::string name;
  std::vector<Node> kids;
  bool operator==(const Node&) const = default;
  static constexpr std::string_view json_name = "Node";
  static constexpr auto fields() {
    return json::fields(json::field("name", &Node::name), json::field("kids", &Node::kids, "", json::optional_with_default));
  }
};

struct Everything {
  bool on = false;
  int small = 0;
  std::int64_t large = 0;
  double real = 0;
  std::string text;
  std::optional<std::string> maybe;
  Color color = Color::red;
  TeamId team;
  std::vector<MilestoneId> done;
  Date day;
  Instant at;
  std::map<std::string, double> figures;
  std::vector<std::optional<double>> column;
  Node tree;
  bool operator==(const Everything&) const = default;
  static constexpr auto fields() {
    using E = Everything;
    return json::fields(json::field("on", &E::on), json::field("small", &E::small), json::field("large", &E::large),
                        json::field("real", &E::real), json::field("text", &E::text), json::field("maybe", &E::maybe),
                        json::field("color", &E::color), json::field("team", &E::team), json::field("done", &E::done),
                        json::field("day", &E::day), json::field("at", &E::at), json::field("figures", &E::figures),
                        json::field("column", &E::column), json::field("tree", &E::tree));
  }
};

struct Change {
  Patch<std::string> title;
  Patch<int> rank;
  Patch<double> weight;
  static constexpr auto fields() {
    return json::fields(json::field("title", &Change::title, "", json::length(1, 10), json::one_line, json::not_null),
                        json::field("rank", &Change::rank), json::field("weight", &Change::weight));
  }
};

struct Plan {
  Metric metric;
  std::optional<int> confidence;
  std::string email;
  std::vector<int> scores;
  static constexpr std::string_view json_name = "Plan";
  static constexpr auto fields() {
    return json::fields(json::field("metric", &Plan::metric, "the metric"),
                        json::field("confidence", &Plan::confidence, "0..10", json::range(0, 10)),
                        json::field("email", &Plan::email, "", json::email),
                        json::field("scores", &Plan::scores, "", json::optional_with_default, json::length(2), json::range(1, 5)));
  }
};

struct Search {
  std::string q;
  std::optional<TeamId> team;
  std::vector<Color> colors;
  int limit = 50;
  std::optional<bool> archived;
  static constexpr auto fields() {
    return json::fields(json::field("q", &Search::q, "words", json::optional_with_default), json::field("team", &Search::team),
                        json::field("colors", &Search::colors, "", json::optional_with_default),
                        json::field("limit", &Search::limit, "", json::optional_with_default, json::range(1, 200)),
                        json::field("archived", &Search::archived));
  }
};

// "path:code path:code", in the order found.
std::string codes(const Problems& problems) {
  std::string out;
  for (const Problem& p : problems) out += (out.empty() ? "" : " ") + p.field + ":" + p.code;
  return out;
}
template <class T>
std::string codes_of(std::string_view text) {
  return codes(parse<T>(text).problems);
}

TEST(Parse, binds_a_struct_and_leaves_absent_optionals_empty) {
  const auto plan = parse<Plan>(R"({"metric":{"target":-1.5e1,"unit":"km"},"email":"ada@example.org","scores":[1,5]})");
  ASSERT_TRUE(plan.ok()) << codes(plan.problems);
  EXPECT_EQ(plan.value.metric, (Metric{-15, "km"}));
  EXPECT_FALSE(plan.value.confidence);
  EXPECT_EQ(plan.value.scores, (std::vector<int>{1, 5}));
}

TEST(Parse, reports_every_problem_with_its_path) {
  EXPECT_EQ(codes_of<Plan>(R"({"metric":{"target":101,"unit":"miles","targit":1},"confidence":3.5,"email":"nobody","scores":[0,"2"]})"),
            "metric.target:range metric.unit:too_long metric.targit:unknown_field confidence:type email:format "
            "scores[0]:range scores[1]:type");
  EXPECT_EQ(codes_of<Plan>("{}"), "metric:required email:required");
  EXPECT_EQ(codes_of<Plan>("[]"), ":type");
  EXPECT_EQ(codes_of<Plan>(R"({"metric":null,"email":"a@b.org","scores":[1,2,3]})"), "metric:type scores:too_long");
}

TEST(Parse, names_the_nearest_member_and_value) {
  const auto plan = parse<Plan>(R"({"metric":{"target":1},"email":"a@b.org","confidense":1})");
  ASSERT_EQ(codes(plan.problems), "confidense:unknown_field");
  EXPECT_NE(plan.problems[0].message.find("Did you mean confidence?"), std::string::npos);
  EXPECT_EQ(plan.fault(), Fault::bad_request);
  const auto everything = parse<std::vector<Color>>(R"(["red","gren",7])");
  EXPECT_EQ(codes(everything.problems), "[1]:unknown_value [2]:type");
  EXPECT_NE(everything.problems[0].message.find("Did you mean green?"), std::string::npos);
  EXPECT_EQ(everything.fault(), Fault::unprocessable);
}

TEST(Parse, require_throws_all_problems_at_once) {
  try {
    parse<Plan>("{}").require();
    FAIL();
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.fault, Fault::unprocessable);
    EXPECT_EQ(failure.code, "invalid_body");
    EXPECT_EQ(failure.fields.size(), 2u);
  }
}

TEST(Parse, refuses_what_is_not_one_json_text) {
  for (const char* text : {"", " ", "{", "{\"a\":1,}", "[1 2]", "nul", "'a'", "{a:1}", "1 2", "{} {}", "[1]x", "NaN", "Infinity",
                           "-", "01", "1.", ".5", "\"\n\"", "\"\\x\"", "// c\n1", "\xEF\xBB\xBF{}", "\"\\ud800\""}) {
    EXPECT_EQ(codes(parse_document(text).problems), ":syntax") << text;
  }
  EXPECT_EQ(codes(parse_document("\"\xC3\x28\"").problems), ":encoding");
  EXPECT_EQ(codes(parse_document("\"\xED\xA0\x80\"").problems), ":encoding");
  EXPECT_NE(parse_document("{\n  \"a\": tru }").problems[0].message.find("line 2"), std::string::npos);
}

TEST(Parse, refuses_more_than_64_levels_and_takes_64) {
  const auto nested = [](std::size_t n) { return std::string(n, '[') + std::string(n, ']'); };
  EXPECT_TRUE(parse_document(nested(64)).ok());
  EXPECT_EQ(codes(parse_document(nested(65)).problems), ":depth");
  EXPECT_EQ(codes(parse_document(std::string(1'000'000, '[')).problems), ":depth");
}

TEST(Parse, refuses_duplicate_members_wherever_they_are) {
  EXPECT_EQ(codes(parse_document(R"({"a":1,"b":[{"c":1,"d":2,"c":3}],"a":2})").problems), "b[0].c:duplicate_field a:duplicate_field");
  EXPECT_EQ(codes(parse_document(R"({"a":1,"\u0061":2})").problems), "a:duplicate_field");
}

TEST(Parse, refuses_numbers_beyond_doubles_and_the_zero_character) {
  EXPECT_EQ(codes(parse_document(R"({"a":[1,1e999]})").problems), "a[1]:not_finite");
  EXPECT_EQ(codes(parse_document("-1e400").problems), ":not_finite");
  EXPECT_EQ(codes(parse_document(std::string(400, '9')).problems), ":not_finite");
  EXPECT_EQ(parse_document("1e-999").value.number(), 0);
  EXPECT_EQ(codes(parse_document(R"({"a":"x\u0000y"})").problems), "a:format");
}

TEST(Parse, reads_whole_numbers_exactly_and_refuses_what_does_not_fit) {
  EXPECT_EQ(parse<std::int64_t>("9223372036854775807").value, std::numeric_limits<std::int64_t>::max());
  EXPECT_EQ(parse<std::int64_t>("-9223372036854775808").value, std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(codes_of<std::int64_t>("9223372036854775808"), ":range");
  EXPECT_EQ(codes_of<int>("2147483648"), ":range");
  EXPECT_EQ(codes_of<unsigned>("-1"), ":range");
  EXPECT_EQ(parse<int>("3.0").value, 3);
  EXPECT_EQ(codes_of<int>("true"), ":type");
}

TEST(Parse, checks_the_form_of_ids_dates_and_times) {
  EXPECT_EQ(parse<TeamId>(R"("T-12")").value, TeamId{12});
  for (const char* bad : {R"("O-12")", R"("T-0")", R"("T-01")", R"("T--1")", R"("12")", R"("")"}) {
    EXPECT_EQ(codes_of<TeamId>(bad), ":format") << bad;
  }
  EXPECT_EQ(codes_of<TeamId>("12"), ":type");
  EXPECT_EQ(codes_of<Date>(R"("2026-02-29")"), ":format");
  EXPECT_EQ(codes_of<Date>("20260228"), ":type");
  EXPECT_EQ(codes_of<Instant>(R"("2026-02-28T10:00:00")"), ":format");
  EXPECT_EQ(parse<Instant>(R"("2026-02-28T10:00:00+01:00")").value, *parse_instant("2026-02-28T09:00:00Z"));
}

TEST(Parse, judges_addresses) {
  const auto verdict = [](const std::string& email) {
    return codes_of<Plan>(R"({"metric":{"target":1},"email":)" + write(email) + "}");
  };
  for (const char* good : {"a@b.org", "ada.lovelace+okr@mail.example.co.uk", "o'neil@example.org", "jürgen@exämple.de", "root@localhost"}) {
    EXPECT_EQ(verdict(good), "") << good;
  }
  for (const char* bad : {"", "a", "@b.org", "a@", "a b@c.org", "a@b..org", "a@-b.org", "a@b.org\n", "a@@b.org", "<a@b.org>", ".a@b.org",
                          "a..b@c.org", "a,b@c.org"}) {
    EXPECT_EQ(verdict(bad), "email:format") << bad;
  }
}

TEST(Patch, tells_absent_null_and_value_apart) {
  const auto change = parse<Change>(R"({"title":"new","rank":null})");
  ASSERT_TRUE(change.ok()) << codes(change.problems);
  EXPECT_EQ(*change.value.title, "new");
  EXPECT_TRUE(change.value.rank.is_null());
  EXPECT_TRUE(change.value.weight.absent());
  EXPECT_EQ(write(change.value), R"({"title":"new","rank":null})");
  EXPECT_EQ(codes_of<Change>(R"({"title":null,"weight":"x"})"), "title:type weight:type");
  EXPECT_EQ(codes_of<Change>(R"({"title":"","rank":1})"), "title:required");
  EXPECT_EQ(codes_of<Change>(R"({"title":" \t"})"), "title:format");
  std::optional<int> rank = 4;
  EXPECT_TRUE(change.value.rank.apply(rank));
  EXPECT_FALSE(rank);
}

TEST(ParsePairs, reads_a_query_string) {
  const std::vector<std::pair<std::string, std::string>> pairs{
      {"q", "12"}, {"team", "T-3"}, {"colors", "red,green"}, {"colors", "red"}, {"limit", "20"}, {"archived", "true"}};
  const auto search = parse_pairs<Search>(pairs);
  ASSERT_TRUE(search.ok()) << codes(search.problems);
  EXPECT_EQ(search.value.q, "12");
  EXPECT_EQ(search.value.team, TeamId{3});
  EXPECT_EQ(search.value.colors.size(), 3u);
  EXPECT_EQ(search.value.limit, 20);
  EXPECT_EQ(search.value.archived, true);
  EXPECT_EQ(parse_pairs<Search>({}).value.limit, 50);
}

TEST(ParsePairs, refuses_the_unknown_the_doubled_and_the_wrong) {
  const std::vector<std::pair<std::string, std::string>> pairs{
      {"team", "T-3"}, {"team", "T-4"}, {"limit", "many"}, {"archived", ""}, {"colour", "red"}, {"colors", ""}};
  EXPECT_EQ(codes(parse_pairs<Search>(pairs).problems), "team:duplicate_field limit:type archived:type colour:unknown_field");
}

TEST(Write, escapes_texts_and_mends_what_is_not_utf8) {
  EXPECT_EQ(write(std::string("a\"\\\n\t\r\x01/é😀")), "\"a\\\"\\\\\\n\\t\\r\\u0001/é😀\"");
  EXPECT_EQ(write(std::string("\xFF" "a\xC3")), "\"\xEF\xBF\xBD" "a\xEF\xBF\xBD\"");
}

TEST(Write, writes_the_shortest_numbers_and_never_nan) {
  EXPECT_EQ(write(0.1), "0.1");
  EXPECT_EQ(write(42.0), "42");
  EXPECT_EQ(write(-0.0), "0");
  EXPECT_EQ(write(1e300), "1e+300");
  EXPECT_EQ(write(std::numeric_limits<double>::infinity()), "null");
  EXPECT_EQ(write(std::nan("")), "null");
  EXPECT_EQ(write(std::numeric_limits<std::uint64_t>::max()), "18446744073709551615");
}

TEST(Write, gives_every_member_in_order_and_raw_text_as_it_is) {
  EXPECT_EQ(write(Plan{{1, "km"}, {}, "a@b.org", {1, 2}}),
            R"({"metric":{"target":1,"unit":"km"},"confidence":null,"email":"a@b.org","scores":[1,2]})");
  EXPECT_EQ(Object().add("a", Raw{"[1]"}).add("b", Color::green).add("c", "x").text(), R"({"a":[1],"b":"green","c":"x"})");
  EXPECT_EQ(write(parse<Raw>(R"( {"a" : [1, 2.50, "x"]} )").value), R"({"a":[1,2.5,"x"]})");
}

TEST(Value, is_read_without_throwing_whatever_it_holds) {
  const Document doc = parse_document(R"({"a":{"b":[1,"two",null,true,2.5]}})");
  const Value& b = doc.value["a"]["b"];
  EXPECT_EQ(b.items().size(), 5u);
  EXPECT_EQ(b.items()[0].integer(), 1);
  EXPECT_EQ(b.items()[1].string(), "two");
  EXPECT_TRUE(b.items()[2].is_null());
  EXPECT_TRUE(b.items()[3].boolean());
  EXPECT_EQ(b.items()[4].number(), 2.5);
  EXPECT_EQ(b.items()[4].integer(), 0);
  EXPECT_TRUE(doc.value["x"]["y"].is_null());
  EXPECT_EQ(doc.value["a"].string(), "");
  EXPECT_EQ(write(doc.value), R"({"a":{"b":[1,"two",null,true,2.5]}})");
}

TEST(Schema, describes_members_rules_and_components) {
  Components components;
  EXPECT_EQ(schema<std::vector<Plan>>(components), R"({"type":"array","items":{"$ref":"#/components/schemas/Plan"}})");
  EXPECT_EQ(components["Metric"],
            R"({"type":"object","description":"What is measured.","properties":{"target":{"type":"number","minimum":-100,)"
            R"("maximum":100,"description":"where to"},"unit":{"type":"string","maxLength":3}},"required":["target"],)"
            R"("additionalProperties":false})");
  EXPECT_EQ(components["Plan"],
            R"({"type":"object","properties":{"metric":{"$ref":"#/components/schemas/Metric","description":"the metric"},)"
            R"("confidence":{"type":["integer","null"],"minimum":0,"maximum":10,"description":"0..10"},)"
            R"("email":{"type":"string","format":"email"},"scores":{"type":"array","items":{"type":"integer","minimum":1,)"
            R"("maximum":5},"maxItems":2}},"required":["metric","email"],"additionalProperties":false})");
}

TEST(Schema, of_a_struct_that_holds_itself_ends) {
  Components components;
  schema<Node>(components);
  EXPECT_NE(components["Node"].find(R"("items":{"$ref":"#/components/schemas/Node"})"), std::string::npos);
}

TEST(Schema, is_json_itself_and_gives_query_parameters) {
  Components components;
  EXPECT_TRUE(parse_document(schema<Everything>(components)).ok());
  const auto all = parameters<Search>(components);
  ASSERT_EQ(all.size(), 5u);
  EXPECT_EQ(all[1].schema, R"({"type":"string","pattern":"^T-[1-9][0-9]*$"})");
  EXPECT_FALSE(all[0].required);
  EXPECT_EQ(schema<std::optional<Color>>(components), R"({"anyOf":[{"type":"string","enum":["red","green"]},{"type":"null"}]})");
}

std::string any_text() {
  std::string out;
  for (char32_t c : *rc::gen::container<std::vector<char32_t>>(rc::gen::inRange<char32_t>(1, 0x3000))) {
    if (c < 0x80) out += static_cast<char>(c);
    else if (c < 0x800) out.append({static_cast<char>(0xC0 | (c >> 6)), static_cast<char>(0x80 | (c & 0x3F))});
    else out.append({static_cast<char>(0xE0 | (c >> 12)), static_cast<char>(0x80 | ((c >> 6) & 0x3F)), static_cast<char>(0x80 | (c & 0x3F))});
  }
  return out;
}
double any_double() {
  const auto bits = *rc::gen::arbitrary<std::uint64_t>();
  const double n = std::bit_cast<double>(bits);
  return std::isfinite(n) ? n : *rc::gen::arbitrary<double>();
}

RC_GTEST_PROP(RoundTrip, what_is_written_reads_back_the_same, ()) {
  Everything e;
  e.on = *rc::gen::arbitrary<bool>();
  e.small = *rc::gen::arbitrary<int>();
  e.large = *rc::gen::arbitrary<std::int64_t>();
  e.real = any_double();
  e.text = any_text();
  if (*rc::gen::arbitrary<bool>()) e.maybe = any_text();
  e.color = *rc::gen::element(Color::red, Color::green);
  e.team = TeamId{*rc::gen::inRange<std::int64_t>(1, std::numeric_limits<std::int64_t>::max())};
  e.done = {MilestoneId{1}, MilestoneId{99}};
  e.day = Date{*rc::gen::inRange(-20000, 300000)};
  e.at = Instant{*rc::gen::inRange<std::int64_t>(-1'000'000'000'000'000, 20'000'000'000'000'000)};
  e.figures[any_text()] = any_double();
  e.column = {std::nullopt, any_double()};
  e.tree = Node{"root", {Node{any_text(), {}}, Node{"b", {Node{"c", {}}}}}};
  const std::string text = write(e);
  const auto again = parse<Everything>(text);
  RC_ASSERT(again.ok());
  RC_ASSERT(again.value == e);
  RC_ASSERT(write(parse<Value>(text).value) == text);
}

RC_GTEST_PROP(RoundTrip, any_bytes_at_all_are_read_or_refused, (const std::string& bytes)) {
  const Document document = parse_document(bytes);
  if (document.ok()) RC_ASSERT(parse_document(write(document.value)).ok());
}

TEST(Hostile, large_texts_take_time_in_proportion) {
  std::string many = "{";
  for (int i = 0; i < 100'000; ++i) many += "\"k" + std::to_string(i) + "\":[],";
  many += "\"z\":1}";
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_TRUE(parse_document(many).ok());
  EXPECT_EQ(parse<Plan>(many).problems.size(), 1000u);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(10));
}

}  // namespace
}  // namespace cairn::json
