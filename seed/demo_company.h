// The demo company as plain tables: Larkspur, a maker of scheduling software for clinics, in the autumn of 2026.
// Everything else (dates, values, notes) is derived from these tables by demo.cc, always the same.
#pragma once
#include <span>
#include <string_view>

namespace cairn::seed {

struct DemoPerson {
  std::string_view name, title, team, role;  // team: key; role: as in the API
};

struct DemoTeam {
  std::string_view key, name, parent, lead, description;  // lead: a person's name
};

// How a key result's values move through the cycle.
enum class Path { steady, early, late, stalled, noisy, falling, reached, untouched, silent };

struct DemoKeyResult {
  std::string_view title, owner, metric, unit;
  double start, target;        // low, high for `between`; bound for at_least/at_most in target
  double reached;              // share of the way to the target by the demo's day (attainment)
  Path path;
  int confidence;              // the latest, 0..10
  int decimals = 0;
  std::string_view extra = {}; // milestones or zone sentences, separated by '|'
};

struct DemoObjective {
  std::string_view key, title, kind, team, owner, cycle;  // team "": company level; "-": the owner's own
  std::string_view up;         // keys it contributes to, separated by ','; "kr:KEY/N" is that objective's n-th key result
  std::string_view description;
  std::span<const DemoKeyResult> key_results;
  std::string_view state = "active";
  std::string_view supports = {};
  std::string_view depends_on = {};
  std::string_view visibility = "organisation";
};

std::span<const DemoPerson> demo_people();
std::span<const DemoTeam> demo_teams();
std::span<const DemoObjective> demo_objectives();
std::span<const std::string_view> demo_notes(Path path);   // what happened, by how it goes
std::span<const std::string_view> demo_blocks();
std::span<const std::string_view> demo_next();

}  // namespace cairn::seed
