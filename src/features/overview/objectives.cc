// The list of objectives: filters, order, pages. A cursor carries the last row's place in the order, so that a page
// follows the one before whatever has come or gone in between.
#include <algorithm>
#include <bit>
#include <cstdio>
#include <cstdlib>

#include "features/overview/views.h"
#include "platform/text/text.h"

namespace cairn::overview {

using graph::Objective;
using graph::Picture;

namespace {

struct Place {
  double number = 0;
  std::string text;
  std::int64_t id = 0;
  auto operator<=>(const Place&) const = default;
};

enum class Order { position, title, progress, confidence, status, weight, last_checkin };
constexpr engine::Words<Order, 7> json_names(Order) {
  using enum Order;
  return {{{position, "position"}, {title, "title"}, {progress, "progress"}, {confidence, "confidence"},
           {status, "status"}, {weight, "weight"}, {last_checkin, "last_checkin"}}};
}

struct Sorting {
  Order order = Order::position;
  bool down = false;
};

Sorting sorting_of(const std::optional<std::string>& text) {
  if (!text || text->empty()) return {};
  std::string_view word = *text;
  const bool down = word.front() == '-';
  if (down) word.remove_prefix(1);
  const auto order = engine::from_word<Order>(word);
  if (!order)
    fail(Fault::unprocessable, "unknown_value", "This list cannot be sorted that way.",
         {{"sort", "unknown_value", "position, title, progress, confidence, status, weight or last_checkin"}});
  return {*order, down};
}

// Rows without the figure come last either way.
double last_when_none(std::optional<double> value, bool down) {
  if (!value) return 1e300;
  return down ? -*value : *value;
}

Place place_of(const Picture& picture, const Objective& o, Sorting by) {
  Place place{.id = o.id.value};
  switch (by.order) {
    case Order::position: place.number = by.down ? -o.position : o.position; break;
    case Order::title: place.text = text::fold(picture.text(o.title)); break;
    case Order::progress: place.number = last_when_none(o.progress.get(), by.down); break;
    case Order::confidence: place.number = last_when_none(o.confidence.get(), by.down); break;
    case Order::status: place.number = (by.down ? 1 : -1) * engine::badness(o.standing.status); break;
    case Order::weight: place.number = by.down ? -o.weight : o.weight; break;
    case Order::last_checkin: {
      const auto at = o.last_checkin_at.get();
      place.number = last_when_none(at ? std::optional(static_cast<double>(at->us)) : std::nullopt, by.down);
      break;
    }
  }
  return place;
}

std::string cursor_of(const Place& place) {
  std::string out(64, '\0');
  out.resize(static_cast<std::size_t>(std::snprintf(out.data(), out.size(), "%llx~%lld~",
                                                    static_cast<unsigned long long>(std::bit_cast<std::uint64_t>(place.number)),
                                                    static_cast<long long>(place.id))));
  return out + place.text;
}

Place read_cursor(const std::string& text) {
  const auto first = text.find('~');
  const auto second = first == std::string::npos ? first : text.find('~', first + 1);
  if (second == std::string::npos) fail(Fault::unprocessable, "bad_cursor", "This is no cursor of this list.", {{"cursor", "unknown_value", "Take `next` of the page before."}});
  return {std::bit_cast<double>(static_cast<std::uint64_t>(std::strtoull(text.c_str(), nullptr, 16))), text.substr(second + 1), std::atoll(text.c_str() + first + 1)};
}

bool matches(const Picture& picture, const Objective& o, const ObjectiveQuery& q, const std::vector<text::Word>& words) {
  if (q.cycle && o.cycle != *q.cycle) return false;
  if (q.team && o.team != *q.team) return false;
  if (q.owner && (o.owner != *q.owner || picture.ownerless(o.owner))) return false;
  if (q.kind && o.kind != *q.kind) return false;
  if (q.state && o.state != *q.state) return false;
  if (q.status && o.standing.status != *q.status) return false;
  if (q.level && o.level != *q.level) return false;
  if (o.archived != (q.archived.value_or(0) == 1)) return false;
  if (words.empty()) return true;
  const std::string title = text::fold(picture.text(o.title));
  return std::ranges::all_of(words, [&](const text::Word& w) { return title.contains(w.folded); });
}

}  // namespace

ObjectiveList objective_list(const Picture& picture, const engine::Actor& actor, const ObjectiveQuery& query) {
  const Sorting by = sorting_of(query.sort);
  const auto words = query.q ? text::words(*query.q) : std::vector<text::Word>{};
  const bool text_down = by.down && by.order == Order::title;
  const auto before = [&](const Place& a, const Place& b) {
    if (text_down && a.text != b.text) return a.text > b.text;
    return a < b;
  };
  const std::optional<Place> after = query.cursor ? std::optional(read_cursor(*query.cursor)) : std::nullopt;
  std::vector<std::pair<Place, const Objective*>> found;
  const auto look = [&](const Objective& o) {
    if (!matches(picture, o, query, words) || !picture.readable(actor, o)) return;
    Place place = place_of(picture, o, by);
    if (!after || before(*after, place)) found.emplace_back(std::move(place), &o);
  };
  if (const graph::Cycle* cycle = query.cycle ? picture.cycle(*query.cycle) : nullptr) {
    for (const ObjectiveId id : cycle->objectives) look(*picture.objective(id));
  } else if (!query.cycle) {
    for (const Objective& o : picture.objectives()) look(o);
  }
  const auto limit = static_cast<std::size_t>(query.limit.value_or(50));
  const auto shown = std::min(limit, found.size());
  std::ranges::partial_sort(found, found.begin() + static_cast<std::ptrdiff_t>(shown),
                            [&](const auto& a, const auto& b) { return before(a.first, b.first); });
  ObjectiveList list;
  for (std::size_t i = 0; i < shown; ++i) list.items.push_back(graph::objective_row(picture, *found[i].second));
  if (found.size() > shown) list.next = cursor_of(found[shown - 1].first);
  return list;
}

}  // namespace cairn::overview
