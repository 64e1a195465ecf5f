// Posting, back-dating, editing and previewing check-ins; what they move; who may.
#include "features/checkins/checkins.h"

#include "features/people/people.h"
#include "support/okrs.h"

namespace cairn::checkins {
namespace {

using test::failure_of;
using test::Kinds;
using test::refusal;

class Checkins : public test::Okrs {
 protected:
  KeyResultId milestones(ObjectiveId id) {
    features::Context ctx = as(owner);
    keyresults::KeyResultInput input;
    input.title = "Launch in three steps";
    input.metric.type = engine::MetricType::milestones;
    input.metric.milestones = {{{}, "Design", 1, {}}, {{}, "Build", 2, {}}, {{}, "Launch", 1, {}}};
    return keyresults::create(ctx, id, input).id;
  }
};
CAIRN_EACH_ENGINE(Checkins);

TEST_P(Checkins, move_the_key_result_and_everything_above_it) {
  const auto company = objective("Company");
  const auto below = objective("Team");
  contribute(below.id, company.id.text());
  const KeyResultId kr = key_result(below.id);
  const std::int64_t before = last_number();
  const CheckinAnswer posted = check_in(kr, 40, nullptr, 7);
  EXPECT_DOUBLE_EQ(*posted.key_result.progress, 0.4);
  EXPECT_EQ(posted.key_result.checkin_count, 1);
  EXPECT_DOUBLE_EQ(*see(below.id).progress, 0.4);
  EXPECT_DOUBLE_EQ(*see(below.id).confidence, 7);
  EXPECT_DOUBLE_EQ(*see(company.id).progress, 0.4);
  ASSERT_EQ(posted.ancestors.size(), 2u);
  EXPECT_EQ(posted.ancestors[0].id, below.id);
  EXPECT_EQ(posted.ancestors[1].id, company.id);
  const auto entries = entries_after(before);
  ASSERT_EQ(entries.size(), 1u);
  EXPECT_EQ(entries[0].kind, "checkin.posted");
  EXPECT_EQ(std::ranges::count(entries[0].touched, activity::Subject("objective", company.id)), 1);
  EXPECT_EQ(mismatches(), Kinds{});
}

TEST_P(Checkins, count_by_the_day_they_are_for_and_not_by_when_they_were_written) {
  const KeyResultId kr = key_result(objective().id);
  check_in(kr, 50);
  check_in(kr, 10, "2026-01-05");
  EXPECT_DOUBLE_EQ(*see(kr).value, 50);
  EXPECT_EQ(see(kr).series.size(), 2u);
  EXPECT_DOUBLE_EQ(see(kr).series[0].value, 10);
  clock.advance(hour_us);
  check_in(kr, 55);
  EXPECT_DOUBLE_EQ(*see(kr).value, 55);
}

TEST_P(Checkins, at_the_same_instant_the_one_recorded_later_counts) {
  const KeyResultId kr = key_result(objective().id);
  check_in(kr, 20, "2026-01-06");
  check_in(kr, 30, "2026-01-06");
  EXPECT_DOUBLE_EQ(*see(kr).value, 30);
}

TEST_P(Checkins, keep_the_newest_confidence) {
  const KeyResultId kr = key_result(objective().id);
  check_in(kr, 20, "2026-01-06", 3);
  check_in(kr, 10, "2026-01-05", 9);
  EXPECT_DOUBLE_EQ(*see(kr).confidence, 3);
}

TEST_P(Checkins, are_refused_for_the_future_and_for_before_the_cycle) {
  const KeyResultId kr = key_result(objective().id);
  EXPECT_EQ(refusal([&] { check_in(kr, 1, "2026-01-13"); }), "in_the_future");
  EXPECT_EQ(refusal([&] { check_in(kr, 1, "2025-12-31"); }), "before_the_cycle");
  EXPECT_EQ(see(kr).checkin_count, 0);
}

TEST_P(Checkins, know_that_today_is_a_day_of_the_organisations_time_zone) {
  clock.set(*parse_instant("2026-01-12T23:30:00Z"));  // in Zurich it is the 13th already
  const KeyResultId kr = key_result(objective().id);
  EXPECT_EQ(format(check_in(kr, 5, "2026-01-13").checkin.on), "2026-01-13");
}

TEST_P(Checkins, are_refused_once_the_cycle_is_closed) {
  const KeyResultId kr = key_result(objective().id);
  check_in(kr, 10);
  close_cycle(cycle);
  EXPECT_EQ(refusal([&] { check_in(kr, 11); }), "cycle_closed");
}

TEST_P(Checkins, are_refused_on_closed_and_on_archived_objectives) {
  const auto closed = objective("Closed");
  const KeyResultId of_closed = key_result(closed.id);
  features::Context ctx = as(owner);
  objectives::close(ctx, closed.id, {.state = engine::ObjectiveState::missed});
  EXPECT_EQ(refusal([&] { check_in(of_closed, 1); }), "objective_closed");
  const auto archived = objective("Archived");
  const KeyResultId of_archived = key_result(archived.id);
  objectives::archive(ctx, archived.id, true);
  EXPECT_EQ(refusal([&] { check_in(of_archived, 1); }), "archived");
}

TEST_P(Checkins, need_a_value_that_the_metric_knows) {
  features::Context ctx = as(owner);
  const auto o = objective();
  const KeyResultId number = key_result(o.id);
  EXPECT_EQ(refusal([&] { post_checkin(ctx, number, {.confidence = 5}); }), "value_required");
  EXPECT_EQ(refusal([&] { check_in(number, std::numeric_limits<double>::infinity()); }), "value_not_finite");
  EXPECT_EQ(refusal([&] { check_in(number, std::numeric_limits<double>::quiet_NaN()); }), "value_not_finite");
  keyresults::KeyResultInput done;
  done.title = "Certificate";
  done.metric.type = engine::MetricType::done;
  const KeyResultId yes_or_no = keyresults::create(ctx, o.id, done).id;
  EXPECT_NE(refusal([&] { check_in(yes_or_no, 0.5); }), "");
  EXPECT_EQ(check_in(yes_or_no, 1).key_result.value_text, "yes");
}

TEST_P(Checkins, mark_all_milestones_that_are_done) {
  features::Context ctx = as(owner);
  const KeyResultId kr = milestones(objective().id);
  const auto steps = *see(kr).metric.milestones;
  const Date today = *parse_date("2026-01-12");
  post_checkin(ctx, kr, {.done_milestones = {{{*steps[0].id, today}, {*steps[1].id, today}}}, .confidence = 5});
  EXPECT_DOUBLE_EQ(*see(kr).progress, 0.75);
  EXPECT_EQ(see(kr).value_text, "3 of 4");
  clock.advance(hour_us);
  post_checkin(ctx, kr, {.done_milestones = {{{*steps[0].id, today}}}, .confidence = 5});
  EXPECT_DOUBLE_EQ(*see(kr).progress, 0.25);
  // one for an earlier day adds, and takes nothing back
  post_checkin(ctx, kr, {.done_milestones = {{{*steps[2].id, *parse_date("2026-01-05")}}}, .confidence = 5,
                         .on = parse_date("2026-01-06")});
  EXPECT_DOUBLE_EQ(*see(kr).progress, 0.5);
  EXPECT_EQ(refusal([&] { post_checkin(ctx, kr, {.value = 1, .confidence = 5}); }), "not_a_value");
  EXPECT_EQ(refusal([&] { post_checkin(ctx, kr, {.done_milestones = {{{MilestoneId{99}, today}}}, .confidence = 5}); }),
            "unknown_milestone");
  EXPECT_EQ(mismatches(), Kinds{});
}

TEST_P(Checkins, are_for_owner_contributors_and_editors) {
  const auto o = objective();
  features::Context ctx = as(owner);
  keyresults::KeyResultInput input = increase("Shared", 0, 10);
  const PersonId helper = person("Hugo Helper");
  input.contributors = {helper};
  const KeyResultId kr = keyresults::create(ctx, o.id, input).id;
  for (const PersonId may : {owner, helper, lead, champion}) {
    features::Context one = as(may);
    EXPECT_EQ(refusal([&] { post_checkin(one, kr, {.value = 1, .confidence = 5}); }), "");
  }
  for (const PersonId may_not : {stranger, viewer}) {
    features::Context one = as(may_not);
    EXPECT_EQ(refusal([&] { post_checkin(one, kr, {.value = 1, .confidence = 5}); }), "forbidden");
  }
}

TEST_P(Checkins, on_what_one_may_not_see_are_answered_as_if_it_were_not_there) {
  features::Context ctx = as(owner);
  auto input = team_objective("Secret");
  input.visibility = engine::Visibility::private_;
  const KeyResultId kr = key_result(objectives::create(ctx, input).id);
  const CheckinId checkin = check_in(kr, 1).checkin.id;
  features::Context other = as(stranger);
  EXPECT_EQ(refusal([&] { post_checkin(other, kr, {.value = 1, .confidence = 5}); }), "not_found");
  EXPECT_EQ(refusal([&] { read(other, checkin); }), "not_found");
  EXPECT_EQ(refusal([&] { list(other, kr, {}); }), "not_found");
  EXPECT_EQ(refusal([&] { preview(other, kr, {.value = 1}); }), "not_found");
}

TEST_P(Checkins, keep_the_old_text_in_the_log_when_they_are_edited) {
  features::Context ctx = as(owner);
  const KeyResultId kr = key_result(objective().id);
  const Checkin posted = post_checkin(ctx, kr, {.value = 10, .confidence = 5, .happened = "first words"}).checkin;
  CheckinPatch patch;
  patch.value = 20.0;
  patch.happened = std::string("better words");
  const auto edited = edit_checkin(ctx, posted.id, posted.version, patch);
  EXPECT_EQ(edited.checkin.happened, "better words");
  EXPECT_TRUE(edited.checkin.edited_at.has_value());
  EXPECT_DOUBLE_EQ(*edited.key_result.progress, 0.2);
  const auto history = db().read([&](db::Tx& tx) {
    return okrs::history(tx, {{"checkin", posted.id}, posted.id.text(), "", {}}, {});
  });
  ASSERT_EQ(history.items.size(), 2u);
  ASSERT_EQ(history.items[0].kind, "checkin.edited");
  bool found = false;
  for (const auto& change : history.items[0].changes)
    found = found || (change.field == "happened" && change.before.text == "\"first words\"");
  EXPECT_TRUE(found);
  EXPECT_EQ(refusal([&] { edit_checkin(ctx, posted.id, posted.version, patch); }), "changed_meanwhile");
  features::Context other = as(stranger);
  EXPECT_EQ(refusal([&] { edit_checkin(other, posted.id, 2, patch); }), "forbidden");
}

TEST_P(Checkins, are_previewed_without_writing_anything) {
  features::Context ctx = as(owner);
  const auto o = objective();
  const KeyResultId kr = key_result(o.id);
  key_result(o.id);
  check_in(kr, 20);
  const std::int64_t before = last_number();
  const Preview shown = preview(ctx, kr, {.value = 60});
  EXPECT_DOUBLE_EQ(*shown.progress, 0.6);
  EXPECT_DOUBLE_EQ(*shown.change, 40);
  EXPECT_DOUBLE_EQ(*shown.objective_progress, 0.3);
  EXPECT_DOUBLE_EQ(*shown.objective_progress_before, 0.1);
  EXPECT_EQ(last_number(), before);
  EXPECT_DOUBLE_EQ(*see(kr).value, 20);
}

TEST_P(Checkins, are_listed_newest_first_page_by_page) {
  features::Context ctx = as(owner);
  const KeyResultId kr = key_result(objective().id);
  for (const char* day : {"2026-01-02", "2026-01-05", "2026-01-07"}) check_in(kr, 5, day);
  const CheckinPage first = list(ctx, kr, {.limit = 2});
  ASSERT_EQ(first.items.size(), 2u);
  EXPECT_EQ(format(first.items[0].on), "2026-01-07");
  EXPECT_TRUE(first.items[0].previous_value.has_value());
  const CheckinPage second = list(ctx, kr, {.cursor = first.next, .limit = 2});
  ASSERT_EQ(second.items.size(), 1u);
  EXPECT_EQ(format(second.items[0].on), "2026-01-02");
  EXPECT_FALSE(second.next.has_value());
  EXPECT_EQ(refusal([&] { list(ctx, kr, {.cursor = "nonsense"}); }), "bad_cursor");
}

TEST_P(Checkins, in_bulk_give_the_figures_that_one_by_one_would_give) {
  const auto o = objective();
  const KeyResultId one = key_result(o.id), two = key_result(o.id, 0, 10);
  (void)two;
  const auto written = db().write([&](db::Tx& tx) {
    Bulk bulk(tx, okrs::moment_of(okrs::load_settings(tx), clock.now()));
    for (int i = 0; i < 20; ++i)
      bulk.add(NewCheckin{.key_result = one, .author = owner, .value = i * 2.0, .confidence = i % 11,
                          .at = Instant{clock.now().us - (20 - i) * hour_us}, .recorded_at = clock.now()});
    auto done = bulk.finish();
    activity::record(tx, {0, clock.now(), ""}, "import.applied", {"import", std::int64_t{1}}, "{}", done.touched);
    return done;
  });
  EXPECT_EQ(written.checkins, 20);
  EXPECT_EQ(written.checkin_ids.size(), 20u);
  EXPECT_DOUBLE_EQ(*see(one).value, 38);
  EXPECT_EQ(see(one).checkin_count, 20);
  EXPECT_EQ(mismatches(), Kinds{});
}

}  // namespace
}  // namespace cairn::checkins
