// What keeps the server standing: rates, slow and huge clients, concurrency, draining, repeated requests.
#include "platform/http/limits.h"

#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <random>
#include <thread>

#include "platform/http/test_client.h"

namespace cairn::http::test {
namespace {

using namespace std::chrono_literals;

Reply insert_note(Call& c) {
  c.tx().execute("INSERT INTO notes (text) VALUES ($1)", c.body<Note>().text);
  const auto n = c.tx().value<std::int64_t>("SELECT COUNT(*) FROM notes").value_or(0);
  if (c.body<Note>().text == "bad") fail(Fault::conflict, "no", "No.");
  return Reply::text(std::to_string(n), 201);
}

struct Writable : World {
  std::mutex mutex;
  std::condition_variable changed;
  bool open = false;
  int inside = 0;

  Writable() {
    registry.add(plain_route(Method::post, "/notes", Run::write).body<Note>().handle(insert_note));
    registry.add(plain_route(Method::post, "/secrets", Run::write).body<Note>().secret_answer().handle(insert_note));
    registry.add(plain_route(Method::get, "/count", Run::read).handle([](Call& c) {
      return Reply::text(std::to_string(c.tx().value<std::int64_t>("SELECT COUNT(*) FROM notes").value_or(0)));
    }));
    registry.add(plain_route(Method::post, "/gate", Run::slow).no_body().handle([this](Call&) {
      std::unique_lock lock(mutex);
      ++inside;
      changed.notify_all();
      changed.wait(lock, [this] { return open; });
      return Reply::text("through");
    }));
  }
  ~Writable() { open_gate(); }
  void open_gate() {
    const std::lock_guard lock(mutex);
    open = true;
    changed.notify_all();
  }
  void wait_inside(int n) {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return inside >= n; });
  }
};

std::string note(std::string_view text, std::string_view headers) {
  return with_body("POST", "/api/v1/notes", "{\"text\":\"" + std::string(text) + "\"}", headers);
}

}  // namespace

TEST(Rates, give_a_burst_and_then_the_rate) {
  Limits limits;
  limits.read = {2, 3};
  limits.login = {0.5, 1};
  RateLimiter limiter(limits);
  const auto now = RateLimiter::Time{} + 1h;
  for (int i = 0; i < 3; ++i) EXPECT_EQ(limiter.take_account(1, Rate::read, now), 0);
  EXPECT_EQ(limiter.take_account(1, Rate::read, now), 1);
  EXPECT_EQ(limiter.take_account(2, Rate::read, now), 0);
  EXPECT_EQ(limiter.take_account(1, Rate::write, now), 0);
  EXPECT_EQ(limiter.take_account(1, Rate::read, now + 500ms), 0);
  EXPECT_EQ(limiter.take_address("10.0.0.1", Rate::login, now), 0);
  EXPECT_EQ(limiter.take_address("10.0.0.1", Rate::login, now), 2);
  EXPECT_EQ(limiter.take_address("2001:db8:1:2::5", Rate::login, now), 0);
  EXPECT_EQ(limiter.take_address("2001:db8:1:2:7::", Rate::login, now), 2);
}

TEST(Rates, answer_with_the_time_to_wait) {
  Writable world;
  world.options.limits = {};
  world.options.limits.read = {0.01, 2};
  Client c(world.start());
  EXPECT_EQ(c.ask(get("/api/v1/count", token)).status, 200);
  EXPECT_EQ(c.ask(get("/api/v1/count", token)).status, 200);
  const auto a = c.ask(get("/api/v1/count", token));
  EXPECT_EQ(a.status, 429);
  EXPECT_GT(std::stoi(a.header("retry-after")), 1);
}

TEST(Limits, end_clients_that_are_too_slow) {
  Writable world;
  world.options.header_time = 80ms;
  world.options.body_time = 80ms;
  world.options.idle_time = 80ms;
  const auto port = world.start();
  Client silent(port), headless(port), bodiless(port), idle(port);
  headless.send("GET /healthz HTTP/1.1\r\nHo");
  bodiless.send("POST /api/v1/notes HTTP/1.1\r\nHost: t\r\nContent-Length: 9\r\n\r\n{");
  EXPECT_EQ(idle.ask(get("/healthz")).status, 200);
  EXPECT_EQ(headless.answer().status, 408);
  EXPECT_EQ(bodiless.answer().status, 408);
  EXPECT_TRUE(silent.ended());
  EXPECT_TRUE(idle.ended());
}

