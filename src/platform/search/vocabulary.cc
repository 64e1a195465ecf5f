// Finding words with slips. The sorted words are walked as the tree of their beginnings; for each beginning one row
// of the edit-distance table against the query word is computed from its parent's, and a branch ends where no entry
// of the row can come back under the limit. So a query looks at hundreds of beginnings, not at every word.
//
// Example: wanted "goal", limit 1. The branch "g" has the row 1 0 1 2 3, "go" 2 1 0 1 2, "got" 3 2 1 1 2, "gote" has
// nothing under 2: every word that begins with "gote" is skipped at once.
#include "platform/search/vocabulary.h"

#include <algorithm>
#include <array>

#include "platform/text/text.h"

namespace cairn::search {
namespace {

constexpr int none = 100;

// The table of distances between one query word and the beginnings along one path; source: optimal string alignment,
// Damerau 1964.
class Distances {
 public:
  Distances(std::u16string_view wanted, int limit) : wanted_(wanted), limit_(limit) {
    for (std::size_t j = 0; j <= wanted_.size(); ++j) rows_[0].cost[j] = static_cast<std::uint8_t>(j);
    rows_[0].least = 0;
    rows_[0].prefix = wanted_.empty() ? 0 : none;
  }

  // Extends the path of length `depth` by `unit`.
  void push(std::size_t depth, char16_t unit) {
    const Row& above = rows_[depth];
    Row& row = rows_[depth + 1];
    row.unit = unit;
    row.cost[0] = static_cast<std::uint8_t>(depth + 1);
    int least = row.cost[0];
    for (std::size_t j = 1; j <= wanted_.size(); ++j) {
      int cost = std::min(above.cost[j] + 1, row.cost[j - 1] + 1);
      cost = std::min(cost, above.cost[j - 1] + (wanted_[j - 1] == unit ? 0 : 1));
      const bool swapped = depth > 0 && j > 1 && wanted_[j - 2] == unit && wanted_[j - 1] == above.unit;
      if (swapped) cost = std::min(cost, rows_[depth - 1].cost[j - 2] + 1);
      row.cost[j] = static_cast<std::uint8_t>(cost);
      least = std::min(least, cost);
    }
    row.least = least;
    row.prefix = std::min(above.prefix, prefix_cost(row, unit));
  }

  // No longer word with this beginning can be within the limit as a whole; a swap may come back from the row above.
  bool hopeless(std::size_t depth) const { return std::min(rows_[depth].least, rows_[depth - 1].least + 1) > limit_; }
  bool begins(std::size_t depth) const { return rows_[depth].prefix <= limit_; }

  bool judge(std::size_t depth, Match& how) const {
    const int whole = rows_[depth].cost[wanted_.size()];
    const int prefix = rows_[depth].prefix;
    if (whole > limit_ && prefix > limit_) return false;
    how.whole = whole == 0 || (prefix > 0 && whole <= limit_);
    how.slips = how.whole ? whole : prefix;
    return true;
  }

 private:
  struct Row {
    std::array<std::uint8_t, max_word_units + 1> cost{};
    char16_t unit = 0;
    int least = 0;
    int prefix = none;  // the least cost of a beginning so far
  };

  // A beginning with slips counts from 5 letters on, and only when it ends as the query does: else any word would be
  // near to what is being typed.
  int prefix_cost(const Row& row, char16_t unit) const {
    const int cost = row.cost[wanted_.size()];
    if (cost == 0) return 0;
    return wanted_.size() >= 5 && unit == wanted_.back() && cost <= limit_ ? cost : none;
  }

  std::u16string_view wanted_;
  int limit_;
  std::array<Row, max_word_units + 1> rows_;
};

// Walks the words [begin, end) of the order, which share their first `depth` units.
class Walk {
 public:
  Walk(const std::vector<std::u16string>& words, const std::vector<std::uint32_t>& sorted, Distances& distances,
       const Vocabulary::OnMatch& on_match)
      : words_(words), sorted_(sorted), distances_(distances), on_match_(on_match) {}

