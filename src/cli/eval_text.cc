// The figures of an OKR file as text.
// source: okr-file.md, "cairn eval"
#include "cli/eval_text.h"

#include <algorithm>

#include "cli/json_out.h"
#include "engine/rounding.h"

namespace cairn::cli {

using engine::EvalNode;
using engine::EvalResult;

namespace {

void status(JsonOut& out, engine::Status status) {
  out.key("status");
  if (status == engine::Status::none) out.null();
  else out.string(engine::word_of(status));
}

void inputs(JsonOut& out, const engine::Explanation& explain) {
  out.key("inputs");
  out.open('{');
  for (const engine::ExplainInput& input : explain.inputs) {
    out.key(input.name);
    if (input.text.empty()) out.number(input.value);
    else out.string(input.text);
  }
  out.close('}');
}

void items(JsonOut& out, const engine::Explanation& explain) {
  out.key("items");
  out.open('[');
  for (const engine::ExplainItem& item : explain.items) {
    out.open('{');
    out.field("key", item.key);
    out.field("weight", item.weight);
    out.field("progress", item.progress);
    out.close('}');
  }
  out.close(']');
}

void key_result(JsonOut& out, const EvalNode& node) {
  out.open('{');
  out.field("value", node.value);
  out.field("attainment", node.attainment);
  out.field("progress", node.progress);
  out.field("expected", node.expected);
  status(out, node.status);
  out.field("confidence", node.confidence);
  out.key("stale");
  out.flag(node.stale);
  out.field("score", node.score);
  out.key("forecast");
  out.open('{');
  out.field("probability", node.forecast.probability);
  out.field("p10", node.forecast.p10);
  out.field("p50", node.forecast.p50);
  out.field("p90", node.forecast.p90);
  out.close('}');
  out.key("explain");
  out.open('{');
  out.field("rule", node.explain.rule);
  out.field("formula", node.explain.formula);
  inputs(out, node.explain);
  if (!node.explain.items.empty()) items(out, node.explain);
  out.close('}');
  out.close('}');
}

void rolled_up(JsonOut& out, const EvalNode& node) {
  out.open('{');
  out.field("progress", node.progress);
  out.field("expected", node.expected);
  status(out, node.status);
  out.field("confidence", node.confidence);
  out.field("score", node.score);
  out.key("forecast");
  out.open('{');
  out.field("probability", node.forecast.probability);
  out.close('}');
  out.key("explain");
  out.open('{');
  out.field("rule", node.explain.rule);
  if (!node.explain.inputs.empty()) inputs(out, node.explain);
  items(out, node.explain);
  out.close('}');
  out.close('}');
}

template <class Write>
void section(JsonOut& out, const char* name, const std::vector<EvalNode>& nodes, Write write) {
  out.text += ",\n  ";
  out.text += '"';
  out.text += name;
  out.text += "\": {";
  bool first = true;
  for (const EvalNode& node : nodes) {
    JsonOut one;
    one.key(node.key);
    write(one, node);
    out.text += first ? "\n    " : ",\n    ";
    out.text += one.text;
    first = false;
  }
  out.text += first ? "}" : "\n  }";
}

std::string padded(std::string text, std::size_t width, bool right = false) {
  // widths count characters, not bytes
  const auto characters = static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
  if (characters >= width) return text;
  return right ? std::string(width - characters, ' ') + text : text + std::string(width - characters, ' ');
}

std::string shown_percent(std::optional<double> ratio) { return ratio ? std::to_string(engine::percent(*ratio)) + "%" : "-"; }

std::string shown(std::optional<double> value, int decimals) { return value ? engine::format_value(*value, "", decimals) : "-"; }

}  // namespace

std::string eval_json(const EvalResult& result) {
  JsonOut out;
  out.text = "{\n  \"as_of\": \"" + format(result.as_of) + "\",\n  \"policy\": ";
  JsonOut policy;
  policy.open('{');
  policy.field("name", result.policy);
  policy.key("version");
  policy.whole(result.policy_version);
  policy.close('}');
  out.text += policy.text;
  section(out, "key_results", result.key_results, key_result);
  section(out, "objectives", result.objectives, rolled_up);
  section(out, "teams", result.teams, rolled_up);
  section(out, "pillars", result.pillars, rolled_up);
  section(out, "cycles", result.cycles, rolled_up);
  JsonOut organisation;
  rolled_up(organisation, result.organisation);
  out.text += ",\n  \"organisation\": " + organisation.text + "\n}\n";
  return std::move(out.text);
}

std::string eval_table(const EvalResult& result) {
  std::size_t width = 12;
  for (const auto* nodes : {&result.key_results, &result.objectives, &result.teams, &result.pillars, &result.cycles})
    for (const EvalNode& node : *nodes) width = std::max(width, node.key.size());
  std::string text = format(result.as_of) + ", policy " + result.policy + " " + std::to_string(result.policy_version) + "\n";
  const auto row = [&](const EvalNode& node) {
    const std::string status = node.status == engine::Status::none ? "-" : std::string(engine::word_of(node.status));
    text += "  " + padded(node.key, width) + padded(shown_percent(node.progress), 10, true) + padded(shown_percent(node.expected), 10, true) + "  " +
            padded(status + (node.stale ? ", stale" : ""), 19) + padded(shown(node.confidence, 1), 10, true) + padded(shown(node.score, 1), 7, true) +
            padded(shown_percent(node.forecast.probability), 10, true) + "\n";
  };
  const auto part = [&](const char* name, const std::vector<EvalNode>& nodes) {
    if (nodes.empty()) return;
    text += "\n" + padded(name, width + 2) + "  progress  expected  status             confidence  score  forecast\n";
    for (const EvalNode& node : nodes) row(node);
  };
  part("Organisation", {result.organisation});
  part("Cycles", result.cycles);
  part("Pillars", result.pillars);
  part("Teams", result.teams);
  part("Objectives", result.objectives);
  part("Key results", result.key_results);
  return text;
}

}  // namespace cairn::cli
