// Signing in and out, what ends a session, links, set-up, and the guard against guessing.
#include "features/sessions/sessions.h"

#include "features/cycles/cycles.h"
#include "features/rules.h"
#include "features/sessions/me.h"
#include "features/sessions/sessions_store.h"
#include "features/sessions/sign_in.h"
#include "features/sessions/sign_in_guard.h"
#include "features/teams/teams.h"
#include "features/tokens/tokens.h"
#include "features/views/views.h"
#include "platform/log/log.h"
#include "support/staff.h"

namespace cairn::sessions {
namespace {

using engine::Role;
using test::Kinds;
using test::refusal;

constexpr const char* secret = "seven green bicycles";

class Sessions : public test::Staff {
 protected:
  Sessions() : authenticate_(authenticator(app)) {
    app.public_url = "https://okr.example";
    log::set_level(log::Level::error);
  }

  PersonId with_password(const std::string& name, Role role = Role::member) {
    const PersonId id = person(name, role);
    features::Context ctx = system();
    people::set_password(ctx, id, secret);
    return id;
  }

  Begun sign(const std::string& email, const std::string& password = secret, const Browser& browser = {}, bool remember = false) {
    return sign_in(app, {email, password, remember}, browser);
  }

  std::optional<http::Principal> behind(const std::string& cookie, const std::string& authorization = "") {
    http::Request request;
    const std::string header = "cairn=" + cookie;
    if (!cookie.empty()) request.headers.push_back({"cookie", header});
    if (!authorization.empty()) request.headers.push_back({"authorization", authorization});
    return db().read([&](db::Tx& tx) { return authenticate_(request, tx); });
  }

  bool open(const http::Principal& principal) {
    return db().read([&](db::Tx& tx) { return still_valid(tx, principal, clock.now()); });
  }

  static std::string token_in(const std::string& link) { return link.substr(link.find('#') + 1); }

