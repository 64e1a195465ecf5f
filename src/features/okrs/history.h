// The log of one thing as people read it: what changed, before and after, newest first.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "features/refs.h"
#include "features/rows/rows.h"
#include "platform/activity/activity.h"
#include "platform/db/db.h"
#include "platform/json/json.h"

namespace cairn::okrs {

struct FieldChange {
  std::string field;
  json::Raw before, after;
  static constexpr std::string_view json_name = "FieldChange";
  static constexpr auto fields() {
    using R = FieldChange;
    return json::fields(json::field("field", &R::field, ""), json::field("before", &R::before, "null where there was nothing"),
                        json::field("after", &R::after, "null where there is nothing any more"));
  }
};

struct ActivityItem {
  std::int64_t number = 0;
  Instant at;
  std::optional<features::PersonRef> actor;
  std::string kind;
  rows::SubjectRef subject;
  std::vector<FieldChange> changes;
  std::string summary_key;
  std::map<std::string, std::string> params;
  static constexpr std::string_view json_name = "ActivityItem";
  static constexpr auto fields() {
    using R = ActivityItem;
    return json::fields(json::field("number", &R::number, "place in the log"), json::field("at", &R::at, ""),
                        json::field("actor", &R::actor, "null: the system"),
                        json::field("kind", &R::kind, "what happened, as objective.updated"),
                        json::field("subject", &R::subject, "what it happened to"),
                        json::field("changes", &R::changes, "field by field"),
                        json::field("summary_key", &R::summary_key, "key of the sentence in the message catalogue"),
                        json::field("params", &R::params, "what the sentence names"));
  }
};

struct HistoryQuery {
  std::optional<std::string> cursor;
  int limit = 50;
  static constexpr auto fields() {
    using R = HistoryQuery;
    return json::fields(json::field("cursor", &R::cursor, "`next` of the page before", json::length(40)),
                        json::field("limit", &R::limit, "1..200", json::range(1, 200), json::optional_with_default));
  }
};

struct HistoryPage {
  std::vector<ActivityItem> items;
  std::optional<std::string> next;
  static constexpr std::string_view json_name = "ActivityPage";
  static constexpr auto fields() {
    return json::fields(json::field("items", &HistoryPage::items, "newest first"),
                        json::field("next", &HistoryPage::next, "cursor of the next page"));
  }
};

// in: {"before":{…},"after":{…}}; out: the fields of both, in the order they are given; none for an erased payload
std::vector<FieldChange> changes_of(std::string_view payload);

// What is asked for: a thing and the ids of others of one more type that belong to it.
struct HistoryOf {
  activity::Subject subject;
  std::string id_text, title;
  std::vector<LinkId> links;  // whose changes are told too
};
// The reader's right to see the subject is the caller's to check. fails: 400 bad_cursor
HistoryPage history(db::Tx& tx, const HistoryOf& of, const HistoryQuery& query);

}  // namespace cairn::okrs
