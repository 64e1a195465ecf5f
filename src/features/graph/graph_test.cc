// The mirror: what it shows, and that following the log gives what reading everything gives.
#include "features/graph/graph.h"

#include <random>

#include "features/policies/policies.h"
#include "support/pictures.h"

namespace cairn::graph {
namespace {

using test::Pictures;

class TheGraph : public Pictures {
 protected:
  // Everything that a picture says, in an order of its own.
  static std::string told(const Picture& p) {
    std::string out;
    const engine::Actor all{.role = engine::Role::champion};
    const auto list = [&](const char* name, auto ids) {
      std::ranges::sort(ids);
      out += name;
      for (const auto id : ids) out += ' ' + id.text();
    };
    std::map<ObjectiveId, const Objective*> objectives;
    for (const Objective& o : p.objectives()) objectives[o.id] = &o;
    for (const auto& [id, o] : objectives) {
      out += "\n" + json::write(objective_row(p, *o));
      list(" down", o->down);
      list(" viewers", o->viewers);
      list(" contributors", o->contributors);
      list(" key results", o->key_results);
      for (const Up& up : o->up) out += " up " + up.id.text() + up.to_objective.text() + up.to_key_result.text() + std::to_string(up.weight);
      list(" across from", o->across_from);
      out += engine::word_of(o->visibility);
    }
    std::map<KeyResultId, const KeyResult*> key_results;
    for (const KeyResult& k : p.key_results()) key_results[k.id] = &k;
    for (const auto& [id, k] : key_results) {
      out += "\n" + json::write(key_result_row(p, *k, all)) + std::to_string(k->last_checkin) + ' ' + std::to_string(k->periods);
      list(" down", k->down);
      list(" contributors", k->contributors);
    }
    for (const Person& person : p.people()) {
      out += "\n" + json::write(*person_ref(p, person.id));
      list(" teams", person.teams);
      list(" owns", person.objectives);
      list(" key results", person.key_results);
      list(" contributes", person.contributes);
    }
    for (const Team& team : p.teams()) {
      out += "\n" + json::write(*team_ref(p, team.id)) + (team.archived ? "archived" : "");
      list(" members", team.members);
      list(" children", team.children);
      list(" objectives", team.objectives);
    }
    for (const Cycle& c : p.cycles()) {
      out += "\n" + json::write(*cycle_ref(p, c.id)) + c.policy.name;
      list(" objectives", c.objectives);
    }
    return out;
  }