 private:
  std::function<std::optional<http::Principal>(const http::Request&, db::Tx&)> authenticate_;
};
CAIRN_EACH_ENGINE(Sessions);

TEST_P(Sessions, begin_with_the_right_password) {
  const PersonId bea = with_password("Bea Baker");
  const std::int64_t before = last_number();
  const Begun begun = sign(" BEA@northwind.example");
  EXPECT_EQ(begun.person, bea);
  EXPECT_EQ(begun.token.size(), 43U);
  EXPECT_EQ(begun.max_age_s, 7 * 24 * 3600);
  const auto principal = behind(begun.token);
  ASSERT_TRUE(principal);
  EXPECT_EQ(principal->person, bea.value);
  EXPECT_EQ(principal->roles, features::rules::bit(Role::member));
  EXPECT_FALSE(principal->token);
  EXPECT_EQ(kinds_after(before), Kinds{"session.started"});
  EXPECT_FALSE(behind("nonsense"));
}

TEST_P(Sessions, are_refused_alike_for_wrong_passwords_unknown_and_deactivated_people) {
  with_password("Bea Baker");
  const PersonId gone = with_password("Gil Gone");
  features::Context ctx = system();
  people::deactivate(ctx, gone);
  const Failure wrong = test::failure_of([&] { sign("bea@northwind.example", "another password"); });
  EXPECT_EQ(wrong.code, "wrong_credentials");
  EXPECT_EQ(wrong.fault, Fault::unauthenticated);
  for (const char* email : {"nobody@northwind.example", "gil@northwind.example", "no address at all"}) {
    const Failure other = test::failure_of([&] { sign(email); });
    EXPECT_EQ(other.code, wrong.code) << email;
    EXPECT_EQ(other.message, wrong.message) << email;
    EXPECT_EQ(other.fault, wrong.fault) << email;
  }
}

TEST_P(Sessions, store_no_token) {
  with_password("Bea Baker");
  const Begun begun = sign("bea@northwind.example");
  db().read([&](db::Tx& tx) {
    EXPECT_EQ(tx.value<std::int64_t>("SELECT COUNT(*) FROM sessions"), 1);
    EXPECT_EQ(tx.value<std::int64_t>("SELECT COUNT(*) FROM sessions WHERE token_hash = $1", begun.token), 0);
  });
}

TEST_P(Sessions, wait_longer_after_each_failure_beyond_the_fifth) {
  with_password("Bea Baker");
  const auto attempt = [&](const char* password) { return test::failure_of([&] { sign("bea@northwind.example", password); }); };
  for (int i = 0; i < 5; ++i) EXPECT_EQ(attempt("wrong").code, "wrong_credentials");
  const Failure early = attempt(secret);
  EXPECT_EQ(early.code, "too_many_attempts");
  EXPECT_EQ(early.fault, Fault::too_many);
  EXPECT_EQ(early.retry_after_s, 1);
  clock.advance(second_us);
  EXPECT_EQ(attempt("wrong").code, "wrong_credentials");
  EXPECT_EQ(attempt(secret).retry_after_s, 2);
  clock.advance(2 * second_us);
  EXPECT_EQ(refusal([&] { sign("bea@northwind.example"); }), "");
  EXPECT_EQ(attempt("wrong").code, "wrong_credentials");  // the count began anew
}

TEST_P(Sessions, count_failures_for_people_who_do_not_exist_too) {
  for (int i = 0; i < 5; ++i) EXPECT_EQ(refusal([&] { sign("nobody@northwind.example"); }), "wrong_credentials");
  EXPECT_EQ(refusal([&] { sign("nobody@northwind.example"); }), "too_many_attempts");
}

TEST_P(Sessions, are_closed_to_a_password_guessed_at_a_hundred_times_until_it_is_replaced) {
  const PersonId bea = with_password("Bea Baker");
  const auto key = db().read([&](db::Tx& tx) {
    return guard::email_key("bea@northwind.example", people::credentials(tx, bea));
  });
  for (int i = 0; i < guard::most_failures; ++i) {
    clock.advance(900 * second_us);
    db().write([&](db::Tx& tx) { EXPECT_EQ(guard::attempt(tx, key, clock.now()), guard::Verdict::look); });
  }
  clock.advance(day_us);
  EXPECT_EQ(refusal([&] { sign("bea@northwind.example"); }), "wrong_credentials");
  features::Context ctx = system();
  const std::string link = password_link(ctx, bea);
  accept_link(app, {token_in(link), "eight yellow tricycles"}, {});
  EXPECT_EQ(refusal([&] { sign("bea@northwind.example", "eight yellow tricycles"); }), "");
}

TEST_P(Sessions, stay_open_to_the_owner_on_a_known_device_while_strangers_guess) {
  with_password("Bea Baker");
  const Begun mine = sign("bea@northwind.example", secret, {}, true);
  ASSERT_TRUE(mine.device_cookie);
  for (int i = 0; i < 5; ++i) refusal([&] { sign("bea@northwind.example", "guess"); });
  EXPECT_EQ(refusal([&] { sign("bea@northwind.example"); }), "too_many_attempts");
  Browser known;
  known.device_cookie = *mine.device_cookie;
  EXPECT_EQ(refusal([&] { sign("bea@northwind.example", secret, known); }), "");
  for (int i = 0; i < 5; ++i) refusal([&] { sign("bea@northwind.example", "guess", known); });
  EXPECT_EQ(refusal([&] { sign("bea@northwind.example", secret, known); }), "too_many_attempts");
}

TEST_P(Sessions, know_no_device_by_a_cookie_of_another_person_or_an_old_password) {
  const PersonId bea = with_password("Bea Baker"), cid = with_password("Cid Cook");
  const Begun begun = sign("bea@northwind.example", secret, {}, true);
  const auto who = [&](PersonId id) { return db().read([&](db::Tx& tx) { return *people::credentials(tx, id); }); };
  EXPECT_TRUE(guard::device_key(who(bea), *begun.device_cookie));
  EXPECT_FALSE(guard::device_key(who(cid), *begun.device_cookie));
  EXPECT_FALSE(guard::device_key(who(bea), *begun.device_cookie + "x"));
  EXPECT_FALSE(guard::device_key(who(bea), "no-cookie"));
  features::Context ctx = system();
  people::set_password(ctx, bea, "eight yellow tricycles");
  EXPECT_FALSE(guard::device_key(who(bea), *begun.device_cookie));
}

TEST_P(Sessions, end_after_idle_time_and_at_the_latest_after_a_week) {
  with_password("Bea Baker");
  const Begun begun = sign("bea@northwind.example");
  clock.advance(8 * hour_us - second_us);
  EXPECT_TRUE(behind(begun.token));
  db().write([](db::Tx&) {});  // the last use is written
  clock.advance(8 * hour_us - second_us);
  const auto principal = behind(begun.token);
  EXPECT_TRUE(principal);
  db().write([](db::Tx&) {});
  clock.advance(8 * hour_us);
  EXPECT_FALSE(behind(begun.token));
  EXPECT_FALSE(open(*principal));

  const Begun long_one = sign("bea@northwind.example");
  for (int i = 0; i < 7 * 4 - 1; ++i) {
    clock.advance(6 * hour_us);
    EXPECT_TRUE(behind(long_one.token)) << i;
    db().write([](db::Tx&) {});
  }
  clock.advance(6 * hour_us);
  EXPECT_FALSE(behind(long_one.token));
}

TEST_P(Sessions, of_administrators_are_shorter) {
  with_password("Ada Admin", Role::admin);
  const Begun begun = sign("ada@northwind.example");
  EXPECT_EQ(begun.max_age_s, 12 * 3600);
  clock.advance(30 * 60 * second_us - 1);
  EXPECT_TRUE(behind(begun.token));
  const Begun idle = sign("ada@northwind.example");
  clock.advance(30 * 60 * second_us);
  EXPECT_FALSE(behind(idle.token));
}

TEST_P(Sessions, end_at_once_with_deactivation_a_new_role_and_a_new_password) {
  const PersonId bea = with_password("Bea Baker");
  features::Context ctx = system();
  const auto started = [&] {
    const auto principal = behind(sign("bea@northwind.example").token);
    EXPECT_TRUE(principal && open(*principal));
    return *principal;
  };
  const auto first = started();
  people::PersonPatch patch;
  patch.role = Role::champion;
  people::update(ctx, bea, {}, patch);
  EXPECT_FALSE(open(first));
  const auto second = started();
  people::set_password(ctx, bea, secret);
  EXPECT_FALSE(open(second));
  const auto third = started();
  people::deactivate(ctx, bea);
  EXPECT_FALSE(open(third));
  people::reactivate(ctx, bea);
  EXPECT_FALSE(open(third));
}

TEST_P(Sessions, take_the_place_of_the_one_the_browser_had) {
  with_password("Bea Baker");
  const Begun first = sign("bea@northwind.example");
  Browser browser;
  browser.session_cookie = first.token;
  const Begun second = sign("bea@northwind.example", secret, browser);
  EXPECT_NE(first.token, second.token);
  EXPECT_FALSE(behind(first.token));
  EXPECT_TRUE(behind(second.token));
}

TEST_P(Sessions, elsewhere_end_when_one_changes_the_password) {
  const PersonId bea = with_password("Bea Baker");
  const Begun here = sign("bea@northwind.example"), there = sign("bea@northwind.example");
  Browser browser;
  browser.session_cookie = here.token;
  EXPECT_EQ(refusal([&] { change_password(app, bea, {"not the one", "eight yellow tricycles"}, browser); }), "wrong_password");
  EXPECT_EQ(refusal([&] { change_password(app, bea, {secret, "short"}, browser); }), "too_short");
  const Begun renewed = change_password(app, bea, {secret, "eight yellow tricycles"}, browser);
  EXPECT_FALSE(behind(here.token));
  EXPECT_FALSE(behind(there.token));
  EXPECT_TRUE(behind(renewed.token));
  EXPECT_EQ(refusal([&] { sign("bea@northwind.example"); }), "wrong_credentials");
  EXPECT_EQ(refusal([&] { sign("bea@northwind.example", "eight yellow tricycles"); }), "");
}

TEST_P(Sessions, are_not_mixed_with_tokens) {
  const PersonId bea = with_password("Bea Baker");
  features::Context ctx = as(bea);
  const std::string token = tokens::create(ctx, bea, {"x", {tokens::Scope::read}, 9}).token;
  const Begun begun = sign("bea@northwind.example");
  EXPECT_TRUE(behind("", "Bearer " + token)->token);
  EXPECT_EQ(refusal([&] { behind(begun.token, "Bearer " + token); }), "two_credentials");
}

TEST_P(Sessions, are_listed_and_ended_in_all_other_places) {
  const PersonId bea = with_password("Bea Baker");
  Browser browser;
  browser.user_agent = "Firefox";
  const Begun first = sign("bea@northwind.example", secret, browser);
  const Begun second = sign("bea@northwind.example");
  const auto count = [&] { return db().read([&](db::Tx& tx) { return store::list(tx, bea, clock.now()).size(); }); };
  EXPECT_EQ(count(), 2U);
  features::Context ctx = as(bea);
  end_all(ctx, bea, first.session);
  EXPECT_EQ(count(), 1U);
  EXPECT_TRUE(behind(first.token));
  EXPECT_FALSE(behind(second.token));
}

TEST_P(Sessions, begin_once_by_an_invitation_that_lasts_a_week) {
  const PersonId ada = with_password("Ada Admin", Role::admin);
  features::Context ctx = as(ada);
  people::NewPerson input;
  input.name = "Bea Baker";
  input.email = "bea@northwind.example";
  const PersonId bea = people::add(ctx, input).id;
  const std::string link = password_link(ctx, bea);
  EXPECT_TRUE(link.starts_with("https://okr.example/welcome#")) << link;
  EXPECT_EQ(refusal([&] { accept_link(app, {token_in(link), "short"}, {}); }), "too_short");
  const Begun begun = accept_link(app, {token_in(link), secret}, {});
  EXPECT_EQ(begun.person, bea);
  EXPECT_EQ(row(bea).state, "active");
  EXPECT_EQ(refusal([&] { accept_link(app, {token_in(link), secret}, {}); }), "link_ended");
  const std::string late = password_link(ctx, bea);
  clock.advance(7 * day_us);
  EXPECT_EQ(refusal([&] { accept_link(app, {token_in(late), secret}, {}); }), "link_ended");
}

TEST_P(Sessions, by_link_need_the_newest_link_and_an_active_person) {
  const PersonId bea = with_password("Bea Baker");
  features::Context ctx = system();
  const std::string first = password_link(ctx, bea), second = password_link(ctx, bea);
  EXPECT_EQ(refusal([&] { accept_link(app, {token_in(first), secret}, {}); }), "link_ended");
  people::deactivate(ctx, bea);
  EXPECT_EQ(refusal([&] { accept_link(app, {token_in(second), secret}, {}); }), "link_ended");
  EXPECT_EQ(refusal([&] { password_link(ctx, bea); }), "deactivated");
  features::Context member = as(person("Cid Cook"));
  EXPECT_EQ(refusal([&] { password_link(member, PersonId{1}); }), "forbidden");
}

TEST_P(Sessions, of_the_first_administrator_begin_with_the_set_up_link) {
  features::Context ctx = system();
  const auto first = setup_link(ctx), second = setup_link(ctx);
  ASSERT_TRUE(first && second);
  EXPECT_TRUE(second->starts_with("https://okr.example/setup#"));
  sessions::Setup input{token_in(*first), "Contoso", "Europe/Berlin", "Ada Admin", "ada@contoso.example", secret};
  EXPECT_EQ(refusal([&] { set_up(app, input, {}); }), "link_ended");
  input.token = token_in(*second);
  const Begun begun = set_up(app, input, {});
  EXPECT_EQ(begun.max_age_s, 12 * 3600);
  EXPECT_EQ(row(begun.person).role, Role::admin);
  EXPECT_EQ(row(begun.person).state, "active");
  EXPECT_EQ(db().read([](db::Tx& tx) { return organisation::settings(tx).name; }), "Contoso");
  EXPECT_EQ(refusal([&] { set_up(app, input, {}); }), "already_set_up");
  EXPECT_EQ(setup_link(ctx), std::nullopt);
}

TEST_P(Sessions, that_are_over_are_forgotten) {
  with_password("Bea Baker");
  sign("bea@northwind.example");
  refusal([&] { sign("bea@northwind.example", "wrong"); });
  const auto sweep_now = [&] { return db().write([&](db::Tx& tx) { return sweep(tx, clock.now()); }); };
  EXPECT_EQ(sweep_now(), 0);
  clock.advance(31 * day_us);
  EXPECT_EQ(sweep_now(), 2);
}

TEST_P(Sessions, tell_oneself_what_the_pages_start_from) {
  const PersonId ada = with_password("Ada Admin", Role::admin);
  const PersonId gus = with_password("Gus Guest", Role::guest);
  features::Context ctx = as(ada);
  cycles::NewCycle cycle;
  cycle.name = "2026 Q1";
  cycle.starts_on = *parse_date("2026-01-01");
  cycle.ends_on = *parse_date("2026-03-31");
  cycle.state = engine::CycleState::active;
  cycles::add(ctx, cycle);
  app.due_count = [](db::Tx&, const engine::Actor&) { return 3; };
  const auto seen = [&](PersonId id) {
    features::Context reader = as(id);
    return db().read([&](db::Tx& tx) { return me(tx, reader, http::bits(http::Scope::read)); });
  };
  const Me admin = seen(ada);
  EXPECT_EQ(admin.person.name, "Ada Admin");
  EXPECT_EQ(admin.organisation.timezone, "Europe/Zurich");
  EXPECT_EQ(admin.current_cycle->name, "2026 Q1");
  EXPECT_EQ(format(admin.today), "2026-01-12");
  EXPECT_EQ(admin.scopes, std::vector<std::string>{"read"});
  EXPECT_EQ(admin.due_count, 3);
  EXPECT_EQ(admin.version_number, last_number());
  EXPECT_NE(std::find(admin.can.begin(), admin.can.end(), "manage_people"), admin.can.end());
  const Me guest = seen(gus);
  EXPECT_EQ(std::find(guest.can.begin(), guest.can.end(), "see_directory"), guest.can.end());
  EXPECT_EQ(std::find(guest.can.begin(), guest.can.end(), "write_okrs"), guest.can.end());
}

TEST_P(Sessions, belong_to_a_complete_registry) {
  http::Registry registry;
  routes(registry, app);
  people::routes(registry, app);
  organisation::routes(registry, app);
  tokens::routes(registry, app);
  teams::routes(registry, app);
  cycles::routes(registry, app);
  views::routes(registry, app);
  for (const std::string& gap : registry.check()) ADD_FAILURE() << gap;
}

TEST(SignInGuard, lets_wait_from_a_second_to_a_quarter_of_an_hour) {
  EXPECT_EQ(guard::delay_s(0), 0);
  EXPECT_EQ(guard::delay_s(4), 0);
  EXPECT_EQ(guard::delay_s(5), 1);
  EXPECT_EQ(guard::delay_s(6), 2);
  EXPECT_EQ(guard::delay_s(14), 512);
  EXPECT_EQ(guard::delay_s(99), 900);
}

}  // namespace
}  // namespace cairn::sessions
