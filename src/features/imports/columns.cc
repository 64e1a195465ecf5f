// The fields an import knows and the headers by which other tools name them.
#include "features/imports/columns.h"

#include <algorithm>

#include "platform/text/text.h"

namespace cairn::imports {
namespace {

constexpr FieldName names[] = {
    {Field::cycle, "cycle", "Cycle", "cycle|quarter|period|time period|timeframe|time frame|okr cycle|interval|zyklus|quartal|zeitraum"},
    {Field::objective, "objective", "Objective", "objective|objective title|objective name|goal|goal title|goal name|objectives|ziel|zielsetzung"},
    {Field::objective_description, "objective_description", "Objective's description", "objective description|goal description|description|beschreibung"},
    {Field::objective_owner, "objective_owner", "Objective's owner", "objective owner|goal owner|zielverantwortlich"},
    {Field::team, "team", "Team", "team|department|group|team name|squad|abteilung|bereich"},
    {Field::kind, "kind", "Kind (committed, aspirational, learning)", "kind|okr type|objective type|commitment|art"},
    {Field::parent, "parent", "Parent objective", "parent|parent objective|aligned to|aligned with|parent goal|supports|ubergeordnetes ziel"},
    {Field::key_result, "key_result", "Key result", "key result|key results|kr|key result title|key result name|keyresult|result|schlusselergebnis|schlusselergebnisse"},
    {Field::key_result_description, "key_result_description", "Key result's description", "key result description|kr description"},
    {Field::owner, "owner", "Owner", "owner|responsible|assignee|assigned to|key result owner|kr owner|owner email|owner name|verantwortlich|verantwortliche|verantwortlicher"},
    {Field::metric, "metric", "Metric type", "metric|metric type|measurement|type|kr type|key result type|messart"},
    {Field::unit, "unit", "Unit", "unit|units|metric unit|einheit"},
    {Field::start, "start", "Start value", "start|start value|initial|initial value|baseline|from|startwert"},
    {Field::target, "target", "Target value", "target|target value|goal value|to|end value|zielwert"},
    {Field::value, "value", "Current value", "value|current|current value|actual|actual value|latest value|aktuell|aktueller wert|istwert"},
    {Field::progress, "progress", "Progress in percent", "progress|progress %|% complete|percent complete|completion|attainment|fortschritt"},
    {Field::done, "done", "Done (yes or no)", "done|completed|complete|achieved|finished|erledigt|erreicht"},
    {Field::confidence, "confidence", "Confidence (0 to 10)", "confidence|confidence level|confidence score|zuversicht"},
    {Field::weight, "weight", "Weight", "weight|weighting|gewicht|gewichtung"},
    {Field::due_on, "due_on", "Due date", "due|due date|due on|deadline|end date|target date|fallig|falligkeitsdatum"},
    {Field::check_in_on, "check_in_on", "Date of the value", "check-in date|checkin date|last check-in|last update|updated|date|datum"},
    {Field::note, "note", "Note", "note|notes|comment|comments|last comment|update|notiz|kommentar"},
};

bool means(const FieldName& field, std::string_view folded) {
  std::string_view rest = field.aliases;
  while (!rest.empty()) {
    const std::size_t bar = rest.find('|');
    if (rest.substr(0, bar) == folded) return true;
    if (bar == std::string_view::npos) return false;
    rest.remove_prefix(bar + 1);
  }
  return false;
}

// "Key_Result (title)" -> "key result title"
std::string plain(std::string_view header) {
  std::string folded = text::fold(header);
  for (char& c : folded)
    if (c == '_' || c == '(' || c == ')' || c == ':' || c == '/') c = ' ';
  return text::collapse(folded);
}

}  // namespace

std::span<const FieldName> field_names() { return names; }

std::optional<Field> field_named(std::string_view name) {
  for (const FieldName& f : names)
    if (f.name == name) return f.field;
  return std::nullopt;
}

std::string_view name_of(Field field) { return names[static_cast<std::size_t>(field)].name; }

Mapping guess(const std::vector<std::string>& header) {
  Mapping mapping(header.size());
  std::vector<bool> taken(std::size(names), false);
  for (std::size_t column = 0; column < header.size(); ++column) {
    const std::string folded = plain(header[column]);
    for (std::size_t i = 0; i < std::size(names); ++i) {
      if (taken[i] || (!means(names[i], folded) && names[i].name != folded)) continue;
      mapping[column] = names[i].field;
      taken[i] = true;
      break;
    }
  }
  return mapping;
}

}  // namespace cairn::imports
