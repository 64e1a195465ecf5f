// The pool that runs slow routes: a bounded queue and a few threads.
#pragma once
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace cairn::http {

class Workers {
 public:
  Workers(std::size_t threads, std::size_t queue_limit);
  ~Workers();
  bool post(std::function<void()> work);  // false when the queue is full or the pool has stopped
  void stop();                            // finishes what is queued
  std::size_t waiting() const;

 private:
  void run();
  const std::size_t limit_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> queue_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace cairn::http
