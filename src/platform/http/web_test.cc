// The web app's files, the pages of the HTTP layer, metrics, and clients behind a proxy.
#include <gtest/gtest.h>

#include "platform/http/metrics.h"
#include "platform/http/test_client.h"

namespace cairn::http::test {
namespace {

EmbeddedFile file(const char* name, std::string_view text) { return {name, text.data(), text.data() + text.size()}; }

const EmbeddedFile app_files[] = {file("index.html", "<!doctype html>page"), file("assets/app-1.js", "let a = 1"), file("assets/app-1.js.br", "BR"),
                                  file("assets/app-1.js.gz", "GZ"), file("favicon.svg", "<svg/>"), {nullptr, nullptr, nullptr}};

constexpr std::string_view html = "Accept: text/html,*/*\r\n";

}  // namespace

TEST(WebFiles, keep_hashed_assets_and_ask_for_pages) {
  World world;
  Client c(world.start(app_files));
  const auto page = c.ask(get("/"));
  EXPECT_EQ(page.body, "<!doctype html>page");
  EXPECT_EQ(page.header("cache-control"), "no-cache");
  EXPECT_EQ(page.header("content-type"), "text/html; charset=utf-8");
  EXPECT_EQ(page.header("content-security-policy").find("unsafe"), std::string::npos);
  EXPECT_EQ(c.ask(get("/", "If-None-Match: " + page.header("etag") + "\r\n")).status, 304);
  const auto script = c.ask(get("/assets/app-1.js", "Accept-Encoding: gzip, br\r\n"));
  EXPECT_EQ(script.body, "BR");
  EXPECT_EQ(script.header("content-encoding"), "br");
  EXPECT_EQ(script.header("cache-control"), "public, max-age=31536000, immutable");
  EXPECT_EQ(c.ask(get("/assets/app-1.js", "Accept-Encoding: gzip\r\n")).body, "GZ");
  EXPECT_EQ(c.ask(get("/assets/app-1.js")).body, "let a = 1");
  EXPECT_EQ(c.ask(get("/favicon.svg")).header("content-type"), "image/svg+xml");
}

TEST(WebFiles, give_the_page_for_addresses_of_the_app_alone) {
  World world;
  Client c(world.start(app_files));
  EXPECT_EQ(c.ask(get("/objectives/O-1?tab=history", html)).body, "<!doctype html>page");
  EXPECT_EQ(c.ask(get("/objectives/O-1")).status, 404);
  EXPECT_EQ(c.ask(get("/api/v1/nothing", html)).status, 404);
  EXPECT_EQ(c.ask(get("/assets/gone.js", html)).status, 404);
  EXPECT_EQ(c.ask("POST /objectives HTTP/1.1\r\nHost: t\r\n\r\n").status, 404);
}

TEST(Pages, tell_health_readiness_and_metrics) {
  World world;
  std::string why = "Migrations are running.";
  world.hooks.not_ready = [&] { return why; };
  Client c(world.start());
  EXPECT_EQ(c.ask(get("/healthz")).status, 200);
  EXPECT_EQ(c.ask(get("/readyz")).status, 503);
  why.clear();
  EXPECT_EQ(c.ask(get("/readyz")).status, 200);
  const auto text = c.ask(get("/metrics")).body;
  for (const auto* name : {"cairn_http_requests_total{route=\"GET /healthz\",status=\"200\"}", "cairn_http_request_seconds_bucket{run=\"read\",le=\"+Inf\"}",
                           "process_resident_memory_bytes ", "process_cpu_seconds_total ", "cairn_db_waiting_writes 0", "cairn_http_connections 1"}) {
    EXPECT_NE(text.find(name), std::string::npos) << name;
  }
}

TEST(Pages, document_the_api_without_inline_code) {
  World world;
  Client c(world.start());
  const auto page = c.ask(get("/api/docs"));
  EXPECT_EQ(page.status, 200);
  EXPECT_NE(page.body.find("<script src=\"/api/docs.js\""), std::string::npos);
  EXPECT_EQ(page.body.find("<style"), std::string::npos);
  EXPECT_EQ(c.ask(get("/api/docs.js")).status, 200);
  EXPECT_EQ(c.ask(get("/api/docs.css")).status, 200);
  EXPECT_EQ(c.ask(get("/api/v1/openapi.json")).header("content-type"), "application/json");
}

TEST(Proxy, is_believed_only_when_it_is_trusted) {
  for (const bool trusted : {false, true}) {
    World world;
    if (trusted) world.options.trusted_proxy = "127.0.0.1";
    world.registry.add(open_route(Method::get, "/who", Run::instant).handle([](Call& call) {
      return Reply::text(std::string(call.address()) + (call.request.secure ? " secure" : " plain"))
          .cookie(session_cookie_header(call.request, "x", 60));
    }));
    Client c(world.start());
    const auto a = c.ask(get("/api/v1/who", "X-Forwarded-For: 6.6.6.6, 9.9.9.9\r\nX-Forwarded-Proto: https\r\n"));
    EXPECT_EQ(a.body, trusted ? "9.9.9.9 secure" : "127.0.0.1 plain");
    EXPECT_EQ(a.header("set-cookie"), trusted ? "__Host-cairn=x; Path=/; HttpOnly; SameSite=Lax; Max-Age=60; Secure"
                                              : "cairn=x; Path=/; HttpOnly; SameSite=Lax; Max-Age=60");
    EXPECT_EQ(a.header("strict-transport-security").empty(), !trusted);
    EXPECT_EQ(c.ask(get("/metrics", "X-Forwarded-For: 9.9.9.9\r\n")).status, trusted ? 404 : 200);
  }
}

TEST(Replies, cannot_smuggle_a_header) {
  World world;
  world.registry.add(open_route(Method::get, "/split", Run::instant).handle([](Call&) {
    return Reply::no_content().header("Location", "/a\r\nSet-Cookie: cairn=evil");
  }));
  Client c(world.start());
  const auto a = c.ask(get("/api/v1/split"));
  EXPECT_EQ(a.status, 204);
  EXPECT_FALSE(a.headers.contains("set-cookie"));
}

TEST(Metrics, count_and_observe) {
  auto& counter = metrics::counter("test_total", "a=\"b\"", "a test");
  counter.add(2);
  EXPECT_EQ(&counter, &metrics::counter("test_total", "a=\"b\"", ""));
  metrics::histogram("test_seconds", "", "a test").observe(0.003);
  const auto text = metrics::prometheus_text();
  EXPECT_NE(text.find("# HELP test_total a test\n# TYPE test_total counter\ntest_total{a=\"b\"} 2\n"), std::string::npos);
  EXPECT_NE(text.find("test_seconds_bucket{le=\"0.0025\"} 0\n"), std::string::npos);
  EXPECT_NE(text.find("test_seconds_bucket{le=\"0.005\"} 1\n"), std::string::npos);
}

}  // namespace cairn::http::test
