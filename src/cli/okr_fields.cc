// Policies, metrics and key results of the OKR file.
#include <algorithm>

#include "cli/field_reader.h"
#include "cli/okr_reader.h"
#include "engine/zones.h"

namespace cairn::cli {

using Known = std::string_view[];

namespace {

const engine::Policy* preset(FieldReader& reader, const YamlNode& node) {
  if (const engine::Policy* found = engine::find_preset(node.text)) return found;
  std::vector<std::string_view> names;
  for (const engine::Policy& policy : engine::presets()) names.push_back(policy.name);
  const std::string_view near = nearest(node.text, names);
  reader.problem(node, "unknown_preset", "There is no preset '" + node.text + "'." + (near.empty() ? "" : " Did you mean '" + std::string(near) + "'?"));
  return nullptr;
}

void read_rule(FieldReader& reader, const YamlNode& node, engine::StatusRule& rule, bool with_method) {
  static constexpr Known known = {"on_track", "behind", "method"};
  if (const YamlNode* method = node.find("method"); method && with_method) {
    engine::StatusMethod chosen = rule.method;
    reader.word(*method, chosen);
    if (chosen != rule.method) rule = engine::default_rule(chosen);
  }
  reader.fields(node, std::span(known).first(with_method ? 3 : 2), [&](std::string_view key, const YamlNode& value) {
    if (key == "on_track") reader.number(value, rule.on_track);
    if (key == "behind") reader.number(value, rule.behind);
  });
}

void open_or_number(FieldReader& reader, const YamlNode& node, std::optional<double>& limit) {
  limit.reset();  // null: open
  reader.number(node, limit);
}

}  // namespace

void read_policy(FieldReader& reader, const YamlNode& node, engine::Policy& policy) {
  if (node.is_scalar()) {
    if (const engine::Policy* found = preset(reader, node)) policy = *found;
    return;
  }
  static constexpr Known known = {"base", "name", "version", "floor", "cap", "control", "inclusive", "children", "shares", "days", "status",
                                  "objective_status", "grace_days", "expected", "zero_range", "rollup", "confidence", "score"};
  static constexpr Known score_fields = {"green", "amber"};
  if (const YamlNode* base = node.find("base"))
    if (const engine::Policy* found = preset(reader, *base)) policy = *found;
  reader.fields(node, known, [&](std::string_view key, const YamlNode& value) {
    if (key == "name") reader.text(value, policy.name);
    else if (key == "version") reader.whole(value, policy.version);
    else if (key == "floor") open_or_number(reader, value, policy.floor);
    else if (key == "cap") open_or_number(reader, value, policy.cap);
    else if (key == "control") reader.word(value, policy.control);
    else if (key == "inclusive") reader.flag(value, policy.inclusive);
    else if (key == "children") reader.word(value, policy.children);
    else if (key == "shares") reader.word(value, policy.shares);
    else if (key == "days") reader.word(value, policy.days);
    else if (key == "status") read_rule(reader, value, policy.status, true);
    else if (key == "objective_status") reader.word(value, policy.objective_status);
    else if (key == "grace_days") reader.whole(value, policy.grace_days);
    else if (key == "expected") reader.word(value, policy.expected);
    else if (key == "zero_range") reader.word(value, policy.zero_range);
    else if (key == "rollup") reader.word(value, policy.rollup);
    else if (key == "confidence") read_rule(reader, value, policy.confidence, false);
    else if (key == "score") reader.fields(value, score_fields, [&](std::string_view name, const YamlNode& band) {
      reader.number(band, name == "green" ? policy.score.green : policy.score.amber);
    });
  });
}

namespace {

class MetricReader {
 public:
  MetricReader(FieldReader& reader, engine::Metric& metric) : reader_(reader), metric_(metric) {}

