// One page of the feed for one reader.
#pragma once
#include <optional>
#include <string>

#include "features/graph/graph.h"
#include "features/okrs/okrs.h"
#include "platform/json/json.h"

namespace cairn::feed {

struct FeedQuery {
  std::optional<std::string> subject;
  std::optional<PersonId> actor;
  std::optional<TeamId> team;
  std::optional<std::string> kind;
  std::optional<std::int64_t> before;
  std::optional<std::int64_t> cursor;
  std::optional<int> limit;
  static constexpr auto fields() {
    using Q = FeedQuery;
    return json::fields(
        json::field("subject", &Q::subject, "O-1 (with its key results and check-ins), KR-1 (with its check-ins), P-1, T-1, C-1",
                    json::length(30)),
        json::field("actor", &Q::actor, "who did it"), json::field("team", &Q::team, "of this team's objectives"),
        json::field("kind", &Q::kind, "objective.updated, or a group: objective, checkin", json::length(60)),
        json::field("before", &Q::before, "entries before this number"),
        json::field("cursor", &Q::cursor, "`next` of the page before"),
        json::field("limit", &Q::limit, "50 unless given", json::range(1, 200)));
  }
};

// fails: 404 for a subject that is not there or may not be seen
okrs::HistoryPage page(db::Tx& tx, const graph::Picture& picture, const engine::Actor& actor, const FeedQuery& query);

}  // namespace cairn::feed
