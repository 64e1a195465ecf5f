// What a call knows about itself.
#include "platform/http/call.h"

#include <charconv>
#include <chrono>
#include <stdexcept>

#include "platform/http/exchange.h"
#include "platform/http/idempotency.h"

namespace cairn::http {

void Bound::wrong_type() { throw std::logic_error("the handler asks for an input type that its route does not declare"); }

std::string_view Call::path(std::string_view name) const {
  for (const auto& p : params_) {
    if (p.name == name) return p.value;
  }
  throw std::logic_error("the handler asks for a path parameter that its route does not have");
}

std::int64_t Call::if_match() const {
  auto text = header("if-match");
  if (text.empty()) {
    fail(Fault::precondition_required, "if_match_required", "Say which version you are changing: send its ETag as If-Match.");
  }
  std::int64_t version = 0;
  if (text.size() > 2 && text.front() == '"' && text.back() == '"') {
    text = text.substr(1, text.size() - 2);
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), version);
    if (error == std::errc{} && end == text.data() + text.size() && version >= 0) return version;
  }
  fail(Fault::precondition_failed, "changed_meanwhile", "If-Match does not name a version of this.");
}

db::Tx& Call::tx() const {
  if (!tx_) throw std::logic_error("this route runs without a transaction");
  return *tx_;
}

void Call::keep(db::Tx& tx, const Reply& reply) {
  if (!exchange_ || !idempotency::applies(*exchange_)) return;
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  idempotency::keep(*exchange_, reply, tx, Instant{std::chrono::duration_cast<std::chrono::microseconds>(now).count()});
  exchange_->kept = true;
}

StreamRef Call::open_stream() { return exchange_->stream(); }

}  // namespace cairn::http
