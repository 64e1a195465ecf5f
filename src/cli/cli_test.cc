// OKR files as text: what is read, what is refused and where, and what eval and lint print.
#include <gtest/gtest.h>

#include <random>

#include "cli/cli.h"
#include "cli/eval_text.h"
#include "cli/field_reader.h"
#include "cli/findings.h"
#include "cli/okr_reader.h"
#include "support/tiny_json.h"

namespace cairn::cli {
namespace {

using tests::Json;

const std::string company = R"(cairn: 1
organisation: { name: Northwind, timezone: Europe/Zurich }
policy: cairn
as_of: 2026-02-15
people:  [ { key: lin, name: Lin }, { key: ada, name: Ada Obi, email: ada@example.com, manager: lin }, { key: tom, name: Tom } ]
teams:   [ { key: product, name: Product }, { key: growth, name: Growth, parent: product, lead: ada, members: [ada, tom] } ]
cycles:  [ { key: 2026-q1, name: Q1 2026, starts: 2026-01-01, ends: 2026-03-31, check_in: { every: week, day: friday } } ]
kpis:    [ { key: nrr, name: NRR, unit: '%', direction: up, green: 110, amber: 100, values: [ { on: 2026-01-09, value: 104 } ] } ]
objectives:
  - key: o-north
    title: Teams stay because it helps them
    cycle: 2026-q1
    owner: lin
    key_results:
      - { key: nrr, title: Net revenue retention, source: 'kpi:nrr', metric: { type: increase, unit: '%', start: 100, target: 110 } }
      - key: launch
        title: Steps
        metric: { type: milestones, items: [ { title: one, weight: 3, done: 2026-02-01 }, { title: two, done: null } ] }
      - key: zones
        title: Zones
        metric: { type: zones, start: nothing, commit: a plan, target: a pilot, stretch: everywhere }
        check_ins: [ { at: 2026-02-01, value: a pilot, confidence: 8 } ]
  - key: o-activation
    title: New teams succeed in their first week
    kind: aspirational
    state: active
    cycle: 2026-q1
    team: growth
    owner: ada
    contributes_to: [ { to: o-north, weight: 2 } ]
    supports: [ o-north ]
    key_results:
      - key: kr-week1
        title: Teams that invite three people in week one
        owner: tom
        metric: { type: increase, unit: '%', start: 18, target: 35 }
        due: 2026-03-31
        check_ins:
          - { at: 2026-01-16, value: 20, confidence: 6, note: a start }
          - { at: 2026-01-30T09:00:00Z, value: 22, confidence: 7 }
          - { at: 2026-02-13, value: 24, confidence: 6 }
          - { at: 2026-02-16, value: 99 }
)";

std::string without_problems(const OkrText& okr) { return okr.problems.empty() ? "" : findings_text(okr.problems, "x"); }

Json evaluated(const std::string& text) {
  const OkrText okr = read_okr(text);
  EXPECT_EQ(without_problems(okr), "");
  const Date on = okr.file.as_of.value();
  return tests::JsonReader(eval_json(engine::evaluate(okr.file, {on, okr.zone.end_of_day(on)}))).read();
}

// "line:column code" of every problem.
std::vector<std::string> places(const std::string& text) {
  std::vector<std::string> all;
  for (const Finding& finding : read_okr(text).problems) all.push_back(std::to_string(finding.line) + ":" + std::to_string(finding.column) + " " + finding.code);
  return all;
}

TEST(OkrText, the_format_s_example_gives_its_figures) {
  const Json json = evaluated(company);
  const Json& kr = json["key_results"]["o-activation/kr-week1"];
  EXPECT_EQ(kr["value"].number, 24);
  EXPECT_DOUBLE_EQ(kr["progress"].number, 6.0 / 17);
  EXPECT_DOUBLE_EQ(kr["expected"].number, 45.0 / 89);
  EXPECT_EQ(kr["status"].text, "behind");
  EXPECT_EQ(kr["confidence"].number, 6);
  EXPECT_EQ(kr["score"].number, 0.4);
  EXPECT_EQ(kr["explain"]["formula"].text, "(value - start) / (target - start)");
  EXPECT_EQ(kr["explain"]["inputs"]["target"].number, 35);
  EXPECT_TRUE(kr["forecast"]["probability"].is_number());
  EXPECT_EQ(json["policy"]["name"].text, "cairn");
}

TEST(OkrText, kpis_milestones_and_zones_give_values) {
  const Json json = evaluated(company);
  EXPECT_DOUBLE_EQ(json["key_results"]["o-north/nrr"]["progress"].number, 0.4);
  EXPECT_DOUBLE_EQ(json["key_results"]["o-north/launch"]["progress"].number, 0.75);
  EXPECT_DOUBLE_EQ(json["key_results"]["o-north/zones"]["progress"].number, 0.7);
  EXPECT_DOUBLE_EQ(json["objectives"]["o-north"]["progress"].number, (0.4 + 0.75 + 0.7 + 2 * 6.0 / 17) / 5);
}

TEST(OkrText, what_has_no_value_is_null_and_there) {
  const Json json = evaluated(company);
  EXPECT_TRUE(json["teams"]["product"].has("progress"));
  EXPECT_TRUE(json["teams"]["product"]["progress"].is_null());
  EXPECT_TRUE(json["key_results"]["o-north/nrr"]["confidence"].is_null());
  EXPECT_TRUE(json["key_results"]["o-north/nrr"]["forecast"].has("p90"));
}

TEST(OkrText, the_same_file_gives_the_same_bytes) {
  const OkrText okr = read_okr(company);
  const engine::EvalDay day{*okr.file.as_of, okr.zone.end_of_day(*okr.file.as_of)};
  EXPECT_EQ(eval_json(engine::evaluate(okr.file, day)), eval_json(engine::evaluate(okr.file, day)));
}

TEST(OkrText, json_is_read_like_yaml) {
  EXPECT_EQ(without_problems(read_okr("{\n\t\"cairn\": 1,\n\t\"objectives\": [ { \"key\": \"a\", \"title\": \"A \\u00e9\", \"weight\": 2.5 } ]\n}")), "");
}

TEST(OkrText, json_keeps_its_escapes_and_places) {
  const OkrText okr = read_okr("{\"cairn\": 1,\n \"vision\": \"\\ud83d\\ude00 \\/ \\u00e9\", \"mission\": null,\n \"nope\": 3}");
  EXPECT_EQ(okr.file.vision, "\xf0\x9f\x98\x80 / \xc3\xa9");
  ASSERT_EQ(okr.problems.size(), 1u);
  EXPECT_EQ(okr.problems[0].line, 3);
  EXPECT_EQ(okr.problems[0].column, 2);
  EXPECT_EQ(places("{\"cairn\": 1, \"vision\": ").at(0).substr(0, 1), "1");
  EXPECT_EQ(places("{\"cairn\": " + std::string(100000, '[')).at(0).substr(5), "too_deep");
}

TEST(OkrText, every_problem_is_told_in_one_run_with_its_place) {
  const std::string text = R"(cairn: 1
organisaton: X
policy: carin
as_of: 2026-02-31
cycles:
  - { key: q1, starts: 2026-01-01, ends: 2025-03-31 }
objectives:
  - key: a
    titel: Foo
    contributes_to: [b, nope]
    key_results:
      - key: k
        title: K
        metric: { type: incraese, start: .nan, target: abc }
        check_ins: [ { at: tomorrow, value: 3 }, { at: 2026-01-01, value: .inf, confidence: 5 } ]
      - { key: k, title: K2, weight: -1, metric: { type: between, low: 5, high: 3 } }
    key: again
  - key: b
    title: B
    contributes_to: [a]
)";
  EXPECT_EQ(places(text), (std::vector<std::string>{
      "2:1 unknown_key", "3:9 unknown_preset", "4:8 date", "6:42 ends_before_start", "8:5 required", "9:5 unknown_key", "10:25 unknown_reference",
      "14:25 unknown_word", "14:42 not_finite", "14:56 type", "15:28 date", "15:75 not_finite", "16:16 duplicate_key", "16:38 negative_weight",
      "16:72 low_above_high", "17:5 duplicate_field", "20:22 loop"}));
}

