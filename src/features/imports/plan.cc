// Planning an import: rows become cycles, objectives, key results and check-ins, or problems that name row and column.
#include "features/imports/plan.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

#include "features/imports/cells.h"
#include "platform/text/csv.h"
#include "platform/text/text.h"

namespace cairn::imports {
namespace {

constexpr std::size_t longest_title = 300;
constexpr std::size_t most_problems = 5000;

// Builds the plan row by row.
class Planner {
 public:
  Planner(const Table& table, const Choices& choices, const Known& known) : table_(table), choices_(choices), known_(known) {
    for (std::size_t i = 0; i < choices.mapping.size(); ++i)
      if (choices.mapping[i]) columns_[static_cast<std::size_t>(*choices.mapping[i])] = i;
    decimal_.resize(table.header.size(), text::Decimal::guess);
    for (const Field field : {Field::start, Field::target, Field::value, Field::progress, Field::confidence, Field::weight}) {
      if (column(field) >= table.header.size()) continue;
      std::vector<std::string> cells;
      for (const Table::Row& row : table.rows) cells.push_back(cell(row, field));
      decimal_[column(field)] = text::guess_decimal(cells);
    }
  }

  Plan run() {
    if (column(Field::objective) == no_column && column(Field::key_result) == no_column) {
      plan_.problems.push_back({1, "", "no_objective_column", "Say which column holds the objective or the key result."});
      return std::move(plan_);
    }
    for (const Table::Row& row : table_.rows) plan_row(row);
    count();
    return std::move(plan_);
  }

 private:
  static constexpr std::size_t no_column = ~std::size_t{0};

  std::size_t column(Field field) const { return columns_[static_cast<std::size_t>(field)].value_or(no_column); }

  std::string cell(const Table::Row& row, Field field) const {
    const std::size_t at = column(field);
    return at < row.cells.size() ? std::string(text::trim(row.cells[at])) : std::string();
  }

  void problem(const Table::Row& row, Field field, std::string code, std::string message) {
    const std::size_t at = column(field);
    row_failed_ = true;
    if (plan_.problems.size() >= most_problems) return;
    plan_.problems.push_back({row.number, at < table_.header.size() ? table_.header[at] : "", std::move(code), std::move(message)});
  }

  std::string title(const Table::Row& row, Field field) {
    std::string name = text::collapse(cell(row, field));
    if (text::length(name) > longest_title) {
      problem(row, field, "too_long", "A title has at most 300 characters; this one has " + std::to_string(text::length(name)) + ".");
    }
    return name;
  }

  std::optional<double> number(const Table::Row& row, Field field, std::string* unit = nullptr) {
    const std::string typed = cell(row, field);
    if (typed.empty()) return std::nullopt;
    const auto read = text::parse_number(typed, decimal_[column(field)]);
    if (!read) {
      problem(row, field, "not_a_number", "\"" + typed + "\" is not a number.");
      return std::nullopt;
    }
    if (unit != nullptr && unit->empty()) *unit = read->percent ? "%" : read->unit;
    return read->value;
  }

  std::optional<Date> date(const Table::Row& row, Field field) {
    const std::string typed = cell(row, field);
    if (typed.empty()) return std::nullopt;
    const auto day = read_date(typed);
    if (!day) problem(row, field, "not_a_date", "\"" + typed + "\" is not a date; 2026-03-31 and 31.03.2026 are.");
    return day;
  }

  std::optional<PersonId> known_person(std::string_view name) const {
    const auto found = known_.people.find(text::fold(text::collapse(name)));
    return found == known_.people.end() ? std::nullopt : std::optional(found->second);
  }

  std::optional<PersonId> person(const Table::Row& row, Field field) {
    const std::string name = cell(row, field);
    if (name.empty()) return std::nullopt;
    const auto found = known_person(name);
    if (!found) problem(row, field, "unknown_person", "There is nobody called \"" + name + "\", or more than one. An e-mail address is unique.");
    return found;
  }

  std::optional<TeamId> team(const Table::Row& row) {
    const std::string name = cell(row, Field::team);
    if (name.empty()) return std::nullopt;
    const auto found = known_.teams.find(text::fold(text::collapse(name)));
    if (found != known_.teams.end()) return found->second;
    problem(row, Field::team, "unknown_team", "There is no team called \"" + name + "\", or more than one.");
    return std::nullopt;
  }

