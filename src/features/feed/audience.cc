// Who hears of an entry live. The paths it makes stale are worked out once, each bound to the objective that one must
// be able to see; subscribers who may see the same of it share one payload.
#include <algorithm>
#include <map>
#include <set>

#include "features/feed/feed.h"
#include "features/feed/scope.h"
#include "features/feed/stale.h"

namespace cairn::feed {

namespace {

using Principals = std::span<const http::Principal* const>;

// What the rules knew of the subject before the entry, where it changed who may see it. Owns what the facts refer to.
struct Before {
  engine::ObjectiveFacts facts;
  std::vector<PersonId> contributors, viewers;
};

std::vector<PersonId> people_in(const json::Value& list) {
  std::vector<PersonId> people;
  for (const json::Value& item : list.items())
    if (const auto id = PersonId::parse(item.string())) people.push_back(*id);
  std::ranges::sort(people);
  return people;
}

std::unique_ptr<Before> before_of(const graph::Picture& picture, const activity::Entry& entry) {
  const graph::Objective* o = entry.subject.type == "objective" ? picture.objective(ObjectiveId{entry.subject.id}) : nullptr;
  if (!o || entry.payload.empty()) return nullptr;
  const json::Document document = json::parse_document(entry.payload);
  const json::Value& was = document.value["before"];
  const auto changed = [&](const char* field) { return was.find(field) != nullptr; };
  if (!std::ranges::any_of(std::array{"visibility", "team", "owner", "contributors", "viewers", "state", "level"}, changed))
    return nullptr;
  auto before = std::make_unique<Before>(Before{o->facts(), o->contributors, o->viewers});
  engine::ObjectiveFacts& facts = before->facts;
  if (changed("contributors")) before->contributors = people_in(was["contributors"]);
  if (changed("viewers")) before->viewers = people_in(was["viewers"]);
  facts.contributors = before->contributors;
  facts.listed = before->viewers;
  if (changed("team")) facts.team = TeamId::parse(was["team"].string()).value_or(TeamId{});
  if (changed("owner")) facts.owner = PersonId::parse(was["owner"].string()).value_or(PersonId{});
  facts.visibility = engine::from_word<engine::Visibility>(was["visibility"].string()).value_or(facts.visibility);
  facts.state = engine::from_word<engine::ObjectiveState>(was["state"].string()).value_or(facts.state);
  facts.level = engine::from_word<engine::Level>(was["level"].string()).value_or(facts.level);
  return before;
}

// One entry, told to many.
class Telling {
 public:
  Telling(db::Tx& tx, const graph::Picture& picture, const activity::Entry& entry)
      : picture_(picture), entry_(entry), scope_(tx, picture, std::span(&entry, 1)),
        stale_(stale_of(picture, scope_, entry)), before_(before_of(picture, entry)) {
    std::ranges::sort(stale_.inputs_of);
  }

  http::Bytes to(const engine::Actor& actor) {
    std::string sight = sight_of(actor);
    if (sight.find('1') == std::string::npos) return nullptr;
    http::Bytes& payload = payloads_[sight];
    if (!payload) payload = std::make_shared<const std::string>(render(sight));
    return payload;
  }

 private:
  // A character per concern, then: week, directory, everybody, importers, own, lost.
  std::string sight_of(const engine::Actor& actor) const {
    const auto bit = [](bool is) { return is ? '1' : '0'; };
    std::string sight;
    bool any = false;
    for (const Concern& c : stale_.objectives) {
      const bool sees = picture_.readable(actor, c.objective);
      any = any || sees;
      sight += bit(sees);
    }
    const bool mine = any && std::ranges::binary_search(stale_.inputs_of, actor.person);
    sight += bit(mine);
    sight += bit(!stale_.directory.empty() && engine::may_see_directory(actor));
    sight += bit(!stale_.everybody.empty() && engine::may_read_okrs(actor));
    sight += bit(!stale_.importers.empty() && engine::may_import(actor));
    sight += bit(stale_.person != 0 && stale_.person == actor.person.value);
    sight += bit(lost(actor));
    return sight;
  }

  // Saw it before, does not now: told that it is gone, by the id they knew.
  bool lost(const engine::Actor& actor) const {
    return before_ && engine::may_read(actor, before_->facts) && !picture_.readable(actor, ObjectiveId{entry_.subject.id});
  }

  bool about_seen(const std::string& sight) const {
    for (std::size_t i = 0; i < stale_.objectives.size(); ++i)
      if (stale_.objectives[i].subject && sight[i] == '1') return true;
    return sight.find('1', stale_.objectives.size() + 1) != std::string::npos;
  }

  std::string render(const std::string& sight) const {
    std::vector<std::string> paths;
    std::set<std::string_view> seen;
    const auto add = [&](const std::vector<std::string>& more) {
      for (const std::string& path : more)
        if (seen.insert(path).second) paths.push_back(path);
    };
    const std::size_t n = stale_.objectives.size();
    for (std::size_t i = 0; i < n; ++i)
      if (sight[i] == '1') add(stale_.objectives[i].paths);
    static const std::vector<std::string> week{"/my-week", "/me"};
    const std::vector<std::string> gone{"/objectives/" + id_text(entry_.subject), "/tree", "/objectives", "/my-week"};
    if (sight[n] == '1') add(week);
    if (sight[n + 1] == '1') add(stale_.directory);
    if (sight[n + 2] == '1') add(stale_.everybody);
    if (sight[n + 3] == '1') add(stale_.importers);
    if (sight[n + 4] == '1') add(stale_.own);
    if (sight[n + 5] == '1') add(gone);
    const bool named = about_seen(sight);
    json::Object out;
    out.add("number", entry_.number).add("type", named ? std::string_view(entry_.kind) : std::string_view("figures.updated"));
    if (const std::string subject = id_text(entry_.subject); named && !subject.empty()) out.add("subject", subject);
    else out.add("subject", std::optional<std::string>());
    return out.add("stale", paths).text();
  }

  const graph::Picture& picture_;
  const activity::Entry& entry_;
  Scope scope_;
  Stale stale_;
  std::unique_ptr<Before> before_;
  std::map<std::string, http::Bytes> payloads_;
};

std::vector<http::Bytes> tell(db::Tx& tx, features::App& app, const activity::Entry& entry, Principals principals) {
  std::map<std::int64_t, engine::Actor> actors;
  for (const http::Principal* p : principals)
    if (!actors.contains(p->person)) actors.emplace(p->person, app.load_actor(tx, PersonId{p->person}));
  const graph::Reading picture = app.graph->read(tx);
  Telling telling(tx, *picture, entry);
  std::map<std::int64_t, http::Bytes> told;
  for (const auto& [person, actor] : actors) told[person] = telling.to(actor);
  std::vector<http::Bytes> out;
  out.reserve(principals.size());
  for (const http::Principal* p : principals) out.push_back(told[p->person]);
  return out;
}

}  // namespace

decltype(live::Hooks::audience) audience(features::App& app) {
  return [&app](const activity::Entry& entry, Principals principals) {
    return app.db.read([&](db::Tx& tx) { return tell(tx, app, entry, principals); });
  };
}

}  // namespace cairn::feed
