// A fuzz target: a function over any bytes that must neither crash nor break what it asserts, and some texts to start
// from. Every target is a libFuzzer program under CAIRN_FUZZ, and part of fuzz_smoke_test always.
#pragma once
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace cairn::fuzz {

struct Target {
  const char* name;
  void (*run)(std::string_view bytes);
  std::vector<std::string> seeds;
};

inline std::vector<Target>& targets() {
  static std::vector<Target> all;
  return all;
}

struct Registered {
  explicit Registered(Target target) { targets().push_back(std::move(target)); }
};

// Ends the program, as a fuzzer wants it.
inline void hold(bool what, const char* words) {
  if (what) return;
  std::fprintf(stderr, "does not hold: %s\n", words);
  std::abort();
}

}  // namespace cairn::fuzz

#define CAIRN_HOLD(condition) cairn::fuzz::hold(condition, #condition)

// Declares the target's function, whose body follows; the seeds are a braced list.
#define CAIRN_FUZZ_TARGET(target_name, ...)                                                       \
  static void fuzz_##target_name(std::string_view bytes);                                         \
  static const cairn::fuzz::Registered registered_##target_name({#target_name, &fuzz_##target_name, __VA_ARGS__}); \
  static void fuzz_##target_name(std::string_view bytes)
