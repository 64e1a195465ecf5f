// Made-up organisations of the sizes that the figures are measured at: S, M and L. Deterministic.
#include <array>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "features/checkins/checkins.h"
#include "features/cycles/cycles.h"
#include "features/organisation/organisation.h"
#include "features/people/people.h"
#include "features/teams/teams.h"
#include "platform/text/text.h"
#include "seed/demo.h"

namespace cairn::seed {
namespace {

struct Size {
  int people, teams, objectives, key_results, weeks, company;
};

Size size_of(char name) {
  if (name == 'M') return {5000, 400, 6000, 20000, 13, 6};
  if (name == 'L') return {100000, 8000, 120000, 400000, 13, 8};
  return {100, 12, 60, 200, 13, 4};
}

// Small, fast, the same everywhere.
class Random {
 public:
  double unit() {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 7;
    state_ ^= state_ << 17;
    return static_cast<double>(state_ >> 11) / 9007199254740992.0;
  }
  int below(int n) { return static_cast<int>(unit() * n); }
  template <class T, std::size_t N>
  const T& of(const std::array<T, N>& from) { return from[static_cast<std::size_t>(below(static_cast<int>(N)))]; }

 private:
  std::uint64_t state_ = 0x9E3779B97F4A7C15ULL;
};

constexpr std::array first_names{"Amara", "Bela", "Chen", "Dina", "Elif", "Farid", "Grace", "Hana", "Ivan", "Jonas", "Keiko", "Lena", "Mateo", "Nadia", "Omar", "Priya"};
constexpr std::array last_names{"Abara", "Bauer", "Costa", "Dubois", "Eriksen", "Fischer", "Garcia", "Huang", "Ito", "Jansen", "Kowalski", "Larsen", "Moreau", "Okafor"};
constexpr std::array areas{"Payments", "Onboarding", "Search", "Mobile", "Platform", "Growth", "Support", "Billing", "Analytics", "Security", "Logistics", "Marketing"};
constexpr std::array verbs{"Make", "Turn", "Grow", "Rebuild", "Simplify", "Win", "Raise", "Open"};
constexpr std::array aims{"the first visit into a first success", "a support that customers praise", "a release nobody is afraid of", "the platform other teams choose",
                          "a hiring process candidates recommend", "a product that works on a slow phone", "a cost base that grows slower than usage", "the most trusted record of revenue"};
struct Measure {
  const char* title;
  const char* unit;
  bool up;
};
constexpr std::array<Measure, 8> measures{{{"Weekly active accounts", "accounts", true}, {"Median page load time", "ms", false}, {"Trial-to-paid conversion", "%", true},
                                          {"Incidents older than 7 days", "incidents", false}, {"Reference customers", "customers", true}, {"First response time in support", "min", false},
                                          {"Qualified pipeline", "kEUR", true}, {"Infrastructure cost per order", "EUR", false}}};
constexpr std::array notes{"Closed two of the three open deals; the third slips to next week.", "The experiment reached significance; rolling out on Monday.",
                           "Blocked by the legal review of the data agreement.", "Flat because of the holiday; back on track next week.",
                           "Migration finished for the first region without incidents.", "Strong week: twice the planned sign-ups."};

class Filler {
 public:
  Filler(features::App& app, db::Tx& tx, Size size, std::string password_hash)
      : app_(app), tx_(tx), size_(size), hash_(std::move(password_hash)), ctx_(features::system_context(app)), now_(app.clock.now()) {}

  void fill() {
    organisation::create(ctx_, {"Scale", "UTC", organisation::Locale::en});
    const Date today = organisation::today(tx_, app_.clock);
    first_friday_ = add_days(today, -7 * (size_.weeks - 1) - (weekday(today) + 2) % 7);
    cycles::NewCycle cycle{"Measured", add_days(first_friday_, -4), add_days(first_friday_, 7 * size_.weeks + 10)};
    cycle.state = engine::CycleState::active;
    cycle_ = cycles::add(ctx_, cycle).id;
    add_people();
    add_teams();
    add_okrs();
  }

 private:
  void add_people() {
    for (int i = 0; i < size_.people; ++i) {
      people::NewPerson input;
      const std::string first = random_.of(first_names), last = random_.of(last_names);
      input.name = first + " " + last;
      input.email = text::fold(first) + "." + text::fold(last) + "." + std::to_string(i + 1) + "@example.test";
      input.role = i == 0 ? engine::Role::admin : i == 1 ? engine::Role::champion : engine::Role::member;
      people_.push_back(people::add(ctx_, input).id);
      people::store_password(tx_, ctx_.origin(), people_.back(), hash_);
    }
  }

  int first_person(int team) const { return static_cast<int>(static_cast<std::int64_t>(team) * size_.people / size_.teams); }

  void add_teams() {
    for (int i = 0; i < size_.teams; ++i) {
      teams::NewTeam input;
      input.name = std::string(areas[static_cast<std::size_t>(i) % areas.size()]) + (i < static_cast<int>(areas.size()) ? "" : " " + std::to_string(i / static_cast<int>(areas.size())));
      if (i > 0) input.parent = teams_[static_cast<std::size_t>((i - 1) / 8)];
      input.lead = people_[static_cast<std::size_t>(first_person(i))];
      for (int p = first_person(i); p < first_person(i + 1); ++p) input.members.push_back(people_[static_cast<std::size_t>(p)]);
      teams_.push_back(teams::add(ctx_, input).id);
    }
  }

