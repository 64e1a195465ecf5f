// The objectives and key results of a request are those its path names and the one its answer shows.
#include "app/replay.h"

#include "features/okrs/okrs.h"
#include "platform/json/json.h"

namespace cairn::app {

void authorise_replay(features::App& app, const http::Principal& who, std::span<const http::PathParam> params,
                      std::string_view answer, db::Tx& tx) {
  const features::Context ctx{app.load_actor(tx, PersonId{who.person}), app.db, app.clock, app, {}};
  const auto check = [&](std::string_view text) {
    if (const auto objective = ObjectiveId::parse(text)) okrs::load_visible(tx, ctx, *objective);
    else if (const auto key_result = KeyResultId::parse(text)) okrs::load_visible(tx, ctx, *key_result);
  };
  for (const http::PathParam& one : params) check(one.value);
  if (answer.empty() || answer.front() != '{') return;
  const json::Document document = json::parse_document(answer);
  if (const json::Value& id = document.value["id"]; id.is_string()) check(id.string());
}

}  // namespace cairn::app