TEST(Limits, serve_others_while_many_clients_dawdle) {
  Writable world;
  const auto port = world.start();
  std::vector<std::unique_ptr<Client>> slow;
  for (int i = 0; i < 300; ++i) {
    slow.push_back(std::make_unique<Client>(port));
    slow.back()->send(i % 2 ? "GET /api/v1/count HTTP/1.1\r\nHost: t\r\nX-A: " : "POST /api/v1/notes HTTP/1.1\r\nHost: t\r\nContent-Length: 50\r\n\r\n{\"text\"");
  }
  Client quick(port);
  for (int i = 0; i < 20; ++i) EXPECT_EQ(quick.ask(get("/api/v1/count", token)).status, 200);
}

TEST(Limits, refuse_connections_beyond_the_most) {
  Writable world;
  world.options.max_connections = 3;
  const auto port = world.start();
  Client a(port), b(port), c(port);
  for (auto* client : {&a, &b, &c}) EXPECT_EQ(client->ask(get("/healthz")).status, 200);
  Client d(port);
  EXPECT_EQ(d.answer().status, 503);
}

TEST(Limits, refuse_slow_work_beyond_the_queue) {
  Writable world;
  world.options.workers = 1;
  world.options.slow_queue = 1;
  const auto port = world.start();
  const std::string gate = "POST /api/v1/gate HTTP/1.1\r\nHost: t\r\n" + std::string(token) + "\r\n";
  Client running(port), waiting(port), refused(port);
  running.send(gate);
  world.wait_inside(1);
  // the one that waits and the one that is refused may come in either order
  waiting.send(gate);
  refused.send(gate);
  Client* first = nullptr;
  while (!first) {
    if (waiting.fill(20)) first = &waiting;
    else if (refused.fill(20)) first = &refused;
  }
  const auto a = first->answer();
  EXPECT_EQ(a.status, 503);
  EXPECT_FALSE(a.header("retry-after").empty());
  world.open_gate();
  EXPECT_EQ(running.answer().body, "through");
  EXPECT_EQ((first == &waiting ? refused : waiting).answer().body, "through");
}

TEST(Stopping, finishes_what_runs_and_takes_nothing_new) {
  Writable world;
  const auto port = world.start();
  Client busy(port), idle(port);
  EXPECT_EQ(idle.ask(get("/healthz")).status, 200);
  busy.send("POST /api/v1/gate HTTP/1.1\r\nHost: t\r\n" + std::string(token) + "\r\n");
  world.wait_inside(1);
  std::thread stopper([&] { world.server->stop(); });
  EXPECT_TRUE(idle.ended());
  world.open_gate();
  const auto a = busy.answer();
  EXPECT_EQ(a.body, "through");
  EXPECT_EQ(a.header("connection"), "close");
  stopper.join();
  Client late(port);
  EXPECT_FALSE(late.connected());
}

TEST(Writes, of_many_clients_are_all_kept_and_failures_undo_themselves_alone) {
  Writable world;
  const auto port = world.start();
  std::vector<std::thread> clients;
  std::atomic<int> created = 0, refused = 0;
  for (int k = 0; k < 16; ++k) {
    clients.emplace_back([&, k] {
      Client c(port);
      for (int i = 0; i < 20; ++i) {
        const auto status = c.ask(note((i + k) % 5 == 0 ? "bad" : "good", token)).status;
        created += status == 201;
        refused += status == 409;
      }
    });
  }
  for (auto& t : clients) t.join();
  EXPECT_EQ(created, 256);
  EXPECT_EQ(refused, 64);
  Client c(port);
  EXPECT_EQ(c.ask(get("/api/v1/count", token)).body, "256");
}

