// The server on real sockets: requests in every shape, answers, limits.
#include <gtest/gtest.h>

#include <thread>

#include "platform/http/compress.h"
#include "platform/http/test_client.h"

namespace cairn::http::test {
namespace {

struct Notes : World {
  Notes() {
    registry.add(plain_route(Method::get, "/notes/{id}", Run::read).query<NoteQuery>().handle([](Call& c) {
      return Reply::json_text("{\"id\":\"" + c.id<ObjectiveId>("id").text() + "\",\"tags\":" + std::to_string(c.query<NoteQuery>().tag.size()) + "}")
          .etag(std::int64_t{3});
    }));
    registry.add(plain_route(Method::post, "/notes", Run::write).body<Note>().handle([](Call& c) {
      c.tx().execute("INSERT INTO notes (text) VALUES ($1)", c.body<Note>().text);
      return Reply::json(c.body<Note>(), 201);
    }));
    registry.add(plain_route(Method::patch, "/notes/{id}", Run::write).body<Note>().handle([](Call& c) {
      return Reply::text(std::to_string(c.if_match()));
    }));
    registry.add(open_route(Method::get, "/big", Run::slow).handle([](Call&) { return Reply::json_text('"' + std::string(300'000, 'x') + '"'); }));
    registry.add(open_route(Method::get, "/throws", Run::read).handle([](Call&) -> Reply { throw std::runtime_error("a bug"); }));
    registry.add(open_route(Method::post, "/upload", Run::slow).raw_body({"text/csv"}).body_limit(3 << 20).handle([](Call& c) {
      return Reply::text(std::to_string(c.request.body.size()));
    }));
    registry.add(open_route(Method::post, "/poke", Run::slow).no_body().handle([](Call&) { return Reply::no_content(); }));
  }
  std::int64_t notes() {
    return database->read([](db::Tx& tx) { return tx.value<std::int64_t>("SELECT COUNT(*) FROM notes").value_or(-1); });
  }
};

std::string code_of(const Answer& a) {
  const auto at = a.body.find("\"code\":\"");
  return at == std::string::npos ? "" : a.body.substr(at + 8, a.body.find('"', at + 8) - at - 8);
}

}  // namespace

TEST(Server, answers_a_read_with_its_tag_and_the_security_headers) {
  Notes world;
  Client c(world.start());
  const auto a = c.ask(get("/api/v1/notes/O-12?tag=a&tag=b", token));
  EXPECT_EQ(a.status, 200);
  EXPECT_EQ(a.body, "{\"id\":\"O-12\",\"tags\":2}");
  EXPECT_EQ(a.header("etag"), "\"3\"");
  EXPECT_EQ(a.header("cache-control"), "no-store");
  EXPECT_EQ(a.header("x-content-type-options"), "nosniff");
  EXPECT_EQ(a.header("referrer-policy"), "no-referrer");
  EXPECT_NE(a.header("content-security-policy").find("frame-ancestors 'none'"), std::string::npos);
  EXPECT_FALSE(a.header("x-request-id").empty());
  EXPECT_EQ(c.ask(get("/api/v1/notes/O-12", std::string(token) + "If-None-Match: W/\"3\"\r\n")).status, 304);
  const auto head = c.ask("HEAD /api/v1/notes/O-12 HTTP/1.1\r\nHost: t\r\n" + std::string(token) + "\r\n");
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.header("content-length"), "22");
  EXPECT_EQ(c.ask(get("/healthz")).body, "ok\n");
}

TEST(Server, answers_pipelined_requests_in_their_order) {
  Notes world;
  Client c(world.start());
  std::string all;
  for (int i = 1; i <= 300; ++i) all += get(i % 3 == 0 ? "/api/v1/big" : "/api/v1/notes/O-" + std::to_string(i), token);
  std::thread sender([&] { c.send(all); });
  for (int i = 1; i <= 300; ++i) {
    const auto a = c.answer();
    ASSERT_EQ(a.status, 200) << i;
    if (i % 3 != 0) { EXPECT_NE(a.body.find("\"O-" + std::to_string(i) + '"'), std::string::npos); }
    else { EXPECT_EQ(a.body.size(), 300'002u); }
  }
  sender.join();
}

TEST(Server, tells_every_refusal_as_a_problem) {
  Notes world;
  const auto port = world.start();
  const auto expect = [&](const std::string& request, int status, const std::string& code) {
    Client c(port);
    const auto a = c.ask(request);
    EXPECT_EQ(a.status, status) << request;
    EXPECT_EQ(code_of(a), code) << request << a.body;
    if (status >= 400) { EXPECT_EQ(a.header("content-type"), "application/problem+json"); }
  };
  const std::string t(token), b(browser);
  expect(get("/api/v1/none"), 404, "not_found");
  expect(get("/api/v1/notes/12", t), 404, "not_found");
  expect(get("/api/v1/notes/O-1"), 401, "unauthenticated");
  expect(get("/api/v1/notes/O-1", "Authorization: Bearer who\r\n"), 401, "unauthenticated");
  expect(get("/api/v1/notes/O-1", "Authorization: Basic c2V2ZW4=\r\n"), 401, "unauthenticated");
  expect(get("/api/v1/notes/O-1", t + "Cookie: cairn=seven\r\n"), 400, "two_credentials");
  expect(get("/api/v1/notes/O-1?colour=red", t), 400, "invalid_query");
  expect(get("/api/v1/notes/O-1?limit=201", t), 422, "invalid_query");
  expect(get("/api/v1/notes/O-1?tag=%ff", t), 400, "invalid_query");
  expect(get("/api/v1/throws"), 500, "internal");
  expect(with_body("PUT", "/api/v1/notes", "{}", t), 405, "method_not_allowed");
  expect(with_body("POST", "/api/v1/notes", "{", t), 400, "invalid_body");
  expect(with_body("POST", "/api/v1/notes", "{\"text\":\"\"}", t), 422, "invalid_body");
  expect(with_body("POST", "/api/v1/notes", "{\"text\":\"a\",\"txt\":1}", t), 400, "invalid_body");
  expect(with_body("POST", "/api/v1/notes", "{\"text\":\"a\"}", "Authorization: Bearer reader\r\n"), 403, "scope_missing");
  expect(with_body("PATCH", "/api/v1/notes/O-1", "{\"text\":\"a\"}", t), 428, "if_match_required");
  expect(with_body("PATCH", "/api/v1/notes/O-1", "{\"text\":\"a\"}", t + "If-Match: \"x\"\r\n"), 412, "changed_meanwhile");
  expect("POST /api/v1/notes HTTP/1.1\r\nHost: t\r\nContent-Length: 2\r\nContent-Type: text/plain\r\n" + t + "\r\n{}", 415, "unsupported_media_type");
  expect(with_body("POST", "/api/v1/upload", "a;b", t), 415, "unsupported_media_type");
  EXPECT_EQ(world.notes(), 0);
}

TEST(Server, names_the_allowed_methods) {
  Notes world;
  Client c(world.start());
  const auto a = c.ask("DELETE /api/v1/notes/O-1 HTTP/1.1\r\nHost: t\r\n\r\n");
  EXPECT_EQ(a.status, 405);
  EXPECT_EQ(a.header("allow"), "GET, HEAD, PATCH");
}

TEST(Server, lets_only_its_own_pages_change_something) {
  Notes world;
  const auto port = world.start();
  const auto post = [&](std::string_view headers) {
    Client c(port);
    return c.ask(with_body("POST", "/api/v1/notes", "{\"text\":\"a\"}", headers));
  };
  EXPECT_EQ(post(browser).status, 201);
  EXPECT_EQ(post("Cookie: cairn=seven\r\nSec-Fetch-Site: same-origin\r\nX-Cairn: 1\r\n").status, 201);
  for (const auto* headers : {"Cookie: cairn=seven\r\n", "Cookie: cairn=seven\r\nX-Cairn: 1\r\n", "Cookie: cairn=seven\r\nOrigin: http://t\r\n",
                              "Cookie: cairn=seven\r\nOrigin: http://evil\r\nX-Cairn: 1\r\n", "Cookie: cairn=seven\r\nOrigin: https://t\r\nX-Cairn: 1\r\n",
                              "Cookie: cairn=seven\r\nOrigin: null\r\nX-Cairn: 1\r\n", "Cookie: cairn=seven\r\nSec-Fetch-Site: same-site\r\nX-Cairn: 1\r\n",
                              "Cookie: cairn=seven\r\nSec-Fetch-Site: same-origin\r\nOrigin: http://evil\r\nX-Cairn: 1\r\n"}) {
    const auto a = post(headers);
    EXPECT_EQ(a.status, 403) << headers;
    EXPECT_EQ(code_of(a), "csrf") << headers;
  }
  EXPECT_EQ(post(token).status, 201);
  EXPECT_EQ(world.notes(), 3);
}

TEST(Server, compresses_what_is_worth_it) {
  Notes world;
  Client c(world.start());
  for (const auto& [name, coding] : {std::pair("gzip", Coding::gzip), std::pair("br", Coding::br), std::pair("zstd", Coding::zstd)}) {
    const auto a = c.ask(get("/api/v1/big", "Accept-Encoding: " + std::string(name) + "\r\n"));
    EXPECT_EQ(a.header("content-encoding"), name);
    EXPECT_EQ(a.header("vary"), "Accept-Encoding");
    EXPECT_LT(a.body.size(), 3000u);
    EXPECT_EQ(decompress(a.body, coding, 400'000).value_or("").size(), 300'002u);
  }
  EXPECT_EQ(c.ask(get("/api/v1/big", "Accept-Encoding: identity\r\n")).body.size(), 300'002u);
  EXPECT_EQ(c.ask(get("/api/v1/notes/O-1", std::string(token) + "Accept-Encoding: gzip\r\n")).header("content-encoding"), "");
}

TEST(Server, takes_bodies_up_to_the_limit_of_the_route) {
  Notes world;
  const auto port = world.start();
  const auto upload = [&](std::size_t size) {
    Client c(port);
    return c.ask("POST /api/v1/upload HTTP/1.1\r\nHost: t\r\nX-Cairn: 1\r\nOrigin: http://t\r\nContent-Type: text/csv\r\nContent-Length: " +
                 std::to_string(size) + "\r\n\r\n" + std::string(size, 'x'));
  };
  EXPECT_EQ(upload(3 << 20).body, std::to_string(3 << 20));
  EXPECT_EQ(upload((3 << 20) + 1).status, 413);
  Client c(port);
  EXPECT_EQ(c.ask(with_body("POST", "/api/v1/notes", std::string((1 << 20) + 1, ' '), token)).status, 413);
  Client chunked(port);
  const auto head = "POST /api/v1/upload HTTP/1.1\r\nHost: t\r\nX-Cairn: 1\r\nOrigin: http://t\r\nContent-Type: text/csv\r\nTransfer-Encoding: chunked\r\n\r\n";
  EXPECT_EQ(chunked.ask(head + std::string("5\r\nhello\r\n4;x=y\r\n you\r\n0\r\nTrailer: 1\r\n\r\n")).body, "9");
  EXPECT_EQ(chunked.ask(head + std::string("400000\r\n")).status, 413);
}

TEST(Server, takes_a_chunked_body_byte_by_byte) {
  Notes world;
  Client c(world.start());
  const std::string all = "POST /api/v1/upload HTTP/1.1\r\nHost: t\r\nX-Cairn: 1\r\nOrigin: http://t\r\nContent-Type: text/csv\r\n"
                          "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n" + get("/healthz");
  for (const char byte : all) ASSERT_TRUE(c.send({&byte, 1}));
  EXPECT_EQ(c.answer().body, "3");
  EXPECT_EQ(c.answer().body, "ok\n");
}

TEST(Server, says_continue_to_those_who_ask) {
  Notes world;
  Client c(world.start());
  c.send("POST /api/v1/upload HTTP/1.1\r\nHost: t\r\nX-Cairn: 1\r\nOrigin: http://t\r\nContent-Type: text/csv\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(c.until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  EXPECT_EQ(c.ask("abc").body, "3");
  const auto refused = c.ask("POST /api/v1/upload HTTP/1.1\r\nHost: t\r\nContent-Length: 99999999\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(refused.status, 413);
}

TEST(Server, refuses_heads_that_could_mean_two_things) {
  Notes world;
  const auto port = world.start();
  const auto status = [&](const std::string& request) {
    Client c(port);
    return c.ask(request).status;
  };
  EXPECT_EQ(status("GET /healthz HTTP/1.1\r\n\r\n"), 400);
  EXPECT_EQ(status("GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"), 400);
  EXPECT_EQ(status("GET /healthz HTTP/1.1\r\nHost: a b\r\n\r\n"), 400);
  EXPECT_EQ(status("GET /healthz HTTP/1.1\r\nHost: a\r\nX: 1\r\n 2\r\n\r\n"), 400);
  EXPECT_EQ(status("GET /healthz HTTP/1.1\nHost: a\r\n\r\n"), 400);
  EXPECT_EQ(status("GET /healthz HTTP/1.1\r\nHost: a\r\nX : 1\r\n\r\n"), 400);
  EXPECT_EQ(status("POST /api/v1/poke HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n"), 400);
  EXPECT_EQ(status("POST /api/v1/poke HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n"), 400);
  EXPECT_EQ(status("POST /api/v1/poke HTTP/1.1\r\nHost: a\r\nContent-Length: 1, 1\r\n\r\nx"), 400);
  EXPECT_EQ(status("POST /api/v1/poke HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n"), 400);
  EXPECT_EQ(status("POST /api/v1/poke HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n"), 501);
  EXPECT_EQ(status("GET /healthz HTTP/2.0\r\nHost: a\r\n\r\n"), 505);
  EXPECT_EQ(status("GET http://a/healthz HTTP/1.1\r\nHost: a\r\n\r\n"), 400);
  EXPECT_EQ(status("GET /a/../healthz HTTP/1.1\r\nHost: a\r\n\r\n"), 400);
  EXPECT_EQ(status("GET /healthz HTTP/1.1\r\nHost: a\r\nX: " + std::string(17'000, 'x') + "\r\n\r\n"), 431);
  EXPECT_EQ(status("GET /healthz HTTP/1.0\r\nHost: a\r\n\r\n"), 200);
}

TEST(Server, keeps_or_closes_the_connection_as_asked) {
  Notes world;
  const auto port = world.start();
  Client keeps(port);
  for (int i = 0; i < 50; ++i) EXPECT_EQ(keeps.ask(get("/healthz")).status, 200);
  Client closes(port);
  const auto a = closes.ask(get("/healthz", "Connection: close\r\n"));
  EXPECT_EQ(a.header("connection"), "close");
  EXPECT_TRUE(closes.ended());
  Client old(port);
  EXPECT_EQ(old.ask("GET /healthz HTTP/1.0\r\nHost: a\r\n\r\n").status, 200);
  EXPECT_TRUE(old.ended());
}

}  // namespace cairn::http::test
