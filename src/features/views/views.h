// Saved views: a page with its filters under a name, each person's own.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/time.h"
#include "features/context.h"
#include "platform/json/json.h"

namespace cairn::views {

struct View {
  ViewId id;
  std::string name, page, query;
  Instant created_at;
  static constexpr std::string_view json_name = "SavedView";
  static constexpr auto fields() {
    return json::fields(json::field("id", &View::id, ""), json::field("name", &View::name, ""),
                        json::field("page", &View::page, "the page it belongs to"),
                        json::field("query", &View::query, "its filters, as in the address"),
                        json::field("created_at", &View::created_at, ""));
  }
};

struct NewView {
  std::string name, page, query;
  static constexpr std::string_view json_name = "NewSavedView";
  static constexpr auto fields() {
    return json::fields(json::field("name", &NewView::name, "", json::length(1, 80), json::one_line),
                        json::field("page", &NewView::page, "", json::length(1, 60), json::slug),
                        json::field("query", &NewView::query, "", json::length(2000), json::one_line));
  }
};

std::vector<View> of(db::Tx& tx, PersonId person, const std::optional<std::string>& page);
// fails: 409 name_taken, too_many_views
View save(features::Context& ctx, const NewView& input);
// fails: 404 when it is not the actor's
void remove(features::Context& ctx, ViewId id);

void routes(http::Registry& registry, features::App& app);

}  // namespace cairn::views
