// Group commit. What goes wrong in one body stays with it: its savepoint is rolled back and the others go on. When
// the engine gives up the whole transaction (a full disk, a lost connection), the others are run again, each in a
// transaction of its own. When the commit itself fails nobody knows what was stored, so everybody is told "try again".
#include "platform/db/group_writer.h"

#include <pthread.h>

namespace cairn::db {

namespace {

constexpr int most_runs = 3;
constexpr auto longest_group = std::chrono::milliseconds(20);    // then others get their commit, and other servers their turn
constexpr auto between_connects = std::chrono::milliseconds(200);  // while the database is away

std::exception_ptr unavailable() {
  try {
    fail_unavailable();
  } catch (...) {
    return std::current_exception();
  }
}

// A failure that several are told is told to each as its own: none lives on in another's thread.
std::exception_ptr own(const std::exception_ptr& shared) {
  try {
    std::rethrow_exception(shared);
  } catch (const Failure& failure) {
    return std::make_exception_ptr(failure);
  } catch (...) {
    return shared;
  }
}

}  // namespace

GroupWriter::GroupWriter(Database& owner, const Driver& driver, const Options& options, std::function<void()> committed)
    : owner_(owner), driver_(driver), options_(options), committed_(std::move(committed)) {
  connection_ = driver_.connect(Purpose::writing);
  thread_ = std::thread([this] { loop(); });
  pthread_setname_np(thread_.native_handle(), "db-writer");
}

GroupWriter::~GroupWriter() { stop(); }

void GroupWriter::submit(std::function<void(Tx&)> body, std::function<void(std::exception_ptr)> done) {
  {
    const std::lock_guard lock(mutex_);
    if (!stopping_ && queue_.size() < options_.queue_limit) {
      queue_.push_back({std::move(body), std::move(done)});
      if (queue_.size() == 1) wake_.notify_one();
      return;
    }
  }
  done(unavailable());
}

void GroupWriter::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void GroupWriter::add_to(Stats& stats) const {
  const std::lock_guard lock(mutex_);
  stats.writes += stats_.writes;
  stats.commits += stats_.commits;
  stats.failed_writes += stats_.failed_writes;
  stats.retries += stats_.retries;
  stats.waiting += queue_.size();
}

void GroupWriter::loop() {
  while (true) {
    Job job;
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [&] { return stopping_ || !queue_.empty(); });
      if (queue_.empty()) break;
      job = std::move(queue_.front());
      queue_.pop_front();
    }
    if (connect()) {
      run_group(std::move(job), options_.group_limit);
    } else {
      fail_waiting(job, unavailable());
    }
  }
  connection_.reset();
}

bool GroupWriter::next(Job& job) {
  const std::lock_guard lock(mutex_);
  if (queue_.empty()) return false;
  job = std::move(queue_.front());
  queue_.pop_front();
  return true;
}

bool GroupWriter::connect() {
  if (connection_ && connection_->usable()) return true;
  connection_.reset();
  if (std::chrono::steady_clock::now() < connect_after_) return false;
  try {
    connection_ = driver_.connect(failed_before_ ? Purpose::writing_after_failure : Purpose::writing);
    failed_before_ = false;
    return true;
  } catch (const std::exception&) {
    connect_after_ = std::chrono::steady_clock::now() + between_connects;
    return false;
  }
}

void GroupWriter::finish(Job& job, std::exception_ptr failure) {
  {
    const std::lock_guard lock(mutex_);
    ++(failure ? stats_.failed_writes : stats_.writes);
  }
  job.done(std::move(failure));
  job = Job{};  // what the body holds is let go now
}

void GroupWriter::fail_waiting(Job& first, std::exception_ptr why) {
  std::deque<Job> waiting;
  {
    const std::lock_guard lock(mutex_);
    waiting.swap(queue_);
  }
  finish(first, own(why));
  for (Job& job : waiting) finish(job, own(why));
}

GroupWriter::Outcome GroupWriter::run_body(Job& job, bool& notify) {
  std::exception_ptr failure;
  bool own_fault = true;
  ++job.runs;
  try {
    connection_->savepoint();
    Tx tx(owner_, *connection_, true);
    job.body(tx);
    connection_->release();
    notify = notify || tx.notifies();
    return Outcome::ran;
  } catch (const Transient&) {
    own_fault = false;
  } catch (...) {
    failure = std::current_exception();
    own_fault = connection_->usable();
  }
  if (own_fault && connection_->in_transaction()) {
    try {
      connection_->rollback_to();
      finish(job, std::move(failure));
      return Outcome::failed;
    } catch (const std::exception&) {
      return Outcome::transaction_lost;
    }
  }
  if (own_fault) finish(job, std::move(failure));
  return Outcome::transaction_lost;
}

void GroupWriter::run_group(Job first, std::size_t limit) {
  try {
    connection_->begin(true);
  } catch (...) {
    connection_->rollback();
    if (connection_->usable()) return fail_waiting(first, std::current_exception());
    ++first.runs;
    std::vector<Job> one;
    one.push_back(std::move(first));
    return run_again(std::move(one), std::current_exception());
  }
  const auto until = std::chrono::steady_clock::now() + longest_group;
  std::vector<Job> group;
  bool notify = false;
  Job job = std::move(first);
  do {
    const Outcome outcome = run_body(job, notify);
    if (outcome == Outcome::failed) continue;
    if (outcome == Outcome::ran || job.body) group.push_back(std::move(job));
    if (outcome == Outcome::transaction_lost) {
      connection_->rollback();
      return run_again(std::move(group), unavailable());
    }
  } while (group.size() < limit && std::chrono::steady_clock::now() < until && next(job));
  commit(std::move(group), notify);
}

void GroupWriter::commit(std::vector<Job> group, bool notify) {
  if (group.empty()) return connection_->rollback();
  try {
    if (notify) connection_->notify();
    connection_->commit();
  } catch (...) {
    const std::exception_ptr failure = std::current_exception();
    connection_->rollback();
    if (connection_->usable() && group.size() > 1) return run_again(std::move(group), failure);
    if (!connection_->usable()) {
      failed_before_ = true;
      connect_after_ = std::chrono::steady_clock::now() + between_connects;
    }
    for (Job& job : group) finish(job, own(failure));
    return;
  }
  {
    const std::lock_guard lock(mutex_);
    ++stats_.commits;
  }
  for (Job& job : group) finish(job, nullptr);
  if (notify) committed_();
}

// Each alone, so that whoever brought the transaction down brings down only its own.
void GroupWriter::run_again(std::vector<Job> jobs, std::exception_ptr why) {
  for (Job& job : jobs) {
    if (job.runs >= most_runs || !connect()) {
      finish(job, own(why));
      continue;
    }
    {
      const std::lock_guard lock(mutex_);
      ++stats_.retries;
    }
    run_group(std::move(job), 1);
  }
}

}  // namespace cairn::db
