// Words about UTF-8 text: is it valid, trim it, fold it, cut it, find the nearest of several names.
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cairn::text {

// out: the length of the well-formed sequence at `at`, 0 when there is none (Unicode 15, table 3-7)
std::size_t utf8_sequence(std::string_view bytes, std::size_t at);
bool is_utf8(std::string_view bytes);                   // no surrogates, no overlong forms
std::size_t first_bad_utf8(std::string_view bytes);     // its offset; npos when all is well
std::size_t length(std::string_view utf8);              // in code points
bool is_one_line(std::string_view utf8);                // no line break, no control character

// Reads the code point at `at` (valid UTF-8 expected, U+FFFD otherwise) and moves past it.
char32_t next_code_point(std::string_view utf8, std::size_t& at);
void append_code_point(std::string& out, char32_t code_point);

std::string_view trim(std::string_view utf8);           // white space at both ends, no-break and zero-width ones too
std::string collapse(std::string_view utf8);            // trimmed; inner white space becomes one space
std::string truncate(std::string_view utf8, std::size_t max_code_points);  // with "…" as the last when cut
std::string one_line(std::string_view utf8, std::size_t max_code_points);  // collapse, then truncate

std::string casefold(std::string_view utf8);            // for comparing without case: "Straße" -> "strasse"
std::string fold(std::string_view utf8);                // casefold without diacritics: "Ärger" -> "arger"
std::string slug(std::string_view utf8);                // "Ärger im Büro!" -> "arger-im-buro"; may be empty
std::string normalize(std::string_view utf8);           // NFC

// Words (letters and digits) of the folded text, with the byte range of each in the original.
struct Word {
  std::string folded;
  std::uint32_t begin = 0, end = 0;
};
std::vector<Word> words(std::string_view utf8);

std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit);  // in code points, swapped neighbours count one; limit + 1 when more
// The name nearest to `given`, when near enough to be a slip; empty otherwise.
std::string_view nearest(std::string_view given, std::span<const std::string_view> names);

std::string escape_html(std::string_view text);  // & < > " '

}  // namespace cairn::text
