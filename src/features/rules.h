// The named rules that routes declare about the asker alone. Rules about objects live in the use cases (engine/access).
#pragma once
#include "engine/kinds.h"
#include "platform/http/http.h"

namespace cairn::features::rules {

// How a principal carries its person's role; the authenticate hook sets it.
constexpr std::uint32_t bit(engine::Role role) { return 1U << static_cast<std::uint32_t>(role); }
constexpr bool is(const http::Principal& p, engine::Role role) { return p.signed_in() && (p.roles & bit(role)) != 0; }

inline constexpr http::Rule public_route = http::rules::anyone;
inline constexpr http::Rule signed_in = http::rules::signed_in;

inline constexpr http::Rule admin{"admin", [](const http::Principal& p) { return is(p, engine::Role::admin); }};

// Cycles, templates, policies.
inline constexpr http::Rule champion{"admin_or_champion", [](const http::Principal& p) {
                                       return is(p, engine::Role::admin) || is(p, engine::Role::champion);
                                     }};

// The raw log.
inline constexpr http::Rule log_reader{"admin_or_auditor", [](const http::Principal& p) {
                                         return is(p, engine::Role::admin) || is(p, engine::Role::auditor);
                                       }};

// What makes or changes credentials: a browser session, never a token.
inline constexpr http::Rule own_session{"signed_in_without_a_token",
                                        [](const http::Principal& p) { return p.signed_in() && !p.token; }};
inline constexpr http::Rule admin_session{"admin_without_a_token", [](const http::Principal& p) {
                                            return is(p, engine::Role::admin) && !p.token;
                                          }};

}  // namespace cairn::features::rules
