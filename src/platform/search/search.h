// A word index in memory: every word of the query must be met by a word of the document, exactly, as its beginning,
// or with a small slip. Documents have a short title and a longer body; what a reader may not see is skipped while
// searching, so it influences neither order nor counts.
#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace cairn::search {

struct DocumentId {
  char type = 0;
  std::int64_t id = 0;
  auto operator<=>(const DocumentId&) const = default;
};

struct Hit {
  DocumentId document;
  int score = 0;         // larger is nearer
  bool in_title = false; // every word of the query was met in the title
};

struct Found {
  std::vector<Hit> hits;  // the best `limit`
  std::size_t total = 0;  // all that match and may be seen
};

struct Query {
  std::string_view text;
  std::size_t limit = 20;
  std::string_view types = {};  // "ok": only documents of these types; empty: all
  // Asked once at most for each document that matches; empty: all may be seen.
  std::function<bool(DocumentId)> visible = {};
};

// The bytes of a text that a query's words meet.
struct Range {
  std::uint32_t begin = 0, end = 0;
  bool operator==(const Range&) const = default;
};

// Many threads may search at once; changes wait for them and exclude each other.
class Index {
 public:
  Index();
  ~Index();
  Index(Index&&) noexcept;
  Index& operator=(Index&&) noexcept;

  // Adds the document, or replaces what it held. The body may be empty.
  void put(DocumentId id, std::string_view title, std::string_view body = {});
  void remove(DocumentId id);
  void clear();

  // Order: exact title words before beginnings before slips before the body; then shorter titles, then type and id.
  Found find(const Query& query) const;

  std::size_t size() const;   // documents
  std::size_t words() const;  // different words
  std::size_t bytes() const;  // memory, about

 private:
  struct State;
  std::unique_ptr<State> state_;
};

std::vector<Range> highlights(std::string_view title, std::string_view query);

}  // namespace cairn::search
