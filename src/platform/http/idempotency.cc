// Keys, the fingerprint of what they were given for, and the stored answers.
#include "platform/http/idempotency.h"

#include "platform/crypto/crypto.h"

namespace cairn::http::idempotency {
namespace {

constexpr std::size_t longest_key = 200;
constexpr std::int64_t running_at_most_us = 10 * 60 * second_us;  // longer: the server ended meanwhile

struct Stored {
  std::string route, body_hash, state;
  std::optional<int> status;
  std::optional<std::string> type, etag, body;
  Instant at;
};

std::string_view key_of(const Exchange& x) { return x.request.header("idempotency-key"); }

std::string route_of(const Exchange& x) {
  std::string out(name_of(x.request.method));
  out.append(" ").append(x.request.path);
  if (!x.request.query_text.empty()) out.append("?").append(x.request.query_text);
  return out;
}

std::optional<Stored> load(const Exchange& x, db::Tx& tx) {
  return tx.one(
      "SELECT route, body_hash, state, status, content_type, etag, body, created_at FROM idempotency_keys WHERE person_id = $1 AND key = $2",
      [](db::Row& row) {
        Stored s;
        s.route = row.next<std::string>();
        s.body_hash = row.next<std::string>();
        s.state = row.next<std::string>();
        s.status = row.next<std::optional<int>>();
        s.type = row.next<std::optional<std::string>>();
        s.etag = row.next<std::optional<std::string>>();
        s.body = row.next<std::optional<std::string>>();
        s.at = row.next<Instant>();
        return s;
      },
      x.principal.person, key_of(x));
}

void insert(const Exchange& x, const Reply* reply, db::Tx& tx, Instant now) {
  const bool secret = x.match.route->answers_secret();
  std::optional<int> status;
  std::optional<std::string> type, etag, body;
  if (reply) {
    status = reply->status;
    type = reply->type;
    etag = reply->tag;
    if (!secret) body = std::string(reply->content());
  }
  tx.execute(
      "INSERT INTO idempotency_keys (person_id, key, route, body_hash, state, status, content_type, etag, body, created_at) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
      x.principal.person, key_of(x), route_of(x), crypto::sha256_hex(x.request.body), reply ? "done" : "running", status, type, etag, body, now);
}

}  // namespace

bool applies(const Exchange& x) {
  if (x.request.method != Method::post || !x.principal.signed_in()) return false;
  const auto key = key_of(x);
  if (key.empty()) {
    if (x.request.has("idempotency-key")) fail(Fault::bad_request, "bad_idempotency_key", "The Idempotency-Key is empty.");
    return false;
  }
  if (key.size() > longest_key) fail(Fault::bad_request, "bad_idempotency_key", "An Idempotency-Key has at most 200 characters.");
  for (const char c : key) {
    if (c <= 0x20 || c >= 0x7f) fail(Fault::bad_request, "bad_idempotency_key", "An Idempotency-Key consists of visible ASCII characters.");
  }
  return true;
}

bool replay(Exchange& x, db::Tx& tx, Instant now) {
  const auto stored = load(x, tx);
  if (!stored) return false;
  const bool old = now.us - stored->at.us > (stored->state == "running" ? running_at_most_us : day_us);
  if (old) {
    forget(x, tx);
    return false;
  }
  if (stored->route != route_of(x) || stored->body_hash != crypto::sha256_hex(x.request.body)) {
    fail(Fault::unprocessable, "idempotency_key_reused", "This Idempotency-Key was used for another request.");
  }
  if (stored->state == "running") fail(Fault::conflict, "still_running", "The first request with this Idempotency-Key is still running.");
  if (x.match.route->answers_secret()) {
    fail(Fault::conflict, "answered_once", "This was done already; its answer is shown only once.");
  }
  x.reply = Reply{.status = stored->status.value_or(200), .type = stored->type.value_or(""), .body = stored->body.value_or("")};
  x.reply.tag = stored->etag.value_or("");
  x.reply.headers.emplace_back("Idempotency-Replayed", "true");
  return true;
}

void reserve(const Exchange& x, db::Tx& tx, Instant now) { insert(x, nullptr, tx, now); }

void keep(const Exchange& x, const Reply& reply, db::Tx& tx, Instant now) {
  forget(x, tx);
  tx.execute("DELETE FROM idempotency_keys WHERE created_at < $1", Instant{now.us - day_us});
  insert(x, &reply, tx, now);
}

void forget(const Exchange& x, db::Tx& tx) {
  tx.execute("DELETE FROM idempotency_keys WHERE person_id = $1 AND key = $2", x.principal.person, key_of(x));
}

}  // namespace cairn::http::idempotency
