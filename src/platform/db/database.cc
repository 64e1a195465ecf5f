// The database as the product sees it: a driver's connections behind the pool of readers and the one writer.
#include <stdexcept>

#include "platform/db/connection.h"
#include "platform/db/group_writer.h"
#include "platform/db/reader_pool.h"

namespace cairn::db {

namespace {

// Threads for reads that wait on a network: one for each connection.
class ReadThreads {
 public:
  ReadThreads(ReaderPool& pool, const Options& options) : pool_(pool), limit_(options.queue_limit) {
    for (int i = 0; i < std::max(options.readers, 1); ++i) threads_.emplace_back([this] { loop(); });
  }
  ~ReadThreads() { stop(); }

  void submit(std::function<void(Tx&)> body, std::function<void(std::exception_ptr)> done) {
    bool taken = false;
    {
      const std::lock_guard lock(mutex_);
      if (!stopping_ && queue_.size() < limit_) {
        queue_.push_back({std::move(body), std::move(done)});
        taken = true;
      }
    }
    if (taken) return wake_.notify_one();
    try {
      fail_unavailable();
    } catch (...) {
      done(std::current_exception());
    }
  }

  void stop() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    wake_.notify_all();
    for (auto& thread : threads_)
      if (thread.joinable()) thread.join();
  }

  std::size_t size() const { return threads_.size(); }

 private:
  struct Job {
    std::function<void(Tx&)> body;
    std::function<void(std::exception_ptr)> done;
  };

  void loop() {
    while (true) {
      Job job;
      {
        std::unique_lock lock(mutex_);
        wake_.wait(lock, [&] { return stopping_ || !queue_.empty(); });
        if (queue_.empty()) return;
        job = std::move(queue_.front());
        queue_.pop_front();
      }
      std::exception_ptr failure;
      try {
        pool_.run(job.body);
      } catch (...) {
        failure = std::current_exception();
      }
      job.done(std::move(failure));
    }
  }

  ReaderPool& pool_;
  const std::size_t limit_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Job> queue_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

// A thread that waits for its write. The failure moves to it whole: the writer keeps no share in it.
class Waiter {
 public:
  void finish(std::exception_ptr failure) {
    const std::lock_guard lock(mutex_);
    failure_ = std::move(failure);
    finished_ = true;
    changed_.notify_one();  // under the lock: once it is free the waiter may be gone
  }
  void wait() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return finished_; });
    if (failure_) std::rethrow_exception(std::move(failure_));
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool finished_ = false;
  std::exception_ptr failure_;
};

class PooledDatabase final : public Database {
 public:
  PooledDatabase(Driver driver, const Options& options)
      : driver_(std::move(driver)),
        readers_(*this, driver_, options),
        writer_(*this, driver_, options, [this] { tell_listeners(); }) {
    if (!driver_.reads_inline) read_threads_.emplace(readers_, options);
    watch_ = driver_.watch([this] { tell_listeners(); });
  }
  ~PooledDatabase() override { PooledDatabase::stop(); }

  void write_async(std::function<void(Tx&)> body, std::function<void(std::exception_ptr)> done) override {
    writer_.submit(std::move(body), std::move(done));
  }

  void read_async(std::function<void(Tx&)> body, std::function<void(std::exception_ptr)> done) override {
    if (read_threads_) return read_threads_->submit(std::move(body), std::move(done));
    std::exception_ptr failure;
    try {
      read(body);
    } catch (...) {
      failure = std::current_exception();
    }
    done(std::move(failure));
  }

  bool reads_inline() const override { return driver_.reads_inline; }

  void stop() override {
    watch_.reset();
    writer_.stop();
    if (read_threads_) read_threads_->stop();
  }

  Engine engine() const override { return driver_.engine; }

  Stats stats() const override {
    Stats stats;
    stats.reads = readers_.reads();
    writer_.add_to(stats);
    return stats;
  }

 private:
  void write_now(const std::function<void(Tx&)>& body) override {
    if (writer_.on_this_thread()) throw std::logic_error("the writer's thread would wait for itself");
    Waiter waiter;
    writer_.submit(body, [&waiter](std::exception_ptr failure) { waiter.finish(std::move(failure)); });
    waiter.wait();
  }

  void read_now(const std::function<void(Tx&)>& body) override { readers_.run(body); }
  void backup_to(const std::string& file) override { driver_.backup(file); }
  std::vector<std::string> integrity() override { return driver_.integrity(); }

  const Driver driver_;
  ReaderPool readers_;
  GroupWriter writer_;
  std::optional<ReadThreads> read_threads_;
  std::shared_ptr<void> watch_;
};

}  // namespace

std::unique_ptr<Database> open(const Options& options) {
  Driver driver = options.postgres_url.empty() ? sqlite_driver(options) : postgres_driver(options);
  return std::make_unique<PooledDatabase>(std::move(driver), options);
}

}  // namespace cairn::db