  void run(const YamlNode& node) {
    static constexpr Known known = {"type", "unit", "precision", "start", "target", "low", "high", "commit", "stretch", "risk", "items", "phases", "checkpoints"};
    const YamlNode* type = node.find("type");
    if (type) reader_.word(*type, metric_.type);
    else if (node.is_map()) reader_.problem(node, "required", "The metric's type is missing.");
    bool target = false, low = false, high = false;
    reader_.fields(node, known, [&](std::string_view key, const YamlNode& value) {
      if (metric_.type == engine::MetricType::zones && mark(key, value)) return;
      if (key == "unit") reader_.text(value, metric_.unit);
      else if (key == "precision") reader_.whole(value, metric_.precision);
      else if (key == "start") reader_.number(value, metric_.start);
      else if (key == "target") reader_.number(value, metric_.target), target = true;
      else if (key == "low") reader_.number(value, metric_.low), low = true;
      else if (key == "high") reader_.number(value, metric_.high), high = true;
      else if (key == "risk") reader_.number(value, metric_.risk);
      else if (key == "items") reader_.list(value, [&](const YamlNode& item) { milestone(item); });
      else if (key == "phases") reader_.list(value, [&](const YamlNode& item) { phase(item); });
      else if (key == "checkpoints") reader_.list(value, [&](const YamlNode& item) { checkpoint(item); });
      else if (key != "type") reader_.problem(value, "unknown_key", "'" + std::string(key) + "' belongs to metrics of type zones.");
    });
    require(node, target, low, high);
    if (metric_.type == engine::MetricType::zones) finish_zones(node);
  }

 private:
  void require(const YamlNode& node, bool target, bool low, bool high) {
    using enum engine::MetricType;
    const bool needs_target = metric_.type == increase || metric_.type == decrease || metric_.type == at_least || metric_.type == at_most;
    if (needs_target && !target) reader_.problem(node, "required", "The metric's target is missing.");
    if (metric_.type == between && !(low && high)) reader_.problem(node, "required", "A metric of type between needs 'low' and 'high'.");
  }

  bool mark(std::string_view key, const YamlNode& node) {
    static constexpr Known names = {"start", "commit", "target", "stretch"};
    const auto found = std::ranges::find(names, key);
    if (found == std::end(names)) return false;
    const auto index = static_cast<std::size_t>(found - std::begin(names));
    marks_[index] = FieldReader::as_number(node);
    if (!node.is_null()) reader_.text(node, texts_[index]);
    in_words_ |= !marks_[index] && !node.is_null();
    return true;
  }

  void finish_zones(const YamlNode& node) {
    if (in_words_) {
      metric_.zone_texts = texts_;
      return;
    }
    if (const auto filled = engine::fill_marks(marks_)) metric_.zones = *filled;
    else if (marks_[0] && marks_[3]) metric_.zones = {*marks_[0], *marks_[0], *marks_[3], *marks_[3]};
    else reader_.problem(node, "required", "Zones need at least two of start, commit, target and stretch.");
  }

  void milestone(const YamlNode& node) {
    static constexpr Known known = {"title", "weight", "done"};
    engine::Milestone& item = metric_.milestones.emplace_back();
    item.id = static_cast<std::int64_t>(metric_.milestones.size());
    reader_.fields(node, known, [&](std::string_view key, const YamlNode& value) {
      if (key == "title") reader_.text(value, item.title);
      else if (key == "weight") reader_.number(value, item.weight);
      else reader_.date(value, item.done_on);
    });
  }

  void phase(const YamlNode& node) {
    static constexpr Known known = {"on", "value"};
    engine::Phase& item = metric_.phases.emplace_back();
    reader_.fields(node, known, [&](std::string_view key, const YamlNode& value) {
      if (key == "on") reader_.date(value, item.on);
      else reader_.number(value, item.value);
    });
  }

  void checkpoint(const YamlNode& node) {
    static constexpr Known known = {"value", "progress"};
    engine::Checkpoint& item = metric_.checkpoints.emplace_back();
    reader_.fields(node, known, [&](std::string_view key, const YamlNode& value) { reader_.number(value, key == "value" ? item.value : item.progress); });
  }

