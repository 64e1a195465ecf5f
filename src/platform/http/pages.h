// The addresses that the HTTP layer answers by itself: health, readiness, metrics, and the API's documentation.
#pragma once
#include <functional>

#include "platform/http/server.h"

namespace cairn::http {

struct PageSources {
  const Registry& api;
  db::Database& db;
  const Options& options;
  const Hooks& hooks;
  std::function<std::size_t()> waiting_slow;
};

void add_pages(Registry& own, const PageSources& sources);
void forget_gauges();  // before what they read goes away

// The page that shows the OpenAPI document to people, and what it needs; all from our own origin.
std::string_view docs_html();
std::string_view docs_script();
std::string_view docs_style();

}  // namespace cairn::http
