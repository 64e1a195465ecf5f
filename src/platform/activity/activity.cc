// Writing and reading the log. The transaction is the only writer while it runs (docs/decisions/0002), so the counter
// row is read and raised without a race, and the numbers follow the commits.
#include "platform/activity/activity.h"

#include <charconv>
#include <stdexcept>

#include "platform/activity/chain.h"
#include "platform/crypto/crypto.h"

namespace cairn::activity {

namespace {

constexpr std::size_t salt_bytes = 16;

// "team:3 room:12"
std::string pack(const std::vector<Subject>& subjects) {
  std::string out;
  for (const Subject& subject : subjects) {
    if (!out.empty()) out += ' ';
    out += subject.type;
    out += ':';
    out += std::to_string(subject.id);
  }
  return out;
}

std::vector<Subject> unpack(std::string_view text) {
  std::vector<Subject> subjects;
  while (!text.empty()) {
    const auto end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const auto colon = word.find(':');
    std::int64_t id = 0;
    std::from_chars(word.data() + colon + 1, word.data() + word.size(), id);
    subjects.emplace_back(word.substr(0, colon), id);
  }
  return subjects;
}

struct Counter {
  std::int64_t number;
  std::string hash;
};

Counter counter(db::Tx& tx) {
  return tx.one("SELECT number, hash FROM activity_counter WHERE id = 1", [](db::Row& row) {
    const auto number = row.next<std::int64_t>();
    return Counter{number, row.next<std::optional<db::Bytes>>().value_or(db::Bytes{}).data};
  }).value();
}

Entry entry(db::Row& row) {
  Entry entry;
  entry.number = row.next<std::int64_t>();
  entry.at = row.next<Instant>();
  entry.person = row.next<std::int64_t>();
  entry.kind = row.next<std::string>();
  entry.subject.type = row.next<std::string>();
  entry.subject.id = row.next<std::int64_t>();
  entry.request_id = row.next<std::string>();
  auto payload = row.next<std::optional<std::string>>();
  entry.erased = !payload;
  entry.payload = std::move(payload).value_or("");
  entry.touched = unpack(row.next<std::string_view>());
  return entry;
}

}  // namespace

std::int64_t record(db::Tx& tx, const Origin& origin, std::string_view kind, const Subject& subject, std::string_view payload_json,
                    const std::vector<Subject>& touched) {
  if (!tx.writing()) throw std::logic_error("an activity in a transaction that only reads");
  const Counter before = counter(tx);
  const std::int64_t number = before.number + 1;
  const db::Bytes salt{crypto::random_bytes(salt_bytes)};
  const db::Bytes digest{crypto::sha256(salt.data + std::string(payload_json))};
  const db::Bytes hash{chain_hash(before.hash, {number, origin.at, origin.person, kind, subject.type, subject.id, origin.request_id, digest.data})};
  tx.post("INSERT INTO activity (number, at, actor_id, kind, subject_type, subject_id, request_id, digest, hash) "
          "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
          number, origin.at, origin.person, kind, subject.type, subject.id, origin.request_id, digest, hash);
  tx.post("INSERT INTO activity_payloads (number, salt, payload, touched) VALUES ($1, $2, $3, $4)", number, salt, payload_json, pack(touched));
  tx.post("UPDATE activity_counter SET number = $1, hash = $2 WHERE id = 1", number, hash);
  tx.notify();
  return number;
}

std::vector<Entry> tail(db::Tx& tx, std::int64_t after, int limit) {
  return tx.all("SELECT a.number, a.at, a.actor_id, a.kind, a.subject_type, a.subject_id, a.request_id, p.payload, p.touched "
                "FROM activity a JOIN activity_payloads p ON p.number = a.number WHERE a.number > $1 ORDER BY a.number LIMIT $2",
                entry, after, limit);
}

std::int64_t last_number(db::Tx& tx) {
  return tx.value<std::int64_t>("SELECT number FROM activity_counter WHERE id = 1").value();
}

void erase_payload(db::Tx& tx, std::int64_t number) {
  tx.execute("UPDATE activity_payloads SET salt = NULL, payload = NULL WHERE number = $1", number);
}

namespace {

constexpr int verify_batch = 5000;  // rows held in memory at once

// Walks along the chain.
struct Verification {
  Verdict verdict;
  std::string hash;

  // out: what is wrong with the row; empty when it holds
  std::string_view check(db::Row& row) {
    Link link;
    link.number = row.next<std::int64_t>();
    link.at = row.next<Instant>();
    link.person = row.next<std::int64_t>();
    link.kind = row.next<std::string_view>();
    link.subject_type = row.next<std::string_view>();
    link.subject_id = row.next<std::int64_t>();
    link.request_id = row.next<std::string_view>();
    const auto digest = row.next<db::Bytes>(), stored = row.next<db::Bytes>();
    link.digest = digest.data;
    const bool has_payload = row.next<std::optional<std::int64_t>>().has_value();
    const auto salt = row.next<std::optional<db::Bytes>>();
    const auto payload = row.next<std::optional<std::string>>();
    if (link.number != verdict.checked + 1 || !has_payload) return "missing";
    hash = chain_hash(hash, link);
    if (hash != stored.data) return "changed";
    if (salt.has_value() != payload.has_value()) return "payload_changed";
    if (payload && crypto::sha256(salt->data + *payload) != digest.data) return "payload_changed";
    ++verdict.checked;
    return "";
  }

  void broken(std::string_view reason) {
    verdict.broken_at = verdict.checked + 1;
    verdict.reason = reason;
  }
};

}  // namespace

Verdict verify(db::Tx& tx) {
  const Counter latest = counter(tx);
  Verification walk;
  bool more = true;
  while (more) {
    more = false;
    for (db::Row& row : tx.query("SELECT a.number, a.at, a.actor_id, a.kind, a.subject_type, a.subject_id, a.request_id, a.digest, a.hash, "
                                 "p.number, p.salt, p.payload FROM activity a LEFT JOIN activity_payloads p ON p.number = a.number "
                                 "WHERE a.number > $1 ORDER BY a.number LIMIT $2", walk.verdict.checked, verify_batch)) {
      more = true;
      if (const auto reason = walk.check(row); !reason.empty()) {
        walk.broken(reason);
        return walk.verdict;
      }
    }
  }
  if (latest.number != walk.verdict.checked) {
    walk.broken("missing");
  } else if (latest.hash != walk.hash) {
    walk.broken("changed");
  }
  return walk.verdict;
}

}  // namespace cairn::activity
