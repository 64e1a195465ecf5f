// Fills the demo company: its people and teams first, then the year as it went, week by week, on a clock of its own.
#include "seed/demo.h"

#include <algorithm>
#include <functional>
#include <map>

#include "features/checkins/checkins.h"
#include "features/cycles/cycles.h"
#include "features/keyresults/keyresults.h"
#include "features/objectives/objectives.h"
#include "features/organisation/organisation.h"
#include "features/people/people.h"
#include "features/teams/teams.h"
#include "platform/text/text.h"
#include "seed/demo_company.h"
#include "seed/demo_series.h"

namespace cairn::seed {
namespace {

constexpr SignIn sign_ins[] = {
    {"priya.raman@larkspur.example", "contributor: her week, four key results"},
    {"ines.carvalho@larkspur.example", "team lead of Booking"},
    {"mara.lindqvist@larkspur.example", "chief executive"},
    {"ruben.castillo@larkspur.example", "OKR champion: cycles, imports, every objective"},
    {"ada.brunner@larkspur.example", "administrator: people, settings"},
    {"leila.farouk@larkspur.example", "head of people"},
    {"henrik.dahl@larkspur.example", "viewer: reads, changes nothing"},
    {"ingrid.moser@larkspur.example", "auditor: the log alone"},
    {"bruno.keller@larkspur.example", "guest: only what was shared with him"},
};

// Somebody leaves in the middle of the quarter; what they owned waits for another owner from that day on.
constexpr std::string_view left = "Simon Aebi";
constexpr std::string_view left_on = "2026-11-27";

std::string email_of(std::string_view name) {
  std::string address = text::slug(name);
  std::replace(address.begin(), address.end(), '-', '.');
  return address + "@larkspur.example";
}

Date day(std::string_view iso) { return *parse_date(iso); }

struct Placed {
  ObjectiveId id;
  std::vector<KeyResultId> key_results;
};

// Builds the company. Everything happens at a time of its own; the log is written in that order.
class Builder {
 public:
  Builder(features::App& app, db::Tx& tx, std::string password_hash)
      : app_(app), tx_(tx), hash_(std::move(password_hash)), clock_(at("2026-01-05", 8)),
        admin_{{}, app.db, clock_, app, {}} {
    admin_.actor.role = engine::Role::admin;
  }

  void build() {
    organisation::create(admin_, {"Larkspur", "Europe/Zurich", organisation::Locale::en});
    add_people();
    add_teams();
    add_cycles();
    okrs_until("2026-10-02", "2026-01-01", {"2026", "Q3 2026"});
    close_third_quarter();
    okrs_until(left_on, "2026-10-02", {"2026", "Q4 2026"});
    clock_.set(at("2026-11-26", 17));
    people::deactivate(admin_, person(left));
    okrs_until("2026-12-10", left_on, {"2026", "Q4 2026"});
  }

 private:
  struct Event {
    Instant when;
    std::function<void(checkins::Bulk&)> happen;
  };

  Instant at(std::string_view iso, int hour, int minute = 0) const {
    return zone_.at(day(iso), hour * 60 + minute);
  }
  PersonId person(std::string_view name) const { return people_.at(std::string(name)); }
  activity::Origin by(PersonId who, Instant when) const { return {who.value, when, ""}; }

  void add_people() {
    for (const DemoPerson& p : demo_people()) {
      people::NewPerson input;
      input.name = p.name;
      input.email = email_of(p.name);
      input.title = std::string(p.title);
      input.role = *engine::from_word<engine::Role>(p.role);
      const PersonId id = people::add(admin_, input).id;
      people::store_password(tx_, admin_.origin(), id, hash_);
      people_[std::string(p.name)] = id;
    }
  }

