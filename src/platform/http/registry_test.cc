// Routes: what the registry refuses, and how it finds.
#include <gtest/gtest.h>

#include "platform/http/test_client.h"

namespace cairn::http {
namespace {

Reply nothing(Call&) { return Reply::no_content(); }

std::string only_problem(const Route& r) {
  Registry registry;
  registry.add(r);
  const auto problems = registry.check();
  return problems.size() == 1 ? problems[0] : std::to_string(problems.size()) + " problems";
}

Route whole(Method method, std::string path) { return test::plain_route(method, std::move(path), Run::slow).handle(nothing); }

}  // namespace

TEST(Registry, finds_literals_before_parameters) {
  Registry registry;
  registry.add(whole(Method::get, "/people/{id}"));
  registry.add(whole(Method::get, "/people/me"));
  registry.add(whole(Method::get, "/people/{id}/okrs"));
  Match m;
  registry.find(Method::get, "/api/v1/people/me", m);
  EXPECT_EQ(m.index, 1u);
  registry.find(Method::get, "/api/v1/people/P-3", m);
  EXPECT_EQ(m.index, 0u);
  EXPECT_EQ(m.params.at(0).value, "P-3");
  registry.find(Method::get, "/api/v1/people/me/okrs", m);
  EXPECT_EQ(m.index, 2u);
  EXPECT_EQ(m.params.at(0).value, "me");
  for (const auto* path : {"/api/v1/people", "/api/v1/people/", "/api/v1/people//okrs", "/api/v1/people/1/okrs/", "/api/v1", "/"}) {
    registry.find(Method::get, path, m);
    EXPECT_EQ(m.route, nullptr) << path;
    EXPECT_TRUE(m.allowed.empty()) << path;
  }
}

TEST(Registry, knows_the_methods_of_a_path) {
  Registry registry;
  registry.add(whole(Method::get, "/a"));
  registry.add(whole(Method::del, "/a"));
  Match m;
  registry.find(Method::put, "/api/v1/a", m);
  EXPECT_EQ(m.route, nullptr);
  EXPECT_EQ(m.allowed.size(), 2u);
  registry.find(Method::head, "/api/v1/a", m);
  EXPECT_NE(m.route, nullptr);
}

TEST(Registry, refuses_routes_that_lack_something) {
  EXPECT_NE(only_problem(whole(Method::get, "/a").rule({})).find("a rule"), std::string::npos);
  EXPECT_NE(only_problem(whole(Method::get, "/a").rate(Rate::unset)).find("a rate class"), std::string::npos);
  EXPECT_NE(only_problem(whole(Method::get, "/a").runs(Run::unset)).find("where it runs"), std::string::npos);
  EXPECT_NE(only_problem(whole(Method::get, "/a").handle({})).find("a handler"), std::string::npos);
  EXPECT_NE(only_problem(whole(Method::post, "/a")).find("a body declaration"), std::string::npos);
  EXPECT_NE(only_problem(whole(Method::get, "/a").body<test::Note>()).find("no body"), std::string::npos);
  EXPECT_NE(only_problem(whole(Method::get, "/a").scope(Scope::none)).find("only public routes"), std::string::npos);
  EXPECT_NE(only_problem(whole(Method::get, "/a").summary("")).find("a summary"), std::string::npos);
  const auto bare = route(Method::get, "/b");
  EXPECT_NE(only_problem(bare).find("a token scope"), std::string::npos);
  EXPECT_EQ(only_problem(whole(Method::post, "/a").no_body()), "0 problems");
}

TEST(Registry, refuses_the_same_route_twice) {
  Registry registry;
  registry.add(whole(Method::get, "/a/{id}"));
  registry.add(whole(Method::get, "/a/{other}"));
  ASSERT_EQ(registry.check().size(), 1u);
  EXPECT_NE(registry.check()[0].find("twice"), std::string::npos);
}

TEST(Server, does_not_start_with_an_incomplete_route) {
  test::World world;
  world.registry.add(route(Method::get, "/half"));
  EXPECT_THROW(world.start(), std::runtime_error);
}

TEST(Server, does_not_serve_plain_http_off_loopback) {
  Options o;
  EXPECT_FALSE(refusal(o));
  o.address = "0.0.0.0";
  EXPECT_TRUE(refusal(o));
  o.trusted_proxy = "10.0.0.1";
  EXPECT_FALSE(refusal(o));
  o.trusted_proxy = "proxy.example.com";
  EXPECT_TRUE(refusal(o));
  o.trusted_proxy = "";
  o.cert_file = "a.pem";
  EXPECT_TRUE(refusal(o));
  o.key_file = "b.pem";
  EXPECT_FALSE(refusal(o));
  o.address = "localhost";
  EXPECT_TRUE(refusal(o));
}

}  // namespace cairn::http
