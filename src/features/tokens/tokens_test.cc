// API tokens: shown once, bounded by scope, time and their owner's present right.
#include "features/tokens/tokens.h"

#include "features/rules.h"
#include "support/staff.h"

namespace cairn::tokens {
namespace {

using engine::Role;
using test::Kinds;
using test::refusal;

class Tokens : public test::Staff {
 protected:
  Created token_of(PersonId person, std::vector<Scope> scopes, int days = 90) {
    features::Context ctx = as(person);
    return create(ctx, person, {"a script", std::move(scopes), days});
  }
  std::optional<http::Principal> known(const std::string& text) {
    return db().read([&](db::Tx& tx) { return authenticate(app, last_use, tx, text); });
  }
  features::LastUse last_use;
};
CAIRN_EACH_ENGINE(Tokens);

TEST_P(Tokens, stand_for_their_owner_within_their_scope) {
  const PersonId bea = person("Bea Baker");
  const std::int64_t before = last_number();
  const Created made = token_of(bea, {Scope::write});
  EXPECT_TRUE(made.token.starts_with("cairn_pat_"));
  EXPECT_TRUE(made.token.ends_with(made.item.hint));
  const auto principal = known(made.token);
  ASSERT_TRUE(principal);
  EXPECT_EQ(principal->person, bea.value);
  EXPECT_TRUE(principal->token);
  EXPECT_EQ(principal->scopes, http::bits(http::Scope::read | http::Scope::write));
  EXPECT_EQ(principal->roles, features::rules::bit(Role::member));
  EXPECT_EQ(kinds_after(before), Kinds{"token.created"});
  EXPECT_EQ(entries_after(before)[0].payload.find(made.token), std::string::npos);
}

TEST_P(Tokens, are_stored_as_hashes_alone) {
  const Created made = token_of(person("Bea Baker"), {Scope::read});
  db().read([&](db::Tx& tx) {
    EXPECT_EQ(tx.value<std::int64_t>("SELECT COUNT(*) FROM api_tokens WHERE token_hash = $1", made.token), 0);
    EXPECT_EQ(of(tx, PersonId{1}).size(), 1U);
  });
  EXPECT_FALSE(known("cairn_pat_nonsense"));
  EXPECT_FALSE(known(""));
}

TEST_P(Tokens, end_with_their_time) {
  const Created made = token_of(person("Bea Baker"), {Scope::read}, 1);
  clock.advance(day_us - 1);
  EXPECT_TRUE(known(made.token));
  clock.advance(1);
  EXPECT_FALSE(known(made.token));
}

TEST_P(Tokens, stop_when_revoked_and_when_their_owner_is_deactivated) {
  const PersonId bea = person("Bea Baker"), cid = person("Cid Cook");
  const Created first = token_of(bea, {Scope::read}), second = token_of(bea, {Scope::read});
  features::Context owner = as(bea), other = as(cid), system_itself = system();
  const auto stream = known(first.token);
  const auto still = [&] { return db().read([&](db::Tx& tx) { return still_valid(tx, *stream, clock.now()); }); };
  EXPECT_TRUE(still());
  EXPECT_EQ(refusal([&] { revoke(other, first.item.id); }), "not_found");
  revoke(owner, first.item.id);
  EXPECT_EQ(refusal([&] { revoke(owner, first.item.id); }), "not_found");
  EXPECT_FALSE(known(first.token));
  EXPECT_FALSE(still());
  people::deactivate(system_itself, bea);
  EXPECT_FALSE(known(second.token));
}

TEST_P(Tokens, follow_their_owners_role) {
  const PersonId bea = person("Bea Baker");
  const Created made = token_of(bea, {Scope::admin});
  const auto before = known(made.token);
  features::Context ctx = system();
  people::PersonPatch patch;
  patch.role = Role::champion;
  people::update(ctx, bea, {}, patch);
  EXPECT_EQ(known(made.token)->roles, features::rules::bit(Role::champion));
  EXPECT_FALSE(db().read([&](db::Tx& tx) { return still_valid(tx, *before, clock.now()); }));
}

TEST_P(Tokens, are_made_for_oneself_or_by_the_command_line) {
  const PersonId ada = person("Ada Admin", Role::admin), bea = person("Bea Baker");
  features::Context admin = as(ada), system_itself = system();
  EXPECT_EQ(refusal([&] { create(admin, bea, {"x", {Scope::read}, 9}); }), "forbidden");
  EXPECT_EQ(refusal([&] { create(system_itself, bea, {"x", {Scope::read}, 9}); }), "");
  EXPECT_EQ(refusal([&] { create(admin, ada, {"x", {Scope::read}, 366}); }), "range");
  EXPECT_EQ(refusal([&] { create(admin, ada, {"x", {}, 9}); }), "required");
}

TEST_P(Tokens, note_their_last_use_once_a_minute) {
  const PersonId bea = person("Bea Baker");
  const Created made = token_of(bea, {Scope::read});
  const auto used_at = [&] {
    db().write([](db::Tx&) {});  // what was queued before is done
    return db().read([&](db::Tx& tx) { return of(tx, bea).at(0).last_used_at; });
  };
  known(made.token);
  const Instant first = clock.now();
  EXPECT_EQ(used_at(), first);
  clock.advance(30 * second_us);
  known(made.token);
  EXPECT_EQ(used_at(), first);
  clock.advance(30 * second_us);
  known(made.token);
  EXPECT_EQ(used_at(), clock.now());
}

}  // namespace
}  // namespace cairn::tokens