  void add_teams() {
    for (const DemoTeam& t : demo_teams()) {
      teams::NewTeam input;
      input.name = t.name;
      input.description = std::string(t.description);
      if (!t.parent.empty()) input.parent = teams_.at(t.parent);
      input.lead = person(t.lead);
      for (const DemoPerson& p : demo_people())
        if (p.team == t.key) input.members.push_back(person(p.name));
      teams_[t.key] = teams::add(admin_, input).id;
      lead_of_[t.key] = t.lead;
      parent_of_[t.key] = t.parent;
    }
    for (const DemoPerson& p : demo_people()) {
      if (p.team.empty()) continue;
      std::string_view lead = lead_of_.at(p.team);
      if (lead == p.name) lead = parent_of_.at(p.team).empty() ? "" : lead_of_.at(parent_of_.at(p.team));
      if (lead.empty() || lead == p.name) continue;
      people::PersonPatch patch;
      patch.manager = person(lead);
      people::update(admin_, person(p.name), std::nullopt, patch);
    }
  }

  void add_cycles() {
    cycles::NewCycle year{"2026", day("2026-01-01"), day("2026-12-31")};
    year.state = engine::CycleState::active;
    year.check_in_every_weeks = 4;
    cycles_["2026"] = cycles::add(admin_, year).id;
    for (const auto& [name, from, to] : {std::tuple{"Q3 2026", "2026-07-01", "2026-09-30"}, {"Q4 2026", "2026-10-01", "2026-12-31"}}) {
      cycles::NewCycle quarter{name, day(from), day(to), cycles_["2026"]};
      quarter.state = engine::CycleState::active;
      cycles_[name] = cycles::add(admin_, quarter).id;
    }
  }

  // The objectives of the cycles, and every check-in in [from, until), in the order of time.
  void okrs_until(std::string_view until, std::string_view from, const std::vector<std::string>& of_cycles) {
    std::vector<Event> events;
    for (const DemoObjective& o : demo_objectives()) {
      if (std::find(of_cycles.begin(), of_cycles.end(), o.cycle) == of_cycles.end()) continue;
      if (!placed_.contains(o.key)) {
        const Instant written = at(o.cycle == "2026" ? "2026-01-12" : o.cycle == "Q3 2026" ? "2026-06-29" : "2026-09-28", 9,
                                   static_cast<int>(placed_.size() + events.size()) % 400 / 10);
        events.push_back({written, [this, &o, written](checkins::Bulk& bulk) { place(bulk, o, written); }});
      }
      add_checkins(events, o, day(from), day(until));
    }
    std::stable_sort(events.begin(), events.end(), [](const Event& a, const Event& b) { return a.when < b.when; });
    checkins::Bulk bulk(tx_, okrs::moment_of(okrs::load_settings(tx_), at(until, 9)));
    for (const Event& e : events) {
      // links to what is written later the same morning wait for it
      if (!later_.empty() && e.when > later_.back().written && zone_.local_date(e.when) != zone_.local_date(later_.back().written)) link_late(bulk);
      e.happen(bulk);
    }
    link_late(bulk);
    bulk.finish();
  }

  void add_checkins(std::vector<Event>& events, const DemoObjective& o, Date from, Date until) {
    const bool year = o.cycle == "2026";
    const Date first = day(year ? "2026-01-30" : o.cycle == "Q3 2026" ? "2026-07-03" : "2026-10-02");
    const Date last = o.cycle == "Q3 2026" ? day("2026-09-25") : day("2026-12-04");
    const int step = year ? 28 : 7;
    const int weeks = days_between(first, last) / step + 1;
    for (std::size_t n = 0; n < o.key_results.size(); ++n) {
      const DemoKeyResult& kr = o.key_results[n];
      const std::vector<DemoPoint> series = demo_series(kr, weeks);
      for (int week = 0; week < weeks; ++week) {
        const Date on = add_days(first, week * step);
        const DemoPoint point = series[static_cast<std::size_t>(week)];
        if (on < from || !(on < until) || point.skipped) continue;
        if (kr.owner == left && !(on < day(left_on))) continue;
        // a few have not checked in yet this week
        if (week == weeks - 1 && !year && o.cycle == "Q4 2026" && noise(kr.title, 77) < 0.22) continue;
        const int minute = static_cast<int>(noise(kr.title, 500 + static_cast<std::uint64_t>(week)) * 480);
        const Instant when = zone_.at(on, 8 * 60 + minute);
        events.push_back({when, [this, &o, &kr, n, point, when, week](checkins::Bulk& bulk) { check_in(bulk, o, kr, n, point, when, week); }});
      }
    }
  }

