// Live events on real sockets: who is told what, resuming, ending, slow readers, a thousand watchers.
#include "platform/live/live.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "platform/http/test_client.h"
#include "platform/live/frame.h"

namespace cairn::live {
namespace {

using http::test::Client;
using http::test::get;

constexpr std::int64_t huge = 1'000'000;  // a subject whose events are long

// Person 8 may know of everything but subject 13.
std::optional<std::string> thin(const http::Principal& who, const activity::Entry& entry) {
  if (entry.subject.id == 13 && who.person == 8) return std::nullopt;
  if (entry.subject.id == huge) return '"' + std::string(60'000, 'x') + '"';
  return "{\"number\":" + std::to_string(entry.number) + ",\"subject\":" + std::to_string(entry.subject.id) + "}";
}

struct Live : http::test::World {
  std::atomic<bool> eight_is_in{true};
  Options live_options;
  std::unique_ptr<Hub> hub;

  std::uint16_t begin() {
    Hooks h{each(thin), [this](const http::Principal& p) { return p.person != 8 || eight_is_in.load(); }};
    hub = std::make_unique<Hub>(*database, std::move(h), live_options);
    hub->add_route(registry);
    return start();
  }
  ~Live() {
    if (hub) hub->stop();
  }
  std::int64_t happen(std::int64_t subject) {
    return database->write([&](db::Tx& tx) { return activity::record(tx, {7, Instant{1'700'000'000'000'000}, "r"}, "note.written", {"note", subject}, "{}"); });
  }
};

struct Watcher : Client {
  Watcher(std::uint16_t port, std::string_view headers, std::string_view query = "") : Client(port) {
    send(get("/api/v1/live" + std::string(query), headers));
    head = until("\r\n\r\n");
    greeting = until("\n\n");
  }
  std::string next() {
    auto text = until("\n\n");
    while (text.starts_with(":")) text = until("\n\n");
    return text;
  }
  std::string head, greeting;
};

constexpr std::string_view seven = "Authorization: Bearer seven\r\n";
constexpr std::string_view eight = "Authorization: Bearer eight\r\n";

std::string event(std::int64_t number, std::int64_t subject) {
  return "id: " + std::to_string(number) + "\ndata: {\"number\":" + std::to_string(number) + ",\"subject\":" + std::to_string(subject) + "}\n\n";
}

}  // namespace

TEST(Live, greets_with_the_number_and_tells_what_happens_next) {
  Live world;
  world.happen(1);
  Watcher w(world.begin(), seven);
  EXPECT_NE(w.head.find("Content-Type: text/event-stream\r\n"), std::string::npos);
  EXPECT_NE(w.greeting.find("id: 1\nevent: hello\ndata: {\"number\":1}\n\n"), std::string::npos);
  world.happen(5);
  EXPECT_EQ(w.next(), event(2, 5));
}

TEST(Live, wants_somebody_signed_in) {
  Live world;
  Client c(world.begin());
  EXPECT_EQ(c.ask(get("/api/v1/live")).status, 401);
}

TEST(Live, tells_each_watcher_only_what_it_may_know) {
  Live world;
  const auto port = world.begin();
  Watcher a(port, seven), b(port, eight);
  world.happen(13);
  world.happen(14);
  EXPECT_EQ(a.next(), event(1, 13));
  EXPECT_EQ(a.next(), event(2, 14));
  EXPECT_EQ(b.next(), event(2, 14));
}

TEST(Live, resumes_without_a_gap_or_a_double) {
  Live world;
  const auto port = world.begin();
  for (int i = 1; i <= 450; ++i) world.happen(i);
  Watcher by_query(port, seven, "?after=2");
  Watcher by_header(port, std::string(seven) + "Last-Event-ID: 440\r\n", "?after=2");
  EXPECT_NE(by_query.greeting.find("id: 2\nevent: hello\ndata: {\"number\":450}"), std::string::npos);
  world.happen(451);
  for (int i = 3; i <= 451; ++i) ASSERT_EQ(by_query.next(), event(i, i));
  for (int i = 441; i <= 451; ++i) ASSERT_EQ(by_header.next(), event(i, i));
}

TEST(Live, misses_nothing_while_others_write) {
  Live world;
  const auto port = world.begin();
  world.happen(1);
  std::jthread writer([&] {
    for (int i = 2; i <= 300; ++i) world.happen(i);
  });
  std::vector<std::unique_ptr<Watcher>> watchers;
  for (int k = 0; k < 20; ++k) watchers.push_back(std::make_unique<Watcher>(port, seven, "?after=1"));
  for (auto& w : watchers) {
    for (int i = 2; i <= 300; ++i) ASSERT_EQ(w->next(), event(i, i));
  }
}

TEST(Live, says_reset_to_those_too_far_behind_or_ahead) {
  Live world;
  world.live_options.replay_limit = 5;
  const auto port = world.begin();
  for (int i = 1; i <= 10; ++i) world.happen(i);
  Watcher current(port, seven, "?after=9");
  ASSERT_EQ(current.next(), event(10, 10));  // the hub has read up to here
  for (const auto* query : {"?after=2", "?after=99"}) {
    Watcher w(port, seven, query);
    EXPECT_EQ(w.next(), "id: 10\nevent: reset\ndata: {\"number\":10}\n\n");
  }
}

TEST(Live, ends_the_streams_of_a_session_that_ended) {
  Live world;
  const auto port = world.begin();
  Watcher a(port, seven), b(port, eight);
  world.eight_is_in = false;
  EXPECT_TRUE(b.ended(2000));
  world.happen(1);
  EXPECT_EQ(a.next(), event(1, 1));
}

TEST(Live, beats_so_that_proxies_do_not_cut) {
  Live world;
  world.live_options.heartbeat_s = 0;
  Watcher w(world.begin(), seven);
  EXPECT_NE(w.until("\n\n").find(": still here\nid: 0\n\n"), std::string::npos);
}

TEST(Live, drops_a_watcher_that_does_not_read) {
  Live world;
  const auto port = world.begin();
  Watcher lazy(port, seven), quick(port, seven);
  while (world.hub->watchers() > 1) {
    for (int i = 0; i < 10; ++i) world.happen(huge);
    const auto last = world.happen(7);
    std::string text;
    while (text != event(last, 7)) {
      text = quick.next();
      ASSERT_FALSE(text.empty());
    }
  }
  EXPECT_EQ(world.hub->watchers(), 1u);
}

TEST(Live, limits_the_streams_of_a_person) {
  Live world;
  world.live_options.max_streams_per_person = 2;
  const auto port = world.begin();
  Watcher a(port, seven), b(port, seven), other(port, eight);
  world.happen(1);
  EXPECT_EQ(a.next(), event(1, 1));
  Client c(port);
  EXPECT_EQ(c.ask(get("/api/v1/live", seven)).status, 429);
}

TEST(Live, ends_all_streams_when_the_server_stops) {
  Live world;
  Watcher w(world.begin(), seven);
  world.hub->stop();
  EXPECT_TRUE(w.ended());
  world.server->stop();
}

TEST(Live, reaches_many_watchers_with_one_event) {
  Live world;
  world.live_options.max_streams_per_person = 1000;
  const auto port = world.begin();
  std::vector<std::unique_ptr<Watcher>> watchers;
  for (int i = 0; i < 400; ++i) watchers.push_back(std::make_unique<Watcher>(port, i % 2 ? seven : eight));
  world.happen(3);
  for (auto& w : watchers) ASSERT_EQ(w->next(), event(1, 3));
}

TEST(LastEventId, is_a_number_or_nothing) {
  EXPECT_EQ(parse_number("12"), 12);
  for (const auto* text : {"", "-1", "1x", "99999999999999999999", " 1"}) EXPECT_FALSE(parse_number(text)) << text;
}

}  // namespace cairn::live
