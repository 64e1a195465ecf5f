// Making, using and revoking API tokens. A token's right is its scope and its owner's present right.
#include "features/tokens/tokens.h"

#include "features/changes.h"
#include "features/people/people.h"
#include "features/rules.h"
#include "platform/crypto/crypto.h"
#include "platform/text/text.h"

namespace cairn::tokens {

namespace {

constexpr int most_days = 365;
constexpr int most_tokens = 100;  // of one person, not revoked

// write includes read, admin includes both
std::uint32_t bits_of(const std::vector<Scope>& scopes) {
  std::uint32_t bits = 0;
  for (const Scope scope : scopes) {
    bits |= http::bits(http::Scope::read);
    if (scope != Scope::read) bits |= http::bits(http::Scope::write);
    if (scope == Scope::admin) bits |= http::bits(http::Scope::admin);
  }
  return bits;
}

std::vector<Scope> scopes_of(std::uint32_t bits) {
  std::vector<Scope> scopes;
  if (bits & http::bits(http::Scope::read)) scopes.push_back(Scope::read);
  if (bits & http::bits(http::Scope::write)) scopes.push_back(Scope::write);
  if (bits & http::bits(http::Scope::admin)) scopes.push_back(Scope::admin);
  return scopes;
}

Token token_of(db::Row& row) {
  Token t;
  t.id = row.next<TokenId>();
  t.name = row.next<std::string>();
  t.hint = row.next<std::string>();
  t.scopes = scopes_of(row.next<std::uint32_t>());
  t.created_at = row.next<Instant>();
  t.ends_at = row.next<Instant>();
  t.last_used_at = row.next<std::optional<Instant>>();
  t.revoked_at = row.next<std::optional<Instant>>();
  return t;
}

void require_sound(const NewToken& input) {
  if (input.days < 1 || input.days > most_days) {
    fail(Fault::unprocessable, "range", "A token lasts from 1 to 365 days.", {{"days", "range", "1..365"}});
  }
  if (input.scopes.empty()) fail(Fault::unprocessable, "required", "A token needs a scope.", {{"scopes", "required", "Choose one."}});
}

struct Found {
  http::Principal principal;
  Instant last_used_at, ends_at;
};

Found found_of(db::Row& row) {
  Found f;
  f.principal.session = row.next<std::int64_t>();
  f.principal.person = row.next<std::int64_t>();
  f.principal.scopes = row.next<std::uint32_t>();
  f.last_used_at = row.next<std::optional<Instant>>().value_or(Instant{});
  f.ends_at = row.next<Instant>();
  const auto role = engine::from_word<engine::Role>(row.next<std::string>());
  f.principal.roles = role ? features::rules::bit(*role) : 0;
  f.principal.token = true;
  return f;
}

}  // namespace

std::optional<http::Principal> authenticate(features::App& app, features::LastUse& last_use, db::Tx& tx, std::string_view text) {
  if (!crypto::is_api_token(text)) return std::nullopt;
  auto found = tx.one(
      "SELECT t.id, t.person_id, t.scopes, t.last_used_at, t.ends_at, p.role FROM api_tokens t JOIN people p ON "
      "p.id = t.person_id WHERE t.token_hash = $1 AND t.revoked_at IS NULL AND p.state = 'active'",
      found_of, crypto::sha256_hex(text));
  const Instant now = app.clock.now();
  if (!found || found->ends_at <= now) return std::nullopt;
  if (last_use.is_due(found->principal.session, found->last_used_at, now)) {
    app.db.write_async(
        [id = found->principal.session, now](db::Tx& write) {
          write.execute("UPDATE api_tokens SET last_used_at = $2 WHERE id = $1", id, now);
        },
        [](std::exception_ptr) {});
  }
  return std::move(found->principal);
}

bool still_valid(db::Tx& tx, const http::Principal& principal, Instant now) {
  const auto found = tx.one(
      "SELECT t.id, t.person_id, t.scopes, t.last_used_at, t.ends_at, p.role FROM api_tokens t JOIN people p ON "
      "p.id = t.person_id WHERE t.id = $1 AND t.revoked_at IS NULL AND p.state = 'active'",
      found_of, principal.session);
  return found && found->ends_at > now && found->principal.person == principal.person &&
         found->principal.roles == principal.roles;
}

Created create(features::Context& ctx, PersonId person, const NewToken& input) {
  require_sound(input);
  return ctx.db.write([&](db::Tx& tx) {
    const bool system = !ctx.actor.person && engine::may_manage_people(ctx.actor);
    require_allowed(system || ctx.actor.person == person);
    if (people::load(tx, person).state == "deactivated") fail(Fault::conflict, "deactivated", "This person is deactivated.");
    const auto count = tx.value<std::int64_t>("SELECT COUNT(*) FROM api_tokens WHERE person_id = $1 AND revoked_at IS NULL", person);
    if (count.value_or(0) >= most_tokens) fail(Fault::conflict, "too_many_tokens", "You have 100 tokens. Revoke some first.");
    Created made;
    made.token = crypto::make_api_token();
    Token& t = made.item;
    t.name = text::one_line(input.name, 80);
    t.hint = made.token.substr(made.token.size() - 4);
    t.scopes = scopes_of(bits_of(input.scopes));
    t.created_at = ctx.now();
    t.ends_at = Instant{t.created_at.us + input.days * day_us};
    t.id = tx.value<TokenId>(
                 "INSERT INTO api_tokens (person_id, name, token_hash, hint, scopes, created_at, ends_at) "
                 "VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id",
                 person, t.name, crypto::sha256_hex(made.token), t.hint, bits_of(input.scopes), t.created_at, t.ends_at)
               .value();
    features::Changes changes;
    changes.made("person", person).made("name", t.name).made("scopes", t.scopes).made("ends_at", t.ends_at);
    activity::record(tx, ctx.origin(), "token.created", {"token", t.id}, changes.payload());
    return made;
  });
}

std::vector<Token> of(db::Tx& tx, PersonId person) {
  return tx.all(
      "SELECT id, name, hint, scopes, created_at, ends_at, last_used_at, revoked_at FROM api_tokens WHERE person_id = $1 "
      "AND revoked_at IS NULL ORDER BY id DESC",
      token_of, person);
}

void revoke(features::Context& ctx, TokenId id) {
  ctx.db.write([&](db::Tx& tx) {
    const auto changed = tx.execute("UPDATE api_tokens SET revoked_at = $3 WHERE id = $1 AND person_id = $2 AND revoked_at IS NULL",
                                    id, ctx.actor.person, ctx.now());
    if (changed == 0) not_found();
    activity::record(tx, ctx.origin(), "token.revoked", {"token", id},
                     features::Changes().made("revoked_at", ctx.now()).payload());
  });
}

}  // namespace cairn::tokens
