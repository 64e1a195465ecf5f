// Counters, gauges and histograms in Prometheus' text format. Anybody may add one; updating one is an atomic add.
#pragma once
#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace cairn::metrics {

class Counter {
 public:
  void add(std::uint64_t n = 1) { value_.fetch_add(n, std::memory_order_relaxed); }
  std::uint64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> value_ = 0;
};

class Gauge {
 public:
  void set(std::int64_t n) { value_.store(n, std::memory_order_relaxed); }
  void add(std::int64_t n) { value_.fetch_add(n, std::memory_order_relaxed); }
  std::int64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::int64_t> value_ = 0;
};

class Histogram {
 public:
  static constexpr std::array<double, 14> bounds = {0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025,
                                                    0.05,    0.1,    0.25,  0.5,    1,     2.5,  10};  // seconds
  void observe(double seconds);
  std::uint64_t bucket(std::size_t i) const { return buckets_[i].load(std::memory_order_relaxed); }
  double sum() const { return static_cast<double>(sum_us_.load(std::memory_order_relaxed)) / 1e6; }

 private:
  std::array<std::atomic<std::uint64_t>, bounds.size() + 1> buckets_{};
  std::atomic<std::uint64_t> sum_us_ = 0;
};

// The same name and labels give the same object, which lives until the program ends. Keep the reference.
// in: name "cairn_jobs_done_total", labels `kind="mail"` or "", help a sentence
Counter& counter(std::string_view name, std::string_view labels, std::string_view help);
Gauge& gauge(std::string_view name, std::string_view labels, std::string_view help);
Histogram& histogram(std::string_view name, std::string_view labels, std::string_view help);
// A value read when it is asked for, as a queue's length. Replaces one of the same name and labels.
void on_scrape(std::string_view name, std::string_view labels, std::string_view help, std::function<double()> read);

std::string prometheus_text();

}  // namespace cairn::metrics
