// Reading the file, planning against what the organisation has, then writing everything in one transaction.
#include "features/imports/imports.h"

#include <algorithm>

#include "engine/access.h"
#include "features/checkins/checkins.h"
#include "features/cycles/cycles.h"
#include "features/imports/known.h"
#include "features/imports/plan.h"
#include "features/imports/store.h"
#include "features/objectives/objectives.h"
#include "features/people/people.h"
#include "platform/text/csv.h"
#include "platform/text/text.h"

namespace cairn::imports {
namespace {

[[noreturn]] void fail_with(std::string code, std::string message, const std::vector<ProblemView>& problems) {
  Failure failure(Fault::unprocessable, std::move(code), std::move(message));
  failure.details_json = json::Object().add("problems", problems).text();
  throw failure;
}

Table table_of(const std::string& content) {
  const text::CsvFile file = text::read_csv(content);
  std::vector<ProblemView> problems;
  for (const text::CsvProblem& p : file.problems)
    problems.push_back({static_cast<std::int64_t>(p.row), p.column ? "column " + std::to_string(p.column) : "", p.code, p.message});
  if (!problems.empty()) fail_with("unreadable_file", "The file cannot be read as CSV.", problems);
  if (file.rows.size() < 2) fail_with("unreadable_file", "The file has no rows below its header.", {{1, "", "no_rows", "There is nothing below the header."}});
  Table table;
  table.header = file.rows.front();
  for (std::size_t i = 1; i < file.rows.size(); ++i) {
    Table::Row row{static_cast<std::int64_t>(file.numbers[i]), {}};
    for (const std::string& cell : file.rows[i]) row.cells.emplace_back(text::without_guard(cell));
    table.rows.push_back(std::move(row));
  }
  return table;
}

Mapping mapping_of(const Table& table, const ImportPost& input) {
  Mapping mapping = guess(table.header);
  std::vector<Problem> problems;
  for (const auto& [header, name] : input.mapping) {
    const auto column = std::find(table.header.begin(), table.header.end(), header);
    const auto field = field_named(name);
    if (column == table.header.end()) {
      problems.push_back({"mapping." + header, "unknown_column", "The file has no column called \"" + header + "\"."});
    } else if (!field && !name.empty()) {
      problems.push_back({"mapping." + header, "unknown_import_field", "\"" + name + "\" is not a field that an import knows."});
    } else {
      if (field) std::replace(mapping.begin(), mapping.end(), std::optional(*field), std::optional<Field>());
      mapping[static_cast<std::size_t>(column - table.header.begin())] = field;
    }
  }
  if (!problems.empty()) fail(Fault::unprocessable, "bad_mapping", "The mapping does not fit the file.", problems);
  return mapping;
}

struct Planned {
  Table table;
  Choices choices;
  Plan plan;
};

Planned plan_of(db::Tx& tx, features::Context& ctx, const ImportPost& input) {
  require_allowed(engine::may_import(ctx.actor));
  Planned out{table_of(input.content), {}, {}};
  out.choices = {mapping_of(out.table, input), input.blank, input.cycle, input.skip_problems};
  out.plan = make_plan(out.table, out.choices, known_to(tx, ctx));
  return out;
}

std::vector<ProblemView> problems_of(const Plan& plan) {
  std::vector<ProblemView> out;
  for (const RowProblem& p : plan.problems) out.push_back({p.row, p.column, p.code, p.message});
  return out;
}

std::string_view word_of(Fate fate) { return fate == Fate::create ? "create" : fate == Fate::skip ? "skip" : "problem"; }

Counts counts_of(const Plan& plan) {
  Counts c;
  c.objectives = plan.new_objectives;
  c.key_results = plan.new_key_results;
  c.checkins = plan.new_checkins;
  for (const Plan::CycleUse& use : plan.cycles) c.cycles += use.existing ? 0 : 1;
  for (const RowFate& r : plan.rows) {
    c.skipped += r.fate == Fate::skip ? 1 : 0;
    c.problems += r.fate == Fate::problem ? 1 : 0;
  }
  return c;
}

// Writes a plan; one of these lives for one import.
class Writer {
 public:
  Writer(db::Tx& tx, features::Context& ctx, const Plan& plan)
      : tx_(tx), ctx_(ctx), plan_(plan), moment_(okrs::moment_of(okrs::load_settings(tx), ctx.now())), origin_(ctx.origin()), bulk_(tx, moment_) {}

