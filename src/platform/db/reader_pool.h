// The connections for reading: lent to the thread that asks, opened when first needed.
#pragma once
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "platform/db/connection.h"

namespace cairn::db {

class ReaderPool {
 public:
  ReaderPool(Database& owner, const Driver& driver, const Options& options);

  // Runs the body in a transaction that only reads; once more on a fresh connection when the first was lost.
  void run(const std::function<void(Tx&)>& body);
  std::uint64_t reads() const;

 private:
  std::unique_ptr<Connection> borrow();
  void give_back(std::unique_ptr<Connection> connection);
  bool run_on(Connection& connection, const std::function<void(Tx&)>& body, bool last);

  Database& owner_;
  const Driver& driver_;
  const std::size_t most_;
  const std::chrono::milliseconds patience_;
  mutable std::mutex mutex_;
  std::condition_variable returned_;
  std::vector<std::unique_ptr<Connection>> idle_;
  std::size_t lent_ = 0;
  std::uint64_t reads_ = 0;
};

}  // namespace cairn::db
