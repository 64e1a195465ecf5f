// GET /search.
#include <algorithm>
#include <array>
#include <map>

#include "features/rules.h"
#include "features/search/documents.h"
#include "features/search/search.h"
#include "platform/text/text.h"

namespace cairn::search {

namespace {

using graph::Picture;

struct SearchQuery {
  std::string q;
  std::optional<std::string> types;
  std::optional<int> limit;
  static constexpr auto fields() {
    using Q = SearchQuery;
    return json::fields(json::field("q", &Q::q, "words, or their beginnings", json::length(200)),
                        json::field("types", &Q::types, "objective,key_result,person,team,cycle,checkin; all unless given",
                                    json::length(100)),
                        json::field("limit", &Q::limit, "20 unless given", json::range(1, 50)));
  }
};

struct HitView {
  std::string type, id, title;
  std::optional<std::string> context;
  std::optional<std::string> parent;
  std::optional<engine::Status> status;
  std::vector<std::array<std::uint32_t, 2>> highlights;
  static constexpr std::string_view json_name = "SearchHit";
  static constexpr auto fields() {
    using H = HitView;
    return json::fields(json::field("type", &H::type, ""), json::field("id", &H::id, ""), json::field("title", &H::title, ""),
                        json::field("context", &H::context, "where it stands"), json::field("parent", &H::parent, "of a key result its objective, of a check-in its key result", json::omit_null),
                        json::field("status", &H::status, ""),
                        json::field("highlights", &H::highlights, "ranges of the title, in UTF-16 units, end excluded"));
  }
};

struct Results {
  std::vector<HitView> items;
  std::size_t total = 0;
  static constexpr std::string_view json_name = "SearchResults";
  static constexpr auto fields() {
    return json::fields(json::field("items", &Results::items, "nearest first"),
                        json::field("total", &Results::total, "all that match and may be seen"));
  }
};

constexpr std::array<std::pair<std::string_view, char>, 6> kinds{{{"objective", objective_doc}, {"key_result", key_result_doc},
                                                                  {"person", person_doc}, {"team", team_doc},
                                                                  {"cycle", cycle_doc}, {"checkin", checkin_doc}}};

std::string types_of(const std::optional<std::string>& list) {
  std::string out;
  std::string_view rest = list ? std::string_view(*list) : std::string_view();
  while (!rest.empty()) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    const auto found = std::ranges::find(kinds, rest.substr(0, comma), &std::pair<std::string_view, char>::first);
    if (found == kinds.end())
      fail(Fault::unprocessable, "unknown_value", "There is nothing of this kind to search.", {{"types", "unknown_value", "objective, key_result, person, team, cycle, checkin"}});
    out += found->second;
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
  return out;
}

// Byte ranges of UTF-8 as ranges of UTF-16 units, which browsers count in.
std::vector<std::array<std::uint32_t, 2>> utf16(std::string_view title, const std::vector<Range>& ranges) {
  std::vector<std::array<std::uint32_t, 2>> out;
  const auto units = [&](std::size_t bytes) {
    std::uint32_t n = 0;
    for (std::size_t at = 0; at < bytes;) n += text::next_code_point(title, at) > 0xffff ? 2 : 1;
    return n;
  };
  for (const Range& range : ranges) out.push_back({units(range.begin), units(range.end)});
  return out;
}

std::string join(std::initializer_list<std::string_view> parts) {
  std::string out;
  for (const std::string_view part : parts)
    if (!part.empty()) out.append(out.empty() ? "" : " · ").append(part);
  return out;
}

// The part of a note around the first word met.
std::string snippet(const std::string& note, std::string_view query) {
  constexpr std::size_t before = 40, length = 140;
  const std::string line = text::collapse(note);
  const auto met = highlights(line, query);
  std::size_t from = met.empty() || met.front().begin <= before ? 0 : line.find(' ', met.front().begin - before);
  if (from == std::string::npos || (!met.empty() && from > met.front().begin)) from = 0;
  return (from ? "…" : "") + text::truncate(std::string_view(line).substr(from ? from + 1 : 0), length);
}

std::map<std::int64_t, std::string> notes_of(db::Tx& tx, const std::vector<Hit>& hits) {
  std::vector<std::int64_t> ids;
  std::map<std::int64_t, std::string> notes;
  for (const Hit& hit : hits)
    if (hit.document.type == checkin_doc) ids.push_back(hit.document.id);
  if (ids.empty()) return notes;
  for (db::Row& row : tx.query("SELECT id, happened, blocked, next_steps FROM checkins WHERE id IN ($1)", ids)) {
    std::string& note = notes[row.next<std::int64_t>()];
    for (int i = 0; i < 3; ++i) note.append(row.next<std::string_view>()).append(" ");
  }
  return notes;
}

class Presenter {
 public:
  Presenter(const Picture& picture, const Documents& documents, std::string_view query)
      : p_(picture), documents_(documents), query_(query) {}

