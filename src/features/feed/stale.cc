// Which API paths an entry makes stale. A path stands for all its queries: "/tree" for the tree of every cycle.
#include "features/feed/stale.h"

#include <algorithm>
#include <set>

namespace cairn::feed {

namespace {

using graph::Objective;
using graph::Picture;

constexpr std::size_t most_below = 300;  // objectives below a renamed one, or of a changed cycle, that are told

void objective_page(std::vector<std::string>& to, ObjectiveId id) { to.push_back("/objectives/" + id.text()); }

void key_result_page(std::vector<std::string>& to, KeyResultId id) { to.push_back("/key-results/" + id.text()); }

// The pages that show an objective's figures: its own, those of its team, cycle and owner.
void figures_of(const Objective& o, std::vector<std::string>& to) {
  const std::string own = "/objectives/" + o.id.text();
  for (const char* part : {"", "/explanation", "/below"}) to.push_back(own + part);
  to.push_back("/cycles/" + o.cycle.text() + "/overview");
  to.push_back("/explanations/cycle/" + o.cycle.text());
  if (o.team) {
    to.push_back("/teams/" + o.team.text() + "/overview");
    to.push_back("/explanations/team/" + o.team.text());
  }
  if (o.owner) to.push_back("/people/" + o.owner.text() + "/okrs");
  for (const char* list : {"/tree", "/teams", "/objectives", "/attention", "/ownerless"}) to.push_back(list);
}

class Collector {
 public:
  Collector(const Picture& picture, Stale& out) : picture_(picture), out_(out) {}

  Concern* concern(ObjectiveId id) {
    const Objective* o = picture_.objective(id);
    if (!o) return nullptr;
    const auto found = std::ranges::find_if(out_.objectives, [&](const Concern& c) { return c.figures && c.objective == id; });
    if (found != out_.objectives.end()) return &*found;
    out_.objectives.push_back({.objective = id, .figures = true});
    figures_of(*o, out_.objectives.back().paths);
    return &out_.objectives.back();
  }

  // Neighbours show its title, figures and owner: each told to those who see the neighbour.
  void neighbours(const Objective& o) {
    const auto page = [&](ObjectiveId id) {
      if (!picture_.objective(id) || std::ranges::find(out_.objectives, id, &Concern::objective) != out_.objectives.end()) return;
      out_.objectives.push_back({.objective = id});
      objective_page(out_.objectives.back().paths, id);
    };
    for (const ObjectiveId id : o.down) page(id);
    for (const ObjectiveId id : o.across_from) page(id);
    for (const auto* list : {&o.up, &o.across})
      for (const graph::Up& up : *list)
        if (const Objective* to = picture_.above(up)) page(to->id);
    for (const KeyResultId id : o.key_results) {
      const graph::KeyResult* kr = picture_.key_result(id);
      if (kr) std::ranges::for_each(kr->down, page);
    }
  }

  // A title or a link shows in the line up of everything below, and in "below" of everything above.
  void line(ObjectiveId top) {
    std::set<ObjectiveId> seen{top};
    std::vector<ObjectiveId> queue{top};
    for (std::size_t i = 0; i < queue.size() && queue.size() < most_below; ++i) {
      const Objective* o = picture_.objective(queue[i]);
      const auto below = [&](ObjectiveId id) {
        if (!seen.insert(id).second) return;
        queue.push_back(id);
        out_.objectives.push_back({.objective = id, .paths = {"/objectives/" + id.text()}});
      };
      if (!o) continue;
      std::ranges::for_each(o->down, below);
      for (const KeyResultId kr : o->key_results)
        if (const graph::KeyResult* row = picture_.key_result(kr)) std::ranges::for_each(row->down, below);
    }
    std::vector<ObjectiveId> up{top};
    for (std::size_t i = 0; i < up.size() && up.size() < most_below; ++i) {
      const Objective* o = picture_.objective(up[i]);
      if (!o) continue;
      for (const graph::Up& link : o->up) {
        const Objective* above = picture_.above(link);
        if (!above || !seen.insert(above->id).second) continue;
        up.push_back(above->id);
        out_.objectives.push_back({.objective = above->id, .paths = {"/objectives/" + above->id.text() + "/below"}});
      }
    }
  }

  void people_of(const Objective& o) {
    out_.inputs_of.push_back(o.owner);
    for (const KeyResultId id : o.key_results)
      if (const graph::KeyResult* kr = picture_.key_result(id)) people_of(*kr);
  }
  void people_of(const graph::KeyResult& kr) {
    out_.inputs_of.push_back(kr.owner);
    out_.inputs_of.insert(out_.inputs_of.end(), kr.contributors.begin(), kr.contributors.end());
    if (const Objective* o = picture_.objective(kr.objective); o && !kr.owner) out_.inputs_of.push_back(o->owner);
  }

  void whole_objective(ObjectiveId id) {
    Concern* concerned = concern(id);
    if (!concerned) return;
    concerned->subject = true;
    concerned->paths.push_back("/objectives/" + id.text() + "/history");
    concerned->paths.push_back("/activity");
    const Objective& o = *picture_.objective(id);
    for (const KeyResultId kr : o.key_results) {
      key_result_page(concerned->paths, kr);
      concerned->paths.push_back("/key-results/" + kr.text() + "/explanation");
    }
    people_of(o);
    neighbours(o);
    line(id);
  }

