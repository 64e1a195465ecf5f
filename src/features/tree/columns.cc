// The columns of the tree.
#include "features/tree/columns.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "platform/json/json.h"

namespace cairn::tree {

namespace {

using graph::KeyResult;
using graph::Objective;
using graph::Picture;

// Ratios to four decimals: a hundredth of a percent, and a third of the bytes.
void ratio(std::string& out, std::optional<double> value) {
  if (!value) out += "null";
  else json::append_number(out, std::round(*value * 1e4) / 1e4);
}

void number(std::string& out, std::optional<double> value) {
  if (!value) out += "null";
  else json::append_number(out, *value);
}

template <class E>
void word(std::string& out, E value) {
  out += '"';
  out += engine::word_of(value);
  out += '"';
}

void day(std::string& out, const Picture& picture, graph::Moment at) {
  if (const auto instant = at.get()) json::append_integer(out, picture.zone().local_date(*instant).days);
  else out += "null";
}

void owner(std::string& out, const Picture& picture, PersonId id) {
  json::append_integer(out, picture.ownerless(id) ? 0 : id.value);
}

// The first contribution that leads to a row of this answer.
graph::Up parent(const Picture& picture, const Members& members, const Objective& o) {
  for (const graph::Up& up : o.up) {
    const Objective* above = picture.above(up);
    if (above && members.holds(above->id)) return {.to_objective = above->id, .to_key_result = up.to_key_result};
  }
  return {};
}

constexpr std::array<Column<Objective>, 17> of_objectives{{
    {"id", [](std::string& s, const Picture&, const Members&, const Objective& o) { json::append_integer(s, o.id.value); }},
    {"title", [](std::string& s, const Picture& p, const Members&, const Objective& o) { json::append_string(s, p.text(o.title)); }},
    {"parent", [](std::string& s, const Picture& p, const Members& r, const Objective& o) { json::append_integer(s, parent(p, r, o).to_objective.value); }},
    {"parent_key_result", [](std::string& s, const Picture& p, const Members& r, const Objective& o) { json::append_integer(s, parent(p, r, o).to_key_result.value); }},
    {"team", [](std::string& s, const Picture&, const Members&, const Objective& o) { json::append_integer(s, o.team.value); }},
    {"owner", [](std::string& s, const Picture& p, const Members&, const Objective& o) { owner(s, p, o.owner); }},
    {"level", [](std::string& s, const Picture&, const Members&, const Objective& o) { word(s, o.level); }},
    {"kind", [](std::string& s, const Picture&, const Members&, const Objective& o) { word(s, o.kind); }},
    {"state", [](std::string& s, const Picture&, const Members&, const Objective& o) { word(s, o.state); }},
    {"progress", [](std::string& s, const Picture&, const Members&, const Objective& o) { ratio(s, o.progress.get()); }},
    {"expected", [](std::string& s, const Picture&, const Members&, const Objective& o) { ratio(s, o.standing.expected.get()); }},
    {"status", [](std::string& s, const Picture&, const Members&, const Objective& o) { word(s, o.standing.status); }},
    {"confidence", [](std::string& s, const Picture&, const Members&, const Objective& o) { ratio(s, o.confidence.get()); }},
    {"stale", [](std::string& s, const Picture&, const Members&, const Objective& o) { s += o.standing.stale ? '1' : '0'; }},
    {"position", [](std::string& s, const Picture&, const Members&, const Objective& o) { json::append_number(s, o.position); }},
    {"version", [](std::string& s, const Picture&, const Members&, const Objective& o) { json::append_integer(s, o.version); }},
    {"last_checkin_day", [](std::string& s, const Picture& p, const Members&, const Objective& o) { day(s, p, o.last_checkin_at); }},
}};

// In twentieths: less than a pixel of the line, and a tenth of the bytes.
void spark(std::string& s, const Picture&, const Members&, const KeyResult& kr) {
  s += '[';
  for (std::size_t i = 0; i < kr.spark_size; ++i) {
    if (i) s += ',';
    json::append_number(s, std::round(static_cast<double>(kr.spark[i]) * 20) / 20);
  }
  s += ']';
}

constexpr std::array<Column<KeyResult>, 18> of_key_results{{
    {"id", [](std::string& s, const Picture&, const Members&, const KeyResult& k) { json::append_integer(s, k.id.value); }},
    {"objective", [](std::string& s, const Picture&, const Members&, const KeyResult& k) { json::append_integer(s, k.objective.value); }},
    {"title", [](std::string& s, const Picture& p, const Members&, const KeyResult& k) { json::append_string(s, p.text(k.title)); }},
    {"owner", [](std::string& s, const Picture& p, const Members&, const KeyResult& k) { owner(s, p, k.owner); }},
    {"metric", [](std::string& s, const Picture&, const Members&, const KeyResult& k) { word(s, k.metric); }},
    {"unit", [](std::string& s, const Picture& p, const Members&, const KeyResult& k) { json::append_string(s, p.text(k.unit)); }},
    {"decimals", [](std::string& s, const Picture&, const Members&, const KeyResult& k) { json::append_integer(s, k.decimals); }},
    {"value", [](std::string& s, const Picture&, const Members&, const KeyResult& k) { number(s, k.value.get()); }},
    {"start", [](std::string& s, const Picture&, const Members&, const KeyResult& k) { number(s, k.start.get()); }},
    {"target", [](std::string& s, const Picture& p, const Members&, const KeyResult& k) { number(s, p.target_in_force(k, p.today())); }},
    {"progress", [](std::string& s, const Picture&, const Members&, const KeyResult& k) { ratio(s, k.progress.get()); }},
    {"expected", [](std::string& s, const Picture&, const Members&, const KeyResult& k) { ratio(s, k.standing.expected.get()); }},
    {"status", [](std::string& s, const Picture&, const Members&, const KeyResult& k) { word(s, k.standing.status); }},
    {"confidence", [](std::string& s, const Picture&, const Members&, const KeyResult& k) { ratio(s, k.confidence_or_none()); }},
    {"stale", [](std::string& s, const Picture&, const Members&, const KeyResult& k) { s += k.standing.stale ? '1' : '0'; }},
    {"last_checkin_day", [](std::string& s, const Picture&, const Members&, const KeyResult& k) {
       if (k.last_checkin_at.has()) json::append_integer(s, k.last_checkin_on.days);
       else s += "null";
     }},
    {"spark", spark},
    {"version", [](std::string& s, const Picture&, const Members&, const KeyResult& k) { json::append_integer(s, k.version); }},
}};

bool cycle_open(const Picture& picture, const Objective& o) {
  const graph::Cycle* cycle = picture.cycle(o.cycle);
  return cycle && cycle->state != engine::CycleState::closed;
}

}  // namespace

bool Members::holds(ObjectiveId id) const {
  const auto i = static_cast<std::size_t>(id.value);
  return i < by_id_.size() && by_id_[i];
}

void Members::add(ObjectiveId id) {
  const auto i = static_cast<std::size_t>(id.value);
  if (i >= by_id_.size()) by_id_.resize(std::max(i + 1, by_id_.size() * 2));
  by_id_[i] = true;
}

std::span<const Column<Objective>> objective_columns() { return of_objectives; }
std::span<const Column<KeyResult>> key_result_columns() { return of_key_results; }

bool can_edit(const Picture& picture, const engine::Actor& actor, const Objective& o) {
  return o.working() && cycle_open(picture, o) && engine::may_edit(actor, o.facts());
}

bool can_check_in(const Picture& picture, const engine::Actor& actor, const KeyResult& kr) {
  const Objective* o = picture.objective(kr.objective);
  const bool open = o && o->working() && !kr.archived && !kr.aligned && cycle_open(picture, *o);
  return open && engine::may_check_in(actor, o->facts(), kr.facts());
}

void Named::add(const Objective& o) {
  people.insert(o.owner);
  teams.insert(o.team);
}

void Named::add(const KeyResult& kr) { people.insert(kr.owner); }

void append_names(std::string& out, const Picture& picture, bool directory, const Named& named) {
  out += "\"people\":[";
  const char* comma = "";
  for (const PersonId id : named.people) {
    const graph::Person* person = picture.person(id);
    if (!person) continue;
    out += comma;
    out += json::Object().add("id", id.value).add("name", picture.text(person->name)).text();
    comma = ",";
  }
  out += "],\"teams\":[";
  comma = "";
  for (const graph::Team& team : picture.teams()) {
    if (team.archived ? !named.teams.contains(team.id) : !directory && !named.teams.contains(team.id)) continue;
    json::Object one;
    one.add("id", team.id.value).add("name", picture.text(team.name));
    one.add("parent_id", directory || named.teams.contains(team.parent) ? team.parent.value : 0);
    out += comma;
    out += one.text();
    comma = ",";
  }
  out += ']';
}

}  // namespace cairn::tree
