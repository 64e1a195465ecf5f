// All words of the index in order, found by beginning and with slips. Private to this folder.
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace cairn::search {

// How a word of a document meets a word of the query; `slips` is the edit distance.
struct Match {
  bool whole = false;  // the whole word, else its beginning
  int slips = 0;
};

inline constexpr std::size_t max_word_units = 48;  // longer words are cut, in documents and queries alike

// Folded UTF-8 to the UTF-16 that words are kept and compared in.
std::u16string units(std::string_view folded);

// How many slips a query word is forgiven: none below 4 letters and in numbers, 1 below 8, else 2.
int slips_allowed(std::u16string_view word);

// out: how `word` meets `wanted`, or false.
bool matches(std::u16string_view word, std::u16string_view wanted, Match& how);

class Vocabulary {
 public:
  // out: the word's number, new words counting on.
  std::uint32_t add(std::u16string_view word);
  std::size_t size() const { return words_.size(); }
  const std::u16string& word(std::uint32_t number) const { return words_[number]; }

  using OnMatch = std::function<void(std::uint32_t number, const Match& how)>;
  // Calls for each word that meets `wanted`, once.
  void find(std::u16string_view wanted, const OnMatch& on_match) const;

  std::size_t bytes() const;

 private:
  std::vector<std::u16string> words_;   // by number
  std::vector<std::uint32_t> sorted_;   // numbers in the order of their words
};

}  // namespace cairn::search
