// The OKR file as plain structs, what may be wrong with it, and all figures of it on a day. No text is read or written here.
// Paths name places as "objectives[3].key_results[0].metric.target"; references are keys.
// source: okr-file.md
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/failure.h"
#include "engine/explain.h"
#include "engine/forecast.h"
#include "engine/kpi.h"
#include "engine/metric.h"
#include "engine/policy.h"

namespace cairn::engine {

struct FilePillar {
  std::string key, title, description;
};
struct FilePerson {
  std::string key, name, email, manager;
  bool active = true;
};
struct FileTeam {
  std::string key, name, parent, lead, description;
  std::vector<std::string> members;
};
struct FileCycle {
  std::string key, name, parent;
  Date starts, ends;
  Rhythm rhythm;
  std::optional<CycleState> state;
  std::optional<Policy> policy;
};
struct FileKpi {
  std::string key, name, unit;
  Direction direction = Direction::up;
  std::optional<double> green, amber;
  Series values;
};
struct FileLink {
  std::string to;       // an objective's key, or "kr:OBJECTIVE/KEY"
  double weight = 1;
  std::string state;    // of a dependency: asked, agreed, blocked, done
};
struct FileKeyResult {
  std::string key, title, description, owner;
  std::vector<std::string> contributors;
  std::optional<Metric> metric;
  double weight = 1;
  std::optional<double> share;
  std::optional<Date> due;
  Source source = Source::check_ins;
  std::string kpi;      // of source kpi
  Series checkins;      // ids count from 1 in the file's order
  std::vector<std::string> notes;  // in step with checkins
};
struct FileObjective {
  std::string key, title, description, cycle, team, owner, pillar;
  std::vector<std::string> contributors, shared_with;
  ObjectiveKind kind = ObjectiveKind::aspirational;
  ObjectiveState state = ObjectiveState::active;
  double weight = 1;
  Visibility visibility = Visibility::organisation;
  std::optional<double> manual;    // progress set by hand
  std::optional<Status> said;
  std::vector<FileLink> contributes_to, supports, depends_on;
  std::vector<FileKeyResult> key_results;
};

struct OkrFile {
  int format = 1;
  std::string organisation, timezone = "UTC", vision, mission;
  Policy policy;
  std::optional<Date> as_of;
  std::vector<FilePillar> pillars;
  std::vector<FilePerson> people;
  std::vector<FileTeam> teams;
  std::vector<FileCycle> cycles;
  std::vector<FileKpi> kpis;
  std::vector<FileObjective> objectives;
};

// out: everything that keeps the file from being reckoned with: duplicate and missing keys, dangling references, loops with
// their path, weights, shares, windows, metrics and values. What can be reckoned with all the same (start equals target)
// is left to the linter.
std::vector<Problem> check_file(const OkrFile& file);

// The day things are reckoned for.
struct EvalDay {
  Date on;
  Instant at;  // its end
};

struct EvalForecast {
  std::optional<double> probability, p10, p50, p90;
};
struct EvalNode {
  std::string key;  // a key result's is "objective/kr"
  std::optional<double> value, attainment, progress, expected, confidence, score;
  Status status = Status::none;
  bool stale = false;
  EvalForecast forecast;
  Explanation explain;
};
struct EvalResult {
  Date as_of;
  std::string policy;
  int policy_version = 1;
  std::vector<EvalNode> key_results, objectives, teams, pillars, cycles;  // in the file's order
  EvalNode organisation;
};

// in: a file without problems.
EvalResult evaluate(const OkrFile& file, const EvalDay& day);

}  // namespace cairn::engine
