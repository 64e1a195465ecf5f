// Bulk writing. Check-ins go in six rows to a statement: a prepared statement with nine columns stays below the
// drivers' most convenient number of arguments, and the cost of a row falls to that of its index entries.
#include "features/checkins/bulk.h"

#include <map>
#include <unordered_map>

#include "features/checkins/store.h"

namespace cairn::checkins {

using activity::Subject;

namespace {

std::string title_payload(const std::string& title) {
  return json::Object().add("before", json::Raw{"{}"}).add("after", json::Object().add("title", title).raw()).text();
}

}  // namespace

ObjectiveId Bulk::add(okrs::ObjectiveRecord& record, const activity::Origin* origin) {
  if (record.cycle != last_cycle_ || last_objective_ < 0) {
    last_cycle_ = record.cycle;
    last_objective_ = okrs::last_objective_position(tx_, record.cycle);
  }
  if (record.position == 0) record.position = last_objective_ + 1;
  last_objective_ = std::max(last_objective_, record.position);
  record.id = okrs::insert(tx_, record);
  objectives_.insert(record.id);
  ++written_.objectives;
  if (origin)
    activity::record(tx_, *origin, "objective.created", Subject("objective", record.id), title_payload(record.title));
  return record.id;
}

KeyResultId Bulk::add(okrs::KeyResultRecord& record, const activity::Origin* origin) {
  if (record.objective != last_parent_ || last_key_result_ < 0) {
    last_parent_ = record.objective;
    last_key_result_ = okrs::last_key_result_position(tx_, record.objective);
  }
  if (record.position == 0) record.position = last_key_result_ + 1;
  last_key_result_ = std::max(last_key_result_, record.position);
  record.metric.precision = record.decimals;
  okrs::insert(tx_, record);
  key_results_.insert(record.id);
  objectives_.insert(record.objective);
  ++written_.key_results;
  if (origin)
    activity::record(tx_, *origin, "key_result.created", Subject("key_result", record.id), title_payload(record.title),
                     {Subject("objective", record.objective)});
  return record.id;
}

LinkId Bulk::add(okrs::LinkRecord& record, const activity::Origin* origin) {
  record.id = okrs::insert(tx_, record);
  objectives_.insert(record.from);
  ++written_.links;
  if (origin)
    activity::record(tx_, *origin, "link.created", Subject("link", record.id), okrs::change_of_new(record).text(),
                     {Subject("objective", record.from)});
  return record.id;
}

CheckinId Bulk::add(const NewCheckin& checkin, const activity::Origin* origin) {
  key_results_.insert(checkin.key_result);
  ++written_.checkins;
  if (!origin) {
    waiting_.push_back(checkin);
    if (waiting_.size() >= 4096) flush();
    return {};
  }
  flush();
  const CheckinId id = store::insert(tx_, checkin);
  activity::record(tx_, *origin, "checkin.posted", Subject("checkin", id),
                   json::Object().add("before", json::Raw{"{}"})
                       .add("after", json::Object().add("key_result", checkin.key_result).add("value", checkin.value)
                                         .add("confidence", checkin.confidence).raw())
                       .text(),
                   {Subject("key_result", checkin.key_result)});
  return id;
}

void Bulk::revise_target(KeyResultId id, const engine::Revision& revision, std::optional<PersonId> author, Instant at) {
  okrs::add_target(tx_, id, revision, author, at);
  key_results_.insert(id);
}

void Bulk::close(const okrs::ObjectiveRecord& record, const activity::Origin* origin) {
  measure_all();  // what is closed keeps the figures it has then
  okrs::roll_up(tx_, {record.id});
  okrs::ObjectiveRecord closed = okrs::find_objective(tx_, record.id).value();
  closed.state = record.state;
  closed.score = record.score;
  closed.suggested_score = record.suggested_score;
  closed.closing_note = record.closing_note;
  closed.closed_at = record.closed_at;
  okrs::update(tx_, closed);
  objectives_.insert(record.id);
  if (origin)
    activity::record(tx_, *origin, "objective.closed", Subject("objective", record.id),
                     json::Object().add("before", json::Object().add("state", engine::ObjectiveState::active).raw())
                         .add("after", json::Object().add("state", record.state).add("score", record.score).raw())
                         .text());
}

void Bulk::flush() {
  std::size_t at = 0;
  for (; at + rows_at_once <= waiting_.size(); at += rows_at_once)
    store::insert_six(tx_, waiting_.data() + at, written_.checkin_ids);
  for (; at < waiting_.size(); ++at) written_.checkin_ids.push_back(store::insert(tx_, waiting_[at]));
  waiting_.clear();
}

void Bulk::measure_all() {
  flush();
  if (key_results_.empty()) return;
  const std::vector<KeyResultId> ids(key_results_.begin(), key_results_.end());
  auto records = okrs::load_key_results(tx_, ids);
  okrs::load_details(tx_, records);
  std::vector<ObjectiveId> parents;
  for (const auto& record : records) parents.push_back(record.objective);
  std::unordered_map<ObjectiveId, CycleId> cycle_of;
  for (db::Row& row : tx_.query("SELECT id, cycle_id FROM objectives WHERE id IN ($1)", parents)) {
    const auto id = row.next<ObjectiveId>();
    cycle_of[id] = row.next<CycleId>();
  }
  std::map<CycleId, std::pair<okrs::CycleRecord, engine::Policy>> cycles;
  const auto points = okrs::series_of(tx_, ids);  // by key result, as the records are
  std::size_t at = 0;
  std::vector<engine::Checkin> series;
  for (okrs::KeyResultRecord& record : records) {
    series.clear();
    for (; at < points.size() && points[at].key_result == record.id; ++at) {
      series.push_back(points[at].checkin);
      series.back().on = moment_.zone.local_date(series.back().at);
    }
    const CycleId id = cycle_of.at(record.objective);
    if (!cycles.contains(id)) {
      const auto cycle = okrs::find_cycle(tx_, id).value();
      cycles.emplace(id, std::pair(cycle, rows::policy_of(cycle.policy)));
    }
    const auto& [cycle, policy] = cycles.at(id);
    record.checkins = static_cast<std::int64_t>(series.size());
    okrs::measure(record, series, cycle, policy, moment_);
    okrs::write_figures(tx_, record);
    objectives_.insert(record.objective);
    written_.touched.emplace_back("key_result", record.id);
  }
  key_results_.clear();
}

Bulk::Written Bulk::finish() {
  measure_all();
  const okrs::RolledUp rolled = okrs::roll_up(tx_, {objectives_.begin(), objectives_.end()});
  std::set<Subject> all(written_.touched.begin(), written_.touched.end());
  for (const ObjectiveId id : objectives_) all.emplace("objective", id);
  all.insert(rolled.touched.begin(), rolled.touched.end());
  written_.touched.assign(all.begin(), all.end());
  return std::move(written_);
}

}  // namespace cairn::checkins
