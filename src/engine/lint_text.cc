// Looking at words.
#include "engine/lint_text.h"

#include <algorithm>
#include <array>

namespace cairn::engine {
namespace {

constexpr std::string_view output_list[] = {
#include "engine/words/output_verbs.inc"
};
constexpr std::string_view activity_list[] = {
#include "engine/words/activity_verbs.inc"
};
constexpr std::string_view task_list[] = {
#include "engine/words/task_verbs.inc"
};
constexpr std::string_view vague_list[] = {
#include "engine/words/vague_verbs.inc"
};
constexpr std::string_view vague_state_list[] = {
#include "engine/words/vague_states.inc"
};
constexpr std::string_view goal_list[] = {
#include "engine/words/goal_verbs.inc"
};
constexpr std::string_view state_list[] = {
#include "engine/words/output_states.inc"
};
constexpr std::string_view jargon_list[] = {
#include "engine/words/jargon.inc"
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (static_cast<unsigned char>(c) & 0x80); }

std::string lowered(std::string_view text) {
  std::string low(text);
  for (std::size_t i = 0; i < low.size(); ++i) {
    if (low[i] >= 'A' && low[i] <= 'Z') low[i] = static_cast<char>(low[i] - 'A' + 'a');
    // the German capitals in UTF-8: C3 84, 96, 9C
    if (i > 0 && static_cast<unsigned char>(low[i - 1]) == 0xc3 && (static_cast<unsigned char>(low[i]) == 0x84 || static_cast<unsigned char>(low[i]) == 0x96 || static_cast<unsigned char>(low[i]) == 0x9c))
      low[i] = static_cast<char>(low[i] + 0x20);
  }
  return low;
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  const auto flush = [&] {
    while (!word.empty() && (word.back() == '.' || word.back() == '-')) word.pop_back();
    if (!word.empty()) words.push_back(std::move(word));
    word.clear();
  };
  for (const char c : text) {
    if (is_letter(c) || is_digit(c) || c == '%' || c == '$' || c == '-' || c == '.' || c == '\'' || c == '+' || c == '/') word += c;
    else flush();
  }
  flush();
  return words;
}

// "Customer success: Implement ..." speaks of implementing; a prefix is short and has no verb of its own to judge.
std::string_view without_prefix(std::string_view title) {
  const std::size_t colon = title.find(": ");
  if (colon == std::string_view::npos || colon > 30 || std::ranges::count(title.substr(0, colon), ' ') > 2) return title;
  return title.substr(colon + 2);
}

bool phrase_at(std::string_view text, std::size_t at, std::string_view phrase) {
  if (text.substr(at, phrase.size()) != phrase) return false;
  const bool open = at == 0 || !(is_letter(text[at - 1]) || is_digit(text[at - 1]));
  const std::size_t end = at + phrase.size();
  return open && (end == text.size() || !(is_letter(text[end]) || is_digit(text[end]) || text[end] == '-'));
}

bool is_year(std::string_view word) {
  return word.size() == 4 && std::ranges::all_of(word, is_digit) && (word.starts_with("19") || word.starts_with("20"));
}

// A number on its own: digits first, then only what belongs to an amount.
bool is_amount(std::string_view word) {
  while (!word.empty() && (word.front() == '$' || word.front() == '+' || word.front() == '-' || word.front() == '~')) word.remove_prefix(1);
  if (word.empty() || !is_digit(word.front())) return false;
  std::size_t digits = 0;
  while (digits < word.size() && (is_digit(word[digits]) || word[digits] == '.' || word[digits] == '\'')) ++digits;
  const std::string_view unit = word.substr(digits);
  static constexpr std::array<std::string_view, 14> units{"", "%", "k", "m", "mm", "b", "x", "+", "bn", "ms", "s", "h", "%+", "k+"};
  return std::ranges::find(units, unit) != units.end() && !is_year(word) && word.find('/') == std::string_view::npos;
}

}  // namespace

WordList output_verbs() { return output_list; }
WordList activity_verbs() { return activity_list; }
WordList task_verbs() { return task_list; }
WordList vague_verbs() { return vague_list; }
WordList vague_states() { return vague_state_list; }
WordList goal_verbs() { return goal_list; }
WordList output_states() { return state_list; }
WordList jargon() { return jargon_list; }

Reading read_title(std::string_view title) {
  Reading reading;
  reading.characters = static_cast<std::size_t>(std::ranges::count_if(title, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
  std::string_view body = without_prefix(title);
  while (!body.empty() && !is_letter(body.front()) && !is_digit(body.front()) && body.front() != '$') body.remove_prefix(1);
  reading.text = lowered(body);
  reading.words = words_of(reading.text);
  return reading;
}

Reading without_brackets(const Reading& reading) {
  Reading plain;
  int depth = 0;
  for (const char c : reading.text) {
    if (c == '(' || c == '[') ++depth;
    if (depth == 0) plain.text += c;
    if ((c == ')' || c == ']') && depth > 0) --depth;
  }
  plain.words = words_of(plain.text);
  plain.characters = reading.characters;
  return plain;
}

std::string_view opening_verb(const Reading& reading, WordList verbs) {
  for (const std::string_view verb : verbs)
    if (phrase_at(reading.text, 0, verb)) return verb;
  // German puts the infinitive last; those lists' verbs end in -en there
  if (reading.words.size() >= 2 && reading.words.back().ends_with("en")) {
    const auto found = std::ranges::find(verbs, std::string_view(reading.words.back()));
    if (found != verbs.end()) return *found;
  }
  return {};
}

std::string_view contains_phrase(const Reading& reading, WordList phrases) {
  for (const std::string_view phrase : phrases)
    for (std::size_t at = reading.text.find(phrase); at != std::string::npos; at = reading.text.find(phrase, at + 1))
      if (phrase_at(reading.text, at, phrase)) return phrase;
  return {};
}

std::optional<std::string> measure_in(const Reading& reading) {
  static constexpr std::array<std::string_view, 31> words{"twice", "double", "triple", "halve", "half", "zero", "none", "every", "each", "two", "three", "four", "five", "six",
                                                          "seven", "eight", "nine", "ten", "twelve", "verdoppeln", "halbieren", "null", "zwei", "drei", "vier", "fünf", "sechs",
                                                          "acht", "zehn", "zwölf", "jede"};
  static constexpr std::array<std::string_view, 8> counters{"top", "fortune", "version", "phase", "iso", "soc", "web", "level"};
  if (const std::size_t mark = reading.text.find("[_n"); mark != std::string::npos) return reading.text.substr(mark, 5);  // a number left out on purpose
  for (std::size_t i = 0; i < reading.words.size(); ++i) {
    const std::string& word = reading.words[i];
    if (std::ranges::find(words, std::string_view(word)) != words.end()) return word;
    const bool named = i > 0 && std::ranges::find(counters, std::string_view(reading.words[i - 1])) != counters.end();
    if (is_amount(word) && !named && std::ranges::count(word, '.') < 2) return word;
  }
  return std::nullopt;
}

std::optional<std::string> placeholder_in(std::string_view title) {
  for (const std::string_view mark : {"???", "TBD", "TO" "DO", "XX" "X", "FIX" "ME", "lorem ipsum"})
    if (const std::size_t at = title.find(mark); at != std::string_view::npos) {
      const std::size_t end = at + mark.size();
      if (mark == "???" || ((at == 0 || !is_letter(title[at - 1])) && (end == title.size() || !is_letter(title[end])))) return std::string(mark);
    }
  // a lone N, X or XX where a number belongs
  for (std::size_t i = 0; i < title.size(); ++i) {
    if (title[i] != 'N' && title[i] != 'X') continue;
    std::size_t end = i;
    while (end < title.size() && title[end] == title[i]) ++end;
    const bool open = i == 0 || title[i - 1] == ' ' || title[i - 1] == '$' || title[i - 1] == '(';
    const bool percent = end < title.size() && title[end] == '%';
    const bool shut = end == title.size() || title[end] == ' ' || title[end] == ',' || title[end] == '.' || percent;
    const bool money = i > 0 && title[i - 1] == '$';
    if (open && shut && (percent || money || (end - i >= 2 && title[i] == 'X'))) return std::string(title.substr(money ? i - 1 : i, end - i + (money ? 1 : 0) + (percent ? 1 : 0)));
    i = end;
  }
  return std::nullopt;
}

std::optional<std::string> second_goal(const Reading& reading) {
  if (reading.words.size() < 5) return std::nullopt;
  for (std::size_t i = 2; i + 2 < reading.words.size(); ++i) {
    if (reading.words[i] != "and" && reading.words[i] != "und" && reading.words[i] != "&") continue;
    const auto found = std::ranges::find(goal_verbs(), std::string_view(reading.words[i + 1]));
    if (found != goal_verbs().end()) return reading.words[i] + " " + reading.words[i + 1];
  }
  return std::nullopt;
}

}  // namespace cairn::engine