TEST(IdempotencyKey, gives_the_first_answer_again) {
  Writable world;
  Client c(world.start());
  const std::string key = std::string(token) + "Idempotency-Key: k-1\r\n";
  EXPECT_EQ(c.ask(note("a", key)).body, "1");
  const auto again = c.ask(note("a", key));
  EXPECT_EQ(again.status, 201);
  EXPECT_EQ(again.body, "1");
  EXPECT_EQ(again.header("idempotency-replayed"), "true");
  EXPECT_EQ(c.ask(note("b", key)).status, 422);
  EXPECT_EQ(c.ask(note("a", "Authorization: Bearer eight\r\nIdempotency-Key: k-1\r\n")).body, "2");
  EXPECT_EQ(c.ask(note("a", "Authorization: Bearer reader\r\nIdempotency-Key: k-1\r\n")).status, 403);
  EXPECT_EQ(c.ask(note("a", std::string(token) + "Idempotency-Key: \r\n")).status, 400);
  EXPECT_EQ(c.ask(note("a", std::string(token) + "Idempotency-Key: " + std::string(201, 'k') + "\r\n")).status, 400);
}

TEST(IdempotencyKey, of_a_refused_request_may_be_used_again) {
  Writable world;
  Client c(world.start());
  const std::string key = std::string(token) + "Idempotency-Key: k-1\r\n";
  EXPECT_EQ(c.ask(note("bad", key)).status, 409);
  EXPECT_EQ(c.ask(note("good", key)).body, "1");
}

TEST(IdempotencyKey, never_keeps_a_secret) {
  Writable world;
  Client c(world.start());
  const auto request = with_body("POST", "/api/v1/secrets", "{\"text\":\"a\"}", std::string(token) + "Idempotency-Key: k\r\n");
  EXPECT_EQ(c.ask(request).status, 201);
  EXPECT_EQ(c.ask(request).status, 409);
  EXPECT_FALSE(world.database->read([](db::Tx& tx) { return tx.value<std::optional<std::string>>("SELECT body FROM idempotency_keys"); })->has_value());
}

TEST(IdempotencyKey, of_a_slow_request_that_runs_is_a_conflict) {
  Writable world;
  const auto port = world.start();
  const auto gate = "POST /api/v1/gate HTTP/1.1\r\nHost: t\r\nIdempotency-Key: g\r\n" + std::string(token) + "\r\n";
  Client first(port), second(port);
  first.send(gate);
  world.wait_inside(1);
  EXPECT_EQ(second.ask(gate).status, 409);
  world.open_gate();
  EXPECT_EQ(first.answer().body, "through");
  const auto again = second.ask(gate);
  EXPECT_EQ(again.body, "through");
  EXPECT_EQ(again.header("idempotency-replayed"), "true");
  EXPECT_EQ(world.inside, 1);
}

TEST(Malformed, requests_are_refused_and_never_break_the_server) {
  Writable world;
  const auto port = world.start();
  const std::vector<std::string> seeds = {
      get("/api/v1/count?x=1", token), note("a", token), note("b", browser),
      "POST /api/v1/notes HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\nContent-Type: application/json\r\n" + std::string(token) +
          "\r\nc\r\n{\"text\":\"c\"}\r\n0\r\n\r\n"};
  std::mt19937 random(20261122);
  const auto pick = [&](std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random); };
  for (int round = 0; round < 3000; ++round) {
    std::string text = seeds[pick(seeds.size())];
    for (std::size_t k = pick(6) + 1; k-- > 0;) {
      switch (pick(5)) {
        case 0: text[pick(text.size())] = static_cast<char>(pick(256)); break;
        case 1: text.erase(pick(text.size()), pick(9)); break;
        case 2: text.insert(pick(text.size()), 1, "\r\n :;,%\0{}\"\xff"[pick(13)]); break;
        case 3: text.insert(pick(text.size()), text.substr(pick(text.size()), pick(40))); break;
        default: text.resize(pick(text.size()) + 1);
      }
      if (text.empty()) text = "x";
    }
    Client c(port);
    ASSERT_TRUE(c.connected());
    c.send(text);
    shutdown(c.fd(), SHUT_WR);
    const auto a = c.answer();
    ASSERT_TRUE(a.status == 0 || (a.status >= 200 && a.status < 500) || a.status == 501 || a.status == 505) << a.status << ' ' << a.body << '\n' << text;
  }
  Client c(port);
  EXPECT_EQ(c.ask(get("/healthz")).status, 200);
}

}  // namespace cairn::http::test
