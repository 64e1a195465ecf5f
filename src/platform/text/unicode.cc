// What needs the Unicode tables: folding, normal forms, words. The one file that names ICU; ASCII takes a short cut.
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utypes.h>

#include <algorithm>

#include "platform/text/text.h"

namespace cairn::text {
namespace {

bool is_ascii(std::string_view s) {
  return std::none_of(s.begin(), s.end(), [](char c) { return (c & 0x80) != 0; });
}

std::string lower_ascii(std::string_view s) {
  std::string out(s);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c | 32) : c;
  return out;
}

std::u16string to_utf16(std::string_view s) {
  std::u16string out;
  out.reserve(s.size());
  for (std::size_t at = 0; at < s.size();) {
    const char32_t c = next_code_point(s, at);
    if (c < 0x10000) {
      out += static_cast<char16_t>(c);
    } else {
      out += static_cast<char16_t>(0xD7C0 + (c >> 10));
      out += static_cast<char16_t>(0xDC00 + (c & 0x3FF));
    }
  }
  return out;
}

std::string to_utf8(std::u16string_view s) {
  std::string out;
  out.reserve(s.size() * 2);
  for (std::size_t i = 0; i < s.size(); ++i) {
    char32_t c = s[i];
    if (c >= 0xD800 && c < 0xDC00 && i + 1 < s.size()) c = ((c - 0xD7C0) << 10) | (s[++i] & 0x3FFu);
    append_code_point(out, c);
  }
  return out;
}

// Calls an ICU function that fills a buffer, again with the size it asked for.
template <class Fill>
std::u16string filled(std::size_t guess, Fill&& fill) {
  std::u16string out(guess + 16, u'\0');
  UErrorCode error = U_ZERO_ERROR;
  std::int32_t n = fill(out.data(), static_cast<std::int32_t>(out.size()), &error);
  if (error == U_BUFFER_OVERFLOW_ERROR) {
    out.resize(static_cast<std::size_t>(n));
    error = U_ZERO_ERROR;
    n = fill(out.data(), static_cast<std::int32_t>(out.size()), &error);
  }
  out.resize(U_FAILURE(error) ? 0 : static_cast<std::size_t>(n));
  return out;
}

std::u16string normalized(const UNormalizer2* form, const std::u16string& s) {
  return filled(s.size(), [&](char16_t* to, std::int32_t room, UErrorCode* error) {
    return unorm2_normalize(form, s.data(), static_cast<std::int32_t>(s.size()), to, room, error);
  });
}

std::u16string case_folded(const std::u16string& s) {
  return filled(s.size(), [&](char16_t* to, std::int32_t room, UErrorCode* error) {
    return u_strFoldCase(to, room, s.data(), static_cast<std::int32_t>(s.size()), U_FOLD_CASE_DEFAULT, error);
  });
}

const UNormalizer2* form(const UNormalizer2* (*instance)(UErrorCode*)) {
  UErrorCode error = U_ZERO_ERROR;
  return instance(&error);
}

// Letters with a stroke or joined have no decomposition in Unicode.
std::string_view plain_letters(char32_t c) {
  switch (c) {
    case 0xE6: return "ae";
    case 0x153: return "oe";
    case 0xF8: return "o";
    case 0x142: return "l";
    case 0x111: return "d";
    case 0xF0: return "d";
    case 0xFE: return "th";
    case 0x131: return "i";
    default: return {};
  }
}

bool is_mark(char32_t c) { return (U_GET_GC_MASK(static_cast<UChar32>(c)) & U_GC_M_MASK) != 0; }
bool in_word(char32_t c) {
  if (c < 0x80) return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
  return u_isalnum(static_cast<UChar32>(c)) || is_mark(c);
}
// Scripts written without spaces: each sign is a word.
bool stands_alone(char32_t c) {
  return c >= 0x2E80 && (u_hasBinaryProperty(static_cast<UChar32>(c), UCHAR_IDEOGRAPHIC) || (c >= 0x3040 && c < 0x3100));
}

}  // namespace

std::string normalize(std::string_view s) {
  if (is_ascii(s)) return std::string(s);
  static const UNormalizer2* const nfc = form(unorm2_getNFCInstance);
  return to_utf8(normalized(nfc, to_utf16(s)));
}

std::string casefold(std::string_view s) {
  if (is_ascii(s)) return lower_ascii(s);
  return to_utf8(case_folded(to_utf16(s)));
}

std::string fold(std::string_view s) {
  if (is_ascii(s)) return lower_ascii(s);
  static const UNormalizer2* const nfkd = form(unorm2_getNFKDInstance);
  const std::string apart = to_utf8(normalized(nfkd, case_folded(normalized(nfkd, to_utf16(s)))));
  std::string out;
  for (std::size_t at = 0; at < apart.size();) {
    const char32_t c = next_code_point(apart, at);
    if (U_GET_GC_MASK(static_cast<UChar32>(c)) & U_GC_MN_MASK) continue;
    if (const auto plain = plain_letters(c); !plain.empty()) out += plain;
    else append_code_point(out, c);
  }
  return out;
}

std::vector<Word> words(std::string_view s) {
  std::vector<Word> out;
  std::size_t begin = std::string_view::npos;
  const auto close = [&](std::size_t end) {
    if (begin == std::string_view::npos) return;
    std::string folded = fold(s.substr(begin, end - begin));
    if (!folded.empty()) out.push_back({std::move(folded), static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
    begin = std::string_view::npos;
  };
  for (std::size_t at = 0; at < s.size();) {
    const std::size_t start = at;
    const char32_t c = next_code_point(s, at);
    if (stands_alone(c)) {
      close(start);
      begin = start;
      close(at);
    } else if (!in_word(c)) {
      close(start);
    } else if (begin == std::string_view::npos) {
      begin = start;
    }
  }
  close(s.size());
  return out;
}

std::string slug(std::string_view s) {
  std::string out;
  for (char c : fold(s)) {
    if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z')) out += c;
    else if (!out.empty() && out.back() != '-' && !(c & 0x80)) out += '-';
  }
  while (!out.empty() && out.back() == '-') out.pop_back();
  return out;
}

}  // namespace cairn::text
