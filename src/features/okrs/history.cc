// Reads the log of one thing.
#include "features/okrs/history.h"

#include <charconv>
#include <limits>

#include "features/okrs/present.h"
#include "platform/json/json.h"

namespace cairn::okrs {

namespace {

std::int64_t before_of(const HistoryQuery& query) {
  if (!query.cursor) return std::numeric_limits<std::int64_t>::max();
  std::int64_t number = 0;
  const char* end = query.cursor->data() + query.cursor->size();
  const auto [at, error] = std::from_chars(query.cursor->data(), end, number);
  if (error != std::errc{} || at != end || number < 0)
    fail(Fault::bad_request, "bad_cursor", "This cursor is not one of ours.",
         {{"cursor", "bad_cursor", "Start again without it."}});
  return number;
}

json::Raw raw(const json::Value& value) {
  json::Raw text;
  text.text.clear();
  json::append(text.text, value);
  return text;
}

}  // namespace

std::vector<FieldChange> changes_of(std::string_view payload) {
  std::vector<FieldChange> changes;
  if (payload.empty()) return changes;
  const json::Document document = json::parse_document(payload);
  const json::Value& before = document.value["before"];
  const json::Value& after = document.value["after"];
  for (const auto& member : after.members()) {
    const json::Value* old = before.find(member.key);
    changes.push_back({member.key, old ? raw(*old) : json::Raw{}, raw(member.value)});
  }
  for (const auto& member : before.members())
    if (!after.find(member.key)) changes.push_back({member.key, raw(member.value), json::Raw{}});
  return changes;
}

HistoryPage history(db::Tx& tx, const HistoryOf& of, const HistoryQuery& query) {
  HistoryPage page;
  Names names;
  std::vector<PersonId> actors;
  for (db::Row& row : tx.query(
           "SELECT a.number, a.at, a.actor_id, a.kind, a.subject_type, a.subject_id, p.payload FROM activity a "
           "LEFT JOIN activity_payloads p ON p.number = a.number WHERE a.number < $3 AND "
           "((a.subject_type = $1 AND a.subject_id = $2) OR (a.subject_type = 'link' AND a.subject_id IN ($4))) "
           "ORDER BY a.number DESC LIMIT $5",
           of.subject.type, of.subject.id, before_of(query), of.links, query.limit + 1)) {
    if (page.items.size() == static_cast<std::size_t>(query.limit)) {
      page.next = std::to_string(page.items.back().number);
      break;
    }
    ActivityItem& item = page.items.emplace_back();
    item.number = row.next<std::int64_t>();
    item.at = row.next<Instant>();
    actors.push_back(PersonId{row.next<std::int64_t>()});
    item.kind = row.next<std::string>();
    const auto type = row.next<std::string>();
    const auto id = row.next<std::int64_t>();
    item.subject = type == "link" ? rows::SubjectRef{type, LinkId{id}.text(), ""}
                                  : rows::SubjectRef{type, of.id_text, of.title};
    item.changes = changes_of(row.next<std::optional<std::string_view>>().value_or(""));
    item.summary_key = "activity." + item.kind;
    if (!item.subject.title.empty()) item.params.emplace("title", item.subject.title);
  }
  names.want(actors);
  names.load(tx);
  for (std::size_t i = 0; i < page.items.size(); ++i) {
    page.items[i].actor = names.find(actors[i]);
    if (page.items[i].actor) page.items[i].params.emplace("actor", page.items[i].actor->name);
  }
  return page;
}

}  // namespace cairn::okrs
