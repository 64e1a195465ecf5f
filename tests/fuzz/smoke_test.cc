// Runs every fuzz target over its seeds and 20,000 deterministic mutations of them: what libFuzzer would try first.
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <random>

#include "fuzz/target.h"

namespace cairn::fuzz {
namespace {

constexpr int mutations = 20'000;
constexpr std::size_t max_bytes = 2'000;

// One small change: a byte, a piece cut, doubled, or taken from another seed.
void mutate(std::string& text, const std::vector<std::string>& seeds, std::mt19937& random) {
  const auto below = [&](std::size_t n) { return n == 0 ? 0 : static_cast<std::size_t>(random()) % n; };
  const std::size_t at = below(text.size() + 1);
  const std::size_t length = below(std::min<std::size_t>(text.size() - at, 16) + 1);
  switch (below(7)) {
    case 0:
      if (at < text.size()) text[at] = static_cast<char>(random());
      break;
    case 1: text.erase(at, length); break;
    case 2: text.insert(at, text.substr(at, length)); break;
    case 3: text.insert(at, 1, static_cast<char>(random())); break;
    case 4:
      if (at < text.size()) text[at] = static_cast<char>(text[at] ^ (1 << below(8)));
      break;
    case 5: {
      const std::string& other = seeds[below(seeds.size())];
      const std::size_t from = below(other.size() + 1);
      text.insert(at, other.substr(from, below(24)));
      break;
    }
    default: {
      const std::string piece = text.substr(at, length);
      for (int i = 0; i < 20 && text.size() < max_bytes; ++i) text.insert(at, piece);
    }
  }
  if (text.size() > max_bytes) text.resize(max_bytes);
}

std::string last;  // what is being run, told when it ends the program

void tell(int) {
  std::fprintf(stderr, "input, %zu bytes:", last.size());
  for (const char c : last) std::fprintf(stderr, "\\x%02x", static_cast<unsigned char>(c));
  std::fputc('\n', stderr);
}

class Fuzz : public testing::TestWithParam<Target> {};

TEST_P(Fuzz, takes_its_seeds_and_many_mutations) {
  const Target& target = GetParam();
  std::signal(SIGABRT, tell);
  for (const std::string& seed : target.seeds) target.run(seed);
  target.run("");
  std::mt19937 random(2026);
  std::string text;
  for (int i = 0; i < mutations; ++i) {
    if (i % 12 == 0) text = target.seeds[static_cast<std::size_t>(i / 12) % target.seeds.size()];
    mutate(text, target.seeds, random);
    last = text;
    target.run(text);
  }
}

INSTANTIATE_TEST_SUITE_P(Targets, Fuzz, testing::ValuesIn(targets()), [](const auto& tested) { return std::string(tested.param.name); });

TEST(FuzzTargets, are_all_linked) { EXPECT_EQ(targets().size(), 5u); }

}  // namespace
}  // namespace cairn::fuzz
