// A small organisation with OKRs for tests of pictures: written by the product's own use cases, seen through the graph.
#pragma once
#include <string>
#include <utility>
#include <vector>

#include "features/alignment/alignment.h"
#include "features/checkins/checkins.h"
#include "features/cycles/cycles.h"
#include "features/graph/graph.h"
#include "features/keyresults/keyresults.h"
#include "features/objectives/objectives.h"
#include "features/teams/teams.h"
#include "support/staff.h"

namespace cairn::test {

class Pictures : public Staff {
 protected:
  Pictures() {
    app.graph = &graph;
    admin = person("Ada Admin", engine::Role::admin);
    champion = person("Carl Champion", engine::Role::champion);
    anna = person("Anna Arnold");
    ben = person("Ben Berger");
    guest = person("Gus Guest", engine::Role::guest);
    features::Context ctx = system();
    platform_team = teams::add(ctx, {.name = "Platform", .members = {anna}}).id;
    sales_team = teams::add(ctx, {.name = "Sales", .lead = ben, .members = {ben}}).id;
    cycles::NewCycle quarter;
    quarter.name = "2026 Q1";
    quarter.starts_on = *parse_date("2026-01-01");
    quarter.ends_on = *parse_date("2026-03-31");
    quarter.state = engine::CycleState::active;
    cycle = cycles::add(ctx, quarter).id;
  }

  ObjectiveId objective(const std::string& title, PersonId owner, engine::Visibility visibility = engine::Visibility::organisation,
                        std::optional<TeamId> team = {}) {
    features::Context ctx = as(champion);
    objectives::ObjectiveInput input;
    input.title = title;
    input.level = team ? engine::Level::team : engine::Level::company;
    input.cycle = cycle;
    input.team = team;
    input.owner = owner;
    input.visibility = visibility;
    if (visibility == engine::Visibility::private_ || visibility == engine::Visibility::people) {
      features::Context own = as(owner);  // nobody else may
      input.level = engine::Level::person;
      return objectives::create(own, input).id;
    }
    return objectives::create(ctx, input).id;
  }

  static keyresults::KeyResultInput increase(const std::string& title, double start = 0, double target = 100) {
    keyresults::KeyResultInput input;
    input.title = title;
    input.metric.type = engine::MetricType::increase;
    input.metric.start = start;
    input.metric.target = target;
    return input;
  }

  KeyResultId key_result(ObjectiveId objective, const std::string& title, PersonId owner) {
    features::Context ctx = as(owner);
    keyresults::KeyResultInput input = increase(title);
    input.owner = owner;
    return keyresults::create(ctx, objective, input).id;
  }

  CheckinId check_in(KeyResultId id, PersonId author, double value, int confidence = 7, std::optional<Date> on = {},
                     std::optional<std::string> happened = {}) {
    features::Context ctx = as(author);
    checkins::CheckinPost post;
    post.value = value;
    post.confidence = confidence;
    post.on = on;
    post.happened = std::move(happened);
    return checkins::post_checkin(ctx, id, post).checkin.id;
  }

  void link(ObjectiveId from, const std::string& to) {
    features::Context ctx = as(champion);
    alignment::LinkInput input;
    input.to = to;
    alignment::link(ctx, from, input);
  }

  // body(const graph::Picture&, db::Tx&)
  template <class F>
  auto look(F&& body) {
    return db().read([&](db::Tx& tx) {
      const graph::Reading picture = graph.read(tx);
      return body(*picture, tx);
    });
  }

  PersonId admin, champion, anna, ben, guest;
  TeamId platform_team, sales_team;
  CycleId cycle;
  graph::Graph graph{clock};
};

}  // namespace cairn::test