  void key_result(KeyResultId id, bool subject) {
    const graph::KeyResult* kr = picture_.key_result(id);
    Concern* concerned = kr ? concern(kr->objective) : nullptr;
    if (!concerned) return;
    const std::string own = "/key-results/" + id.text();
    for (const char* part : {"", "/explanation"}) concerned->paths.push_back(own + part);
    if (kr->owner) concerned->paths.push_back("/people/" + kr->owner.text() + "/okrs");
    if (!subject) return;
    concerned->subject = true;
    for (const char* part : {"/history", "/checkins"}) concerned->paths.push_back(own + part);
    concerned->paths.push_back("/activity");
    people_of(*kr);
    neighbours(*picture_.objective(kr->objective));
  }

  void touched(const activity::Subject& s) {
    if (s.type == "key_result") return key_result(KeyResultId{s.id}, false);
    if (s.type != "objective") return;
    if (!concern(ObjectiveId{s.id})) return;
    people_of(*picture_.objective(ObjectiveId{s.id}));
    neighbours(*picture_.objective(ObjectiveId{s.id}));
  }

  void person(PersonId id) {
    const graph::Person* row = picture_.person(id);
    const std::string own = "/people/" + id.text();
    out_.directory = {"/people", own, own + "/okrs", "/teams", "/activity", "/ownerless", "/attention", "/tree"};
    out_.own = {"/me", own, own + "/okrs", "/my-week"};
    out_.person = id.value;
    if (!row) return;
    for (const TeamId team : row->teams) {
      out_.directory.push_back("/teams/" + team.text());
      out_.directory.push_back("/teams/" + team.text() + "/overview");
    }
    for (const ObjectiveId o : row->objectives) concern(o);
    for (const KeyResultId kr : row->key_results) key_result(kr, false);
  }

 private:
  const Picture& picture_;
  Stale& out_;
};

void team(const Picture& picture, TeamId id, Stale& out, Collector& collector) {
  const std::string own = "/teams/" + id.text();
  out.directory = {"/teams", own, own + "/overview", "/tree", "/activity"};
  const graph::Team* row = picture.team(id);
  if (!row) return;
  if (row->parent) out.directory.push_back("/teams/" + row->parent.text());
  for (const TeamId child : row->children) out.directory.push_back("/teams/" + child.text());
  for (const PersonId member : row->members) out.directory.push_back("/people/" + member.text());
  for (const ObjectiveId o : row->objectives) collector.concern(o);
}

void cycle(const Picture& picture, CycleId id, Stale& out, Collector& collector) {
  const std::string own = "/cycles/" + id.text();
  out.everybody = {"/cycles", own, own + "/overview", "/tree", "/me", "/my-week", "/objectives", "/activity", "/attention"};
  const graph::Cycle* row = picture.cycle(id);
  if (!row) return;
  for (const ObjectiveId o : std::span(row->objectives).first(std::min(row->objectives.size(), most_below))) {
    if (Concern* concerned = collector.concern(o))
      for (const KeyResultId kr : picture.objective(o)->key_results) key_result_page(concerned->paths, kr);
  }
}

}  // namespace

Stale stale_of(const Picture& picture, const Scope& scope, const activity::Entry& entry) {
  Stale out;
  Collector collector(picture, out);
  const activity::Subject& s = entry.subject;
  const bool private_matter = entry.kind.starts_with("session.") || entry.kind.starts_with("token.") ||
                              entry.kind.starts_with("view.") || entry.kind.starts_with("person.password");
  if (private_matter) {
    out.own = {"/me/sessions", "/tokens", "/saved-views"};
    out.person = s.type == "person" ? s.id : entry.person;
    return out;
  }
  if (s.type == "objective") collector.whole_objective(ObjectiveId{s.id});
  else if (s.type == "key_result" || s.type == "checkin") collector.key_result(scope.key_result_of(s), true);
  else if (s.type == "link") collector.whole_objective(scope.objective_of(s));
  else if (s.type == "person") collector.person(PersonId{s.id});
  else if (s.type == "team") team(picture, TeamId{s.id}, out, collector);
  else if (s.type == "cycle") cycle(picture, CycleId{s.id}, out, collector);
  else if (s.type == "organisation") out.everybody = {"/organisation", "/me", "/tree", "/my-week", "/cycles", "/activity", "/attention"};
  if (s.type == "import") {
    out.importers = {"/imports", "/activity"};
    out.everybody = {"/tree", "/objectives", "/my-week", "/me", "/teams", "/attention", "/ownerless"};
  } else {
    for (const activity::Subject& t : entry.touched) collector.touched(t);
  }
  if (s.type == "checkin") {
    const std::string own = "/checkins/" + id_text(s);
    if (Concern* concerned = collector.concern(scope.objective_of(s))) {
      concerned->paths.push_back(own);
      concerned->paths.push_back(own + "/history");
    }
  }
  out.about_objective = !out.objectives.empty();
  return out;
}

}  // namespace cairn::feed
