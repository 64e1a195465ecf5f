// The registry of metrics and its text form.
#include "platform/http/metrics.h"

#include <fmt/format.h>

#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace cairn::metrics {
namespace {

template <class T>
struct Family {
  std::string help;
  std::map<std::string, std::unique_ptr<T>, std::less<>> members;  // by labels
};

struct All {
  std::mutex mutex;
  std::map<std::string, Family<Counter>, std::less<>> counters;
  std::map<std::string, Family<Gauge>, std::less<>> gauges;
  std::map<std::string, Family<Histogram>, std::less<>> histograms;
  std::map<std::string, Family<std::function<double()>>, std::less<>> readers;
};

All& all() {
  static All* const instance = new All;  // outlives every thread that counts
  return *instance;
}

template <class T>
T& member(std::map<std::string, Family<T>, std::less<>>& families, std::string_view name, std::string_view labels, std::string_view help) {
  const std::lock_guard lock(all().mutex);
  auto& family = families[std::string(name)];
  if (family.help.empty()) family.help = help;
  auto& slot = family.members[std::string(labels)];
  if (!slot) slot = std::make_unique<T>();
  return *slot;
}

void head(std::string& out, std::string_view name, std::string_view help, std::string_view type) {
  fmt::format_to(std::back_inserter(out), "# HELP {} {}\n# TYPE {} {}\n", name, help, name, type);
}

std::string braces(std::string_view labels) { return labels.empty() ? "" : fmt::format("{{{}}}", labels); }

void write_histogram(std::string& out, std::string_view name, std::string_view labels, const Histogram& h) {
  const auto comma = labels.empty() ? "" : ",";
  std::uint64_t total = 0;
  for (std::size_t i = 0; i <= Histogram::bounds.size(); ++i) {
    total += h.bucket(i);
    const auto bound = i < Histogram::bounds.size() ? fmt::format("{}", Histogram::bounds[i]) : std::string("+Inf");
    fmt::format_to(std::back_inserter(out), "{}_bucket{{{}{}le=\"{}\"}} {}\n", name, labels, comma, bound, total);
  }
  fmt::format_to(std::back_inserter(out), "{}_sum{} {}\n{}_count{} {}\n", name, braces(labels), h.sum(), name, braces(labels), total);
}

}  // namespace

void Histogram::observe(double seconds) {
  std::size_t i = 0;
  while (i < bounds.size() && seconds > bounds[i]) ++i;
  buckets_[i].fetch_add(1, std::memory_order_relaxed);
  sum_us_.fetch_add(static_cast<std::uint64_t>(seconds * 1e6), std::memory_order_relaxed);
}

Counter& counter(std::string_view name, std::string_view labels, std::string_view help) {
  return member(all().counters, name, labels, help);
}

Gauge& gauge(std::string_view name, std::string_view labels, std::string_view help) {
  return member(all().gauges, name, labels, help);
}

Histogram& histogram(std::string_view name, std::string_view labels, std::string_view help) {
  return member(all().histograms, name, labels, help);
}

void on_scrape(std::string_view name, std::string_view labels, std::string_view help, std::function<double()> read) {
  auto& slot = member(all().readers, name, labels, help);
  const std::lock_guard lock(all().mutex);
  slot = std::move(read);
}

std::string prometheus_text() {
  const std::lock_guard lock(all().mutex);
  std::string out;
  for (const auto& [name, family] : all().counters) {
    head(out, name, family.help, "counter");
    for (const auto& [labels, c] : family.members) fmt::format_to(std::back_inserter(out), "{}{} {}\n", name, braces(labels), c->value());
  }
  for (const auto& [name, family] : all().gauges) {
    head(out, name, family.help, "gauge");
    for (const auto& [labels, g] : family.members) fmt::format_to(std::back_inserter(out), "{}{} {}\n", name, braces(labels), g->value());
  }
  for (const auto& [name, family] : all().readers) {
    head(out, name, family.help, std::string_view(name).ends_with("_total") ? "counter" : "gauge");
    for (const auto& [labels, read] : family.members) {
      if (*read) fmt::format_to(std::back_inserter(out), "{}{} {}\n", name, braces(labels), (*read)());
    }
  }
  for (const auto& [name, family] : all().histograms) {
    head(out, name, family.help, "histogram");
    for (const auto& [labels, h] : family.members) write_histogram(out, name, labels, *h);
  }
  return out;
}

}  // namespace cairn::metrics
