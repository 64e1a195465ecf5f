// Keeping the word index current, and asking it for one reader.
#include "features/search/documents.h"

#include <algorithm>

#include "platform/activity/activity.h"

namespace cairn::search {

namespace {
constexpr int page = 500;
constexpr std::int64_t far_behind = 5'000;  // entries from which reading all notes anew is cheaper
}  // namespace

#define CAIRN_NOTE "SELECT id, key_result_id, happened, blocked, next_steps FROM checkins "

Found Documents::find(db::Tx& tx, const graph::Picture& picture, const engine::Actor& actor, std::string_view text,
                      std::string_view types, std::size_t limit) {
  const std::lock_guard lock(mutex_);
  catch_up(tx, picture);
  return index_.find({.text = text, .limit = limit, .types = types,
                      .visible = [&](DocumentId id) { return visible(picture, actor, id); }});
}

KeyResultId Documents::key_result_of(std::int64_t checkin) const {
  const std::lock_guard lock(mutex_);
  const auto found = notes_.find(checkin);
  return found == notes_.end() ? KeyResultId{} : found->second;
}

bool Documents::visible(const graph::Picture& picture, const engine::Actor& actor, DocumentId id) const {
  const auto objective = [&](ObjectiveId of) {
    const graph::Objective* o = picture.objective(of);
    return o && !o->archived && picture.readable(actor, *o);
  };
  const auto key_result = [&](KeyResultId of) {
    const graph::KeyResult* kr = picture.key_result(of);
    return kr && !kr->archived && objective(kr->objective);
  };
  switch (id.type) {
    case objective_doc: return objective(ObjectiveId{id.id});
    case key_result_doc: return key_result(KeyResultId{id.id});
    case checkin_doc: {
      const auto found = notes_.find(id.id);
      return found != notes_.end() && key_result(found->second);
    }
    case person_doc: {
      const graph::Person* person = picture.person(PersonId{id.id});
      if (!person || person->state == graph::PersonState::deactivated) return false;
      return engine::may_see_directory(actor) || person->id == actor.person;
    }
    case team_doc: {
      const graph::Team* team = picture.team(TeamId{id.id});
      return team && !team->archived && engine::may_see_directory(actor);
    }
    case cycle_doc: return engine::may_read_okrs(actor);
    default: return false;
  }
}

void Documents::put_rows(const graph::Picture& picture, std::int64_t after) {
  const auto put = [&](char type, const auto& rows, auto title, auto body) {
    for (const auto& row : rows)
      if (row.changed > after) index_.put({type, row.id.value}, picture.text(row.*title), body(row));
  };
  const auto nothing = [](const auto&) { return std::string_view(); };
  put(objective_doc, picture.objectives(), &graph::Objective::title, nothing);
  put(key_result_doc, picture.key_results(), &graph::KeyResult::title, nothing);
  put(person_doc, picture.people(), &graph::Person::name,
      [&](const graph::Person& p) { return std::string(picture.text(p.title)).append(" ").append(picture.text(p.email)); });
  put(team_doc, picture.teams(), &graph::Team::name, nothing);
  put(cycle_doc, picture.cycles(), &graph::Cycle::name, nothing);
}

void Documents::take_note(db::Row& row) {
  const std::int64_t id = row.next<std::int64_t>();
  const KeyResultId kr = row.next<KeyResultId>();
  std::string note;
  for (int i = 0; i < 3; ++i) {
    const auto part = row.next<std::string_view>();
    if (!part.empty()) note.append(note.empty() ? "" : " ").append(part);
  }
  if (note.empty()) {
    if (notes_.contains(id)) index_.remove({checkin_doc, id});
    return;
  }
  index_.put({checkin_doc, id}, "", note);
  if (notes_.insert_or_assign(id, kr).second) note_order_.push_back(id);
  if (note_order_.size() <= most_notes_) return;
  index_.remove({checkin_doc, note_order_.front()});
  notes_.erase(note_order_.front());
  note_order_.pop_front();
}

void Documents::all_notes(db::Tx& tx) {
  for (const std::int64_t id : note_order_) index_.remove({checkin_doc, id});
  notes_.clear();
  note_order_.clear();
  std::vector<std::int64_t> newest =
      tx.all("SELECT id FROM checkins WHERE happened <> '' OR blocked <> '' OR next_steps <> '' ORDER BY id DESC LIMIT $1",
             [](db::Row& row) { return row.next<std::int64_t>(); }, most_notes_);
  if (newest.empty()) return;
  for (db::Row& row : tx.query(CAIRN_NOTE "WHERE id >= $1 ORDER BY id", newest.back())) take_note(row);
}

void Documents::notes_after(db::Tx& tx, std::int64_t number, std::int64_t upto) {
  if (upto - number > far_behind) return all_notes(tx);
  std::vector<std::int64_t> ids;
  while (number < upto) {
    const auto entries = activity::tail(tx, number, page);
    if (entries.empty()) break;
    for (const activity::Entry& entry : entries) {
      if (entry.subject.type == "import") return all_notes(tx);
      if (entry.subject.type == "checkin") ids.push_back(entry.subject.id);
    }
    number = entries.back().number;
  }
  if (ids.empty()) return;
  for (db::Row& row : tx.query(CAIRN_NOTE "WHERE id IN ($1) ORDER BY id", ids)) take_note(row);
}

void Documents::catch_up(db::Tx& tx, const graph::Picture& picture) {
  if (generation_ == picture.generation() && number_ >= picture.number()) return;
  if (generation_ != picture.generation()) {
    index_.clear();
    number_ = -1;
    note_order_.clear();
    put_rows(picture, -1);
    all_notes(tx);
  } else {
    put_rows(picture, number_);
    notes_after(tx, number_, picture.number());
  }
  generation_ = picture.generation();
  number_ = picture.number();
}

}  // namespace cairn::search
