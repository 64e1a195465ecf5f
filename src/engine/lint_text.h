// Looking at words: the linter's own small reading of English and German.
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cairn::engine {

// A title in lower case (ASCII and German letters), without a leading "Team: ", and its words.
struct Reading {
  std::string text;
  std::vector<std::string> words;
  std::size_t characters = 0;  // of the title as given
};
Reading read_title(std::string_view title);

using WordList = std::span<const std::string_view>;
WordList output_verbs();
WordList activity_verbs();
WordList task_verbs();
WordList vague_verbs();
WordList vague_states();
WordList goal_verbs();
WordList output_states();
WordList jargon();

// out: the listed verb a title begins with, or (German) ends with; "" when none.
std::string_view opening_verb(const Reading& reading, WordList verbs);
std::string_view contains_phrase(const Reading& reading, WordList phrases);
// Words outside brackets alone: "(5k+ users)" says who is meant, not how much.
Reading without_brackets(const Reading& reading);
// out: a measure among the words: "35 %", "500", "$2M", "twice"; not years, quarters, versions, ordinals or names like "G2".
std::optional<std::string> measure_in(const Reading& reading);
// out: text left to fill in: "TBD", "XX", "$N", "N%", "???".
std::optional<std::string> placeholder_in(std::string_view title);
// out: "and grow": a second goal after an "and".
std::optional<std::string> second_goal(const Reading& reading);

}  // namespace cairn::engine