  void place(checkins::Bulk& bulk, const DemoObjective& o, Instant written) {
    okrs::ObjectiveRecord record;
    record.title = o.title;
    record.description = o.description;
    record.kind = *engine::from_word<engine::ObjectiveKind>(o.kind);
    record.level = o.team.empty() ? engine::Level::company : o.team == "-" ? engine::Level::person : engine::Level::team;
    record.state = o.state == "draft" ? engine::ObjectiveState::draft : engine::ObjectiveState::active;
    record.visibility = *engine::from_word<engine::Visibility>(o.visibility);
    record.cycle = cycles_.at(std::string(o.cycle));
    if (record.level == engine::Level::team) record.team = teams_.at(o.team);
    record.owner = person(o.owner);
    record.created_by = record.owner;
    record.created_at = record.updated_at = written;
    if (o.key == "pricing") record.viewers = {person("Petra Novak"), person("Hugo Alvarez")};
    if (o.key == "groups") record.viewers = {person("Bruno Keller")};
    std::sort(record.viewers.begin(), record.viewers.end());
    const activity::Origin origin = by(*record.owner, written);
    Placed placed{bulk.add(record, &origin), {}};
    for (const DemoKeyResult& kr : o.key_results) placed.key_results.push_back(place_key_result(bulk, o, kr, placed.id, written));
    placed_[o.key] = placed;
    link(bulk, o, engine::LinkKind::contributes, o.up, written);
    link(bulk, o, engine::LinkKind::supports, o.supports, written);
    link(bulk, o, engine::LinkKind::depends_on, o.depends_on, written);
  }

  KeyResultId place_key_result(checkins::Bulk& bulk, const DemoObjective& o, const DemoKeyResult& kr, ObjectiveId parent, Instant written) {
    okrs::KeyResultRecord record;
    record.objective = parent;
    record.title = kr.title;
    record.owner = person(kr.owner);
    record.metric = demo_metric(kr);
    record.decimals = kr.decimals;
    record.created_at = record.updated_at = written;
    if (o.key == "groups" && kr.unit == "k CHF") {
      record.metric.phases = {{day("2026-10-31"), 350}, {day("2026-11-30"), 800}, {day("2026-12-31"), 1400}};
    }
    if (kr.title == "Interface for imaging devices") record.starts_on = day("2026-12-08");  // has only just begun
    if (kr.owner != "Priya Raman" && o.key == "flow") record.contributors = {person("Priya Raman")};
    const activity::Origin origin = by(person(o.owner), written);
    return bulk.add(record, &origin);
  }

  // in: keys, or "kr:KEY/N" for the n-th key result of one; those not placed yet are left out
  void link(checkins::Bulk& bulk, const DemoObjective& o, engine::LinkKind kind, std::string_view targets, Instant written) {
    while (!targets.empty()) {
      const std::size_t comma = targets.find(',');
      std::string_view target = targets.substr(0, comma);
      targets = comma == std::string_view::npos ? std::string_view() : targets.substr(comma + 1);
      okrs::LinkRecord record;
      record.kind = kind;
      record.from = placed_.at(o.key).id;
      record.created_at = written;
      if (kind == engine::LinkKind::depends_on) record.state = okrs::LinkState::agreed;
      if (target.starts_with("kr:")) {
        const std::size_t slash = target.find('/');
        const auto n = static_cast<std::size_t>(target[slash + 1] - '1');
        record.to_key_result = placed_.at(target.substr(3, slash - 3)).key_results[n];
      } else if (const auto found = placed_.find(target); found != placed_.end()) {
        record.to_objective = found->second.id;
      } else {
        later_.push_back({&o, kind, target, written});
        continue;
      }
      const activity::Origin origin = by(person(o.owner), written);
      bulk.add(record, &origin);
    }
  }

  void link_late(checkins::Bulk& bulk) {
    for (const LateLink& l : std::exchange(later_, {})) link(bulk, *l.from, l.kind, l.target, l.written);
  }

