// The demo company, written through the same use cases that people use.
#pragma once
#include <span>
#include <string_view>

#include "features/context.h"

namespace cairn::seed {

inline constexpr std::string_view demo_password = "seven stones on the path";

struct SignIn {
  std::string_view email;
  std::string_view what;
};
std::span<const SignIn> demo_sign_ins();

// Fills an empty database; one that has people is left as it is.
// out: whether it was filled
bool fill_demo(features::App& app);

// Fills an empty database with made-up data. in: 'S', 'M' or 'L' (design: quality.md)
// fails: 409 not_empty
void fill_scale(features::App& app, char size);

}  // namespace cairn::seed