  store::Made write() {
    for (const Plan::CycleUse& use : plan_.cycles) cycles_.push_back(use.existing ? *use.existing : add_cycle(use.fresh));
    for (const NewObjective& o : plan_.objectives) ids_.push_back(o.existing ? *o.existing : add_objective(o));
    for (std::size_t i = 0; i < plan_.objectives.size(); ++i) {
      const NewObjective& o = plan_.objectives[i];
      for (const NewKeyResult& k : o.key_results) add_key_result(k, o, ids_[i]);
      if (!o.parent.empty() && !o.existing) link(o, ids_[i]);
    }
    const auto written = bulk_.finish();
    made_.touched = written.touched;
    made_.checkins = written.checkins;
    return std::move(made_);
  }

 private:
  CycleId add_cycle(const NewCycle& fresh) {
    cycles::NewCycle input{fresh.name, fresh.starts_on, fresh.ends_on};
    input.state = engine::CycleState::active;
    return cycles::add(ctx_, input).id;
  }

  ObjectiveId add_objective(const NewObjective& o) {
    okrs::ObjectiveRecord record;
    record.title = o.title;
    record.description = o.description;
    record.kind = o.kind;
    record.cycle = cycles_[o.cycle];
    record.team = o.team;
    record.level = o.team ? engine::Level::team : engine::Level::company;
    record.owner = o.owner;
    if (ctx_.actor.person) record.created_by = ctx_.actor.person;
    record.created_at = record.updated_at = ctx_.now();
    const ObjectiveId id = bulk_.add(record, &origin_);
    made_.items.push_back({{"objective", id}, o.row});
    ++made_.objectives;
    return id;
  }

  void add_key_result(const NewKeyResult& k, const NewObjective& parent, ObjectiveId id) {
    okrs::KeyResultRecord record;
    record.objective = id;
    record.title = k.title;
    record.description = k.description;
    record.owner = k.owner ? k.owner : parent.owner;
    record.metric.type = k.metric;
    record.metric.unit = k.unit;
    record.metric.target = k.metric == engine::MetricType::done ? 1 : k.target;
    if (k.metric == engine::MetricType::increase || k.metric == engine::MetricType::decrease) record.metric.start = k.start;
    record.decimals = k.decimals;
    record.weight = k.weight;
    record.due_on = k.due_on;
    record.created_at = record.updated_at = ctx_.now();
    const KeyResultId made = bulk_.add(record, &origin_);
    made_.items.push_back({{"key_result", made}, k.row});
    ++made_.key_results;
    if (!k.checkin) return;
    checkins::NewCheckin checkin;
    checkin.key_result = made;
    if (ctx_.actor.person) checkin.author = ctx_.actor.person;
    checkin.value = k.checkin->value;
    checkin.confidence = k.checkin->confidence;
    checkin.happened = k.checkin->note;
    checkin.at = k.checkin->on == moment_.today ? ctx_.now() : moment_.zone.noon(k.checkin->on);
    checkin.recorded_at = ctx_.now();
    bulk_.add(checkin);
  }

  // Parents are found by title: in the same file and cycle first, then in any cycle of the file.
  void link(const NewObjective& o, ObjectiveId from) {
    std::optional<ObjectiveId> to;
    for (std::size_t i = 0; i < plan_.objectives.size(); ++i) {
      const NewObjective& other = plan_.objectives[i];
      if (ids_[i] == from || text::fold(other.title) != o.parent) continue;
      if (!to || other.cycle == o.cycle) to = ids_[i];
    }
    if (!to) return;
    alignment::LinkInput input;
    input.to = to->text();
    alignment::insert(tx_, ctx_, from, input, "parent");
  }

