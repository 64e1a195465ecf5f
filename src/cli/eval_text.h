// The figures of an OKR file as JSON or as a table.
#pragma once
#include <string>

#include "engine/okr_file.h"

namespace cairn::cli {

std::string eval_json(const engine::EvalResult& result);
std::string eval_table(const engine::EvalResult& result);

}  // namespace cairn::cli
