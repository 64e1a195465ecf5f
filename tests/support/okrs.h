// A small company with a team and a running quarter, for tests of objectives, key results and check-ins.
// The clock stands at Monday 2026-01-12, 09:00 UTC; the quarter runs from 2026-01-01 to 2026-03-31.
#pragma once
#include <string>
#include <vector>

#include "features/alignment/alignment.h"
#include "features/checkins/checkins.h"
#include "features/cycles/cycles.h"
#include "features/objectives/objectives.h"
#include "features/teams/teams.h"
#include "support/staff.h"

namespace cairn::test {

class Okrs : public Staff {
 protected:
  Okrs() {
    champion = person("Cleo Champion", engine::Role::champion);
    lead = person("Lena Lead");
    owner = person("Olga Owner", engine::Role::member);
    stranger = person("Sam Stranger");
    viewer = person("Vera Viewer", engine::Role::viewer);
    features::Context ctx = as(champion);
    teams::NewTeam input;
    input.name = "Platform";
    input.lead = lead;
    input.members = {owner};
    team = teams::add(ctx, input).id;
    cycle = add_cycle("Q1 2026", "2026-01-01", "2026-03-31");
  }

  CycleId add_cycle(const std::string& name, const char* from, const char* to) {
    features::Context ctx = as(champion);
    cycles::NewCycle input;
    input.name = name;
    input.starts_on = *parse_date(from);
    input.ends_on = *parse_date(to);
    input.state = engine::CycleState::active;
    return cycles::add(ctx, input).id;
  }

  void close_cycle(CycleId id) {
    features::Context ctx = as(champion);
    for (const auto state : {engine::CycleState::review, engine::CycleState::closed}) {
      const std::int64_t version = db().read([&](db::Tx& tx) { return cycles::load(tx, id).version; });
      cycles::CyclePatch patch;
      patch.state = state;
      cycles::update(ctx, id, version, patch);
    }
  }

  objectives::ObjectiveInput team_objective(const std::string& title) {
    objectives::ObjectiveInput input;
    input.title = title;
    input.level = engine::Level::team;
    input.cycle = cycle;
    input.team = team;
    input.owner = owner;
    return input;
  }

  keyresults::KeyResultInput increase(const std::string& title, double start, double target) {
    keyresults::KeyResultInput input;
    input.title = title;
    input.metric.type = engine::MetricType::increase;
    input.metric.start = start;
    input.metric.target = target;
    return input;
  }

  objectives::Objective objective(const std::string& title = "Ship faster") {
    features::Context ctx = as(owner);
    return objectives::create(ctx, team_objective(title));
  }
  KeyResultId key_result(ObjectiveId id, double start = 0, double target = 100) {
    features::Context ctx = as(owner);
    return keyresults::create(ctx, id, increase("Deploys a week", start, target)).id;
  }
  checkins::CheckinAnswer check_in(KeyResultId id, double value, const char* on = nullptr, int confidence = 6) {
    features::Context ctx = as(owner);
    checkins::CheckinPost post;
    post.value = value;
    post.confidence = confidence;
    if (on) post.on = parse_date(on);
    return checkins::post_checkin(ctx, id, post);
  }
  alignment::LinkView contribute(ObjectiveId from, const std::string& to, double weight = 1) {
    features::Context ctx = as(owner);
    return alignment::link(ctx, from, {engine::LinkKind::contributes, to, weight, {}});
  }

  objectives::Objective see(ObjectiveId id) {
    features::Context ctx = as(owner);
    return objectives::read(ctx, id);
  }
  keyresults::KeyResult see(KeyResultId id) {
    features::Context ctx = as(owner);
    return keyresults::read(ctx, id);
  }
  // Every cached figure against its check-ins, as the doctor does it.
  std::vector<std::string> mismatches() {
    return db().read([&](db::Tx& tx) {
      std::vector<std::string> told;
      for (const auto& one : objectives::recompute_all(tx, clock))
        told.push_back(one.subject.type + " " + std::to_string(one.subject.id) + " " + one.field);
      return told;
    });
  }

  PersonId champion, lead, owner, stranger, viewer;
  TeamId team;
  CycleId cycle;
};

}  // namespace cairn::test