  int team_of(int objective) const {
    return static_cast<int>(static_cast<std::int64_t>(objective - size_.company) * size_.teams / (size_.objectives - size_.company));
  }

  void add_okrs() {
    checkins::Bulk bulk(tx_, okrs::moment_of(okrs::load_settings(tx_), now_));
    std::vector<ObjectiveId> objectives;
    std::vector<PersonId> owners;
    std::vector<std::vector<std::size_t>> of_team(static_cast<std::size_t>(size_.teams));
    for (int i = 0; i < size_.objectives; ++i) {
      const bool company = i < size_.company;
      const int team = company ? 0 : team_of(i);
      okrs::ObjectiveRecord record;
      record.title = std::string(random_.of(verbs)) + " " + random_.of(aims);
      record.description = std::string("Why it matters: ") + random_.of(notes);
      record.cycle = cycle_;
      record.level = company ? engine::Level::company : engine::Level::team;
      if (!company) record.team = teams_[static_cast<std::size_t>(team)];
      const int from = first_person(team), span = std::max(1, first_person(team + 1) - from);
      record.owner = people_[static_cast<std::size_t>(from + random_.below(span))];
      record.weight = 1 + random_.below(3);
      record.created_at = record.updated_at = now_;
      objectives.push_back(bulk.add(record));
      owners.push_back(*record.owner);
      if (!company) link_up(bulk, objectives, of_team, static_cast<std::size_t>(team), static_cast<std::size_t>(i));
    }
    add_key_results(bulk, objectives, owners);
    const auto written = bulk.finish();
    // one entry for all: a server that follows the log reads everything anew anyway
    activity::record(tx_, ctx_.origin(), "import.applied", {"import", std::int64_t{0}},
                     json::Object().add("before", json::Raw{"{}"}).add("after", json::Object().add("objectives", written.objectives).raw()).text());
  }

  void link_up(checkins::Bulk& bulk, const std::vector<ObjectiveId>& objectives, std::vector<std::vector<std::size_t>>& of_team, std::size_t team, std::size_t i) {
    const std::vector<std::size_t>* above = team == 0 ? nullptr : &of_team[(team - 1) / 8];
    const std::size_t parent = above && !above->empty() ? (*above)[static_cast<std::size_t>(random_.below(static_cast<int>(above->size())))]
                                                        : static_cast<std::size_t>(random_.below(size_.company));
    okrs::LinkRecord link;
    link.from = objectives[i];
    link.to_objective = objectives[parent];
    link.created_at = now_;
    bulk.add(link);
    of_team[team].push_back(i);
  }

  void add_key_results(checkins::Bulk& bulk, const std::vector<ObjectiveId>& objectives, const std::vector<PersonId>& owners) {
    for (int i = 0; i < size_.key_results; ++i) {
      const auto of = static_cast<std::size_t>(i < size_.objectives ? i : random_.below(size_.objectives));
      const Measure& measure = random_.of(measures);
      okrs::KeyResultRecord record;
      record.objective = objectives[of];
      record.owner = owners[of];
      const double start = measure.up ? 10 + random_.below(200) : 300 + random_.below(700);
      const double target = measure.up ? start + 20 + random_.below(400) : std::floor(start * (0.3 + random_.unit() * 0.5));
      record.title = measure.title;
      record.metric.type = measure.up ? engine::MetricType::increase : engine::MetricType::decrease;
      record.metric.start = start;
      record.metric.target = target;
      record.metric.unit = measure.unit;
      record.decimals = 1;
      record.weight = 1 + random_.below(3);
      record.created_at = record.updated_at = now_;
      const KeyResultId id = bulk.add(record);
      add_checkins(bulk, id, owners[of], start, target);
    }
  }

  void add_checkins(checkins::Bulk& bulk, KeyResultId id, PersonId owner, double start, double target) {
    const double pace = 0.3 + random_.unit() * 0.9;
    for (int week = 0; week < size_.weeks; ++week) {
      checkins::NewCheckin checkin;
      checkin.key_result = id;
      checkin.author = owner;
      const double share = std::min(1.1, (week + 1.0) / size_.weeks * pace + (random_.unit() - 0.5) * 0.08);
      checkin.value = std::round((start + (target - start) * share) * 10) / 10;
      checkin.confidence = pace > 0.9 ? 8 : pace > 0.6 ? 6 : 3;
      checkin.happened = random_.of(notes);
      checkin.at = checkin.recorded_at = Instant{std::int64_t{add_days(first_friday_, 7 * week).days} * day_us + 9 * hour_us};
      bulk.add(checkin);
    }
  }

  features::App& app_;
  db::Tx& tx_;
  Size size_;
  std::string hash_;
  features::Context ctx_;
  Instant now_;
  Random random_;
  Date first_friday_;
  CycleId cycle_;
  std::vector<PersonId> people_;
  std::vector<TeamId> teams_;
};

}  // namespace

void fill_scale(features::App& app, char size) {
  if (app.db.read([](db::Tx& tx) { return people::any(tx); })) {
    fail(Fault::conflict, "not_empty", "There are people in this database already; made-up data needs an empty one.");
  }
  // all share the demo's password: without one nobody is active
  const std::string hash = people::hash_password(demo_password, "", "", "");
  app.db.write([&](db::Tx& tx) { Filler(app, tx, size_of(size), hash).fill(); });
}

}  // namespace cairn::seed