  std::string followed() {
    return look([](const Picture& p, db::Tx&) { return told(p); });
  }
  // Lists and pages say the same of every objective.
  void compare_with_pages() {
    features::Context ctx = as(champion);
    std::vector<ObjectiveId> ids;
    look([&](const Picture& p, db::Tx&) {
      for (const Objective& o : p.objectives())
        if (p.readable(ctx.actor, o)) ids.push_back(o.id);
    });
    for (const ObjectiveId id : ids) {
      const objectives::Objective page = objectives::read(ctx, id);
      look([&](const Picture& p, db::Tx&) {
        const rows::ObjectiveRow row = objective_row(p, *p.objective(id));
        EXPECT_EQ(row.progress, page.progress) << id.text();
        EXPECT_EQ(row.expected, page.expected) << id.text();
        EXPECT_EQ(row.status, page.status) << id.text();
        EXPECT_EQ(row.stale, page.stale) << id.text();
        const auto key_results = key_result_rows(p, *p.objective(id), ctx.actor);
        std::map<KeyResultId, std::string> said;
        const auto without_spark = [](rows::KeyResultRow k) {
          k.spark.clear();  // rounded in lists
          return json::write(k);
        };
        for (const auto& k : page.key_results) said[k.id] = without_spark(k);
        for (const auto& k : key_results) EXPECT_EQ(without_spark(k), said[k.id]) << id.text();
      });
    }
  }
  std::string anew() {
    Graph fresh(clock);
    return db().read([&](db::Tx& tx) { return told(*fresh.read(tx)); });
  }
};
CAIRN_EACH_ENGINE(TheGraph);

TEST_P(TheGraph, shows_what_was_committed_before_the_read) {
  const ObjectiveId o = objective("Grow", anna);
  const KeyResultId k = key_result(o, "Signups", anna);
  check_in(k, anna, 40);
  look([&](const Picture& p, db::Tx&) {
    ASSERT_NE(p.objective(o), nullptr);
    EXPECT_NEAR(*p.objective(o)->progress.get(), 0.4, 1e-12);
    EXPECT_EQ(p.key_result(k)->spark_size, 1);
    EXPECT_NEAR(static_cast<double>(p.key_result(k)->spark[0]), 0.4, 1e-6);
  });
  check_in(k, anna, 60);
  look([&](const Picture& p, db::Tx&) { EXPECT_NEAR(*p.objective(o)->progress.get(), 0.6, 1e-12); });
}

TEST_P(TheGraph, agrees_with_what_the_use_cases_answer) {
  const ObjectiveId top = objective("Top", champion);
  const ObjectiveId below = objective("Below", anna, engine::Visibility::organisation, platform_team);
  link(below, top.text());
  const KeyResultId k = key_result(below, "Signups", anna);
  check_in(k, anna, 3, 2);
  for (const ObjectiveId id : {top, below}) {
    features::Context ctx = as(champion);
    const objectives::Objective said = objectives::read(ctx, id);
    look([&](const Picture& p, db::Tx&) {
      const rows::ObjectiveRow row = objective_row(p, *p.objective(id));
      EXPECT_EQ(row.progress, said.progress);
      EXPECT_EQ(row.expected, said.expected);
      EXPECT_EQ(row.status, said.status);
      EXPECT_EQ(row.confidence, said.confidence);
      EXPECT_EQ(row.stale, said.stale);
      return 0;
    });
  }
  features::Context ctx = as(anna);
  const keyresults::KeyResult said = keyresults::read(ctx, k);
  look([&](const Picture& p, db::Tx&) {
    const rows::KeyResultRow row = key_result_row(p, *p.key_result(k), ctx.actor);
    EXPECT_EQ(row.status, said.status);
    EXPECT_EQ(row.expected, said.expected);
    EXPECT_EQ(row.value_text, said.value_text);
    EXPECT_EQ(row.can, said.can);
    return 0;
  });
}

TEST_P(TheGraph, judges_anew_when_the_day_changes) {
  const ObjectiveId o = objective("Grow", anna);
  key_result(o, "Signups", anna);
  const auto expected = [&] { return look([&](const Picture& p, db::Tx&) { return *p.objective(o)->standing.expected.get(); }); };
  const double first = expected();
  clock.advance(9 * day_us);
  EXPECT_NEAR(expected() - first, 9.0 / 89, 1e-9);
  EXPECT_EQ(followed(), anew());
}

TEST_P(TheGraph, shows_the_okrs_of_somebody_who_left_as_ownerless) {
  const ObjectiveId o = objective("Grow", anna);
  features::Context ctx = as(admin);
  people::deactivate(ctx, anna);
  look([&](const Picture& p, db::Tx&) {
    const rows::ObjectiveRow row = objective_row(p, *p.objective(o));
    EXPECT_FALSE(row.owner);
    EXPECT_EQ(row.former_owner->name, "Anna Arnold");
  });
}

TEST_P(TheGraph, may_not_be_asked_by_a_transaction_that_writes) {
  EXPECT_THROW(db().write([&](db::Tx& tx) { graph.read(tx); }), std::logic_error);
}

// Does something at random; what the rules refuse is no harm.
class Mischief {
 public:
  Mischief(features::Context champion, features::Context admin, std::vector<PersonId> people, std::vector<TeamId> teams,
           CycleId first, CycleId second, unsigned seed)
      : ctx_(std::move(champion)), admin_(std::move(admin)), people_(std::move(people)), teams_(std::move(teams)), cycles_{first, second}, random_(seed) {}

