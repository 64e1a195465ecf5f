// Personal API tokens: a person's right, or part of it, for programs. Shown once, stored as a hash.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/id.h"
#include "base/time.h"
#include "features/context.h"
#include "features/last_use.h"
#include "platform/json/json.h"

namespace cairn::tokens {

enum class Scope : std::uint8_t { read, write, admin };
constexpr std::array<std::pair<Scope, std::string_view>, 3> json_names(Scope) {
  return {{{Scope::read, "read"}, {Scope::write, "write"}, {Scope::admin, "admin"}}};
}

struct Token {
  TokenId id;
  std::string name, hint;
  std::vector<Scope> scopes;
  Instant created_at, ends_at;
  std::optional<Instant> last_used_at, revoked_at;

  static constexpr std::string_view json_name = "Token";
  static constexpr auto fields() {
    return json::fields(json::field("id", &Token::id, ""), json::field("name", &Token::name, ""),
                        json::field("hint", &Token::hint, "its last characters"), json::field("scopes", &Token::scopes, ""),
                        json::field("created_at", &Token::created_at, ""), json::field("ends_at", &Token::ends_at, ""),
                        json::field("last_used_at", &Token::last_used_at, ""),
                        json::field("revoked_at", &Token::revoked_at, ""));
  }
};

struct NewToken {
  std::string name;
  std::vector<Scope> scopes;
  int days = 90;

  static constexpr std::string_view json_name = "NewToken";
  static constexpr auto fields() {
    return json::fields(json::field("name", &NewToken::name, "what it is for", json::length(1, 80), json::one_line),
                        json::field("scopes", &NewToken::scopes, "read, write, admin; write includes read", json::length(1, 3)),
                        json::field("days", &NewToken::days, "until it ends", json::range(1, 365), json::optional_with_default));
  }
};

struct Created {
  std::string token;  // the one time it is told
  Token item;
  static constexpr std::string_view json_name = "CreatedToken";
  static constexpr auto fields() {
    return json::fields(json::field("token", &Created::token, "shown this once"), json::field("item", &Created::item, ""));
  }
};

// Whose token it is and what it may do now; nothing when it is unknown, over, revoked, or its person deactivated.
// Its last use is noted at most once a minute, in a write of its own.
std::optional<http::Principal> authenticate(features::App& app, features::LastUse& last_use, db::Tx& tx, std::string_view text);
bool still_valid(db::Tx& tx, const http::Principal& principal, Instant now);

// fails: 403 for somebody else's; 404 no such person, 409 deactivated, 422 range
Created create(features::Context& ctx, PersonId person, const NewToken& input);
std::vector<Token> of(db::Tx& tx, PersonId person);  // newest first, revoked ones left out
// fails: 404 when it is not the actor's
void revoke(features::Context& ctx, TokenId id);

void routes(http::Registry& registry, features::App& app);

}  // namespace cairn::tokens
