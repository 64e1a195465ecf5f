// The OKR file's outline: organisation, people, teams, cycles, KPIs, objectives.
#include "cli/okr_reader.h"

#include <algorithm>
#include <set>

#include "cli/field_reader.h"
#include "cli/findings.h"

namespace cairn::cli {

using engine::OkrFile;
using Known = std::string_view[];

namespace {

class OutlineReader {
 public:
  OutlineReader(OkrText& out) : out_(out) {}

  void run() {
    static constexpr Known known = {"cairn", "organisation", "policy", "as_of", "vision", "mission", "pillars", "people", "teams", "cycles", "kpis", "objectives"};
    bool format = false;
    if (const YamlNode* organisation = out_.root.find("organisation")) read_organisation(*organisation);  // the zone comes first
    reader_.fields(out_.root, known, [&](std::string_view key, const YamlNode& node) {
      if (key == "cairn") reader_.whole(node, out_.file.format), format = true;
      else if (key == "policy") read_policy(reader_, node, out_.file.policy);
      else if (key == "as_of") reader_.date(node, out_.file.as_of);
      else if (key == "vision") reader_.text(node, out_.file.vision);
      else if (key == "mission") reader_.text(node, out_.file.mission);
      else if (key == "pillars") each(node, out_.file.pillars, &OutlineReader::pillar);
      else if (key == "people") each(node, out_.file.people, &OutlineReader::person);
      else if (key == "teams") each(node, out_.file.teams, &OutlineReader::team);
      else if (key == "cycles") each(node, out_.file.cycles, &OutlineReader::cycle);
      else if (key == "kpis") each(node, out_.file.kpis, &OutlineReader::kpi);
      else if (key == "objectives") each(node, out_.file.objectives, &OutlineReader::objective);
    });
    if (out_.root.is_map() && !format) reader_.problem(out_.root, "required", "The format version is missing: 'cairn: 1'.");
    std::ranges::move(reader_.problems, std::back_inserter(out_.problems));
  }

 private:
  template <class T>
  void each(const YamlNode& node, std::vector<T>& items, void (OutlineReader::*read)(const YamlNode&, T&)) {
    reader_.list(node, [&](const YamlNode& item) { (this->*read)(item, items.emplace_back()); });
  }

  void read_organisation(const YamlNode& node) {
    if (node.is_scalar()) return reader_.text(node, out_.file.organisation);
    static constexpr Known known = {"name", "timezone"};
    reader_.fields(node, known, [&](std::string_view key, const YamlNode& value) {
      reader_.text(value, key == "name" ? out_.file.organisation : out_.file.timezone);
      if (key != "timezone") return;
      if (auto zone = clock::Zone::load(out_.file.timezone)) out_.zone = *zone;
      else reader_.problem(value, "unknown_time_zone", zone.error().message);
    });
  }

  void pillar(const YamlNode& node, engine::FilePillar& pillar) {
    static constexpr Known known = {"key", "title", "description"};
    reader_.fields(node, known, [&](std::string_view key, const YamlNode& value) {
      reader_.text(value, key == "key" ? pillar.key : key == "title" ? pillar.title : pillar.description);
    });
  }

  void person(const YamlNode& node, engine::FilePerson& person) {
    static constexpr Known known = {"key", "name", "email", "manager", "active"};
    reader_.fields(node, known, [&](std::string_view key, const YamlNode& value) {
      if (key == "active") reader_.flag(value, person.active);
      else reader_.text(value, key == "key" ? person.key : key == "name" ? person.name : key == "email" ? person.email : person.manager);
    });
  }

  void team(const YamlNode& node, engine::FileTeam& team) {
    static constexpr Known known = {"key", "name", "parent", "lead", "members", "description"};
    reader_.fields(node, known, [&](std::string_view key, const YamlNode& value) {
      if (key == "members") reader_.texts(value, team.members);
      else reader_.text(value, key == "key" ? team.key : key == "name" ? team.name : key == "parent" ? team.parent : key == "lead" ? team.lead : team.description);
    });
  }

  void rhythm(const YamlNode& node, engine::Rhythm& rhythm) {
    static constexpr Known known = {"every", "day"};
    static constexpr Known days = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};
    reader_.fields(node, known, [&](std::string_view key, const YamlNode& value) {
      if (key == "every") return reader_.word(value, rhythm.every);
      const auto day = std::ranges::find(days, std::string_view(value.text));
      if (day == std::end(days)) return reader_.problem(value, "unknown_word", "A weekday such as friday is expected here.");
      rhythm.weekday = static_cast<int>(day - std::begin(days)) + 1;
    });
  }

  void cycle(const YamlNode& node, engine::FileCycle& cycle) {
    static constexpr Known known = {"key", "name", "starts", "ends", "parent", "check_in", "policy", "state"};
    bool starts = false, ends = false;
    reader_.fields(node, known, [&](std::string_view key, const YamlNode& value) {
      if (key == "starts") reader_.date(value, cycle.starts), starts = true;
      else if (key == "ends") reader_.date(value, cycle.ends), ends = true;
      else if (key == "check_in") rhythm(value, cycle.rhythm);
      else if (key == "state") reader_.word(value, cycle.state.emplace());
      else if (key == "policy") read_policy(reader_, value, cycle.policy.emplace());
      else reader_.text(value, key == "key" ? cycle.key : key == "name" ? cycle.name : cycle.parent);
    });
    if (node.is_map() && !(starts && ends)) reader_.problem(node, "required", "A cycle needs 'starts' and 'ends'.");
  }

