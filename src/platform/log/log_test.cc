// One line, one object, one system call.
#include "platform/log/log.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <string>
#include <thread>
#include <vector>

namespace cairn::log {
namespace {

// Sends the log into a pipe while it lives.
class Captured {
 public:
  Captured() {
    EXPECT_EQ(pipe(ends_.data()), 0);
    set_output(ends_[1]);
  }
  ~Captured() {
    set_output(2);
    set_level(Level::info);
    close(ends_[0]);
  }
  std::string text() {
    set_output(2);
    close(ends_[1]);
    std::string out;
    std::array<char, 4096> part{};
    for (ssize_t n = 0; (n = read(ends_[0], part.data(), part.size())) > 0;) out.append(part.data(), static_cast<std::size_t>(n));
    return out;
  }

 private:
  std::array<int, 2> ends_{};
};

TEST(Log, writes_a_json_object_a_line_with_every_kind_of_field) {
  Captured captured;
  info("started \"x\"\n", {{"port", 8080}, {"file", std::string("a\\b")}, {"ok", true}, {"s", 0.25}, {"n", -5L}, {"nan", 0.0 / 0.0}});
  const std::string line = captured.text();
  EXPECT_TRUE(line.starts_with("{\"time\":\"20")) << line;
  EXPECT_TRUE(line.ends_with("Z\",\"level\":\"info\",\"message\":\"started \\\"x\\\"\\n\",\"port\":8080,\"file\":\"a\\\\b\","
                             "\"ok\":true,\"s\":0.25,\"n\":-5,\"nan\":null}\n"))
      << line;
}

TEST(Log, leaves_out_what_is_below_its_level) {
  Captured captured;
  debug("no");
  set_level(Level::error);
  warning("no");
  error("yes");
  const std::string text = captured.text();
  EXPECT_EQ(text.find("no"), std::string::npos);
  EXPECT_NE(text.find("yes"), std::string::npos);
}

TEST(Log, names_the_request_of_its_thread) {
  Captured captured;
  {
    const RequestScope outer("r-1");
    { const RequestScope inner("r-2"); }
    info("in");
    std::thread([] { info("elsewhere"); }).join();
  }
  info("after");
  const std::string text = captured.text();
  EXPECT_NE(text.find("\"message\":\"in\",\"request\":\"r-1\"}"), std::string::npos) << text;
  EXPECT_NE(text.find("\"message\":\"elsewhere\"}"), std::string::npos) << text;
  EXPECT_NE(text.find("\"message\":\"after\"}"), std::string::npos) << text;
}

TEST(Log, keeps_the_lines_of_many_threads_whole) {
  Captured captured;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([t] {
      for (int i = 0; i < 50; ++i) info("line", {{"thread", t}, {"filler", std::string(40, 'x')}});
    });
  }
  for (std::thread& t : threads) t.join();
  const std::string text = captured.text();
  std::size_t lines = 0;
  for (std::size_t at = 0; at < text.size(); ++lines) {
    const std::size_t end = text.find('\n', at);
    ASSERT_NE(end, std::string::npos);
    EXPECT_TRUE(text.substr(at, end - at).starts_with("{\"time\""));
    EXPECT_EQ(text[end - 1], '}');
    at = end + 1;
  }
  EXPECT_EQ(lines, 200u);
}

TEST(Level, is_read_by_name) {
  Level level = Level::off;
  EXPECT_TRUE(level_named("warning", level));
  EXPECT_EQ(level, Level::warning);
  EXPECT_FALSE(level_named("loud", level));
}

}  // namespace
}  // namespace cairn::log
