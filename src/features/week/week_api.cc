// GET /my-week.
#include <algorithm>
#include <map>
#include <tuple>

#include "features/rules.h"
#include "features/week/week.h"

namespace cairn::week {

namespace {

struct WeekQuery {
  std::optional<Date> week;
  static constexpr auto fields() {
    return json::fields(json::field("week", &WeekQuery::week, "any day of the week; the running one unless given"));
  }
};

struct TitleRef {
  ObjectiveId id;
  std::string title;
  static constexpr std::string_view json_name = "ObjectiveTitle";
  static constexpr auto fields() {
    return json::fields(json::field("id", &TitleRef::id, ""), json::field("title", &TitleRef::title, ""));
  }
};

struct LastCheckin {
  CheckinId id;
  std::optional<features::PersonRef> author;
  double value = 0;
  std::string value_text;
  std::optional<double> confidence;
  std::string happened, blocked, next_steps;
  Instant at;
  Date on;
  std::int64_t version = 0;
  static constexpr std::string_view json_name = "LastCheckin";
  static constexpr auto fields() {
    using L = LastCheckin;
    return json::fields(json::field("id", &L::id, ""), json::field("author", &L::author, ""),
                        json::field("value", &L::value, ""), json::field("value_text", &L::value_text, "for people"),
                        json::field("confidence", &L::confidence, "0..10"), json::field("happened", &L::happened, ""),
                        json::field("blocked", &L::blocked, ""), json::field("next_steps", &L::next_steps, ""),
                        json::field("at", &L::at, "effective"), json::field("on", &L::on, "its day"),
                        json::field("version", &L::version, "for If-Match"));
  }
};

struct MilestoneView {
  MilestoneId id;
  std::string title;
  double weight = 1;
  std::optional<Date> done_on;
  static constexpr std::string_view json_name = "MilestoneState";
  static constexpr auto fields() {
    using M = MilestoneView;
    return json::fields(json::field("id", &M::id, ""), json::field("title", &M::title, ""),
                        json::field("weight", &M::weight, ""), json::field("done_on", &M::done_on, "null while open"));
  }
};

// The four marks of zones: numbers, or sentences with the values 0 to 3.
struct ZonesView {
  std::optional<double> start, commit, target, stretch;
  std::optional<std::string> zone_start, zone_commit, zone_target, zone_stretch;
  static constexpr std::string_view json_name = "Zones";
  static constexpr auto fields() {
    using Z = ZonesView;
    return json::fields(json::field("start", &Z::start, "", json::omit_null), json::field("commit", &Z::commit, "", json::omit_null),
                        json::field("target", &Z::target, "", json::omit_null), json::field("stretch", &Z::stretch, "", json::omit_null),
                        json::field("zone_start", &Z::zone_start, "", json::omit_null),
                        json::field("zone_commit", &Z::zone_commit, "", json::omit_null),
                        json::field("zone_target", &Z::zone_target, "", json::omit_null),
                        json::field("zone_stretch", &Z::zone_stretch, "", json::omit_null));
  }
};

struct WeekItem {
  rows::KeyResultRow key_result;
  TitleRef objective;
  std::optional<Date> due_on;
  DueState state = DueState::upcoming;
  std::optional<LastCheckin> last;
  std::optional<std::vector<MilestoneView>> milestones;
  std::optional<ZonesView> zones;
  static constexpr std::string_view json_name = "WeekItem";
  static constexpr auto fields() {
    using W = WeekItem;
    return json::fields(json::field("key_result", &W::key_result, ""), json::field("objective", &W::objective, ""),
                        json::field("due_on", &W::due_on, ""), json::field("state", &W::state, ""),
                        json::field("last", &W::last, "the newest check-in up to the week's end"),
                        json::field("milestones", &W::milestones, "", json::omit_null),
                        json::field("zones", &W::zones, "", json::omit_null));
  }
};

struct WeekCounts {
  int due = 0, overdue = 0, done = 0, upcoming = 0;
  static constexpr std::string_view json_name = "WeekCounts";
  static constexpr auto fields() {
    using C = WeekCounts;
    return json::fields(json::field("due", &C::due), json::field("overdue", &C::overdue), json::field("done", &C::done),
                        json::field("upcoming", &C::upcoming));
  }
};

struct Week {
  Date week_start, week_end, today;
  std::vector<WeekItem> items;
  WeekCounts counts;
  std::vector<rows::AttentionItem> attention;
  static constexpr std::string_view json_name = "MyWeek";
  static constexpr auto fields() {
    using W = Week;
    return json::fields(json::field("week_start", &W::week_start, ""), json::field("week_end", &W::week_end, ""),
                        json::field("today", &W::today, ""), json::field("items", &W::items, "overdue, due, upcoming, done"),
                        json::field("counts", &W::counts, ""), json::field("attention", &W::attention, ""));
  }
};

using Newest = std::map<std::int64_t, LastCheckin>;  // by key result

#define CAIRN_CHECKIN \
  "SELECT key_result_id, id, author_id, value, confidence, happened, blocked, next_steps, effective_at, version FROM checkins "

// The newest check-in of each key result up to the end of the week.
Newest newest_checkins(db::Tx& tx, const graph::Picture& picture, std::span<const graph::KeyResult* const> key_results,
                       std::optional<Instant> until) {
  Newest newest;
  const auto take = [&](db::Row& row) {
    LastCheckin& last = newest[row.next<std::int64_t>()];
    last.id = row.next<CheckinId>();
    last.author = graph::person_ref(picture, row.next<std::optional<PersonId>>().value_or(PersonId{}));
    last.value = row.next<double>();
    last.confidence = row.next<std::optional<double>>();
    last.happened = row.next<std::string>();
    last.blocked = row.next<std::string>();
    last.next_steps = row.next<std::string>();
    last.at = row.next<Instant>();
    last.on = picture.zone().local_date(last.at);
    last.version = row.next<std::int64_t>();
  };
  std::vector<std::int64_t> ids;
  for (const graph::KeyResult* kr : key_results) {
    if (until) ids.push_back(kr->id.value);
    else if (kr->last_checkin) ids.push_back(kr->last_checkin);
  }
  if (ids.empty()) return newest;
  if (until) {
    for (db::Row& row : tx.query(CAIRN_CHECKIN "WHERE key_result_id IN ($1) AND effective_at <= $2 ORDER BY effective_at, id", ids, *until))
      take(row);
  } else {
    for (db::Row& row : tx.query(CAIRN_CHECKIN "WHERE id IN ($1)", ids)) take(row);
  }
  return newest;
}

void add_inputs(const graph::Picture& picture, const graph::KeyResult& kr, const engine::Metric& metric, WeekItem& item) {
  if (kr.metric == engine::MetricType::milestones) {
    item.milestones.emplace();
    for (const engine::Milestone& m : metric.milestones)
      item.milestones->push_back({MilestoneId{m.id}, m.title, m.weight, m.done_on});
  }
  if (kr.metric != engine::MetricType::zones) return;
  if (engine::has_sentences(metric)) {
    item.zones = ZonesView{.zone_start = metric.zone_texts[0], .zone_commit = metric.zone_texts[1],
                           .zone_target = metric.zone_texts[2], .zone_stretch = metric.zone_texts[3]};
  } else {
    item.zones = ZonesView{.start = kr.start.get(), .commit = kr.commit.get(),
                           .target = picture.target_in_force(kr, picture.today()), .stretch = kr.stretch.get()};
  }
}

WeekItem item_of(const graph::Picture& picture, const engine::Actor& actor, const graph::KeyResult& kr,
                 Date week_start, Newest& newest) {
  const graph::Objective& o = *picture.objective(kr.objective);
  const engine::Metric metric = picture.metric_of(kr);
  WeekItem item{.key_result = graph::key_result_row(picture, kr, actor),
                .objective = {o.id, std::string(picture.text(o.title))}};
  if (const auto found = newest.find(kr.id.value); found != newest.end()) {
    found->second.value_text = rows::value_text(metric, found->second.value, metric.unit, kr.decimals);
    item.last = std::move(found->second);
  }
  const auto days = rows::due_days(picture.cycle(o.cycle)->calendar, kr.starts_on.get(), kr.due_on.get(),
                                   kr.cadence_weeks ? std::optional<int>(kr.cadence_weeks) : std::nullopt);
  const Due due = due_in_week(days, week_start, picture.today(), item.last ? std::optional(item.last->on) : std::nullopt,
                              kr.created_on);
  item.state = due.state;
  item.due_on = due.on;
  add_inputs(picture, kr, metric, item);
  return item;
}

void count(WeekCounts& counts, DueState state) {
  switch (state) {
    case DueState::due: ++counts.due; break;
    case DueState::overdue: ++counts.overdue; break;
    case DueState::done: ++counts.done; break;
    case DueState::upcoming: ++counts.upcoming; break;
  }
}

http::Reply show(http::Call& call, features::App& app) {
  const features::Context ctx = features::context(call, app);
  const graph::Reading picture = app.graph->read(call.tx());
  const Date today = picture->today();
  Week week{.week_start = week_start_of(call.query<WeekQuery>().week.value_or(today), picture->organisation().week_start),
            .today = today};
  week.week_end = add_days(week.week_start, 6);
  const auto key_results = key_results_of(*picture, ctx.actor);
  std::optional<Instant> until;
  if (week.week_end < today) until = picture->zone().end_of_day(week.week_end);
  Newest newest = newest_checkins(call.tx(), *picture, key_results, until);
  for (const graph::KeyResult* kr : key_results) {
    week.items.push_back(item_of(*picture, ctx.actor, *kr, week.week_start, newest));
    count(week.counts, week.items.back().state);
  }
  std::ranges::sort(week.items, {}, [](const WeekItem& i) {
    return std::tuple(i.state, i.due_on.value_or(Date{}), i.objective.id, i.key_result.id);
  });
  week.attention = graph::attention(*picture, std::span<const graph::KeyResult* const>(key_results));
  return http::Reply::json(week);
}

}  // namespace

void routes(http::Registry& registry, features::App& app) {
  registry.add(http::route(http::Method::get, "/my-week")
                   .summary("What I have to check in this week").tag("pictures").rule(features::rules::signed_in)
                   .scope(http::Scope::read).rate(http::Rate::read).runs(http::Run::read).query<WeekQuery>().answers<Week>(200)
                   .handle([&app](http::Call& call) { return show(call, app); }));
}

}  // namespace cairn::week
