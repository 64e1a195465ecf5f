// Order among siblings as fractions: a thing goes between two others without touching them, until the fractions run out.
#pragma once
#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include "base/failure.h"

namespace cairn::okrs {

template <class Id>
struct Placed {
  Id id;
  double position = 0;
};

template <class Id>
struct Placement {
  double position = 0;
  std::vector<Placed<Id>> renumbered;  // others that had to get a new position
};

// in: siblings in their order, with or without `id`; before or after one of them, or neither for the end
// fails: 422 not_a_sibling
template <class Id>
Placement<Id> place(std::vector<Placed<Id>> siblings, Id id, std::optional<Id> before, std::optional<Id> after) {
  std::erase_if(siblings, [&](const Placed<Id>& one) { return one.id == id; });
  auto at = siblings.end();
  if (before || after) {
    at = std::ranges::find(siblings, before ? *before : *after, &Placed<Id>::id);
    if (at == siblings.end())
      fail(Fault::unprocessable, "not_a_sibling", "The other one stands elsewhere.",
           {{before ? "before" : "after", "not_a_sibling", "Name one of the same list."}});
    if (!before) ++at;
  }
  const bool first = at == siblings.begin(), last = at == siblings.end();
  Placement<Id> result;
  if (first && last) return {1, {}};
  if (last) return {siblings.back().position + 1, {}};
  const double above = first ? at->position - 2 : std::prev(at)->position;
  result.position = above + (at->position - above) / 2;
  if (result.position > above && result.position < at->position && at->position - above > 1e-6) return result;
  double next = 1;
  for (auto one = siblings.begin(); one != siblings.end(); ++one) {
    if (one == at) result.position = next++;
    result.renumbered.push_back({one->id, next++});
  }
  return result;
}

}  // namespace cairn::okrs
