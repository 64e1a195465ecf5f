// What a cell of a file says beyond numbers and yes or no, which platform/text reads: a date.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"

namespace cairn::imports {

// 2026-03-31, 31.03.2026, 31/03/2026 and 03/31/2026 where only one reading is a date.
std::optional<Date> read_date(std::string_view text);
// How many decimals it takes to write both; at most 2.
int decimals_of(double a, double b);

}  // namespace cairn::imports
