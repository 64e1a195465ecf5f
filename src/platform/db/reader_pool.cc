// Reading: a connection for as long as the body runs, the one used last first, for its cache is warm.
#include "platform/db/reader_pool.h"

namespace cairn::db {

ReaderPool::ReaderPool(Database& owner, const Driver& driver, const Options& options)
    : owner_(owner), driver_(driver), most_(static_cast<std::size_t>(std::max(options.readers, 1))), patience_(options.patience) {}

std::uint64_t ReaderPool::reads() const {
  const std::lock_guard lock(mutex_);
  return reads_;
}

std::unique_ptr<Connection> ReaderPool::borrow() {
  {
    std::unique_lock lock(mutex_);
    if (!returned_.wait_for(lock, patience_, [&] { return !idle_.empty() || lent_ < most_; })) fail_unavailable();
    ++lent_;
    ++reads_;
    if (!idle_.empty()) {
      auto connection = std::move(idle_.back());
      idle_.pop_back();
      return connection;
    }
  }
  try {
    return driver_.connect(Purpose::reading);
  } catch (...) {
    give_back(nullptr);
    throw;
  }
}

// One that was lost takes the idle ones with it: a database that went away left them all.
void ReaderPool::give_back(std::unique_ptr<Connection> connection) {
  std::vector<std::unique_ptr<Connection>> dropped;
  {
    const std::lock_guard lock(mutex_);
    --lent_;
    if (connection && connection->usable()) {
      idle_.push_back(std::move(connection));
    } else {
      dropped.swap(idle_);
    }
  }
  returned_.notify_one();
}

bool ReaderPool::run_on(Connection& connection, const std::function<void(Tx&)>& body, bool last) {
  try {
    connection.begin(false);
    {
      Tx tx(owner_, connection, false);
      body(tx);
    }
    connection.commit();
    return true;
  } catch (...) {
    const bool lost = !connection.usable();
    connection.rollback();
    if (last || !lost) throw;
    return false;
  }
}

void ReaderPool::run(const std::function<void(Tx&)>& body) {
  struct Loan {
    ReaderPool& pool;
    std::unique_ptr<Connection> connection = pool.borrow();
    ~Loan() { pool.give_back(std::move(connection)); }
  };
  {
    Loan loan{*this};
    if (run_on(*loan.connection, body, false)) return;
  }
  Loan loan{*this};
  run_on(*loan.connection, body, true);
}

}  // namespace cairn::db