  void check_in(checkins::Bulk& bulk, const DemoObjective& o, const DemoKeyResult& kr, std::size_t n, const DemoPoint& point,
                Instant when, int week) {
    checkins::NewCheckin input;
    input.key_result = placed_.at(o.key).key_results[n];
    input.author = person(kr.owner);
    input.value = point.value;
    input.confidence = point.confidence;
    const auto pick = [&](std::span<const std::string_view> from, std::uint64_t salt) {
      return std::string(from[static_cast<std::size_t>(noise(kr.title, salt + static_cast<std::uint64_t>(week)) * static_cast<double>(from.size()))]);
    };
    input.happened = pick(demo_notes(kr.path), 2000);
    if (noise(kr.title, 3000 + static_cast<std::uint64_t>(week)) < 0.25) input.blocked = pick(demo_blocks(), 4000);
    if (noise(kr.title, 5000 + static_cast<std::uint64_t>(week)) < 0.5) input.next_steps = pick(demo_next(), 6000);
    input.at = input.recorded_at = when;
    const activity::Origin origin = by(*input.author, when);
    if (kr.metric == "milestones") mark_milestones(input.key_result, point.value, zone_.local_date(when));
    bulk.add(input, &origin);
    if (kr.title == "Cost of a qualified request" && week == 5) {
      bulk.revise_target(input.key_result, {zone_.local_date(when), 410, 280, "Clicks in November cost a fifth more than planned; decided with Petra."},
                         person("Petra Novak"), when);
    }
  }

  void mark_milestones(KeyResultId id, double done, Date on) {
    auto record = okrs::find_key_result(tx_, id);
    for (std::size_t i = 0; i < record->metric.milestones.size(); ++i) {
      if (static_cast<double>(i) < done && !record->metric.milestones[i].done_on) record->metric.milestones[i].done_on = on;
    }
    okrs::set_milestones(tx_, id, record->metric.milestones);
  }

  void close_third_quarter() {
    features::Context champion = admin_;
    champion.actor = app_.load_actor(tx_, person("Ruben Castillo"));
    int minute = 0;
    for (const DemoObjective& o : demo_objectives()) {
      if (o.cycle != "Q3 2026") continue;
      clock_.set(at("2026-10-05", 10, minute++));
      objectives::ClosurePut closure;
      closure.state = *engine::from_word<engine::ObjectiveState>(o.state);
      closure.note = "Closed in the quarterly review.";
      objectives::close(champion, placed_.at(o.key).id, closure);
    }
    for (const engine::CycleState state : {engine::CycleState::review, engine::CycleState::closed}) {
      clock_.set(at("2026-10-05", state == engine::CycleState::review ? 9 : 16));
      cycles::CyclePatch patch;
      patch.state = state;
      const auto row = cycles::load(tx_, cycles_.at("Q3 2026"));
      cycles::update(champion, row.id, row.version, patch);
    }
  }

  features::App& app_;
  db::Tx& tx_;
  std::string hash_;
  clock::Zone zone_ = *clock::Zone::load("Europe/Zurich");
  clock::ManualClock clock_;
  features::Context admin_;
  std::map<std::string, PersonId, std::less<>> people_;
  std::map<std::string_view, TeamId> teams_;
  std::map<std::string_view, std::string_view> lead_of_, parent_of_;
  std::map<std::string, CycleId> cycles_;
  std::map<std::string_view, Placed> placed_;
  struct LateLink {
    const DemoObjective* from;
    engine::LinkKind kind;
    std::string_view target;
    Instant written;
  };
  std::vector<LateLink> later_;
};

}  // namespace

std::span<const SignIn> demo_sign_ins() { return sign_ins; }

bool fill_demo(features::App& app) {
  if (app.db.read([](db::Tx& tx) { return people::any(tx); })) return false;
  // all share one password; it is hashed once, outside of the transaction
  const std::string hash = people::hash_password(demo_password, "", "", "");
  app.db.write([&](db::Tx& tx) { Builder(app, tx, hash).build(); });
  return true;
}

}  // namespace cairn::seed
