// The document that the registry writes.
#include <gtest/gtest.h>

#include "platform/http/test_client.h"

namespace cairn::http::test {
namespace {

Registry sample(bool reversed) {
  auto post = plain_route(Method::post, "/notes/{id}/copies", Run::write);
  post.summary("Copy a note").tag("notes").body<Note>().example(R"({"text":"hi"})").handle([](Call&) { return Reply::no_content(); });
  auto list = plain_route(Method::get, "/notes", Run::read);
  list.query<NoteQuery>().answers<Note>(206).handle([](Call&) { return Reply::no_content(); });
  auto patch = plain_route(Method::patch, "/notes/{id}", Run::write);
  patch.body<Note>().needs_if_match().handle([](Call&) { return Reply::no_content(); });
  Registry registry;
  if (reversed) registry.add(patch);
  registry.add(post);
  registry.add(list);
  if (!reversed) registry.add(patch);
  return registry;
}

}  // namespace

TEST(Openapi, is_the_same_whatever_the_order_of_the_routes) { EXPECT_EQ(openapi(sample(false), "T", "1"), openapi(sample(true), "T", "1")); }

TEST(Openapi, is_json_and_names_inputs_answers_and_refusals) {
  const auto text = openapi(sample(false), "T", "1");
  const auto document = json::parse_document(text);
  ASSERT_TRUE(document.ok());
  const auto& paths = document.value["paths"];
  const auto& post = paths["/notes/{id}/copies"]["post"];
  EXPECT_EQ(post["operationId"].string(), "post_notes_id_copies");
  EXPECT_EQ(post["requestBody"]["content"]["application/json"]["schema"]["$ref"].string(), "#/components/schemas/Note");
  EXPECT_EQ(post["requestBody"]["content"]["application/json"]["example"]["text"].string(), "hi");
  EXPECT_EQ(post["parameters"].items().size(), 2u);
  EXPECT_EQ(paths["/notes"]["get"]["parameters"].items().size(), 2u);
  EXPECT_EQ(paths["/notes"]["get"]["parameters"].items()[0]["schema"]["maximum"].number(), 200);
  EXPECT_NE(paths["/notes/{id}"]["patch"]["responses"].find("428"), nullptr);
  EXPECT_NE(document.value["components"]["schemas"].find("Problem"), nullptr);
  EXPECT_NE(document.value["components"]["securitySchemes"].find("bearer"), nullptr);
}

}  // namespace cairn::http::test
