// Rendering and keeping trees.
#include "features/tree/cache.h"

#include <algorithm>

#include "features/cycles/cycles.h"

namespace cairn::tree {

namespace {

using graph::Picture;

constexpr std::size_t most_answer_bytes = 12 << 20;
constexpr std::size_t most_sights = 6;

const graph::Objective* row_of(const Picture& picture, ObjectiveId id) { return picture.objective(id); }
const graph::KeyResult* row_of(const Picture& picture, KeyResultId id) { return picture.key_result(id); }
std::span<const Column<graph::Objective>> columns_for(const graph::Objective*) { return objective_columns(); }
std::span<const Column<graph::KeyResult>> columns_for(const graph::KeyResult*) { return key_result_columns(); }

// Which of the rows that not everybody sees this reader does: two readers with the same word see the same tree.
// Readers without the organisation's trees (guests, auditors) are told apart by every row.
std::string sight_key(const engine::Actor& actor, const Picture& picture, const graph::Cycle& cycle) {
  const bool reads_all = engine::may_read(actor, engine::ObjectiveFacts{});
  std::string key(1, static_cast<char>((reads_all ? 1 : 0) + (engine::may_see_directory(actor) ? 2 : 0)));
  for (const ObjectiveId id : cycle.objectives) {
    const graph::Objective* o = picture.objective(id);
    if (!o || o->archived) continue;
    const bool plain = o->visibility == engine::Visibility::organisation && o->state != engine::ObjectiveState::draft;
    if ((plain && reads_all) || !picture.readable(actor, *o)) continue;
    key.append(reinterpret_cast<const char*>(&id.value), sizeof id.value);
  }
  return key;
}

std::string head(db::Tx& tx, const engine::Actor& actor, const Picture& picture, const graph::Cycle& cycle, bool full) {
  std::string out = "{\"number\":";
  json::append_integer(out, picture.number());
  out += ",\"today\":";
  json::append(out, picture.today());
  out += full ? ",\"full\":true,\"cycle\":" : ",\"full\":false,\"cycle\":";
  json::append(out, cycles::describe(tx, actor, cycles::load(tx, cycle.id)));
  return out;
}

}  // namespace

template <class Row>
void Blocks<Row>::render(const Picture& picture, const Members& members, std::int64_t changed_after) {
  const auto columns = columns_for(static_cast<const Row*>(nullptr));
  blocks_.resize((ids.size() + block_rows - 1) / block_rows);
  std::vector<const Row*> rows;
  for (std::size_t b = 0; b < blocks_.size(); ++b) {
    rows.clear();
    bool changed = blocks_[b].empty();
    for (std::size_t i = b * block_rows; i < std::min(ids.size(), (b + 1) * block_rows); ++i) {
      const Row* row = row_of(picture, ids[i]);
      if (!row) continue;  // cannot be: rows that go reshape the cycle
      changed = changed || row->changed > changed_after;
      rows.push_back(row);
    }
    if (!changed) continue;
    blocks_[b].assign(columns.size(), {});
    for (std::size_t c = 0; c < columns.size(); ++c) {
      std::string& out = blocks_[b][c];
      for (const Row* row : rows) {
        if (row != rows.front()) out += ',';
        columns[c].append(out, picture, members, *row);
      }
    }
  }
}

template <class Row>
void Blocks<Row>::append(std::string& out) const {
  const auto columns = columns_for(static_cast<const Row*>(nullptr));
  for (std::size_t c = 0; c < columns.size(); ++c) {
    if (c) out += ',';
    out += '"';
    out += columns[c].name;
    out += "\":[";
    for (std::size_t b = 0; b < blocks_.size(); ++b) {
      if (b) out += ',';
      out += blocks_[b][c];
    }
    out += ']';
  }
}

std::shared_ptr<Sight> Cache::sight_of(const engine::Actor& actor, const Picture& picture, const graph::Cycle& cycle) {
  const std::pair key(cycle.id, sight_key(actor, picture, cycle));
  const auto found = std::ranges::find(sights_, key, &Seen::key);
  if (found != sights_.end()) sights_.splice(sights_.begin(), sights_, found);
  else sights_.push_front({key, std::make_shared<Sight>()});
  if (sights_.size() > most_sights) sights_.pop_back();
  std::shared_ptr<Sight>& sight = sights_.front().sight;
  if (sight->number == picture.number() && sight->day == picture.today()) return sight;
  if (sight->number < std::max(cycle.reshaped, cycle.grown) || sight->day != picture.today() || sight->number > picture.number())
    sight = std::make_shared<Sight>();
  if (sight->number < 0) {
    Named named;
    for (const graph::Objective* o : graph::visible(picture, actor, cycle.objectives)) {
      sight->members.add(o->id);
      sight->objectives.ids.push_back(o->id);
      named.add(*o);
      for (const graph::KeyResult* kr : graph::live_key_results(picture, *o)) {
        sight->key_results.ids.push_back(kr->id);
        named.add(*kr);
      }
    }
    append_names(sight->names, picture, engine::may_see_directory(actor), named);
  }
  sight->objectives.render(picture, sight->members, sight->number);
  sight->key_results.render(picture, sight->members, sight->number);
  std::vector<const graph::Objective*> rows;
  rows.reserve(sight->objectives.ids.size());
  for (const ObjectiveId id : sight->objectives.ids) rows.push_back(picture.objective(id));
  sight->figures = json::write(graph::figures(picture, rows, "/explanations/cycle/" + cycle.id.text()));
  sight->number = picture.number();
  sight->day = picture.today();
  return sight;
}

void Cache::fill_rights(Kept& kept, const Sight& sight, const engine::Actor& actor, const Picture& picture) {
  kept.can_edit.clear();
  kept.can_check_in.clear();
  for (const ObjectiveId id : sight.objectives.ids) {
    const graph::Objective* o = picture.objective(id);
    kept.can_edit += o && can_edit(picture, actor, *o) ? "1," : "0,";
  }
  for (const KeyResultId id : sight.key_results.ids) {
    const graph::KeyResult* kr = picture.key_result(id);
    kept.can_check_in += kr && can_check_in(picture, actor, *kr) ? "1," : "0,";
  }
  if (!kept.can_edit.empty()) kept.can_edit.pop_back();
  if (!kept.can_check_in.empty()) kept.can_check_in.pop_back();
}

std::shared_ptr<const http::Ready> Cache::whole(db::Tx& tx, const engine::Actor& actor, const Picture& picture,
                                                const graph::Cycle& cycle) {
  Kept kept{.key = {cycle.id, actor.person}, .number = -1};
  {
    const std::lock_guard lock(answers_mutex_);
    const auto found = std::ranges::find(answers_, kept.key, &Kept::key);
    if (found != answers_.end()) {
      answers_.splice(answers_.begin(), answers_, found);
      if (found->number == picture.number() && found->day == picture.today()) return found->answer;
      kept = *found;
    }
  }
  std::string out = head(tx, actor, picture, cycle, true);
  {
    const std::lock_guard lock(sights_mutex_);
    const std::shared_ptr<Sight> sight = sight_of(actor, picture, cycle);
    if (kept.number < std::max(cycle.reshaped, cycle.grown)) fill_rights(kept, *sight, actor, picture);
    if (kept.answer) out.reserve(kept.answer->plain().size() + 4096);
    out += ",\"figures\":" + sight->figures + ",\"objectives\":{";
    sight->objectives.append(out);
    out += ",\"can_edit\":[" + kept.can_edit + "]},\"key_results\":{";
    sight->key_results.append(out);
    out += ",\"can_check_in\":[" + kept.can_check_in + "]}," + sight->names;
  }
  out += ",\"removed\":{\"objectives\":[],\"key_results\":[]}}";
  kept.number = picture.number();
  kept.day = picture.today();
  kept.answer = std::make_shared<const http::Ready>(std::move(out));
  auto answer = kept.answer;
  keep(std::move(kept));
  return answer;
}

void Cache::keep(Kept kept) {
  const std::lock_guard lock(answers_mutex_);
  const auto drop = [&](std::list<Kept>::iterator at) {
    answer_bytes_ -= at->answer->plain().size();
    answers_.erase(at);
  };
  if (const auto old = std::ranges::find(answers_, kept.key, &Kept::key); old != answers_.end()) drop(old);
  answer_bytes_ += kept.answer->plain().size();
  answers_.push_front(std::move(kept));
  while (answers_.size() > 1 && answer_bytes_ > most_answer_bytes) drop(std::prev(answers_.end()));
}

namespace {

template <class Row, class Can>
void append_rows(std::string& out, const Picture& picture, const Members& members, std::span<const Row* const> rows,
                 std::string_view can_name, Can&& can) {
  const auto list = [&](std::string_view name, auto&& value) {
    out += '"';
    out += name;
    out += "\":[";
    for (const Row* row : rows) {
      if (row != rows.front()) out += ',';
      value(*row);
    }
    out += ']';
  };
  for (const auto& column : columns_for(static_cast<const Row*>(nullptr))) {
    list(column.name, [&](const Row& row) { column.append(out, picture, members, row); });
    out += ',';
  }
  list(can_name, [&](const Row& row) { out += can(row) ? '1' : '0'; });
}

}  // namespace

std::optional<std::string> Cache::since(db::Tx& tx, const engine::Actor& actor, const Picture& picture,
                                        const graph::Cycle& cycle, std::int64_t number) {
  if (number > picture.number() || number < cycle.reshaped || number <= picture.day_number()) return std::nullopt;
  Members members;
  Named named;
  std::vector<const graph::Objective*> objectives;
  std::vector<const graph::KeyResult*> key_results;
  const auto rows = graph::visible(picture, actor, cycle.objectives);
  for (const graph::Objective* o : rows) {
    members.add(o->id);
    if (o->changed > number) {
      objectives.push_back(o);
      named.add(*o);
    }
    for (const graph::KeyResult* kr : graph::live_key_results(picture, *o)) {
      if (kr->changed <= number) continue;
      key_results.push_back(kr);
      named.add(*kr);
    }
  }
  std::string out = head(tx, actor, picture, cycle, false);
  out += ",\"figures\":" + json::write(graph::figures(picture, rows, "/explanations/cycle/" + cycle.id.text()));
  out += ",\"objectives\":{";
  append_rows<graph::Objective>(out, picture, members, objectives, "can_edit",
                                [&](const graph::Objective& o) { return can_edit(picture, actor, o); });
  out += "},\"key_results\":{";
  append_rows<graph::KeyResult>(out, picture, members, key_results, "can_check_in",
                                [&](const graph::KeyResult& kr) { return can_check_in(picture, actor, kr); });
  out += "},";
  append_names(out, picture, engine::may_see_directory(actor), named);
  out += ",\"removed\":{\"objectives\":[],\"key_results\":[]}}";
  return out;
}

}  // namespace cairn::tree