TEST(OkrText, a_wrong_word_names_the_nearest_known) {
  const OkrText okr = read_okr("cairn: 1\norganisaton: X\n");
  EXPECT_NE(okr.problems.at(0).message.find("'organisation'"), std::string::npos);
}

TEST(OkrText, missing_parts_are_each_told) {
  EXPECT_EQ(places("objectives: [ { weight: 1 } ]"), (std::vector<std::string>{"1:1 required", "1:15 required", "1:15 required"}));
}

TEST(OkrText, what_is_not_an_okr_file_is_refused_with_a_place) {
  EXPECT_EQ(places(""), (std::vector<std::string>{"1:1 empty"}));
  EXPECT_EQ(places("just words"), (std::vector<std::string>{"1:1 type"}));
  EXPECT_EQ(places("a: [1, 2\nb: }").at(0).substr(2), "2 syntax");
  EXPECT_EQ(places("cairn: 1\nvision: \xff\xfe"), (std::vector<std::string>{"2:1 not_utf8"}));
  EXPECT_EQ(places("cairn: 1\n---\ncairn: 1\n"), (std::vector<std::string>{"3:1 second_document"}));
  EXPECT_EQ(places("cairn: 2\n"), (std::vector<std::string>{"1:8 unknown_format"}));
}

TEST(OkrText, depth_and_aliases_are_bounded) {
  EXPECT_EQ(places("a: " + std::string(100000, '[')).at(0).substr(5), "too_deep");
  std::string bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n";
  for (char c = 'b'; c < 'k'; ++c) {
    bomb += std::string(1, c) + ": &" + std::string(1, c) + " [";
    for (int i = 0; i < 9; ++i) bomb += std::string(i ? "," : "") + "*" + static_cast<char>(c - 1);
    bomb += "]\n";
  }
  EXPECT_EQ(read_okr(bomb).problems.at(0).code, "alias_unfolds");
  EXPECT_EQ(read_okr("cairn: 1\nvision: &a [*a]\n").problems.at(0).code, "unknown_alias");
}

