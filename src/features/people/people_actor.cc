// What a person may do, as the rules of the engine want to know it: role, teams, people below them.
//
// A few flat queries find it. Most requests change neither people nor teams, so a loader remembers what it found and
// asks the log alone whether such a change came since. Only what committed transactions say is remembered: a write may
// still be undone, and its numbers given to others.
#include <mutex>
#include <unordered_map>

#include "features/people/people.h"

namespace cairn::people {

namespace {

engine::Actor nobody() {
  engine::Actor actor;
  actor.role = engine::Role::guest;
  return actor;
}

template <class T>
T first(db::Row& row) {
  return row.next<T>();
}

bool about_structure(const activity::Entry& entry) {
  return entry.subject.type == "person" || entry.subject.type == "team";
}

class Remembered {
 public:
  engine::Actor load(db::Tx& tx, PersonId id) {
    const std::int64_t number = activity::last_number(tx);
    const std::lock_guard lock(mutex_);
    if (!follow(tx, number)) return load_actor(tx, id);
    if (const auto it = actors_.find(id); it != actors_.end()) return it->second;
    engine::Actor actor = load_actor(tx, id);
    if (!tx.writing() && actor.person) {
      if (actors_.size() >= most_actors) actors_.clear();
      actors_.emplace(id, actor);
    }
    return actor;
  }

 private:
  static constexpr std::size_t most_actors = 20'000;
  static constexpr int most_entries = 64;

  // out: whether what is remembered holds for this transaction
  bool follow(db::Tx& tx, std::int64_t number) {
    if (number == seen_) return true;
    if (number < seen_) return false;
    const bool far = number - seen_ > most_entries;
    bool changed = far;
    if (!far) {
      for (const auto& entry : activity::tail(tx, seen_, most_entries)) changed = changed || about_structure(entry);
    }
    if (tx.writing()) return !changed;
    if (changed) actors_.clear();
    seen_ = number;
    return true;
  }

  std::mutex mutex_;
  std::int64_t seen_ = 0;
  std::unordered_map<PersonId, engine::Actor> actors_;
};

}  // namespace

engine::Actor load_actor(db::Tx& tx, PersonId id) {
  const auto role = tx.value<std::string>("SELECT role FROM people WHERE id = $1 AND state <> 'deactivated'", id);
  if (!role) return nobody();
  engine::Actor actor;
  actor.person = id;
  actor.role = engine::from_word<engine::Role>(*role).value_or(engine::Role::guest);
  actor.teams = tx.all(
      "SELECT team_id FROM team_members WHERE person_id = $1 UNION SELECT id FROM teams WHERE lead_id = $1 ORDER BY 1",
      first<TeamId>, id);
  actor.led_teams = tx.all(
      "WITH RECURSIVE led(id) AS (SELECT id FROM teams WHERE lead_id = $1 UNION SELECT t.id FROM teams t JOIN led ON "
      "t.parent_id = led.id) SELECT id FROM led ORDER BY id",
      first<TeamId>, id);
  actor.reports = tx.all(
      "WITH RECURSIVE below(id) AS (SELECT id FROM people WHERE manager_id = $1 UNION SELECT p.id FROM people p JOIN "
      "below ON p.manager_id = below.id) SELECT id FROM below ORDER BY id",
      first<PersonId>, id);
  if (!actor.reports.empty()) {
    actor.report_teams = tx.all(
        "SELECT team_id FROM team_members WHERE person_id IN ($1) UNION SELECT id FROM teams WHERE lead_id IN ($1) "
        "ORDER BY 1",
        first<TeamId>, actor.reports);
  }
  return actor;
}

std::function<engine::Actor(db::Tx&, PersonId)> actor_loader() {
  return [remembered = std::make_shared<Remembered>()](db::Tx& tx, PersonId id) { return remembered->load(tx, id); };
}

}  // namespace cairn::people
