// Request targets and query strings: what is decoded is UTF-8 without tricks; binding collects problems.
#include <algorithm>
#include <optional>

#include "fuzz/target.h"
#include "platform/http/target.h"
#include "platform/json/json.h"
#include "platform/text/text.h"

namespace cairn::http {
namespace {

struct Filter {
  std::string q;
  std::optional<TeamId> team;
  std::vector<int> ranks;
  int limit = 50;
  std::optional<bool> archived;
  std::optional<double> least;
  static constexpr auto fields() {
    using json::field;
    return json::fields(field("q", &Filter::q, "", json::optional_with_default, json::length(50)), field("team", &Filter::team),
                        field("ranks", &Filter::ranks, "", json::optional_with_default), field("limit", &Filter::limit, "", json::optional_with_default, json::range(1, 200)),
                        field("archived", &Filter::archived), field("least", &Filter::least));
  }
};

CAIRN_FUZZ_TARGET(query, {"/api/v1/x?q=a+b%20c&team=T-3&ranks=1,2&limit=20&archived=true&least=-1.5", "/%2e%2e/etc", "/a%00b?q=%ff", "/a?q=1&q=2&&=&=x&y",
                          "http://e.org/", "*", "/?%", "/?%4", "/a//b/./c?ranks=,,&limit=1e2", "/%C3%A9?q=%E2%82%AC"}) {
  if (const auto target = parse_target(bytes)) {
    CAIRN_HOLD(target->path.starts_with('/'));
    CAIRN_HOLD(text::is_utf8(target->path));
    CAIRN_HOLD(target->path.find('\0') == std::string::npos);
    CAIRN_HOLD((target->path + "/").find("/../") == std::string::npos);
  }
  const std::size_t mark = std::min(bytes.find('?'), bytes.size());
  const std::string_view query = mark < bytes.size() ? bytes.substr(mark + 1) : bytes;
  if (const auto pairs = parse_query(query)) {
    for (const auto& [name, value] : *pairs) CAIRN_HOLD(text::is_utf8(name) && text::is_utf8(value));
    const auto filter = json::parse_pairs<Filter>(*pairs);
    if (filter.ok()) CAIRN_HOLD(filter.value.limit >= 1 && filter.value.limit <= 200);
  }
  if (const auto decoded = percent_decode(bytes)) CAIRN_HOLD(decoded->size() <= bytes.size());
}

}  // namespace
}  // namespace cairn::http
