// What an import would do, decided before anything is written: which column means what, what becomes of each row, and
// everything that is wrong with it. Pure: it looks at the file and at what the organisation has, and writes nothing.
#pragma once
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/failure.h"
#include "base/id.h"
#include "base/time.h"
#include "engine/kinds.h"
#include "features/imports/columns.h"
#include "features/imports/imports.h"

namespace cairn::imports {

// The file as cells. Rows are numbered as people count them in the file: the header is row 1.
struct Table {
  std::vector<std::string> header;
  struct Row {
    std::int64_t number = 0;
    std::vector<std::string> cells;
  };
  std::vector<Row> rows;
};

struct Choices {
  Mapping mapping;
  Blank blank = Blank::group;
  std::optional<CycleId> cycle;  // for rows that name none
  bool skip_problems = false;    // import the sound rows although others have problems
};

// What the organisation has already. Names are folded (text::fold).
struct Known {
  std::map<std::string, PersonId, std::less<>> people;  // by e-mail and, where it is unique, by name
  std::map<std::string, TeamId, std::less<>> teams;
  struct Cycle {
    CycleId id;
    Date starts_on, ends_on;
    bool closed = false;
  };
  std::map<std::string, Cycle, std::less<>> cycles;
  struct Existing {
    ObjectiveId id;
    bool writable = false;
    std::map<std::string, KeyResultId, std::less<>> key_results;
  };
  std::map<std::pair<CycleId, std::string>, Existing> objectives;
  Date today;
};

enum class Fate { create, skip, problem };

struct RowProblem {
  std::int64_t row = 0;
  std::string column;  // the header's text; empty for the whole row
  std::string code;
  std::string message;
};

struct RowFate {
  std::int64_t row = 0;
  Fate fate = Fate::create;
  std::string objective;
  std::string key_result;
  std::string note;
};

struct NewCycle {
  std::string name;
  Date starts_on, ends_on;
};

struct NewCheckin {
  double value = 0;
  std::optional<int> confidence;
  std::string note;
  Date on;
};

struct NewKeyResult {
  std::int64_t row = 0;
  std::string title, description, unit;
  std::optional<PersonId> owner;
  engine::MetricType metric = engine::MetricType::done;
  double start = 0, target = 1;
  int decimals = 0;
  double weight = 1;
  std::optional<Date> due_on;
  std::optional<NewCheckin> checkin;
};

struct NewObjective {
  std::int64_t row = 0;
  std::size_t cycle = 0;               // index into Plan::cycles
  std::optional<ObjectiveId> existing; // key results are added to it
  std::string title, description;
  engine::ObjectiveKind kind = engine::ObjectiveKind::committed;
  std::optional<PersonId> owner;
  std::optional<TeamId> team;
  std::string parent;                  // the title of another objective, folded; empty for none
  std::vector<NewKeyResult> key_results;
};

struct Plan {
  struct CycleUse {
    std::optional<CycleId> existing;
    NewCycle fresh;
    Date starts_on, ends_on;
  };
  std::vector<CycleUse> cycles;
  std::vector<NewObjective> objectives;
  std::vector<RowFate> rows;
  std::vector<RowProblem> problems;
  std::int64_t new_objectives = 0, new_key_results = 0, new_checkins = 0;
};

Plan make_plan(const Table& table, const Choices& choices, const Known& known);

// "2018-Q1", "Q1 2018", "2018 Q1", "2018", "H1 2018", "2018-01": the calendar time they name.
std::optional<NewCycle> cycle_named(std::string_view text);

}  // namespace cairn::imports