  // The cycle of the row as an index into the plan's; new ones are planned on first use.
  std::optional<std::size_t> cycle(const Table::Row& row) {
    const std::string name = text::collapse(cell(row, Field::cycle));
    const std::string key = text::fold(name);
    if (const auto seen = cycles_.find(key); seen != cycles_.end()) return seen->second;
    Plan::CycleUse use;
    if (name.empty()) {
      const auto given = std::find_if(known_.cycles.begin(), known_.cycles.end(),
                                      [&](const auto& c) { return choices_.cycle && c.second.id == *choices_.cycle; });
      if (given == known_.cycles.end()) {
        problem(row, Field::cycle, "no_cycle", "The row names no cycle; choose one for such rows.");
        return std::nullopt;
      }
      use = {given->second.id, {}, given->second.starts_on, given->second.ends_on};
    } else if (const auto found = known_.cycles.find(key); found != known_.cycles.end()) {
      if (found->second.closed) {
        problem(row, Field::cycle, "cycle_closed", "The cycle \"" + name + "\" is closed.");
        return std::nullopt;
      }
      use = {found->second.id, {}, found->second.starts_on, found->second.ends_on};
    } else if (const auto named = cycle_named(name)) {
      use = {std::nullopt, {name, named->starts_on, named->ends_on}, named->starts_on, named->ends_on};
    } else {
      problem(row, Field::cycle, "unknown_cycle", "There is no cycle called \"" + name + "\", and it does not read as a quarter or a year.");
      return std::nullopt;
    }
    plan_.cycles.push_back(use);
    cycles_[key] = plan_.cycles.size() - 1;
    return plan_.cycles.size() - 1;
  }

  // Names the objective of a row that may leave it out. out: empty: the row is skipped
  std::string objective_title(const Table::Row& row, std::string& note) {
    std::string name = title(row, Field::objective);
    if (!name.empty()) return previous_ = name;
    if (choices_.blank == Blank::previous && !previous_.empty()) {
      note = "no objective in the row: the one above";
      return previous_;
    }
    if (choices_.blank == Blank::skip) {
      note = "no objective in the row";
      return {};
    }
    note = "no objective in the row: put under \"Without objective\"";
    return "Without objective";
  }

  NewObjective& objective(const Table::Row& row, std::size_t in_cycle, const std::string& name) {
    const auto key = std::pair(in_cycle, text::fold(name));
    if (const auto seen = objectives_.find(key); seen != objectives_.end()) return plan_.objectives[seen->second];
    NewObjective fresh;
    fresh.row = row.number;
    fresh.cycle = in_cycle;
    fresh.title = name;
    fresh.description = cell(row, Field::objective_description);
    fresh.team = team(row);
    fresh.parent = text::fold(text::collapse(cell(row, Field::parent)));
    // the owner column speaks for both; an unknown name in it is told once, where the key result is planned
    if (column(Field::objective_owner) != no_column) fresh.owner = person(row, Field::objective_owner);
    else if (cell(row, Field::key_result).empty()) fresh.owner = person(row, Field::owner);
    else fresh.owner = known_person(cell(row, Field::owner));
    if (const std::string kind = text::fold(cell(row, Field::kind)); !kind.empty()) {
      if (const auto known = engine::from_word<engine::ObjectiveKind>(kind)) fresh.kind = *known;
      else problem(row, Field::kind, "unknown_kind", "\"" + kind + "\" is not committed, aspirational or learning.");
    }
    if (const auto& use = plan_.cycles[in_cycle]; use.existing) {
      const auto there = known_.objectives.find({*use.existing, key.second});
      if (there != known_.objectives.end()) {
        fresh.existing = there->second.id;
        if (!there->second.writable) problem(row, Field::objective, "not_allowed", "\"" + name + "\" is there already and not yours to change.");
      }
    }
    plan_.objectives.push_back(std::move(fresh));
    objectives_[key] = plan_.objectives.size() - 1;
    return plan_.objectives.back();
  }

  bool already_there(const NewObjective& parent, const std::string& name) const {
    const std::string folded = text::fold(name);
    for (const NewKeyResult& other : parent.key_results)
      if (text::fold(other.title) == folded) return true;
    if (!parent.existing) return false;
    const auto there = known_.objectives.find({*plan_.cycles[parent.cycle].existing, text::fold(parent.title)});
    return there != known_.objectives.end() && there->second.key_results.contains(folded);
  }

  void plan_row(const Table::Row& row) {
    row_failed_ = false;
    if (std::all_of(row.cells.begin(), row.cells.end(), [](const std::string& c) { return text::trim(c).empty(); })) {
      plan_.rows.push_back({row.number, Fate::skip, "", "", "empty row"});
      return;
    }
    if (row.cells.size() > table_.header.size()) {
      problem(row, Field::cycle, "too_many_cells", "The row has " + std::to_string(row.cells.size()) + " cells, the header " +
                                                       std::to_string(table_.header.size()) + ".");
    }
    RowFate fate{row.number, Fate::create, "", "", ""};
    const auto in_cycle = cycle(row);
    fate.objective = objective_title(row, fate.note);
    fate.key_result = title(row, Field::key_result);
    if (fate.objective.empty()) fate.fate = Fate::skip;
    else if (in_cycle) place(row, *in_cycle, fate);
    if (row_failed_) fate.fate = Fate::problem;
    plan_.rows.push_back(std::move(fate));
  }

