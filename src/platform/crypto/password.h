// Which passwords people may choose: long ones that are not in every list. No composition rules.
#pragma once
#include <initializer_list>
#include <string_view>

#include "base/failure.h"

namespace cairn::crypto {

inline constexpr std::size_t password_min_bytes = 15;    // without a second factor
inline constexpr std::size_t password_max_bytes = 1024;  // taken verbatim

// in: the password verbatim; `own_words`: what others know about its owner (name, e-mail, organisation).
// out: nothing, or the problem: too_short, too_long, common_password, personal_password.
Result<void> check_password(std::string_view password, std::initializer_list<std::string_view> own_words,
                            std::size_t min_bytes = password_min_bytes);

}  // namespace cairn::crypto
