// The lists of ids that nodes hold of each other: kept sorted, or moved from an old holder to a new one.
#pragma once
#include <algorithm>
#include <vector>

namespace cairn::graph {

template <class T>
void insert_sorted(std::vector<T>& list, T value) {
  const auto at = std::ranges::lower_bound(list, value);
  if (at == list.end() || *at != value) list.insert(at, value);
}

// Moves an entry from the list of its old holder to that of its new one.
template <class Holders, class HolderId, class T>
void relist(Holders& holders, HolderId was, HolderId is, T value, auto list) {
  if (was == is) return;
  if (auto* holder = holders.find(was)) std::erase(holder->*list, value);
  if (auto* holder = holders.find(is)) (holder->*list).push_back(value);
}

}  // namespace cairn::graph