  db::Tx& tx_;
  features::Context& ctx_;
  const Plan& plan_;
  okrs::Moment moment_;
  activity::Origin origin_;
  checkins::Bulk bulk_;
  std::vector<CycleId> cycles_;
  std::vector<ObjectiveId> ids_;
  store::Made made_;
};

Import view(db::Tx& tx, const store::Row& row) {
  return {row.id, row.file_name, people::ref(tx, row.person), row.objectives, row.key_results, row.checkins, row.created_at,
          row.undone_at, row.undone_at ? std::vector<std::string>{} : std::vector<std::string>{"undo"}};
}

}  // namespace

Preview preview(features::Context& ctx, const ImportPost& input) {
  return ctx.db.read([&](db::Tx& tx) {
    const Planned planned = plan_of(tx, ctx, input);
    Preview out;
    for (std::size_t i = 0; i < planned.table.header.size(); ++i) {
      ColumnView column{static_cast<int>(i), planned.table.header[i], {}, std::nullopt};
      for (const Table::Row& row : planned.table.rows) {
        if (column.samples.size() == 3) break;
        if (i < row.cells.size() && !row.cells[i].empty()) column.samples.push_back(text::one_line(row.cells[i], 60));
      }
      if (planned.choices.mapping[i]) column.field = std::string(name_of(*planned.choices.mapping[i]));
      out.columns.push_back(std::move(column));
    }
    for (const FieldName& f : field_names()) out.fields_known.push_back({std::string(f.name), std::string(f.label)});
    for (const RowFate& r : planned.plan.rows) out.rows.push_back({r.row, std::string(word_of(r.fate)), r.objective, r.key_result, r.note});
    out.problems = problems_of(planned.plan);
    out.counts = counts_of(planned.plan);
    return out;
  });
}

Import apply(features::Context& ctx, const ImportPost& input) {
  return ctx.db.write([&](db::Tx& tx) {
    const Planned planned = plan_of(tx, ctx, input);
    const bool structural = !planned.plan.problems.empty() && planned.plan.rows.empty();
    if (!planned.plan.problems.empty() && (structural || !input.skip_problems)) {
      fail_with("import_has_problems", "Some rows cannot be imported; nothing was changed.", problems_of(planned.plan));
    }
    if (planned.plan.new_objectives + planned.plan.new_key_results == 0) {
      fail(Fault::unprocessable, "nothing_to_import", "Everything in the file is there already, or nothing in it can be imported.");
    }
    Writer writer(tx, ctx, planned.plan);
    const store::Made made = writer.write();
    json::Object mapping;
    for (std::size_t i = 0; i < planned.table.header.size(); ++i)
      if (planned.choices.mapping[i]) mapping.add(planned.table.header[i], name_of(*planned.choices.mapping[i]));
    const ImportId id = store::insert(tx, ctx, input.file_name, mapping.text(), made);
    activity::record(tx, ctx.origin(), "import.applied", {"import", id},
                     json::Object().add("before", json::Raw{"{}"}).add("after", json::Object()
                         .add("file_name", input.file_name).add("objectives", made.objectives)
                         .add("key_results", made.key_results).add("checkins", made.checkins).raw()).text(),
                     made.touched);
    return view(tx, *store::find(tx, id));
  });
}

Import undo(features::Context& ctx, ImportId id) {
  return ctx.db.write([&](db::Tx& tx) {
    require_allowed(engine::may_import(ctx.actor));
    const auto row = store::find(tx, id);
    if (!row) not_found();
    if (row->undone_at) fail(Fault::conflict, "already_undone", "This import was taken back already.");
    if (const std::int64_t changes = store::changes_after(tx, *row); changes > 0) {
      Failure failure(Fault::conflict, "changed_since", "People have worked on what this import made; archive those objectives one by one instead.");
      failure.details_json = json::Object().add("changes", changes).text();
      throw failure;
    }
    features::Context undoing = ctx;
    undoing.actor.role = engine::Role::champion;  // whoever may import may take it back, administrators too
    for (const store::Item& item : store::items(tx, id)) {
      if (item.subject.type == "objective") objectives::archive(undoing, ObjectiveId{item.subject.id}, true);
      else if (store::stands_alone(tx, id, KeyResultId{item.subject.id})) keyresults::archive(undoing, KeyResultId{item.subject.id}, true);
    }
    store::mark_undone(tx, id, ctx.now());
    activity::record(tx, ctx.origin(), "import.undone", {"import", id},
                     json::Object().add("before", json::Raw{"{}"}).add("after", json::Object().add("file_name", row->file_name).raw()).text());
    return view(tx, *store::find(tx, id));
  });
}

std::vector<Import> list(features::Context& ctx) {
  require_allowed(engine::may_import(ctx.actor));
  return ctx.db.read([&](db::Tx& tx) {
    std::vector<Import> out;
    for (const store::Row& row : store::all(tx)) out.push_back(view(tx, row));
    return out;
  });
}

}  // namespace cairn::imports
