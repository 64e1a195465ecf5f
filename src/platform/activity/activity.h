// The log of everything that happens. Every write transaction records what it did, in the same transaction; live
// push, feed, notifications, audit and time travel read nothing else.
//
// Numbers are given in commit order and without gaps: whoever has read up to n has missed nothing below n. Rows are
// chained by hash over number, time, actor, kind, subject and a salted digest of the payload. The payload lies beside
// the chain and may be erased; the chain stays valid.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "platform/db/db.h"

namespace cairn::activity {

// Who did it, when, in which request.
struct Origin {
  std::int64_t person = 0;  // 0: the system itself
  Instant at;
  std::string request_id;
};

// A thing, as its table's singular word and its id ("team", 12).
struct Subject {
  std::string type;
  std::int64_t id = 0;
  Subject() = default;
  Subject(std::string_view t, std::int64_t i) : type(t), id(i) {}
  template <class Tag>
  Subject(std::string_view t, Id<Tag> i) : type(t), id(i.value) {}
  auto operator<=>(const Subject&) const = default;
};

struct Entry {
  std::int64_t number = 0;
  Instant at;
  std::int64_t person = 0;
  std::string kind;  // past tense: "cycle.closed"
  Subject subject;
  std::string request_id;
  std::string payload;  // JSON {"before":{...},"after":{...}}; empty once erased
  bool erased = false;
  std::vector<Subject> touched;  // others whose figures changed with it
};

// in: payload: a JSON object with the changed fields only; touched: other things that readers must fetch anew
// out: its number
std::int64_t record(db::Tx& tx, const Origin& origin, std::string_view kind, const Subject& subject,
                    std::string_view payload_json, const std::vector<Subject>& touched = {});

// out: at most `limit` entries after number `after`, oldest first
std::vector<Entry> tail(db::Tx& tx, std::int64_t after, int limit);

// out: the number of the latest entry; 0 before the first
std::int64_t last_number(db::Tx& tx);

struct Verdict {
  std::int64_t checked = 0;              // entries that hold
  std::optional<std::int64_t> broken_at; // the first number that does not
  std::string reason;                    // "missing", "changed", "payload_changed"
};

// Recomputes the whole chain.
Verdict verify(db::Tx& tx);

// Forgets what an entry said; that it happened stays.
void erase_payload(db::Tx& tx, std::int64_t number);

}  // namespace cairn::activity
