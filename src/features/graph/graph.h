// The in-memory mirror of the organisation, loaded once by flat SELECTs and kept current from the activity log.
// Readers on any thread get a picture that holds every write committed before their transaction began; while they look
// at it, it does not change. Do not ask for a second one while holding one.
//
//   const graph::Reading picture = graph.read(tx);
//   for (const graph::Objective& o : picture->objectives()) …
#pragma once
#include <cstdint>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <vector>

#include "features/graph/attention.h"  // IWYU pragma: export
#include "features/graph/picture.h"
#include "features/graph/present.h"  // IWYU pragma: export
#include "platform/clock/clock.h"
#include "platform/db/db.h"

namespace cairn::graph {

class Reading {
 public:
  Reading(std::shared_lock<std::shared_mutex> lock, const Picture& picture) : lock_(std::move(lock)), picture_(&picture) {}
  const Picture& operator*() const { return *picture_; }
  const Picture* operator->() const { return picture_; }

 private:
  std::shared_lock<std::shared_mutex> lock_;
  const Picture* picture_;
};

class Graph {
 public:
  explicit Graph(const clock::Clock& clock);
  ~Graph();
  Graph(const Graph&) = delete;
  Graph& operator=(const Graph&) = delete;

  // Reads everything. Runs by itself at the first read; a server calls it before it says that it is ready.
  void load(db::Tx& tx);
  // Catches up with the log as this transaction sees it, and with the day. in: a transaction that does not write.
  Reading read(db::Tx& tx);
  // Reads everything anew at the next read: after a restore, or when rows were written past the log.
  void forget();

 private:
  bool fresh(std::int64_t last) const;
  void catch_up(db::Tx& tx, std::int64_t last);

  const clock::Clock& clock_;
  std::shared_mutex mutex_;
  bool loaded_ = false;
  std::unique_ptr<Picture> picture_;
  std::uint64_t generation_ = 0;
};

}  // namespace cairn::graph