  HitView view(DocumentId id, const std::map<std::int64_t, std::string>& notes) const {
    HitView out;
    switch (id.type) {
      case objective_doc: objective(ObjectiveId{id.id}, out); break;
      case key_result_doc: key_result(KeyResultId{id.id}, out); break;
      case person_doc: named("person", PersonId{id.id}, *p_.person(PersonId{id.id}), out); break;
      case team_doc: named("team", TeamId{id.id}, *p_.team(TeamId{id.id}), out); break;
      case cycle_doc: named("cycle", CycleId{id.id}, *p_.cycle(CycleId{id.id}), out); break;
      default: note(id.id, notes, out);
    }
    out.highlights = utf16(out.title, highlights(out.title, query_));
    return out;
  }

 private:
  void objective(ObjectiveId id, HitView& out) const {
    const graph::Objective& o = *p_.objective(id);
    out = {.type = "objective", .id = id.text(), .title = std::string(p_.text(o.title)), .status = o.standing.status};
    const graph::Team* team = p_.team(o.team);
    const graph::Person* owner = p_.person(o.owner);
    const graph::Cycle* cycle = p_.cycle(o.cycle);
    out.context = join({team ? p_.text(team->name) : "", owner ? p_.text(owner->name) : "", cycle ? p_.text(cycle->name) : ""});
  }
  void key_result(KeyResultId id, HitView& out) const {
    const graph::KeyResult& kr = *p_.key_result(id);
    out = {.type = "key_result", .id = id.text(), .title = std::string(p_.text(kr.title)), .status = kr.standing.status};
    out.context = p_.text(p_.objective(kr.objective)->title);
    out.parent = kr.objective.text();
  }
  template <class IdType, class Row>
  void named(const char* type, IdType id, const Row& row, HitView& out) const {
    out = {.type = type, .id = id.text(), .title = std::string(p_.text(row.name))};
    if constexpr (requires { row.email; }) out.context = p_.text(row.title);
    if constexpr (requires { row.lead; })
      if (const graph::Team* parent = p_.team(row.parent)) out.context = p_.text(parent->name);
    if constexpr (requires { row.calendar; })
      out.context = format(row.calendar.starts_on) + " – " + format(row.calendar.ends_on);
  }
  void note(std::int64_t id, const std::map<std::int64_t, std::string>& notes, HitView& out) const {
    out = {.type = "checkin", .id = CheckinId{id}.text()};
    if (const auto found = notes.find(id); found != notes.end()) out.title = snippet(found->second, query_);
    const graph::KeyResult* kr = p_.key_result(documents_.key_result_of(id));
    if (!kr) return;
    out.context = p_.text(kr->title);
    out.parent = kr->id.text();
  }

  const Picture& p_;
  const Documents& documents_;
  std::string_view query_;
};

http::Reply find(http::Call& call, features::App& app, Documents& documents) {
  const features::Context ctx = features::context(call, app);
  const auto& query = call.query<SearchQuery>();
  const std::string types = types_of(query.types);
  const graph::Reading picture = app.graph->read(call.tx());
  const Found found = documents.find(call.tx(), *picture, ctx.actor, query.q, types, static_cast<std::size_t>(query.limit.value_or(20)));
  const auto notes = notes_of(call.tx(), found.hits);
  const Presenter presenter(*picture, documents, query.q);
  Results out{.total = found.total};
  for (const Hit& hit : found.hits) out.items.push_back(presenter.view(hit.document, notes));
  return http::Reply::json(out);
}

}  // namespace

void routes(http::Registry& registry, features::App& app) {
  auto documents = std::make_shared<Documents>();
  registry.add(http::route(http::Method::get, "/search")
                   .summary("Search everything one may see").tag("pictures").rule(features::rules::signed_in)
                   .scope(http::Scope::read).rate(http::Rate::read).runs(http::Run::read).query<SearchQuery>()
                   .answers<Results>(200)
                   .handle([&app, documents](http::Call& call) { return find(call, app, *documents); }));
}

}  // namespace cairn::search
