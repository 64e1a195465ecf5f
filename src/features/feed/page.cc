// A page of the feed. Visibility is asked while scanning, so that a page is full whatever lies between its entries.
#include <algorithm>
#include <limits>

#include "features/feed/page.h"
#include "features/feed/scope.h"

namespace cairn::feed {

namespace {

constexpr int batch = 200;
constexpr int most_scanned = 20'000;  // then the page ends, and `next` goes on from there

// Which subjects the asked-for thing stands for.
struct Wanted {
  std::string type;
  std::vector<std::int64_t> ids, key_results, checkins, links;
};

std::vector<std::int64_t> checkins_of(db::Tx& tx, const std::vector<std::int64_t>& key_results) {
  return tx.all("SELECT id FROM checkins WHERE key_result_id IN ($1)", [](db::Row& r) { return r.next<std::int64_t>(); }, key_results);
}

Wanted wanted_of(db::Tx& tx, const graph::Picture& picture, const engine::Actor& actor, const std::string& text) {
  Wanted out;
  const auto simple = [&](const char* type, std::int64_t id) {
    out.type = type;
    out.ids = {id};
  };
  if (const auto objective = ObjectiveId::parse(text); objective && picture.readable(actor, *objective)) {
    simple("objective", objective->value);
    const graph::Objective* o = picture.objective(*objective);
    for (const KeyResultId kr : o->key_results) out.key_results.push_back(kr.value);
    for (const auto* list : {&o->up, &o->across})
      for (const graph::Up& up : *list) out.links.push_back(up.id.value);
    out.checkins = checkins_of(tx, out.key_results);
  } else if (const auto kr = KeyResultId::parse(text)) {
    const graph::KeyResult* row = picture.key_result(*kr);
    if (!row || !picture.readable(actor, row->objective)) not_found();
    simple("key_result", kr->value);
    out.checkins = checkins_of(tx, out.ids);
  } else if (const auto person = PersonId::parse(text)) {
    simple("person", person->value);
  } else if (const auto team = TeamId::parse(text)) {
    simple("team", team->value);
  } else if (const auto cycle = CycleId::parse(text)) {
    simple("cycle", cycle->value);
  } else {
    not_found();
  }
  return out;
}

activity::Entry entry_of(db::Row& row) {
  activity::Entry entry{.number = row.next<std::int64_t>(), .at = row.next<Instant>(), .person = row.next<std::int64_t>()};
  entry.kind = row.next<std::string>();
  entry.subject.type = row.next<std::string>();
  entry.subject.id = row.next<std::int64_t>();
  entry.payload = row.next<std::optional<std::string>>().value_or("");
  return entry;
}

#define CAIRN_ENTRIES                                                                                             \
  "SELECT a.number, a.at, a.actor_id, a.kind, a.subject_type, a.subject_id, p.payload FROM activity a "           \
  "LEFT JOIN activity_payloads p ON p.number = a.number WHERE a.number < $1 "                                     \
  "AND (CAST($2 AS BIGINT) IS NULL OR a.actor_id = $2) "                                                          \
  "AND (CAST($3 AS TEXT) IS NULL OR a.kind = $3 OR a.kind LIKE $4) "
// The next entries before a number, newest first.
std::vector<activity::Entry> entries_before(db::Tx& tx, std::int64_t before, const FeedQuery& query,
                                            const std::optional<Wanted>& wanted) {
  const std::string group = query.kind ? *query.kind + ".%" : "";
  if (!wanted)
    return tx.all(CAIRN_ENTRIES "ORDER BY a.number DESC LIMIT $5", entry_of, before, query.actor, query.kind, group, batch);
  return tx.all(CAIRN_ENTRIES
                "AND ((a.subject_type = $5 AND a.subject_id IN ($6)) OR (a.subject_type = 'key_result' AND a.subject_id IN ($7)) "
                "OR (a.subject_type = 'checkin' AND a.subject_id IN ($8)) OR (a.subject_type = 'link' AND a.subject_id IN ($9))) "
                "ORDER BY a.number DESC LIMIT $10",
                entry_of, before, query.actor, query.kind, group, wanted->type, wanted->ids, wanted->key_results,
                wanted->checkins, wanted->links, batch);
}

bool of_team(const graph::Picture& picture, const Scope& scope, const activity::Entry& entry, TeamId team) {
  if (entry.subject.type == "team") return entry.subject.id == team.value;
  const graph::Objective* o = picture.objective(scope.objective_of(entry.subject));
  return o && o->team == team;
}

okrs::ActivityItem item_of(const graph::Picture& picture, const engine::Actor& actor, const Scope& scope,
                           const activity::Entry& entry) {
  okrs::ActivityItem item{.number = entry.number, .at = entry.at, .actor = graph::person_ref(picture, PersonId{entry.person}),
                          .kind = entry.kind, .subject = scope.describe(entry.subject),
                          .changes = okrs::changes_of(entry.payload), .summary_key = "activity." + entry.kind};
  for (okrs::FieldChange& change : item.changes) {
    change.before.text = with_names(picture, actor, change.before.text);
    change.after.text = with_names(picture, actor, change.after.text);
  }
  if (!item.subject.title.empty()) item.params["title"] = item.subject.title;
  if (item.actor) item.params["actor"] = item.actor->name;
  if (const KeyResultId kr = scope.key_result_of(entry.subject)) item.params["key_result"] = kr.text();
  if (const ObjectiveId o = scope.objective_of(entry.subject)) {
    item.params["objective"] = o.text();
    item.params["objective_title"] = picture.text(picture.objective(o)->title);
  }
  return item;
}

}  // namespace

okrs::HistoryPage page(db::Tx& tx, const graph::Picture& picture, const engine::Actor& actor, const FeedQuery& query) {
  okrs::HistoryPage out;
  const auto limit = static_cast<std::size_t>(query.limit.value_or(50));
  std::optional<Wanted> wanted;
  if (query.subject) wanted = wanted_of(tx, picture, actor, *query.subject);
  std::int64_t before = std::min(query.before.value_or(std::numeric_limits<std::int64_t>::max()),
                                 query.cursor.value_or(std::numeric_limits<std::int64_t>::max()));
  for (int scanned = 0; scanned < most_scanned; scanned += batch) {
    const auto entries = entries_before(tx, before, query, wanted);
    const Scope scope(tx, picture, entries);
    for (const activity::Entry& entry : entries) {
      if (!scope.visible(actor, entry)) continue;
      if (query.team && !of_team(picture, scope, entry, *query.team)) continue;
      if (out.items.size() == limit) {
        out.next = std::to_string(out.items.back().number);
        return out;
      }
      out.items.push_back(item_of(picture, actor, scope, entry));
    }
    if (static_cast<int>(entries.size()) < batch) return out;
    before = entries.back().number;
  }
  out.next = std::to_string(before);
  return out;
}

}  // namespace cairn::feed
