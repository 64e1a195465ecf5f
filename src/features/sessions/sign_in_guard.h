// The guard against guessing passwords: who fails waits longer and longer, and a hundred failures in a row close the
// password until it is replaced. Failures are counted per e-mail address, whether anybody has it or not, and apart from
// that per known device: strangers who try an address cannot lock its owner out of the owner's own browser.
//
// An attempt is counted as failed before the password is looked at, so that many at once gain nothing; a success
// forgets the count. A new password has a new key, and so a count of its own.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "features/people/people.h"
#include "platform/db/db.h"

namespace cairn::sessions::guard {

inline constexpr int free_failures = 5;
inline constexpr int most_failures = 100;

// out: how long to wait after so many failures in a row: nothing up to 5, then 1, 2, 4 ... 900 s
int delay_s(int failures);

std::string email_key(std::string_view email, const std::optional<people::Credentials>& person);

// A cookie that proves that this browser signed in as this person before, with the present password.
std::string device_cookie(const people::Credentials& person);
// out: the device's own key; nothing when the cookie is not that person's
std::optional<std::string> device_key(const people::Credentials& person, std::string_view cookie);

enum class Verdict : std::uint8_t { look, closed };
// Counts an attempt. out: whether to look at the password. fails: 429 too_many_attempts with Retry-After
Verdict attempt(db::Tx& tx, std::string_view key, Instant now);
void forget(db::Tx& tx, std::string_view key);
std::int64_t sweep(db::Tx& tx, Instant now);

}  // namespace cairn::sessions::guard
