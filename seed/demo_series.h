// How a demo key result's values run: a path through the weeks, always the same for the same title.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/metric.h"
#include "seed/demo_company.h"

namespace cairn::seed {

// A small number in 0..1 that depends on the text and the index alone.
double noise(std::string_view text, std::uint64_t index);

engine::Metric demo_metric(const DemoKeyResult& key_result);

struct DemoPoint {
  double value = 0;
  int confidence = 5;
  bool skipped = false;  // nobody checked in that week
};
// in: how many check-in days lie behind; out: one point each, oldest first
std::vector<DemoPoint> demo_series(const DemoKeyResult& key_result, int weeks);

std::vector<std::string> parts_of(std::string_view joined);  // split at '|'

}  // namespace cairn::seed
