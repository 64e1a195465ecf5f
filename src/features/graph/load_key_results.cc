// The SELECTs behind the picture's key results: rows, people, parts of metrics, and the newest check-ins.
#include <algorithm>

#include "features/graph/builder.h"
#include "features/graph/lists.h"

namespace cairn::graph {

namespace {

Number number(db::Row& row) { return row.next<std::optional<double>>(); }

// The newest check-ins of one key result while all are read: their instants and values, oldest first.
struct Newest {
  std::array<std::int64_t, spark_points> at{};
  std::array<float, spark_points> value{};
  std::uint8_t size = 0;

  void add(std::int64_t when, float what) {
    if (size == spark_points) {
      if (when < at[0]) return;
      std::shift_left(at.begin(), at.end(), 1);
      std::shift_left(value.begin(), value.end(), 1);
      --size;
    }
    std::size_t i = size++;
    for (; i > 0 && at[i - 1] > when; --i) {
      at[i] = at[i - 1];
      value[i] = value[i - 1];
    }
    at[i] = when;
    value[i] = what;
  }
};

}  // namespace

#define CAIRN_KEY_RESULT                                                                                              \
  "SELECT id, objective_id, title, unit, owner_id, metric, decimals, cadence_weeks, confidence, source, "             \
  "CASE WHEN archived_at IS NULL THEN 0 ELSE 1 END, start_value, target_value, low_value, high_value, commit_value, " \
  "stretch_value, risk_value, current_value, progress, weight, position, starts_on, due_on, created_at, checkins, "   \
  "version, zone_start, zone_commit, zone_target, zone_stretch FROM key_results "
std::size_t Builder::key_results(const Ids* ids) {
  std::size_t count = 0;
  if (!ids) {
    p_.key_results_.reserve(static_cast<std::size_t>(tx_.value<std::int64_t>("SELECT COUNT(*) FROM key_results").value_or(0)));
    for (db::Row& row : tx_.query(CAIRN_KEY_RESULT "ORDER BY id")) take_key_result(row), ++count;
  } else {
    for (db::Row& row : tx_.query(CAIRN_KEY_RESULT "WHERE id IN ($1)", *ids)) take_key_result(row), ++count;
  }
  return count;
}

void Builder::take_key_result(db::Row& row) {
  KeyResult& kr = p_.key_results_.at(row.next<KeyResultId>());
  const ObjectiveId old_objective = kr.objective;
  const PersonId old_owner = kr.owner;
  const auto place = [&] { return std::tuple(kr.objective, kr.owner, kr.archived, kr.position, kr.aligned); };
  const auto before = place();
  kr.objective = row.next<ObjectiveId>();
  kr.title = p_.texts_.put(row.next<std::string_view>(), kr.title);
  kr.unit = p_.texts_.put(row.next<std::string_view>(), kr.unit);
  kr.owner = row.next<std::optional<PersonId>>().value_or(PersonId{});
  kr.metric = engine::from_word<engine::MetricType>(row.next<std::string_view>()).value_or(engine::MetricType::increase);
  kr.decimals = static_cast<std::uint8_t>(row.next<int>());
  kr.cadence_weeks = static_cast<std::uint8_t>(std::clamp(row.next<std::optional<int>>().value_or(0), 0, 255));
  kr.confidence = static_cast<std::int8_t>(row.next<std::optional<int>>().value_or(-1));
  kr.aligned = row.next<std::string_view>() == "aligned";
  kr.archived = row.next<bool>();
  for (Number* n : {&kr.start, &kr.target, &kr.low, &kr.high, &kr.commit, &kr.stretch, &kr.risk, &kr.value, &kr.progress})
    *n = number(row);
  kr.weight = row.next<double>();
  kr.position = row.next<double>();
  kr.starts_on = row.next<std::optional<Date>>();
  kr.due_on = row.next<std::optional<Date>>();
  kr.created_on = p_.zone_.local_date(row.next<Instant>());
  kr.checkins = row.next<std::int64_t>();
  kr.version = row.next<std::int64_t>();
  kr.changed = number_;
  take_zones(row, kr.id);
  relist(p_.objectives_, old_objective, kr.objective, kr.id, &Objective::key_results);
  relist(p_.people_, old_owner, kr.owner, kr.id, &Person::key_results);
  if (before == place()) return;
  const Objective* holder = p_.objectives_.find(kr.objective);
  if (!old_objective && holder) grow(holder->cycle);
  if (!old_objective) return;
  for (const ObjectiveId id : {old_objective, kr.objective})
    if (const Objective* o = p_.objectives_.find(id)) reshape(o->cycle);
}

void Builder::take_zones(db::Row& row, KeyResultId id) {
  std::array<std::string_view, 4> words;
  bool any = false;
  for (std::string_view& word : words) {
    word = row.next<std::optional<std::string_view>>().value_or("");
    any = any || !word.empty();
  }
  const auto known = p_.parts_.find(id.value);
  if (!any && known == p_.parts_.end()) return;
  MetricParts& parts = any ? p_.parts_[id.value] : known->second;
  for (std::size_t i = 0; i < 4; ++i) parts.zone_texts[i] = p_.texts_.put(words[i], parts.zone_texts[i]);
}

void Builder::key_result_people(const Ids* ids) {
  const auto take = [&](db::Row& row) {
    KeyResult* kr = p_.key_results_.find(row.next<KeyResultId>());
    const PersonId person = row.next<PersonId>();
    if (!kr) return;
    insert_sorted(kr->contributors, person);
    if (Person* x = p_.people_.find(person)) x->contributes.push_back(kr->id);
  };
  if (!ids) {
    for (db::Row& row : tx_.query("SELECT key_result_id, person_id FROM key_result_contributors ORDER BY key_result_id, person_id"))
      take(row);
    return;
  }
  std::vector<std::vector<PersonId>> before;
  for (const std::int64_t id : *ids) {
    KeyResult* kr = p_.key_results_.find(KeyResultId{id});
    before.push_back(std::exchange(kr->contributors, {}));
    for (const PersonId person : before.back())
      if (Person* x = p_.people_.find(person)) std::erase(x->contributes, kr->id);
  }
  for (db::Row& row : tx_.query("SELECT key_result_id, person_id FROM key_result_contributors WHERE key_result_id IN ($1)", *ids))
    take(row);
  for (std::size_t i = 0; i < ids->size(); ++i) {
    const KeyResult& kr = *p_.key_results_.find(KeyResultId{(*ids)[i]});
    if (const Cycle* cycle = cycle_of(kr); cycle && before[i] != kr.contributors) grow(cycle->id);
  }
}

void Builder::metric_parts(const Ids* ids) {
  const auto milestone = [&](db::Row& row) {
    MetricParts& parts = p_.parts_[row.next<std::int64_t>()];
    engine::Milestone m{.id = row.next<std::int64_t>()};
    m.title = row.next<std::string>();
    m.weight = row.next<double>();
    m.done_on = row.next<std::optional<Date>>();
    parts.milestones.push_back(std::move(m));
  };
  const auto phase = [&](db::Row& row) {
    MetricParts& parts = p_.parts_[row.next<std::int64_t>()];
    const Date on = row.next<Date>();
    parts.phases.push_back({on, row.next<double>()});
  };
  const auto revision = [&](db::Row& row) {
    MetricParts& parts = p_.parts_[row.next<std::int64_t>()];
    engine::Revision r{.from = row.next<Date>()};
    r.start = row.next<std::optional<double>>();
    r.target = row.next<double>();
    parts.revisions.push_back(std::move(r));
  };
#define CAIRN_MILESTONE "SELECT key_result_id, id, title, weight, done_on FROM milestones "
#define CAIRN_PHASE "SELECT key_result_id, on_date, expected_value FROM key_result_phases "
#define CAIRN_TARGET "SELECT key_result_id, from_on, start_value, target_value FROM key_result_targets "
  if (!ids) {
    for (db::Row& row : tx_.query(CAIRN_MILESTONE "ORDER BY key_result_id, position, id")) milestone(row);
    for (db::Row& row : tx_.query(CAIRN_PHASE "ORDER BY key_result_id, on_date")) phase(row);
    for (db::Row& row : tx_.query(CAIRN_TARGET "ORDER BY key_result_id, from_on")) revision(row);
    return;
  }
  for (const std::int64_t id : *ids) {
    if (const auto found = p_.parts_.find(id); found != p_.parts_.end()) {
      found->second.milestones.clear();
      found->second.phases.clear();
      found->second.revisions.clear();
    }
  }
  for (db::Row& row : tx_.query(CAIRN_MILESTONE "WHERE key_result_id IN ($1) ORDER BY key_result_id, position, id", *ids)) milestone(row);
  for (db::Row& row : tx_.query(CAIRN_PHASE "WHERE key_result_id IN ($1) ORDER BY key_result_id, on_date", *ids)) phase(row);
  for (db::Row& row : tx_.query(CAIRN_TARGET "WHERE key_result_id IN ($1) ORDER BY key_result_id, from_on", *ids)) revision(row);
}

// Values become progress by the metric as it is; a revised target counts from its day on.
void Builder::spark(KeyResult& kr, std::span<const float> values, std::span<const std::int64_t> at) {
  kr.spark_size = 0;
  const Cycle* cycle = cycle_of(kr);
  if (!cycle || values.empty()) return;
  const engine::Metric metric = p_.metric_of(kr);
  engine::Range range = engine::range_on(metric, p_.today_);
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!metric.revisions.empty()) range = engine::range_on(metric, p_.zone_.local_date(Instant{at[i]}));
    const auto reached = engine::attainment(metric, range, static_cast<double>(values[i]), cycle->policy);
    if (reached) kr.spark[kr.spark_size++] = static_cast<float>(engine::limited(*reached, cycle->policy));
  }
}

