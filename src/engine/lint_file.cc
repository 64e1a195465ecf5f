// The linter over an OKR file: what the rules need to know is gathered from it.
#include <algorithm>
#include <map>

#include "engine/lint.h"

namespace cairn::engine {
namespace {

// "The platform team", "all", "Ada & Tom" are not one person.
bool is_group_name(std::string_view name) {
  std::string low(name);
  for (char& c : low)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  const std::string framed = " " + low + " ";
  for (const char* word : {" team ", " group ", " everyone ", " all ", " department ", " and ", " & ", " gruppe ", " alle ", " abteilung ", " und "})
    if (framed.find(word) != std::string::npos) return true;
  return false;
}

class FileLint {
 public:
  FileLint(const OkrFile& file, Date on, const LintOptions& options) : file_(file), on_(on), options_(options) {
    for (const FilePerson& person : file.people) people_[person.key] = &person;
    for (const FileCycle& cycle : file.cycles) cycles_[cycle.key] = &cycle;
    for (const FileKpi& kpi : file.kpis) kpis_[kpi.key] = &kpi;
    for (const FileObjective& objective : file.objectives) {
      objectives_[objective.key] = &objective;
      if (objective.state == ObjectiveState::active) ++load_[objective.cycle + "\n" + bearer(objective)];
    }
  }

  std::vector<LintFinding> run() {
    std::vector<LintFinding> all;
    for (std::size_t i = 0; i < file_.objectives.size(); ++i) {
      const FileObjective& objective = file_.objectives[i];
      if (is_closed(objective.state)) continue;
      const FileCycle* cycle = find(cycles_, objective.cycle);
      for (LintFinding& finding : lint(facts(objective, cycle), on_, cycle && cycle->policy ? *cycle->policy : file_.policy, options_)) {
        finding.path = "objectives[" + std::to_string(i) + "]." + finding.path;
        all.push_back(std::move(finding));
      }
    }
    return all;
  }

 private:
  template <class T>
  using ByKey = std::map<std::string, const T*, std::less<>>;
  template <class T>
  static const T* find(const ByKey<T>& map, std::string_view key) {
    const auto found = map.find(key);
    return found == map.end() ? nullptr : found->second;
  }

  // Whose list of objectives this one makes longer: the team's, or the person's.
  static std::string bearer(const FileObjective& objective) { return objective.team.empty() ? "company" : "team:" + objective.team; }

  template <class T>
  void own(T& facts, const std::string& owner) const {
    facts.owned = !owner.empty();
    facts.owner = owner;
    const FilePerson* person = find(people_, owner);
    facts.owner_active = !person || person->active;
    facts.owner_is_group = person && is_group_name(person->name);
  }

  const FileObjective* target_of(const FileLink& link) const {
    std::string_view to = link.to;
    if (to.starts_with("kr:")) to = to.substr(3, to.find('/') == std::string_view::npos ? to.npos : to.find('/') - 3);
    return find(objectives_, to);
  }

  LintObjective facts(const FileObjective& objective, const FileCycle* cycle) const {
    LintObjective facts;
    facts.title = objective.title;
    facts.kind = objective.kind;
    facts.state = objective.state;
    facts.level = objective.team.empty() ? Level::company : Level::team;
    own(facts, objective.owner);
    facts.has_parent = !objective.contributes_to.empty() || !objective.supports.empty();
    if (cycle) facts.window = Window{cycle->starts, cycle->ends}, facts.rhythm = cycle->rhythm;
    for (const FileLink& link : objective.contributes_to)
      if (const FileObjective* target = target_of(link))
        if (const FileCycle* other = find(cycles_, target->cycle)) facts.parent_windows.push_back({other->starts, other->ends});
    const auto load = load_.find(objective.cycle + "\n" + bearer(objective));
    facts.objectives_of_owner = load == load_.end() ? 0 : load->second;
    for (const FileKeyResult& kr : objective.key_results) {
      LintKeyResult item;
      item.title = kr.title;
      own(item, kr.owner.empty() ? objective.owner : kr.owner);
      item.metric = kr.metric ? &*kr.metric : nullptr;
      const FileKpi* kpi = find(kpis_, kr.kpi);
      item.checkins = kpi ? std::span<const Checkin>(kpi->values) : std::span<const Checkin>(kr.checkins);
      item.due = kr.due;
      item.aligned = kr.source == Source::aligned;
      item.from_kpi = kr.source == Source::kpi;
      facts.key_results.push_back(item);
    }
    return facts;
  }

  const OkrFile& file_;
  const Date on_;
  const LintOptions& options_;
  ByKey<FilePerson> people_;
  ByKey<FileCycle> cycles_;
  ByKey<FileKpi> kpis_;
  ByKey<FileObjective> objectives_;
  std::map<std::string, int> load_;
};

}  // namespace

std::vector<LintFinding> lint(const OkrFile& file, Date on, const LintOptions& options) { return FileLint(file, on, options).run(); }

}  // namespace cairn::engine
