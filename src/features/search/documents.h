// The word index kept current with the in-memory graph; notes of check-ins are read from the log's tail.
#pragma once
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "features/graph/graph.h"
#include "platform/db/db.h"
#include "platform/search/search.h"

namespace cairn::search {

// Letters of the kinds of documents.
inline constexpr char objective_doc = 'o', key_result_doc = 'k', person_doc = 'p', team_doc = 't', cycle_doc = 'c',
                      checkin_doc = 'n';

class Documents {
 public:
  // in: most_notes: of how many check-ins, newest first, the notes can be found
  explicit Documents(std::size_t most_notes = 20'000) : most_notes_(most_notes) {}

  // What matches and may be seen by this reader, up to the picture's number.
  Found find(db::Tx& tx, const graph::Picture& picture, const engine::Actor& actor, std::string_view text,
             std::string_view types, std::size_t limit);
  KeyResultId key_result_of(std::int64_t checkin) const;

 private:
  void catch_up(db::Tx& tx, const graph::Picture& picture);
  void put_rows(const graph::Picture& picture, std::int64_t after);
  void notes_after(db::Tx& tx, std::int64_t number, std::int64_t upto);
  void all_notes(db::Tx& tx);
  void take_note(db::Row& row);
  bool visible(const graph::Picture& picture, const engine::Actor& actor, DocumentId id) const;

  std::size_t most_notes_;
  mutable std::mutex mutex_;  // over all but the index, which has its own
  Index index_;
  std::int64_t number_ = -1;
  std::uint64_t generation_ = 0;
  std::unordered_map<std::int64_t, KeyResultId> notes_;  // key result by check-in
  std::deque<std::int64_t> note_order_;                  // oldest first
};

}  // namespace cairn::search
