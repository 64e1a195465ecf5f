// The index: words with the documents that hold them, and the search over them.
//
// A document lives in a slot; replacing it takes a new slot and leaves the old one dead, so a change costs its own
// words only, and dead slots are swept out once they are a third. A posting is slot * 2, plus 1 when the word stands
// in the body only. Scores never depend on how frequent a word is, since that would tell about hidden documents.
#include <algorithm>
#include <functional>
#include <mutex>
#include <shared_mutex>
#include <unordered_map>
#include <vector>

#include "platform/search/search.h"
#include "platform/search/vocabulary.h"
#include "platform/text/text.h"

namespace cairn::search {
namespace {

constexpr std::size_t max_query_words = 8;
constexpr std::size_t max_query_bytes = 400;
constexpr std::size_t min_dead = 1000;

struct Slot {
  DocumentId document;
  std::size_t fingerprint = 0;  // of title and body
  std::uint16_t title_words = 0;
  std::uint16_t title_bytes = 0;
  bool alive = true;
};

struct IdHash {
  std::size_t operator()(const DocumentId& d) const {
    return std::hash<std::int64_t>{}(d.id * 131 + static_cast<unsigned char>(d.type));
  }
};

// What one word of the query is worth in a document.
std::uint8_t worth(const Match& how, bool in_body) {
  constexpr std::uint8_t whole[2][3] = {{100, 45, 35}, {10, 5, 4}};
  constexpr std::uint8_t beginning[2][3] = {{70, 25, 20}, {8, 3, 2}};
  return how.whole ? whole[in_body][how.slips] : beginning[in_body][how.slips];
}

std::vector<std::u16string> query_words(std::string_view query) {
  if (query.size() > max_query_bytes) query = query.substr(0, max_query_bytes);
  std::vector<std::u16string> out;
  for (const text::Word& word : text::words(query)) {
    std::u16string w = units(word.folded);
    if (std::find(out.begin(), out.end(), w) == out.end()) out.push_back(std::move(w));
    if (out.size() == max_query_words) break;
  }
  return out;
}

// What the words of the query have met so far, by slot; kept between searches of a thread.
struct Board {
  struct Cell {
    std::uint16_t score = 0;
    std::uint8_t met = 0;      // words of the query
    std::uint8_t current = 0;  // the best for the word at hand
    bool body = false;         // some word was met in the body only
  };
  std::vector<Cell> cells;
  std::vector<std::uint32_t> touched, kept;

  void start(std::size_t slots) {
    cells.assign(slots, Cell{});
    touched.clear();
    kept.clear();
  }
  void meet(std::uint32_t posting, std::uint8_t words_before, const Match& how) {
    Cell& cell = cells[posting >> 1];
    if (cell.met != words_before) return;
    const std::uint8_t points = worth(how, (posting & 1) != 0);
    if (cell.current == 0) touched.push_back(posting >> 1);
    cell.current = std::max(cell.current, points);
  }
  void end_word() {
    for (const std::uint32_t slot : touched) {
      Cell& cell = cells[slot];
      cell.body = cell.body || cell.current <= 10;
      cell.score = static_cast<std::uint16_t>(cell.score + cell.current);
      cell.current = 0;
      ++cell.met;
    }
    kept.swap(touched);
    touched.clear();
  }
};

}  // namespace

struct Index::State {
  mutable std::shared_mutex mutex;
  Vocabulary vocabulary;
  std::vector<std::vector<std::uint32_t>> postings;  // by word number
  std::vector<Slot> slots;
  std::unordered_map<DocumentId, std::uint32_t, IdHash> slot_of;
  std::size_t dead = 0;

  void add_word(std::string_view folded, std::uint32_t posting) {
    const std::uint32_t number = vocabulary.add(units(folded));
    if (number == postings.size()) postings.emplace_back();
    std::vector<std::uint32_t>& at = postings[number];
    if (at.empty() || at.back() >> 1 != posting >> 1) at.push_back(posting);  // a title's word comes first and stays
  }

  void kill(DocumentId id) {
    const auto found = slot_of.find(id);
    if (found == slot_of.end()) return;
    slots[found->second].alive = false;
    slot_of.erase(found);
    if (++dead > min_dead && dead * 3 > slots.size()) sweep();
  }

  // Renumbers the slots that live and drops words that nobody holds any more.
  void sweep() {
    std::vector<std::uint32_t> renamed(slots.size(), 0);
    std::vector<Slot> living;
    living.reserve(slots.size() - dead);
    for (std::size_t i = 0; i < slots.size(); ++i) {
      if (!slots[i].alive) continue;
      renamed[i] = static_cast<std::uint32_t>(living.size());
      slot_of[slots[i].document] = renamed[i];
      living.push_back(slots[i]);
    }
    Vocabulary words;
    std::vector<std::vector<std::uint32_t>> kept;
    for (std::uint32_t number = 0; number < postings.size(); ++number) {
      std::vector<std::uint32_t> at;
      for (const std::uint32_t p : postings[number]) {
        if (slots[p >> 1].alive) at.push_back(renamed[p >> 1] << 1 | (p & 1));
      }
      if (at.empty()) continue;
      words.add(vocabulary.word(number));
      kept.push_back(std::move(at));
    }
    vocabulary = std::move(words);
    postings = std::move(kept);
    slots = std::move(living);
    dead = 0;
  }

