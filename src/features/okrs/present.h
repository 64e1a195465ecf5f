// From records to what answers show: references to people and teams, rows with figures as of today, series.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "features/okrs/access.h"
#include "features/okrs/store.h"
#include "features/refs.h"
#include "features/rows/rows.h"

namespace cairn::okrs {

// Names of people, loaded once for an answer.
class Names {
 public:
  void want(std::optional<PersonId> person) { if (person) wanted_.push_back(*person); }
  void want(const std::vector<PersonId>& people) { wanted_.insert(wanted_.end(), people.begin(), people.end()); }
  void load(db::Tx& tx);
  std::optional<features::PersonRef> find(std::optional<PersonId> person) const;
  // An owner who left is shown as none; `former` then gives them.
  std::optional<features::PersonRef> owner(std::optional<PersonId> person) const;
  std::optional<features::PersonRef> former(std::optional<PersonId> person) const;
  std::vector<features::PersonRef> list(const std::vector<PersonId>& people) const;

 private:
  std::vector<PersonId> wanted_;
  std::map<PersonId, features::PersonRef> found_;
};

// A key result with all it rests on.
struct Standing {
  const KeyResultRecord* key_result = nullptr;
  std::vector<engine::Checkin> series;  // oldest first
  rows::Assessment assessment;
  bool started = false;
};

// How the key results of one objective stand today; they need their details.
std::vector<Standing> standings(db::Tx& tx, const Loaded& loaded, const std::vector<KeyResultRecord>& key_results);
Standing standing_of(const Loaded& loaded, const KeyResultRecord& key_result, std::vector<engine::Checkin> series,
                     bool aligned_started);
// Progress at the last check-ins, oldest first, `most` at most.
std::vector<double> spark_of(const Standing& standing, const engine::Policy& policy, std::size_t most);

rows::KeyResultRow row_of(const features::Context& ctx, const Loaded& loaded, const Standing& standing, const Names& names);
// The verbs the reader may use on the key result: edit, check_in, archive, transfer.
std::vector<std::string> verbs(const features::Context& ctx, const Loaded& loaded, const KeyResultRecord& key_result);

// How an objective stands, from its key results and contributing objectives. In: standings of its key results.
rows::Assessment assess(db::Tx& tx, const Loaded& loaded, const std::vector<Standing>& standings);
// Whether anything that contributes (the objectives, and what contributes to them) has a check-in.
bool anything_started(db::Tx& tx, const std::vector<ObjectiveId>& objectives);

// A reference to an objective that the reader may or may not see.
struct ThingRef {
  std::string kind;  // "objective" | "key_result"
  std::string id;    // "O-12"
  std::string title;
  bool operator==(const ThingRef&) const = default;
};
// Written as {"kind","id","title"} or {"restricted":true}, nothing else.
json::Raw raw_of(const std::optional<ThingRef>& thing);

std::string render_markdown(const std::string& text);

}  // namespace cairn::okrs