  FieldReader& reader_;
  engine::Metric& metric_;
  engine::Marks marks_;
  std::array<std::string, 4> texts_;
  bool in_words_ = false;
};

}  // namespace

void read_metric(FieldReader& reader, const YamlNode& node, engine::Metric& metric) { MetricReader(reader, metric).run(node); }

void read_moment(FieldReader& reader, const YamlNode& node, const clock::Zone& zone, engine::Checkin& checkin) {
  if (const auto date = node.is_scalar() ? parse_date(node.text) : std::nullopt) {
    checkin.on = *date;
    checkin.at = zone.noon(*date);
  } else if (const auto at = node.is_scalar() ? parse_instant(node.text) : std::nullopt) {
    checkin.at = *at;
    checkin.on = zone.local_date(*at);
  } else {
    reader.problem(node, "date", "A date such as 2026-01-16, or a time such as 2026-01-16T11:00:00Z, is expected here.");
  }
}

namespace {

// A check-in's value: a number; yes or no; or the zone reached, by name or sentence.
void read_value(FieldReader& reader, const YamlNode& node, const engine::Metric* metric, double& out) {
  if (metric && metric->type == engine::MetricType::done)
    if (const auto flag = FieldReader::as_flag(node)) {
      out = *flag ? 1 : 0;
      return;
    }
  if (metric && engine::has_sentences(*metric) && node.is_scalar()) {
    static constexpr Known names = {"start", "commit", "target", "stretch"};
    for (std::size_t i = 0; i < 4; ++i)
      if (node.text == names[i] || node.text == metric->zone_texts[i]) {
        out = static_cast<double>(i);
        return;
      }
  }
  reader.number(node, out);
}

void read_checkins(FieldReader& reader, const YamlNode& list, const clock::Zone& zone, engine::FileKeyResult& kr) {
  static constexpr Known known = {"at", "value", "confidence", "note", "status"};
  const engine::Metric* metric = kr.metric ? &*kr.metric : nullptr;
  reader.list(list, [&](const YamlNode& node) {
    engine::Checkin& checkin = kr.checkins.emplace_back();
    std::string& note = kr.notes.emplace_back();
    checkin.id = checkin.order = static_cast<std::int64_t>(kr.checkins.size());
    bool at = false, value = false;
    reader.fields(node, known, [&](std::string_view key, const YamlNode& field) {
      if (key == "at") read_moment(reader, field, zone, checkin), at = true;
      else if (key == "value") read_value(reader, field, metric, checkin.value), value = true;
      else if (key == "confidence") reader.number(field, checkin.confidence);
      else if (key == "status") reader.word(field, checkin.said.emplace());
      else reader.text(field, note);
    });
    if (node.is_map() && !(at && value)) reader.problem(node, "required", "A check-in needs 'at' and 'value'.");
  });
}

void read_source(FieldReader& reader, const YamlNode& node, engine::FileKeyResult& kr) {
  if (node.is_scalar() && node.text.starts_with("kpi:")) {
    kr.source = engine::Source::kpi;
    kr.kpi = node.text.substr(4);
  } else {
    reader.word(node, kr.source);
    if (kr.source == engine::Source::kpi) reader.problem(node, "required", "Name the KPI: 'kpi:KEY'.");
  }
}

void read_revision(FieldReader& reader, const YamlNode& node, std::vector<engine::Revision>& revisions) {
  static constexpr Known known = {"from", "start", "target", "why"};
  engine::Revision& revision = revisions.emplace_back();
  bool from = false, target = false;
  reader.fields(node, known, [&](std::string_view key, const YamlNode& value) {
    if (key == "from") reader.date(value, revision.from), from = true;
    else if (key == "start") reader.number(value, revision.start);
    else if (key == "target") reader.number(value, revision.target), target = true;
    else reader.text(value, revision.why);
  });
  if (node.is_map() && !(from && target)) reader.problem(node, "required", "A revised target needs 'from' and 'target'.");
}

}  // namespace

void read_key_result(FieldReader& reader, const YamlNode& node, const clock::Zone& zone, engine::FileKeyResult& kr) {
  static constexpr Known known = {"key", "title", "description", "owner", "contributors", "metric", "weight", "share", "due", "source", "targets", "check_ins"};
  const YamlNode* checkins = nullptr;
  const YamlNode* targets = nullptr;
  reader.fields(node, known, [&](std::string_view key, const YamlNode& value) {
    if (key == "metric") read_metric(reader, value, kr.metric.emplace());
    else if (key == "contributors") reader.texts(value, kr.contributors);
    else if (key == "weight") reader.number(value, kr.weight);
    else if (key == "share") reader.number(value, kr.share);
    else if (key == "due") reader.date(value, kr.due);
    else if (key == "source") read_source(reader, value, kr);
    else if (key == "targets") targets = &value;
    else if (key == "check_ins") checkins = &value;
    else reader.text(value, key == "key" ? kr.key : key == "title" ? kr.title : key == "description" ? kr.description : kr.owner);
  });
  if (const YamlNode* metric = node.find("metric"); metric && kr.metric && metric->find("type"))
    if (!engine::from_word<engine::MetricType>(metric->find("type")->text)) kr.metric.reset();  // told already; its fields mean nothing
  if (targets && !node.find("metric")) reader.problem(*targets, "required", "Revised targets need a metric.");
  else if (targets && kr.metric) reader.list(*targets, [&](const YamlNode& item) { read_revision(reader, item, kr.metric->revisions); });
  if (checkins) read_checkins(reader, *checkins, zone, kr);
}

}  // namespace cairn::cli
