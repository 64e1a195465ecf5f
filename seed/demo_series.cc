// Paths of demo key results: steady, early, late, stalled, noisy, falling, reached, untouched, silent.
#include "seed/demo_series.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace cairn::seed {
namespace {

// The share of the way to the target after `t` of the time (0..1].
double share_at(const DemoKeyResult& kr, double t, double shake) {
  const double r = kr.reached;
  switch (kr.path) {
    case Path::steady: return r * t + 0.03 * shake;
    case Path::early: return r * (1 - (1 - t) * (1 - t)) + 0.02 * shake;
    case Path::late: return r * t * t + 0.02 * shake;
    case Path::stalled: return r * std::min(1.0, t / 0.4) + 0.01 * shake;
    case Path::noisy: return r * t + 0.12 * shake * (1 - t / 2);
    case Path::falling: return t < 0.6 ? (r + 0.25) * t / 0.6 : r + 0.25 * (1 - t) / 0.4;
    case Path::reached: return std::min(std::max(1.0, r), r * t / 0.8);
    case Path::untouched:
    case Path::silent: return r * t;
  }
  return r * t;
}

double control_value(const DemoKeyResult& kr, double share, double shake) {
  const double bound = kr.target;
  if (kr.metric == "between") return (kr.start + kr.target) / 2 + (kr.target - kr.start) * 0.3 * shake;
  const bool met = share >= 1;
  if (kr.metric == "at_least") {
    const double room = bound > 90 && bound < 100 ? (100 - bound) * 0.5 : bound * 0.03;
    return met ? bound + room * (0.6 + 0.4 * shake) : bound * (1 - 0.05 * (1 - share)) + room * 0.2 * shake;
  }
  if (bound == 0) return met ? 0 : 1;
  return met ? bound * (0.8 + 0.1 * shake) : bound * (1 + 0.8 * (1 - share)) + bound * 0.05 * shake;
}

double value_at(const DemoKeyResult& kr, double share, double t, double shake) {
  const double scale = std::pow(10, kr.decimals);
  const auto rounded = [&](double v) { return std::round(v * scale) / scale; };
  if (kr.metric == "increase" || kr.metric == "decrease") return rounded(kr.start + (kr.target - kr.start) * share);
  if (kr.metric == "done") return kr.reached >= 1 && t > 0.7 ? 1 : 0;
  if (kr.metric == "baseline") return rounded(64 + 3 * shake);
  if (kr.metric == "milestones") return std::round(share * static_cast<double>(parts_of(kr.extra).size()));
  if (kr.metric == "zones") {
    if (kr.unit.empty()) return std::clamp(std::round(share * 3), 0.0, 3.0);
    return rounded(kr.start + (kr.target - kr.start) * share);
  }
  // control metrics stand where their share says for most of the time
  return rounded(control_value(kr, kr.path == Path::steady && kr.reached >= 1 ? 1 : share / std::max(t, 0.2), shake));
}

}  // namespace

double noise(std::string_view text, std::uint64_t index) {
  std::uint64_t h = 1469598103934665603ULL ^ (index * 0x9E3779B97F4A7C15ULL);
  for (const char c : text) h = (h ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  h ^= h >> 29;
  h *= 0xBF58476D1CE4E5B9ULL;
  h ^= h >> 32;
  return static_cast<double>(h >> 11) / 9007199254740992.0;
}

std::vector<std::string> parts_of(std::string_view joined) {
  std::vector<std::string> out;
  while (!joined.empty()) {
    const std::size_t bar = joined.find('|');
    out.emplace_back(joined.substr(0, bar));
    joined = bar == std::string_view::npos ? std::string_view() : joined.substr(bar + 1);
  }
  return out;
}

engine::Metric demo_metric(const DemoKeyResult& kr) {
  engine::Metric metric;
  metric.type = engine::from_word<engine::MetricType>(kr.metric).value_or(engine::MetricType::done);
  metric.unit = kr.unit;
  using enum engine::MetricType;
  if (metric.type == increase || metric.type == decrease) metric.start = kr.start;
  metric.target = kr.target;
  if (metric.type == between) {
    metric.low = kr.start;
    metric.high = kr.target;
  }
  const std::vector<std::string> parts = parts_of(kr.extra);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (metric.type == milestones) metric.milestones.push_back({0, parts[i], 1, std::nullopt});
    if (metric.type != zones || i >= 4) continue;
    if (kr.unit.empty()) metric.zone_texts[i] = parts[i];
    else metric.zones[i] = std::atof(parts[i].c_str());
  }
  return metric;
}

std::vector<DemoPoint> demo_series(const DemoKeyResult& kr, int weeks) {
  std::vector<DemoPoint> out;
  const int first_confidence = 6;
  double best = 0;
  for (int week = 1; week <= weeks; ++week) {
    const double t = static_cast<double>(week) / weeks;
    const double shake = 2 * noise(kr.title, static_cast<std::uint64_t>(week)) - 1;
    DemoPoint point;
    const double share = share_at(kr, t, week == weeks ? 0 : shake);
    point.value = value_at(kr, share, t, shake);
    if (kr.metric == "milestones") point.value = best = std::max(best, point.value);  // a milestone stays done
    const double drift = first_confidence + (kr.confidence - first_confidence) * t + 0.7 * shake;
    point.confidence = week == weeks ? kr.confidence : std::clamp(static_cast<int>(std::lround(drift)), 0, 10);
    point.skipped = kr.path == Path::untouched || (kr.path == Path::silent && week > 3) ||
                    noise(kr.title, 1000 + static_cast<std::uint64_t>(week)) < 0.07;
    out.push_back(point);
  }
  return out;
}

}  // namespace cairn::seed