  // Puts the slots of the documents that hold every word on the board.
  void meet_all(const std::vector<std::u16string>& wanted, Board& board) const {
    board.start(slots.size());
    std::uint8_t before = 0;
    for (const std::u16string& word : wanted) {
      vocabulary.find(word, [&](std::uint32_t number, const Match& how) {
        for (const std::uint32_t p : postings[number]) board.meet(p, before, how);
      });
      board.end_word();
      ++before;
    }
  }

  // The order of hits: score, then shorter titles, then type and id.
  bool before(std::uint32_t a, std::uint32_t b, const Board& board) const {
    if (board.cells[a].score != board.cells[b].score) return board.cells[a].score > board.cells[b].score;
    const Slot& x = slots[a];
    const Slot& y = slots[b];
    if (x.title_words != y.title_words) return x.title_words < y.title_words;
    if (x.title_bytes != y.title_bytes) return x.title_bytes < y.title_bytes;
    return x.document < y.document;
  }
};

Index::Index() : state_(std::make_unique<State>()) {}
Index::~Index() = default;
Index::Index(Index&&) noexcept = default;
Index& Index::operator=(Index&&) noexcept = default;

void Index::put(DocumentId id, std::string_view title, std::string_view body) {
  const std::size_t fingerprint = std::hash<std::string_view>{}(title) * 31 + std::hash<std::string_view>{}(body);
  const auto title_words = text::words(title);
  const auto body_words = text::words(body);
  const std::lock_guard lock(state_->mutex);
  State& s = *state_;
  const auto found = s.slot_of.find(id);
  if (found != s.slot_of.end() && s.slots[found->second].fingerprint == fingerprint) return;
  s.kill(id);
  const auto slot = static_cast<std::uint32_t>(s.slots.size());
  s.slots.push_back({id, fingerprint, static_cast<std::uint16_t>(std::min<std::size_t>(title_words.size(), 60'000)),
                     static_cast<std::uint16_t>(std::min<std::size_t>(title.size(), 60'000)), true});
  s.slot_of[id] = slot;
  for (const text::Word& w : title_words) s.add_word(w.folded, slot << 1);
  for (const text::Word& w : body_words) s.add_word(w.folded, slot << 1 | 1);
}

void Index::remove(DocumentId id) {
  const std::lock_guard lock(state_->mutex);
  state_->kill(id);
}

void Index::clear() {
  const std::lock_guard lock(state_->mutex);
  state_->vocabulary = {};
  state_->postings.clear();
  state_->slots.clear();
  state_->slot_of.clear();
  state_->dead = 0;
}

Found Index::find(const Query& query) const {
  thread_local Board board;
  Found out;
  const std::vector<std::u16string> wanted = query_words(query.text);
  if (wanted.empty()) return out;
  const std::shared_lock lock(state_->mutex);
  const State& s = *state_;
  s.meet_all(wanted, board);
  std::erase_if(board.kept, [&](std::uint32_t slot) {
    const Slot& at = s.slots[slot];
    if (!at.alive) return true;
    if (!query.types.empty() && query.types.find(at.document.type) == std::string_view::npos) return true;
    return query.visible && !query.visible(at.document);
  });
  out.total = board.kept.size();
  const std::size_t shown = std::min(query.limit, out.total);
  std::partial_sort(board.kept.begin(), board.kept.begin() + static_cast<std::ptrdiff_t>(shown), board.kept.end(),
                    [&](std::uint32_t a, std::uint32_t b) { return s.before(a, b, board); });
  for (std::size_t i = 0; i < shown; ++i) {
    const Board::Cell& cell = board.cells[board.kept[i]];
    out.hits.push_back({s.slots[board.kept[i]].document, cell.score, !cell.body});
  }
  return out;
}

std::size_t Index::size() const {
  const std::shared_lock lock(state_->mutex);
  return state_->slot_of.size();
}

std::size_t Index::words() const {
  const std::shared_lock lock(state_->mutex);
  return state_->vocabulary.size();
}

std::size_t Index::bytes() const {
  const std::shared_lock lock(state_->mutex);
  std::size_t n = state_->vocabulary.bytes() + state_->slots.capacity() * sizeof(Slot) + state_->slot_of.size() * 48;
  for (const auto& p : state_->postings) n += sizeof p + p.capacity() * sizeof(std::uint32_t);
  return n;
}

std::vector<Range> highlights(std::string_view title, std::string_view query) {
  std::vector<Range> out;
  const auto wanted = query_words(query);
  for (const text::Word& word : text::words(title)) {
    const std::u16string have = units(word.folded);
    std::uint32_t length = 0;
    for (const std::u16string& w : wanted) {
      Match how;
      if (!matches(have, w, how)) continue;
      const bool plain = word.folded.size() == word.end - word.begin && word.folded.size() == have.size();
      const bool part = !how.whole && how.slips == 0 && plain;  // only what was typed, where bytes are letters
      length = std::max(length, part ? static_cast<std::uint32_t>(w.size()) : word.end - word.begin);
    }
    if (length > 0) out.push_back({word.begin, word.begin + length});
  }
  return out;
}

}  // namespace cairn::search
