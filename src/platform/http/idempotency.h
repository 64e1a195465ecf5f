// The same POST twice: its answer is stored under the client's Idempotency-Key, in the transaction of its effect, for
// a day, and given again instead of doing it again. The table idempotency_keys belongs to this file.
#pragma once
#include "platform/http/exchange.h"

namespace cairn::http::idempotency {

// A POST of somebody signed in that carries a key. fails: 400 bad_idempotency_key
bool applies(const Exchange& exchange);
// out: true when the reply is the one stored. fails: 422 idempotency_key_reused for another request under the same
// key, 409 still_running, 409 answered_once for an answer that is a secret
bool replay(Exchange& exchange, db::Tx& tx, Instant now);
void reserve(const Exchange& exchange, db::Tx& tx, Instant now);  // for slow routes: it runs
void keep(const Exchange& exchange, const Reply& reply, db::Tx& tx, Instant now);
void forget(const Exchange& exchange, db::Tx& tx);

}  // namespace cairn::http::idempotency
