// Counting failed sign-ins; proofs of known devices.
#include "features/sessions/sign_in_guard.h"

#include <algorithm>

#include "platform/crypto/crypto.h"

namespace cairn::sessions::guard {

namespace {

constexpr std::int64_t kept_us = 30 * day_us;

// The stored hash of the password is a secret of this person that goes with the password.
std::string proof(const people::Credentials& person, std::string_view nonce) {
  const std::string key = crypto::sha256("known device:" + person.password_hash.value_or(""));
  return crypto::base64url(crypto::hmac_sha256(key, person.id.text() + ":" + std::string(nonce)));
}

}  // namespace

int delay_s(int failures) {
  if (failures < free_failures) return 0;
  return std::min(900, 1 << std::min(failures - free_failures, 10));
}

std::string email_key(std::string_view email, const std::optional<people::Credentials>& person) {
  const auto changed = person && person->password_changed_at ? person->password_changed_at->us : 0;
  return "email:" + crypto::sha256_hex(std::string(email) + "\n" + std::to_string(changed));
}

std::string device_cookie(const people::Credentials& person) {
  const std::string nonce = crypto::random_token(16);
  return nonce + "." + proof(person, nonce);
}

std::optional<std::string> device_key(const people::Credentials& person, std::string_view cookie) {
  const auto dot = cookie.find('.');
  if (dot == std::string_view::npos || dot == 0 || !person.password_hash) return std::nullopt;
  const std::string_view nonce = cookie.substr(0, dot);
  if (!crypto::equal(proof(person, nonce), cookie.substr(dot + 1))) return std::nullopt;
  return "device:" + crypto::sha256_hex(nonce);
}

Verdict attempt(db::Tx& tx, std::string_view key, Instant now) {
  struct Count {
    int failures;
    Instant last;
  };
  const auto count = tx.one("SELECT failures, last_failed_at FROM sign_in_guards WHERE key = $1",
                            [](db::Row& row) {
                              const int failures = row.next<int>();
                              return Count{failures, row.next<Instant>()};
                            },
                            key);
  const int failures = count ? count->failures : 0;
  if (failures >= most_failures) return Verdict::closed;
  const std::int64_t until = count ? count->last.us + delay_s(failures) * second_us : 0;
  if (now.us < until) {
    Failure failure(Fault::too_many, "too_many_attempts", "Too many failed attempts. Wait a moment before the next one.");
    failure.retry_after_s = static_cast<int>((until - now.us + second_us - 1) / second_us);
    throw failure;
  }
  tx.execute(
      "INSERT INTO sign_in_guards (key, failures, last_failed_at) VALUES ($1, 1, $2) ON CONFLICT (key) DO UPDATE SET "
      "failures = sign_in_guards.failures + 1, last_failed_at = $2",
      key, now);
  return Verdict::look;
}

void forget(db::Tx& tx, std::string_view key) { tx.execute("DELETE FROM sign_in_guards WHERE key = $1", key); }

std::int64_t sweep(db::Tx& tx, Instant now) {
  return tx.execute("DELETE FROM sign_in_guards WHERE last_failed_at < $1 AND failures < $2", Instant{now.us - kept_us},
                    most_failures);
}

}  // namespace cairn::sessions::guard