  void once() {
    try {
      switch (any(20)) {
        case 0: case 1: create_objective(); break;
        case 2: case 3: create_key_result(); break;
        case 4: case 5: case 6: case 7: check_in(); break;
        case 8: relink(); break;
        case 9: case 10: change_objective(); break;
        case 11: change_key_result(); break;
        case 12: objectives::archive(ctx_, objective(), any(2) == 0); break;
        case 13: keyresults::archive(ctx_, key_result(), any(2) == 0); break;
        case 14: change_people(); break;
        case 15: change_teams(); break;
        case 16: change_cycle(); break;
        case 17: close_or_open(); break;
        case 18: hand_over(); break;
        default: objectives::duplicate(ctx_, objective(), {}); break;
      }
    } catch (const Failure&) {
    }
  }

 private:
  int any(int below) { return std::uniform_int_distribution<int>(0, below - 1)(random_); }
  ObjectiveId objective() { return ObjectiveId{1 + any(std::max(1, objectives_))}; }
  KeyResultId key_result() { return KeyResultId{1 + any(std::max(1, key_results_))}; }
  PersonId person() { return people_[static_cast<std::size_t>(any(static_cast<int>(people_.size())))]; }
  TeamId team() { return teams_[static_cast<std::size_t>(any(static_cast<int>(teams_.size())))]; }

  void create_objective() {
    objectives::ObjectiveInput input;
    input.title = "Objective " + std::to_string(any(1000));
    input.level = any(2) ? engine::Level::company : engine::Level::team;
    input.team = team();
    input.cycle = cycles_[static_cast<std::size_t>(any(2))];
    input.owner = person();
    input.contributors = {person()};
    input.visibility = any(3) ? engine::Visibility::organisation : engine::Visibility::team;
    input.state = any(5) ? engine::ObjectiveState::active : engine::ObjectiveState::draft;
    keyresults::KeyResultInput kr;
    kr.title = "Inner";
    kr.metric.type = engine::MetricType::done;
    if (any(2)) input.key_results = {kr};
    if (any(3) == 0) input.contributes_to = {{.to = objective().text()}};
    objectives::create(ctx_, input);
    ++objectives_;
    key_results_ += static_cast<int>(input.key_results.size());
  }
  void create_key_result() {
    keyresults::KeyResultInput input;
    input.title = "Key result " + std::to_string(any(1000));
    input.owner = person();
    input.contributors = {person()};
    input.metric.type = engine::MetricType::increase;
    input.metric.start = any(10);
    input.metric.target = 100 + any(100);
    if (any(4) == 0) {
      input.metric = {.type = engine::MetricType::milestones};
      input.metric.milestones = {{.title = "one", .weight = 2}, {.title = "two"}};
    }
    if (any(6) == 0) input.source = engine::Source::aligned;
    if (any(4) == 0) input.cadence_weeks = 1 + any(3);
    keyresults::create(ctx_, objective(), input);
    ++key_results_;
  }
  void check_in() {
    checkins::CheckinPost post;
    post.value = any(150);
    post.confidence = any(11);
    post.happened = "Something " + std::to_string(any(100));
    if (any(3) == 0) post.on = Date{date_of(2026, 1, 2).days + any(10)};
    const auto made = checkins::post_checkin(ctx_, key_result(), post);
    if (any(4) != 0) return;
    checkins::CheckinPatch patch;
    patch.value = static_cast<double>(any(100));
    checkins::edit_checkin(ctx_, made.checkin.id, made.checkin.version, patch);
  }
  void relink() {
    alignment::LinkInput input;
    input.kind = any(3) ? engine::LinkKind::contributes : engine::LinkKind::supports;
    input.to = any(2) ? objective().text() : key_result().text();
    input.weight = 1 + any(3);
    if (any(3)) alignment::link(ctx_, objective(), input);
    else alignment::unlink(ctx_, LinkId{1 + any(10)});
  }
  void change_objective() {
    const ObjectiveId id = objective();
    const std::int64_t seen = objectives::read(ctx_, id).version;
    objectives::ObjectivePatch patch;
    switch (any(6)) {
      case 0: patch.title = "Renamed " + std::to_string(any(100)); break;
      case 1: patch.visibility = any(2) ? engine::Visibility::organisation : engine::Visibility::team; break;
      case 2: patch.owner = person(); break;
      case 3: patch.cycle = cycles_[static_cast<std::size_t>(any(2))]; break;
      case 4: patch.manual_progress = 0.5; break;
      default: patch.contributors = std::vector<PersonId>{person()}; break;
    }
    objectives::update(ctx_, id, seen, patch);
  }
  void change_key_result() {
    const KeyResultId id = key_result();
    keyresults::KeyResultPatch patch;
    if (any(3) == 0) {
      keyresults::revise_target(ctx_, id, {.from = date_of(2026, 1, 5), .target = 200.0 + any(50), .why = "Learned more"});
      return;
    }
    if (any(2)) patch.objective = objective();
    else patch.owner = person();
    keyresults::update(ctx_, id, keyresults::read(ctx_, id).version, patch);
  }
  void change_people() {
    const PersonId id = person();
    if (any(3) == 0) people::deactivate(admin_, id);
    else people::reactivate(admin_, id);
  }
  void change_teams() {
    if (any(2)) teams::add_member(admin_, team(), person());
    else teams::remove_member(admin_, team(), person());
  }
  void change_cycle() {
    const CycleId id = cycles_[static_cast<std::size_t>(any(2))];
    const auto row = ctx_.db.read([&](db::Tx& tx) { return cycles::load(tx, id); });
    cycles::CyclePatch patch;
    if (any(2)) patch.check_in_weekday = 1 + any(5);
    else patch.name = "Cycle " + std::to_string(any(1000));
    cycles::update(ctx_, id, row.version, patch);
  }
  void close_or_open() {
    if (any(3) == 0) objectives::close(ctx_, objective(), {.state = engine::ObjectiveState::dropped, .note = "No longer"});
    else objectives::reopen(ctx_, objective());
  }
  void hand_over() { objectives::transfer(ctx_, person(), {.to = person()}); }