  void from(std::size_t begin, std::size_t end, std::size_t depth) {
    if (depth > 0 && distances_.hopeless(depth)) {
      if (distances_.begins(depth)) take_all(begin, end, depth);
      return;
    }
    if (begin < end && word(begin).size() == depth) {
      Match how;
      if (distances_.judge(depth, how)) on_match_(sorted_[begin], how);
      ++begin;
    }
    while (begin < end) {
      const char16_t unit = word(begin)[depth];
      const std::size_t next = end_of_group(begin, end, depth, unit);
      distances_.push(depth, unit);
      from(begin, next, depth + 1);
      begin = next;
    }
  }

 private:
  const std::u16string& word(std::size_t at) const { return words_[sorted_[at]]; }

  std::size_t end_of_group(std::size_t begin, std::size_t end, std::size_t depth, char16_t unit) const {
    std::size_t step = 1;
    while (begin + step < end && word(begin + step)[depth] == unit) step *= 2;
    std::size_t low = begin + step / 2;
    std::size_t high = std::min(begin + step, end);
    while (low < high) {
      const std::size_t middle = low + (high - low) / 2;
      if (word(middle)[depth] == unit) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  // The beginning matches, and no whole word can match better any more.
  void take_all(std::size_t begin, std::size_t end, std::size_t depth) {
    Match how;
    if (!distances_.judge(depth, how)) return;
    how.whole = false;
    for (std::size_t at = begin; at < end; ++at) on_match_(sorted_[at], how);
  }

  const std::vector<std::u16string>& words_;
  const std::vector<std::uint32_t>& sorted_;
  Distances& distances_;
  const Vocabulary::OnMatch& on_match_;
};

}  // namespace

std::u16string units(std::string_view folded) {
  std::u16string out;
  for (std::size_t at = 0; at < folded.size() && out.size() < max_word_units;) {
    const char32_t c = text::next_code_point(folded, at);
    if (c < 0x10000) {
      out += static_cast<char16_t>(c);
    } else {
      out += static_cast<char16_t>(0xD7C0 + (c >> 10));
      out += static_cast<char16_t>(0xDC00 + (c & 0x3FF));
    }
  }
  if (out.size() > max_word_units) out.resize(max_word_units);
  return out;
}

int slips_allowed(std::u16string_view word) {
  const bool number = std::any_of(word.begin(), word.end(), [](char16_t c) { return c >= u'0' && c <= u'9'; });
  if (number || word.size() < 4) return 0;
  return word.size() < 8 ? 1 : 2;
}

bool matches(std::u16string_view word, std::u16string_view wanted, Match& how) {
  Distances distances(wanted, slips_allowed(wanted));
  for (std::size_t depth = 0; depth < word.size(); ++depth) distances.push(depth, word[depth]);
  return distances.judge(word.size(), how);
}

std::uint32_t Vocabulary::add(std::u16string_view word) {
  const auto at = std::lower_bound(sorted_.begin(), sorted_.end(), word,
                                   [&](std::uint32_t number, std::u16string_view w) { return words_[number] < w; });
  if (at != sorted_.end() && words_[*at] == word) return *at;
  const auto number = static_cast<std::uint32_t>(words_.size());
  sorted_.insert(at, number);
  words_.emplace_back(word);
  return number;
}

void Vocabulary::find(std::u16string_view wanted, const OnMatch& on_match) const {
  if (wanted.empty()) return;
  Distances distances(wanted, slips_allowed(wanted));
  Walk(words_, sorted_, distances, on_match).from(0, sorted_.size(), 0);
}

std::size_t Vocabulary::bytes() const {
  std::size_t n = words_.capacity() * sizeof(std::u16string) + sorted_.capacity() * sizeof(std::uint32_t);
  for (const std::u16string& w : words_) n += w.size() > 7 ? (w.capacity() + 1) * sizeof(char16_t) + 16 : 0;
  return n;
}

}  // namespace cairn::search
