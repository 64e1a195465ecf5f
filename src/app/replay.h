// Whether a stored answer may be told again: rights may have changed since the first request with its Idempotency-Key.
#pragma once
#include <span>
#include <string_view>

#include "features/context.h"
#include "platform/http/http.h"

namespace cairn::app {

// in: the path's parameters and the stored answer; fails: 404 where one of the OKRs they name is out of the asker's sight
void authorise_replay(features::App& app, const http::Principal& who, std::span<const http::PathParam> params,
                      std::string_view answer, db::Tx& tx);

}  // namespace cairn::app