namespace {

// The local day of many instants: a UTC day holds two local days at most, and where the second begins is asked once.
class DayOf {
 public:
  explicit DayOf(const clock::Zone& zone) : zone_(zone) {}
  Date operator()(Instant at) {
    const std::int64_t utc_day = at.us / day_us;
    if (utc_day < 0 || utc_day > 200'000) return zone_.local_date(at);
    const auto i = static_cast<std::size_t>(utc_day);
    if (i >= days_.size()) days_.resize(i + 400);
    Split& split = days_[i];
    if (!split.known) split = split_of(utc_day);
    return at < split.second_from ? split.first : split.second;
  }

 private:
  struct Split {
    Instant second_from;
    Date first, second;
    bool known = false;
  };
  Split split_of(std::int64_t utc_day) const {
    const Date first = zone_.local_date(Instant{utc_day * day_us});
    const Date second = zone_.local_date(Instant{(utc_day + 1) * day_us - 1});
    return {zone_.start_of_day(second), first, second, true};
  }

  const clock::Zone& zone_;
  std::vector<Split> days_;
};

std::uint64_t period_bit(const Cycle* cycle, Date day) {
  return cycle ? std::uint64_t{1} << period_of(cycle->calendar, day) : 0;
}

}  // namespace

const Cycle* Builder::cycle_of(const KeyResult& kr) const {
  const Objective* objective = p_.objectives_.find(kr.objective);
  return objective ? p_.cycles_.find(objective->cycle) : nullptr;
}

void Builder::all_checkins() {
  std::vector<Newest> newest(p_.key_results_.size());
  const auto rows = p_.key_results_.all();
  DayOf day_of(p_.zone_);
  for (db::Row& row : tx_.query("SELECT id, key_result_id, effective_at, value FROM checkins ORDER BY id")) {
    const std::int64_t id = row.next<std::int64_t>();
    KeyResult* kr = p_.key_results_.find(row.next<KeyResultId>());
    if (!kr) continue;
    const Instant at = row.next<Instant>();
    const Date on = day_of(at);
    kr->periods |= period_bit(cycle_of(*kr), on);
    newest[static_cast<std::size_t>(kr - rows.data())].add(at.us, static_cast<float>(row.next<double>()));
    if (kr->last_checkin_at > Moment(at)) continue;
    kr->last_checkin_at = Moment(at);
    kr->last_checkin = id;
    kr->last_checkin_on = on;
  }
  for (std::size_t i = 0; i < rows.size(); ++i) {
    spark(rows[i], std::span(newest[i].value).first(newest[i].size), std::span(newest[i].at).first(newest[i].size));
  }
}

void Builder::checkins_of(KeyResultId id) {
  KeyResult& kr = *p_.key_results_.find(id);
  Newest newest;
  bool first = true;
  kr.last_checkin_at = {};
  kr.last_checkin = 0;
  kr.last_checkin_on = {};
  kr.periods = 0;
  for (db::Row& row : tx_.query("SELECT id, effective_at, value FROM checkins WHERE key_result_id = $1 "
                                "ORDER BY effective_at DESC, id DESC", id)) {
    const std::int64_t checkin = row.next<std::int64_t>();
    const Instant at = row.next<Instant>();
    const float value = static_cast<float>(row.next<double>());
    const Date on = p_.zone_.local_date(at);
    kr.periods |= period_bit(cycle_of(kr), on);
    if (first) {
      kr.last_checkin_at = Moment(at);
      kr.last_checkin = checkin;
      kr.last_checkin_on = on;
    }
    first = false;
    if (newest.size == spark_points) continue;
    newest.at[newest.size] = at.us;
    newest.value[newest.size++] = value;
  }
  std::reverse(newest.at.begin(), newest.at.begin() + newest.size);
  std::reverse(newest.value.begin(), newest.value.begin() + newest.size);
  spark(kr, std::span(newest.value).first(newest.size), std::span(newest.at).first(newest.size));
}

}  // namespace cairn::graph
