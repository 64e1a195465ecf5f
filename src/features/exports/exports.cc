// Lists as CSV, from the picture in memory; check-ins and the log row by row from the database.
#include "features/exports/exports.h"

#include <array>

#include "engine/access.h"
#include "features/exports/sheet.h"
#include "platform/text/text.h"

namespace cairn::exports {
namespace {

using graph::Picture;

bool matches_text(std::string_view title, const std::optional<std::string>& q) {
  if (!q || q->empty()) return true;
  return text::fold(title).find(text::fold(*q)) != std::string::npos;
}

template <class E>
bool matches_word(E value, const std::optional<std::string>& word) {
  return !word || engine::word_of(value) == *word;
}

// One pass over the reader's view of the organisation.
struct View {
  const Picture& picture;
  const engine::Actor* actor;
  const Filter& filter;

  bool sees(const graph::Objective& o) const { return actor == nullptr || picture.readable(*actor, o); }

  bool takes(const graph::Objective& o) const {
    if (!sees(o) || o.archived != filter.archived.value_or(false)) return false;
    if (filter.cycle && o.cycle != *filter.cycle) return false;
    if (filter.team && o.team != *filter.team) return false;
    return matches_word(o.kind, filter.kind) && matches_word(o.state, filter.state) && matches_word(o.level, filter.level);
  }
  std::string_view person(PersonId id) const {
    const graph::Person* p = picture.person(id);
    return p ? picture.text(p->name) : std::string_view();
  }
  std::string_view team(TeamId id) const {
    const graph::Team* t = picture.team(id);
    return t ? picture.text(t->name) : std::string_view();
  }
  std::string_view cycle(CycleId id) const {
    const graph::Cycle* c = picture.cycle(id);
    return c ? picture.text(c->name) : std::string_view();
  }
};

std::string parents_of(const View& view, const graph::Objective& o) {
  std::string out;
  for (const graph::Up& up : o.up) {
    const graph::Objective* parent = view.picture.above(up);
    if (!parent || !view.sees(*parent)) continue;
    if (!out.empty()) out += "; ";
    out += view.picture.text(parent->title);
  }
  return out;
}

std::string objectives(const View& view) {
  Sheet sheet({"id", "objective", "kind", "level", "state", "cycle", "team", "owner", "parent", "weight", "progress",
               "expected", "status", "stale", "confidence", "key results"});
  for (const graph::Objective& o : view.picture.objectives()) {
    if (!view.takes(o) || !matches_word(o.standing.status, view.filter.status)) continue;
    if (view.filter.owner && o.owner != *view.filter.owner) continue;
    const std::string_view title = view.picture.text(o.title);
    if (!matches_text(title, view.filter.q)) continue;
    sheet.text(o.id.text()).text(title).text(engine::word_of(o.kind)).text(engine::word_of(o.level)).text(engine::word_of(o.state));
    sheet.text(view.cycle(o.cycle)).text(view.team(o.team)).text(view.person(o.owner)).text(parents_of(view, o)).number(o.weight);
    sheet.number(o.progress.get()).number(o.standing.expected.get()).text(engine::word_of(o.standing.status));
    sheet.text(o.standing.stale ? "yes" : "no").number(o.confidence.get());
    sheet.number(static_cast<double>(o.key_results.size())).end();
  }
  return sheet.take();
}

std::string key_results(const View& view) {
  Sheet sheet({"id", "key result", "objective id", "objective", "cycle", "team", "owner", "metric", "unit", "start", "target",
               "value", "progress", "expected", "status", "stale", "confidence", "check-ins", "last check-in", "due date", "weight"});
  for (const graph::KeyResult& k : view.picture.key_results()) {
    const graph::Objective* o = view.picture.objective(k.objective);
    if (!o || !view.takes(*o) || k.archived || !matches_word(k.standing.status, view.filter.status)) continue;
    if (view.filter.owner && k.owner != *view.filter.owner) continue;
    const std::string_view title = view.picture.text(k.title);
    if (!matches_text(title, view.filter.q)) continue;
    sheet.text(k.id.text()).text(title).text(o->id.text()).text(view.picture.text(o->title)).text(view.cycle(o->cycle));
    sheet.text(view.team(o->team)).text(view.person(k.owner)).text(engine::word_of(k.metric)).text(view.picture.text(k.unit));
    sheet.number(k.start.get()).number(k.target.get()).number(k.value.get()).number(k.progress.get());
    sheet.number(k.standing.expected.get()).text(engine::word_of(k.standing.status)).text(k.standing.stale ? "yes" : "no");
    sheet.number(k.confidence_or_none()).number(static_cast<double>(k.checkins));
    sheet.text(k.checkins > 0 ? format(k.last_checkin_on) : "").text(k.due_on.get() ? format(*k.due_on.get()) : "").number(k.weight).end();
  }
  return sheet.take();
}

std::string checkins(db::Tx& tx, const View& view) {
  Sheet sheet({"id", "key result id", "key result", "objective", "author", "date", "value", "confidence", "happened", "blocked", "next steps"});
  for (db::Row& row : tx.query("SELECT id, key_result_id, author_id, effective_at, value, confidence, happened, blocked, next_steps "
                               "FROM checkins ORDER BY id")) {
    const auto id = row.next<CheckinId>();
    const graph::KeyResult* k = view.picture.key_result(row.next<KeyResultId>());
    const graph::Objective* o = k ? view.picture.objective(k->objective) : nullptr;
    if (!o || !view.takes(*o)) continue;
    if (view.filter.owner && k->owner != *view.filter.owner) continue;
    const auto author = row.next<std::optional<PersonId>>();
    const Date on = view.picture.zone().local_date(row.next<Instant>());
    sheet.text(id.text()).text(k->id.text()).text(view.picture.text(k->title)).text(view.picture.text(o->title));
    sheet.text(author ? view.person(*author) : "").text(format(on)).number(row.next<double>());
    sheet.number(row.next<std::optional<double>>());
    const auto happened = row.next<std::string>();
    const auto blocked = row.next<std::string>();
    sheet.text(happened).text(blocked).text(row.next<std::string>()).end();
  }
  return sheet.take();
}

void require_directory(const View& view) {
  if (view.actor != nullptr) require_allowed(engine::may_see_directory(*view.actor));
}

std::string people(const View& view) {
  require_directory(view);
  Sheet sheet({"id", "name", "email", "title", "role", "state", "manager", "teams"});
  for (const graph::Person& p : view.picture.people()) {
    if (!matches_text(view.picture.text(p.name), view.filter.q)) continue;
    std::string teams;
    for (const TeamId t : p.teams) teams += (teams.empty() ? "" : "; ") + std::string(view.team(t));
    sheet.text(p.id.text()).text(view.picture.text(p.name)).text(view.picture.text(p.email)).text(view.picture.text(p.title));
    sheet.text(engine::word_of(p.role)).text(engine::word_of(p.state)).text(view.person(p.manager)).text(teams).end();
  }
  return sheet.take();
}

std::string teams(const View& view) {
  require_directory(view);
  Sheet sheet({"id", "team", "parent", "lead", "members", "archived"});
  for (const graph::Team& t : view.picture.teams()) {
    sheet.text(t.id.text()).text(view.picture.text(t.name)).text(view.team(t.parent)).text(view.person(t.lead));
    sheet.number(static_cast<double>(t.members.size())).text(t.archived ? "yes" : "no").end();
  }
  return sheet.take();
}

std::string cycles(const View& view) {
  Sheet sheet({"id", "cycle", "starts on", "ends on", "parent", "state", "check-in weekday"});
  for (const graph::Cycle& c : view.picture.cycles()) {
    sheet.text(c.id.text()).text(view.picture.text(c.name)).text(format(c.calendar.starts_on)).text(format(c.calendar.ends_on));
    sheet.text(view.cycle(c.parent)).text(engine::word_of(c.state)).number(c.calendar.weekday).end();
  }
  return sheet.take();
}

std::string activity(db::Tx& tx, const View& view) {
  if (view.actor != nullptr) require_allowed(engine::may_read_audit(*view.actor));
  Sheet sheet({"number", "at", "person", "kind", "subject type", "subject id", "request"});
  for (db::Row& row : tx.query("SELECT number, at, actor_id, kind, subject_type, subject_id, request_id FROM activity ORDER BY number")) {
    sheet.number(static_cast<double>(row.next<std::int64_t>())).text(format(row.next<Instant>()));
    const auto who = row.next<std::optional<PersonId>>();
    sheet.text(who && *who ? view.person(*who) : "");
    const auto kind = row.next<std::string>();
    const auto type = row.next<std::string>();
    sheet.text(kind).text(type).number(static_cast<double>(row.next<std::int64_t>()));
    sheet.text(row.next<std::optional<std::string>>().value_or("")).end();
  }
  return sheet.take();
}

}  // namespace

std::string csv(db::Tx& tx, const Picture& picture, const engine::Actor* actor, std::string_view list, const Filter& filter) {
  const View view{picture, actor, filter};
  if (list == "objectives") return objectives(view);
  if (list == "key-results") return key_results(view);
  if (list == "checkins") return checkins(tx, view);
  if (list == "people") return people(view);
  if (list == "teams") return teams(view);
  if (list == "cycles") return cycles(view);
  if (list == "activity") return activity(tx, view);
  not_found();
}

}  // namespace cairn::exports