  void place(const Table::Row& row, std::size_t in_cycle, RowFate& fate) {
    const std::size_t before = plan_.objectives.size();
    NewObjective& parent = objective(row, in_cycle, fate.objective);
    const bool fresh = plan_.objectives.size() > before;
    if (fate.key_result.empty()) {
      if (!fresh || parent.existing) {
        fate.fate = Fate::skip;
        fate.note = "the objective is there already";
      }
    } else if (already_there(parent, fate.key_result)) {
      fate.fate = Fate::skip;
      fate.note = "the key result is there already";
    } else {
      NewKeyResult key_result = measured(row, plan_.cycles[in_cycle]);
      key_result.title = fate.key_result;
      if (!row_failed_) parent.key_results.push_back(std::move(key_result));
    }
    // an objective that only a row with problems asked for is not made
    if (row_failed_ && fresh) {
      objectives_.erase({in_cycle, text::fold(fate.objective)});
      plan_.objectives.pop_back();
    }
  }

  NewKeyResult measured(const Table::Row& row, const Plan::CycleUse& use) {
    NewKeyResult out;
    out.row = row.number;
    out.description = cell(row, Field::key_result_description);
    out.owner = person(row, Field::owner);
    out.unit = cell(row, Field::unit);
    out.due_on = date(row, Field::due_on);
    if (const auto weight = number(row, Field::weight)) {
      if (*weight < 0) problem(row, Field::weight, "negative_weight", "A weight is 0 or more.");
      out.weight = *weight;
    }
    const auto start = number(row, Field::start);
    const auto target = number(row, Field::target, &out.unit);
    choose_metric(row, out, start, target);
    out.checkin = checkin(row, out, use);
    return out;
  }

  // An explicit type; else numbers make it increase or decrease, a percentage 0 to 100, anything else yes or no.
  void choose_metric(const Table::Row& row, NewKeyResult& out, std::optional<double> start, std::optional<double> target) {
    using enum engine::MetricType;
    const std::string word = text::fold(cell(row, Field::metric));
    const auto named = engine::from_word<engine::MetricType>(word);
    if (target) {
      out.start = start.value_or(0);
      out.target = *target;
      out.metric = out.target < out.start ? decrease : increase;
      if (named == at_least || named == at_most) out.metric = *named;
      else if (out.start == out.target) {
        problem(row, Field::target, "start_equals_target", "Start and target are the same value.");
      }
    } else if (column(Field::done) == no_column && !cell(row, Field::progress).empty()) {
      out.metric = increase;
      out.start = 0;
      out.target = 100;
      out.unit = "%";
    } else {
      out.metric = named == baseline ? baseline : done;
      out.unit.clear();
    }
    out.decimals = decimals_of(out.start, out.target);
  }

  std::optional<NewCheckin> checkin(const Table::Row& row, const NewKeyResult& kr, const Plan::CycleUse& use) {
    std::optional<double> value;
    if (kr.metric == engine::MetricType::done) {
      const std::string word = cell(row, Field::done);
      if (!word.empty()) {
        const auto yes = text::parse_yes_no(word);
        if (!yes) problem(row, Field::done, "not_yes_or_no", "\"" + word + "\" is neither yes nor no.");
        else value = *yes ? 1 : 0;
      }
    } else if (column(Field::value) != no_column) {
      value = number(row, Field::value);
    } else if (const auto percent = number(row, Field::progress)) {
      value = kr.start + (kr.target - kr.start) * *percent / 100;
    }
    if (!value) return std::nullopt;
    NewCheckin out;
    out.value = *value;
    out.note = cell(row, Field::note);
    out.on = date(row, Field::check_in_on).value_or(std::min(known_.today, use.ends_on));
    if (out.on > known_.today) problem(row, Field::check_in_on, "in_the_future", "A check-in cannot lie in the future.");
    if (const auto confidence = number(row, Field::confidence)) {
      if (*confidence < 0 || *confidence > 10) problem(row, Field::confidence, "out_of_range", "Confidence is a number from 0 to 10.");
      else out.confidence = static_cast<int>(std::lround(*confidence));
    }
    return out;
  }

  void count() {
    for (const NewObjective& o : plan_.objectives) {
      plan_.new_objectives += o.existing ? 0 : 1;
      plan_.new_key_results += static_cast<std::int64_t>(o.key_results.size());
      plan_.new_checkins += std::count_if(o.key_results.begin(), o.key_results.end(), [](const auto& k) { return k.checkin.has_value(); });
    }
  }

  const Table& table_;
  const Choices& choices_;
  const Known& known_;
  std::array<std::optional<std::size_t>, 32> columns_{};
  Plan plan_;
  std::map<std::string, std::size_t> cycles_;
  std::map<std::pair<std::size_t, std::string>, std::size_t> objectives_;
  std::vector<text::Decimal> decimal_;  // per column: which sign its numbers use
  std::string previous_;
  bool row_failed_ = false;
};

}  // namespace

Plan make_plan(const Table& table, const Choices& choices, const Known& known) { return Planner(table, choices, known).run(); }

}  // namespace cairn::imports
