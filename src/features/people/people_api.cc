// Routes of people: the directory, one person, what administrators change. Invitations stand in `sessions`.
#include "features/people/people.h"
#include "features/people/people_store.h"
#include "features/rules.h"
#include "platform/crypto/crypto.h"
#include "platform/text/text.h"

namespace cairn::people {

namespace {

enum class State : std::uint8_t { invited, active, deactivated };
constexpr std::array<std::pair<State, std::string_view>, 3> json_names(State) {
  return {{{State::invited, "invited"}, {State::active, "active"}, {State::deactivated, "deactivated"}}};
}

struct ListQuery {
  std::optional<std::string> q;
  std::optional<State> state;
  std::optional<TeamId> team;
  std::optional<engine::Role> role;
  int limit = 50;
  std::optional<std::string> cursor;
  static constexpr auto fields() {
    using Q = ListQuery;
    return json::fields(json::field("q", &Q::q, "part of the name, title or e-mail address", json::length(200)),
                        json::field("state", &Q::state, ""), json::field("team", &Q::team, "its members"),
                        json::field("role", &Q::role, ""),
                        json::field("limit", &Q::limit, "1..200", json::range(1, 200), json::optional_with_default),
                        json::field("cursor", &Q::cursor, "`next` of the page before", json::length(1000)));
  }
};

struct Page {
  std::vector<Person> items;
  std::optional<std::string> next;
  static constexpr std::string_view json_name = "PeoplePage";
  static constexpr auto fields() {
    return json::fields(json::field("items", &Page::items, "by name"), json::field("next", &Page::next, "cursor of the next page"));
  }
};

std::string cursor_of(const std::string& sort_name, PersonId id) {
  return crypto::base64url(std::to_string(id.value) + " " + sort_name);
}

void read_cursor(const std::string& cursor, store::Filter& filter) {
  const auto text = crypto::from_base64url(cursor);
  const auto space = text ? text->find(' ') : std::string::npos;
  const auto id = space == std::string::npos ? std::nullopt : PersonId::parse("P-" + text->substr(0, space));
  if (!id || !text::is_utf8(*text)) {
    fail(Fault::bad_request, "bad_cursor", "This cursor is not one of ours.", {{"cursor", "bad_cursor", "Start again without it."}});
  }
  filter.after_id = *id;
  filter.after_name = text->substr(space + 1);
}

bool matches(const PersonRow& row, const std::string& folded) {
  const auto has = [&](const std::string& text) { return text::fold(text).find(folded) != std::string::npos; };
  return folded.empty() || has(row.name) || has(row.email) || has(row.title);
}

Page directory(db::Tx& tx, const engine::Actor& reader, const ListQuery& query) {
  Page page;
  if (!engine::may_see_directory(reader)) return page;
  store::Filter filter;
  if (query.state) filter.state = std::string(json::name_of(*query.state));
  if (query.role) filter.role = std::string(engine::word_of(*query.role));
  filter.team = query.team;
  if (query.cursor) read_cursor(*query.cursor, filter);
  const std::string folded = query.q ? text::fold(text::trim(*query.q)) : "";
  std::vector<PersonRow> rows;
  std::string last_name;
  store::list(tx, filter, [&](const PersonRow& row, const std::string& sort_name) {
    if (!matches(row, folded)) return true;
    if (rows.size() == static_cast<std::size_t>(query.limit)) {
      page.next = cursor_of(last_name, rows.back().id);
      return false;
    }
    rows.push_back(row);
    last_name = sort_name;
    return true;
  });
  page.items = describe_all(tx, reader, rows);
  return page;
}

http::Reply answer(db::Tx& tx, const engine::Actor& reader, const PersonRow& row) {
  return http::Reply::json(describe(tx, reader, row)).etag(row.version);
}

}  // namespace

void routes(http::Registry& registry, features::App& app) {
  using http::Method, http::Rate, http::Run, http::Scope, http::Reply, http::Call;
  namespace rules = features::rules;

  registry.add(http::route(Method::get, "/people")
                   .summary("The directory").tag("people")
                   .rule(rules::signed_in).scope(Scope::read).rate(Rate::read).runs(Run::read)
                   .query<ListQuery>().answers<Page>()
                   .handle([&app](Call& call) {
                     const features::Context ctx = features::context(call, app);
                     return Reply::json(directory(call.tx(), ctx.actor, call.query<ListQuery>()));
                   }));
  registry.add(http::route(Method::get, "/people/{id}")
                   .summary("A person").tag("people")
                   .rule(rules::signed_in).scope(Scope::read).rate(Rate::read).runs(Run::read)
                   .answers<Person>()
                   .handle([&app](Call& call) {
                     const features::Context ctx = features::context(call, app);
                     return answer(call.tx(), ctx.actor, load_visible(call.tx(), ctx.actor, call.id<PersonId>("id")));
                   }));
  registry.add(http::route(Method::patch, "/people/{id}")
                   .summary("Change a person").tag("people")
                   .rule(rules::admin).scope(Scope::admin).rate(Rate::write).runs(Run::write)
                   .body<PersonPatch>().needs_if_match().answers<Person>()
                   .handle([&app](Call& call) {
                     features::Context ctx = features::context(call, app);
                     const PersonRow row = update(ctx, call.id<PersonId>("id"), call.if_match(), call.body<PersonPatch>());
                     return answer(call.tx(), ctx.actor, row);
                   }));
  registry.add(http::route(Method::put, "/people/{id}/deactivation")
                   .summary("Deactivate: sessions end, tokens stop, what they own is without owner").tag("people")
                   .rule(rules::admin).scope(Scope::admin).rate(Rate::write).runs(Run::write)
                   .no_body().answers<Person>()
                   .handle([&app](Call& call) {
                     features::Context ctx = features::context(call, app);
                     return answer(call.tx(), ctx.actor, deactivate(ctx, call.id<PersonId>("id")));
                   }));
  registry.add(http::route(Method::del, "/people/{id}/deactivation")
                   .summary("Let a person in again").tag("people")
                   .rule(rules::admin).scope(Scope::admin).rate(Rate::write).runs(Run::write)
                   .no_body().answers<Person>()
                   .handle([&app](Call& call) {
                     features::Context ctx = features::context(call, app);
                     return answer(call.tx(), ctx.actor, reactivate(ctx, call.id<PersonId>("id")));
                   }));
}

}  // namespace cairn::people