  features::Context ctx_, admin_;
  std::vector<PersonId> people_;
  std::vector<TeamId> teams_;
  std::array<CycleId, 2> cycles_;
  std::mt19937 random_;
  int objectives_ = 0, key_results_ = 0;
};

TEST_P(TheGraph, that_follows_the_log_equals_one_that_reads_everything) {
  features::Context ctx = system();
  cycles::NewCycle half;
  half.name = "2026 H1";
  half.starts_on = *parse_date("2026-01-01");
  half.ends_on = *parse_date("2026-06-30");
  half.state = engine::CycleState::active;
  const CycleId second = cycles::add(ctx, half).id;
  Mischief mischief(as(champion), as(admin), {anna, ben, champion}, {platform_team, sales_team}, cycle, second, 7);
  for (int round = 0; round < 60; ++round) {
    for (int i = 0; i < 8; ++i) mischief.once();
    if (round % 12 == 0) clock.advance(day_us);
    ASSERT_EQ(followed(), anew()) << "round " << round;
  }
  compare_with_pages();
  look([](const Picture& p, db::Tx&) {
    EXPECT_GT(p.objectives().size(), 30U);
    EXPECT_GT(p.key_results().size(), 30U);
    EXPECT_GT(std::ranges::count_if(p.key_results(), [](const KeyResult& k) { return k.checkins > 0; }), 5);
    EXPECT_GT(std::ranges::count_if(p.objectives(), [](const Objective& o) { return !o.up.empty(); }), 3);
  });
}

}  // namespace
}  // namespace cairn::graph
