// Bringing OKRs in from a CSV file: a dry run that tells every row's fate, then all or nothing, and a way back.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/time.h"
#include "features/context.h"
#include "features/refs.h"
#include "platform/json/json.h"

namespace cairn::imports {

enum class Blank : std::uint8_t { group, previous, skip };
constexpr std::array<std::pair<Blank, std::string_view>, 3> json_names(Blank) {
  return {{{Blank::group, "group"}, {Blank::previous, "previous"}, {Blank::skip, "skip"}}};
}

struct ImportPost {
  std::string file_name;
  std::string content;
  std::map<std::string, std::string> mapping;  // header -> field; "" ignores the column
  Blank blank = Blank::group;
  std::optional<CycleId> cycle;
  bool skip_problems = false;

  static constexpr std::string_view json_name = "ImportPost";
  static constexpr auto fields() {
    using I = ImportPost;
    using json::optional_with_default;
    return json::fields(
        json::field("file_name", &I::file_name, "for the list of imports", json::length(1, 255), json::one_line),
        json::field("content", &I::content, "the file's text, UTF-8", json::length(20'000'000)),
        json::field("mapping", &I::mapping, "a column's header to a field's name, where the guess is wrong; \"\" ignores the column", optional_with_default),
        json::field("blank", &I::blank, "key results without an objective: group, previous or skip", optional_with_default),
        json::field("cycle", &I::cycle, "for rows that name none"),
        json::field("skip_problems", &I::skip_problems, "import the sound rows although others have problems", optional_with_default));
  }
};

struct ColumnView {
  int index = 0;
  std::string header;
  std::vector<std::string> samples;
  std::optional<std::string> field;
  static constexpr std::string_view json_name = "ImportColumn";
  static constexpr auto fields() {
    using C = ColumnView;
    return json::fields(json::field("index", &C::index, "from 0"), json::field("header", &C::header, ""),
                        json::field("samples", &C::samples, "the first values"), json::field("field", &C::field, "what it is taken for"));
  }
};

struct FieldView {
  std::string name, label;
  static constexpr std::string_view json_name = "ImportField";
  static constexpr auto fields() {
    return json::fields(json::field("name", &FieldView::name, "for mappings"), json::field("label", &FieldView::label, "for people"));
  }
};

struct RowView {
  std::int64_t row = 0;
  std::string fate, objective, key_result, note;
  static constexpr std::string_view json_name = "ImportRow";
  static constexpr auto fields() {
    using R = RowView;
    return json::fields(json::field("row", &R::row, "as the file counts; the header is 1"),
                        json::field("fate", &R::fate, "create, skip or problem"), json::field("objective", &R::objective, ""),
                        json::field("key_result", &R::key_result, ""), json::field("note", &R::note, ""));
  }
};

struct ProblemView {
  std::int64_t row = 0;
  std::string column, code, message;
  static constexpr std::string_view json_name = "ImportProblem";
  static constexpr auto fields() {
    using P = ProblemView;
    return json::fields(json::field("row", &P::row, ""), json::field("column", &P::column, "its header; empty for the whole row"),
                        json::field("code", &P::code, ""), json::field("message", &P::message, ""));
  }
};

struct Counts {
  std::int64_t cycles = 0, objectives = 0, key_results = 0, checkins = 0, skipped = 0, problems = 0;
  static constexpr std::string_view json_name = "ImportCounts";
  static constexpr auto fields() {
    using C = Counts;
    return json::fields(json::field("cycles", &C::cycles, "new ones"), json::field("objectives", &C::objectives, "new ones"),
                        json::field("key_results", &C::key_results, ""), json::field("checkins", &C::checkins, ""),
                        json::field("skipped", &C::skipped, "rows"), json::field("problems", &C::problems, "rows"));
  }
};

struct Preview {
  std::vector<ColumnView> columns;
  std::vector<FieldView> fields_known;
  std::vector<RowView> rows;
  std::vector<ProblemView> problems;
  Counts counts;
  static constexpr std::string_view json_name = "ImportPreview";
  static constexpr auto fields() {
    using P = Preview;
    return json::fields(json::field("columns", &P::columns, ""), json::field("fields", &P::fields_known, "what a column can be"),
                        json::field("rows", &P::rows, "every row's fate"), json::field("problems", &P::problems, ""),
                        json::field("counts", &P::counts, ""));
  }
};

struct Import {
  ImportId id;
  std::string file_name;
  std::optional<features::PersonRef> person;
  std::int64_t created_objectives = 0, created_key_results = 0, created_checkins = 0;
  Instant created_at;
  std::optional<Instant> undone_at;
  std::vector<std::string> can;
  static constexpr std::string_view json_name = "Import";
  static constexpr auto fields() {
    using I = Import;
    return json::fields(json::field("id", &I::id, ""), json::field("file_name", &I::file_name, ""), json::field("person", &I::person, "who did it"),
                        json::field("created_objectives", &I::created_objectives, ""),
                        json::field("created_key_results", &I::created_key_results, ""),
                        json::field("created_checkins", &I::created_checkins, ""), json::field("created_at", &I::created_at, ""),
                        json::field("undone_at", &I::undone_at, ""), json::field("can", &I::can, "undo"));
  }
};

// Tells what would happen and writes nothing. fails: 403; 422 unreadable_file with the places
Preview preview(features::Context& ctx, const ImportPost& input);
// All or nothing. fails: 403; 422 unreadable_file, import_has_problems (details: problems), nothing_to_import
Import apply(features::Context& ctx, const ImportPost& input);
// Archives what the import made. fails: 403, 404, 409 already_undone, changed_since (details: changes, how many)
Import undo(features::Context& ctx, ImportId id);
std::vector<Import> list(features::Context& ctx);

void routes(http::Registry& registry, features::App& app);

}  // namespace cairn::imports