TEST(OkrText, mangled_files_are_reported_and_nothing_more) {
  std::mt19937 random(7);
  const std::string alphabet = "{}[]:,-&*!|>'\"#%@`?~ \n\tax0\xff.";
  for (int round = 0; round < 1500; ++round) {
    std::string text = company;
    for (unsigned edits = 1 + random() % 8; edits > 0; --edits) {
      const std::size_t at = random() % text.size();
      switch (random() % 4) {
        case 0: text[at] = alphabet[random() % alphabet.size()]; break;
        case 1: text.insert(at, 1, alphabet[random() % alphabet.size()]); break;
        case 2: text.erase(at, 1 + random() % 40); break;
        default: text.insert(at, text.substr(random() % text.size(), random() % 60));
      }
    }
    const OkrText okr = read_okr(text);
    for (const Finding& finding : okr.problems) EXPECT_GE(finding.line, 0);
    if (okr.problems.empty()) eval_json(engine::evaluate(okr.file, {date_of(2026, 2, 15), okr.zone.end_of_day(date_of(2026, 2, 15))}));
  }
}

TEST(OkrText, an_anchor_used_with_measure_is_fine) {
  const OkrText okr = read_okr("cairn: 1\nobjectives:\n  - &o { key: a, title: A thing that matters }\n  - { key: b, title: Another thing, contributes_to: [a] }\nvision: &v words\nmission: *v\n");
  EXPECT_EQ(without_problems(okr), "");
  EXPECT_EQ(okr.file.mission, "words");
}

TEST(OkrText, a_policy_is_a_preset_or_written_out) {
  const OkrText okr = read_okr("cairn: 1\npolicy: { base: viva, name: ours, floor: null, status: { method: ratio }, shares: off }\n");
  EXPECT_EQ(without_problems(okr), "");
  EXPECT_EQ(okr.file.policy.name, "ours");
  EXPECT_FALSE(okr.file.policy.floor);
  EXPECT_EQ(okr.file.policy.status, engine::default_rule(engine::StatusMethod::ratio));
  EXPECT_EQ(places("cairn: 1\npolicy: { status: { on_track: 0.5, behind: 0.1 } }\n"), (std::vector<std::string>{"2:44 out_of_order"}));
}

