// Rendered trees: per sight (the set of objectives that a reader may see of a cycle) the columns in blocks of rows, per
// reader the whole answer. What changed since is found by the rows' change numbers; a block with a changed row is
// rendered anew, the others stay.
#pragma once
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "features/context.h"
#include "features/graph/graph.h"
#include "features/tree/columns.h"
#include "platform/http/http.h"

namespace cairn::tree {

// One table of columns in blocks.
template <class Row>
class Blocks {
 public:
  static constexpr std::size_t block_rows = 64;
  using IdType = decltype(Row::id);
  std::vector<IdType> ids;

  void render(const graph::Picture& picture, const Members& members, std::int64_t changed_after);
  void append(std::string& out) const;  // `"id":[…],"title":[…]`

 private:
  std::vector<std::vector<std::string>> blocks_;  // [block][column]
};

// What readers of one sight share.
struct Sight {
  std::int64_t number = -1;
  std::int64_t day_number = -1;
  Date day;
  Members members;
  Blocks<graph::Objective> objectives;
  Blocks<graph::KeyResult> key_results;
  std::string names;
  std::string figures;
};

class Cache {
 public:
  // out: the whole tree for this reader, kept
  std::shared_ptr<const http::Ready> whole(db::Tx& tx, const engine::Actor& actor, const graph::Picture& picture,
                                           const graph::Cycle& cycle);
  // out: the rows that changed after the number, or nothing where only the whole tree tells what happened
  std::optional<std::string> since(db::Tx& tx, const engine::Actor& actor, const graph::Picture& picture,
                                   const graph::Cycle& cycle, std::int64_t number);

 private:
  struct Kept {
    std::pair<CycleId, PersonId> key;
    std::int64_t number;
    Date day;
    std::string can_edit, can_check_in;  // good until the cycle grows or takes another shape
    std::shared_ptr<const http::Ready> answer;
  };
  struct Seen {
    std::pair<CycleId, std::string> key;
    std::shared_ptr<Sight> sight;
  };
  std::shared_ptr<Sight> sight_of(const engine::Actor& actor, const graph::Picture& picture, const graph::Cycle& cycle);
  void keep(Kept kept);
  static void fill_rights(Kept& kept, const Sight& sight, const engine::Actor& actor, const graph::Picture& picture);

  std::mutex answers_mutex_;
  std::list<Kept> answers_;  // newest use first
  std::size_t answer_bytes_ = 0;
  std::mutex sights_mutex_;
  std::list<Seen> sights_;   // newest use first
};

}  // namespace cairn::tree
