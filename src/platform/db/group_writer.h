// The one thread that writes. It takes the bodies that wait, runs each in a savepoint of its own inside one
// transaction, commits once and only then reports: the price of a durable commit is shared by all who wait for it.
#pragma once
#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "platform/db/connection.h"

namespace cairn::db {

class GroupWriter {
 public:
  // committed: called after each commit that said notify()
  GroupWriter(Database& owner, const Driver& driver, const Options& options, std::function<void()> committed);
  ~GroupWriter();

  void submit(std::function<void(Tx&)> body, std::function<void(std::exception_ptr)> done);
  bool on_this_thread() const { return std::this_thread::get_id() == thread_.get_id(); }
  void stop();  // finishes what waits
  void add_to(Stats& stats) const;

 private:
  struct Job {
    std::function<void(Tx&)> body;
    std::function<void(std::exception_ptr)> done;
    int runs = 0;
  };
  // What became of a body: done with, to be committed, or gone down with the whole transaction.
  enum class Outcome { failed, ran, transaction_lost };

  void loop();
  bool next(Job& job);
  void run_group(Job first, std::size_t limit);
  Outcome run_body(Job& job, bool& notify);
  void commit(std::vector<Job> group, bool notify);
  void run_again(std::vector<Job> jobs, std::exception_ptr why);
  bool connect();
  void finish(Job& job, std::exception_ptr failure);
  void fail_waiting(Job& first, std::exception_ptr why);

  Database& owner_;
  const Driver& driver_;
  const Options options_;
  const std::function<void()> committed_;
  std::unique_ptr<Connection> connection_;
  bool failed_before_ = false;
  std::chrono::steady_clock::time_point connect_after_{};

  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Job> queue_;
  bool stopping_ = false;
  Stats stats_;
  std::thread thread_;
};

}  // namespace cairn::db