TEST(OkrText, a_date_means_noon_on_the_local_clock) {
  const OkrText okr = read_okr(company);
  EXPECT_EQ(format(okr.file.objectives[1].key_results[0].checkins[0].at), "2026-01-16T11:00:00Z");
}

TEST(Lint, findings_come_as_text_json_and_sarif) {
  const std::vector<Finding> findings{{.code = "outcome.output_verb", .severity = "advice", .line = 3, .column = 7, .message = "A \"quoted\" word", .remedy = "Mend.", .path = "p"},
                                      {.code = "unknown_key", .line = 4, .column = 1, .message = "No."}};
  EXPECT_EQ(findings_text(findings, "f.yaml"), "f.yaml:3:7: advice outcome.output_verb: A \"quoted\" word Mend.\nf.yaml:4:1: error unknown_key: No.\n1 error, 0 warnings, 1 piece of advice\n");
  const Json json = tests::JsonReader(findings_json(findings, "f.yaml")).read();
  EXPECT_EQ(json["errors"].number, 1);
  EXPECT_EQ(json["findings"].items.at(0)["message"].text, "A \"quoted\" word");
  const Json sarif = tests::JsonReader(findings_sarif(findings, "f.yaml")).read();
  EXPECT_EQ(sarif["version"].text, "2.1.0");
  const Json& run = sarif["runs"].items.at(0);
  EXPECT_EQ(run["results"].items.size(), 2u);
  EXPECT_EQ(run["tool"]["driver"]["rules"].items.size(), 2u);
  EXPECT_EQ(run["results"].items[0]["locations"].items[0]["physicalLocation"]["region"]["startLine"].number, 3);
}

// A file in the test's own folder, removed with it.
class TemporaryFile {
 public:
  explicit TemporaryFile(const std::string& text) : name_(testing::TempDir() + "cairn_cli_test_" + std::to_string(reinterpret_cast<std::uintptr_t>(this)) + ".yaml") {
    std::ofstream(name_) << text;
  }
  ~TemporaryFile() { std::remove(name_.c_str()); }
  const std::string& name() const { return name_; }

 private:
  std::string name_;
};

int quiet(int (*run)(std::span<const std::string>), const std::vector<std::string>& arguments, std::string* output = nullptr) {
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  const int status = run(arguments);
  const std::string text = testing::internal::GetCapturedStdout();
  testing::internal::GetCapturedStderr();
  if (output) *output = text;
  return status;
}

TEST(Commands, exit_statuses_are_as_documented) {
  const TemporaryFile sound(company), broken("cairn: 1\nnope: 1\n");
  EXPECT_EQ(quiet(run_eval, {sound.name()}), 0);
  EXPECT_EQ(quiet(run_eval, {broken.name()}), 1);
  EXPECT_EQ(quiet(run_eval, {"/nowhere.yaml"}), 2);
  EXPECT_EQ(quiet(run_eval, {sound.name(), "--format", "xml"}), 2);
  EXPECT_EQ(quiet(run_eval, {sound.name(), "--policy", "nobody"}), 2);
  EXPECT_EQ(quiet(run_eval, {sound.name(), "--as-of", "2026-02-30"}), 2);
  EXPECT_EQ(quiet(run_lint, {sound.name()}), 0);
  EXPECT_EQ(quiet(run_lint, {broken.name()}), 1);
  EXPECT_EQ(quiet(run_lint, {"/nowhere.yaml"}), 2);
  EXPECT_EQ(quiet(run_lint, {sound.name(), "--help"}), 0);
}

TEST(Commands, another_policy_and_day_can_be_asked_for) {
  const TemporaryFile file(company);
  std::string output;
  EXPECT_EQ(quiet(run_eval, {file.name(), "--policy=workfront", "--as-of=2026-02-01"}, &output), 0);
  const Json json = tests::JsonReader(output).read();
  EXPECT_EQ(json["policy"]["name"].text, "workfront");
  EXPECT_EQ(json["key_results"]["o-activation/kr-week1"]["value"].number, 22);
  EXPECT_EQ(quiet(run_eval, {file.name(), "--format", "table"}, &output), 0);
  EXPECT_NE(output.find("o-activation/kr-week1"), std::string::npos);
}

}  // namespace
}  // namespace cairn::cli