  void kpi(const YamlNode& node, engine::FileKpi& kpi) {
    static constexpr Known known = {"key", "name", "unit", "direction", "green", "amber", "values"};
    static constexpr Known value_fields = {"on", "value"};
    reader_.fields(node, known, [&](std::string_view key, const YamlNode& field) {
      if (key == "direction") reader_.word(field, kpi.direction);
      else if (key == "green") reader_.number(field, kpi.green);
      else if (key == "amber") reader_.number(field, kpi.amber);
      else if (key != "values") reader_.text(field, key == "key" ? kpi.key : key == "name" ? kpi.name : kpi.unit);
      else reader_.list(field, [&](const YamlNode& item) {
        engine::Checkin& checkin = kpi.values.emplace_back();
        checkin.id = checkin.order = static_cast<std::int64_t>(kpi.values.size());
        reader_.fields(item, value_fields, [&](std::string_view name, const YamlNode& value) {
          if (name == "on") read_moment(reader_, value, out_.zone, checkin);
          else reader_.number(value, checkin.value);
        });
      });
    });
  }

  void links(const YamlNode& node, std::vector<engine::FileLink>& links, std::string_view target) {
    static constexpr Known known = {"to", "on", "weight", "state"};
    reader_.list(node, [&](const YamlNode& item) {
      engine::FileLink& link = links.emplace_back();
      if (item.is_scalar()) return reader_.text(item, link.to);
      reader_.fields(item, known, [&](std::string_view key, const YamlNode& value) {
        if (key == target) reader_.text(value, link.to);
        else if (key == "weight" && target == "to") reader_.number(value, link.weight);
        else if (key == "state" && target == "on") dependency_state(value, link.state);
        else reader_.problem(value, "unknown_key", "'" + std::string(key) + "' is not known here.");
      });
      if (link.to.empty()) reader_.problem(item, "required", "The link's target is missing: '" + std::string(target) + "'.");
    });
  }

  void dependency_state(const YamlNode& node, std::string& state) {
    static constexpr Known known = {"asked", "agreed", "blocked", "done"};
    reader_.text(node, state);
    if (std::ranges::find(known, std::string_view(state)) == std::end(known))
      reader_.problem(node, "unknown_word", "A dependency is asked, agreed, blocked or done.");
  }

  void progress(const YamlNode& node, std::optional<double>& manual) {
    if (node.is_scalar() && node.text == "rolled_up") return;
    reader_.number(node, manual);
  }

  void objective(const YamlNode& node, engine::FileObjective& o) {
    static constexpr Known known = {"key", "title", "description", "kind", "state", "cycle", "team", "owner", "pillar", "contributors", "shared_with", "weight",
                                    "visibility", "progress", "status", "contributes_to", "supports", "depends_on", "key_results"};
    reader_.fields(node, known, [&](std::string_view key, const YamlNode& value) {
      if (key == "kind") reader_.word(value, o.kind);
      else if (key == "state") reader_.word(value, o.state);
      else if (key == "visibility") reader_.word(value, o.visibility);
      else if (key == "status") reader_.word(value, o.said.emplace());
      else if (key == "weight") reader_.number(value, o.weight);
      else if (key == "progress") progress(value, o.manual);
      else if (key == "contributors") reader_.texts(value, o.contributors);
      else if (key == "shared_with") reader_.texts(value, o.shared_with);
      else if (key == "contributes_to") links(value, o.contributes_to, "to");
      else if (key == "supports") links(value, o.supports, "to");
      else if (key == "depends_on") links(value, o.depends_on, "on");
      else if (key == "key_results") reader_.list(value, [&](const YamlNode& item) { read_key_result(reader_, item, out_.zone, o.key_results.emplace_back()); });
      else reader_.text(value, text_field(o, key));
    });
  }

  static std::string& text_field(engine::FileObjective& o, std::string_view key) {
    if (key == "key") return o.key;
    if (key == "title") return o.title;
    if (key == "description") return o.description;
    if (key == "cycle") return o.cycle;
    if (key == "team") return o.team;
    if (key == "owner") return o.owner;
    return o.pillar;
  }

  OkrText& out_;
  FieldReader reader_;
};

}  // namespace

OkrText read_okr(const std::string& text) {
  OkrText out;
  YamlText tree = read_yaml(text);
  out.root = std::move(tree.root);
  out.problems = std::move(tree.problems);
  if (!out.problems.empty()) return out;
  if (out.root.is_null()) {
    out.problems.push_back({.code = "empty", .line = 1, .column = 1, .message = "The file is empty."});
    return out;
  }
  OutlineReader(out).run();
  std::set<std::pair<std::int32_t, std::int32_t>> bound;
  for (const Finding& finding : out.problems) bound.emplace(finding.line, finding.column);
  for (const Problem& problem : engine::check_file(out.file)) {
    const auto [node, exact] = locate(out.root, problem.field);
    if (exact && bound.contains({node.line, node.column})) continue;  // a value that could not be read is told once
    out.problems.push_back({.code = problem.code, .line = node.line, .column = node.column, .message = problem.message, .remedy = {}, .path = problem.field});
  }
  sort_by_place(out.problems);
  return out;
}

}  // namespace cairn::cli
