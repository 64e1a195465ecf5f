// The rules for chosen passwords. A list of the usual long ones cannot be long: what people make of 15 bytes are
// repetitions, keyboard walks, counting, and common words strung together, so those are recognised as such.
#include "platform/crypto/password.h"

#include <algorithm>
#include <array>
#include <string>

#include "platform/text/text.h"

namespace cairn::crypto {
namespace {

// What turns up in leaked lists, folded and without blanks; a password made of these alone is common.
constexpr std::array<std::string_view, 73> common_pieces{
    "correcthorsebatterystaple", "thequickbrownfoxjumpsoverthelazydog", "qwertyuiopasdfghjklzxcvbnm",
    "1qaz2wsx3edc4rfv5tgb", "1q2w3e4r5t6y7u8i9o0p", "qwertyuiop", "asdfghjkl", "asdfgh", "asdf", "zxcvbnm", "qwertzuiop", "yxcvbnm",
    "azertyuiop", "qwerty", "qwertz", "azerty", "1qaz2wsx", "1q2w3e4r", "q1w2e3r4", "zaq12wsx", "abc123", "password",
    "passwort", "passwd", "passw0rd", "p@ssw0rd", "pa$$word", "motdepasse", "contrasena", "kennwort", "geheim",
    "secret", "letmein", "iloveyou", "ichliebedich", "welcome", "willkommen", "changeme", "administrator", "admin",
    "root", "user", "login", "master", "dragon", "monkey", "football", "baseball", "sunshine", "princess", "superman",
    "batman", "whatever", "trustno1", "hallo", "hello", "world", "test", "guest", "default", "company", "summer",
    "winter", "spring", "autumn", "sommer", "herbst", "monday", "january", "cairn",
    "mypassword", "thisismypassword", "nothing"};

std::string compact(std::string_view text) {
  std::string out;
  for (char c : text::fold(text)) {
    if (c != ' ' && c != '-' && c != '_' && c != '.' && c != '\t') out += c;
  }
  return out;
}

// Few different characters, or one short piece again and again.
bool is_repetition(std::string_view s) {
  std::string seen(s);
  std::sort(seen.begin(), seen.end());
  if (std::unique(seen.begin(), seen.end()) - seen.begin() <= 4) return true;
  for (std::size_t period = 1; period <= s.size() / 2; ++period) {
    bool same = true;
    for (std::size_t i = period; i < s.size() && same; ++i) same = s[i] == s[i - period];
    if (same && period <= 10) return true;
  }
  return false;
}

// "abcdefghij…", "9876543210…": each character next to the one before, nearly everywhere.
bool is_counting(std::string_view s) {
  std::size_t steps = 0;
  for (std::size_t i = 1; i < s.size(); ++i) {
    const int step = s[i] - s[i - 1];
    steps += step == 1 || step == -1 || (s[i] == '0' && s[i - 1] == '9') || (s[i] == '0' && s[i - 1] == '0');
  }
  return s.size() > 3 && steps + 3 >= s.size();
}

// What is left once the common pieces and the digits and signs around them are taken away.
std::size_t bytes_of_its_own(std::string s) {
  for (std::string_view piece : common_pieces) {
    for (std::size_t at = s.find(piece); at != std::string::npos; at = s.find(piece)) s.replace(at, piece.size(), "\n");
  }
  return static_cast<std::size_t>(std::count_if(s.begin(), s.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c & 0x80) != 0;
  }));
}

bool has_common_piece(const std::string& s) {
  return std::any_of(common_pieces.begin(), common_pieces.end(),
                     [&](std::string_view piece) { return s.find(piece) != std::string::npos; });
}

// True when little but the person's own words, common pieces, digits and signs make up the password.
bool is_personal(const std::string& password, std::initializer_list<std::string_view> own_words) {
  std::string rest = password;
  bool found = false;
  for (std::string_view own : own_words) {
    std::vector<std::string> pieces{compact(own)};
    for (text::Word& word : text::words(own)) pieces.push_back(std::move(word.folded));
    for (const std::string& piece : pieces) {
      if (piece.size() < 3) continue;
      for (std::size_t at = rest.find(piece); at != std::string::npos; at = rest.find(piece)) {
        rest.replace(at, piece.size(), "\n");
        found = true;
      }
    }
  }
  return found && bytes_of_its_own(rest) < 8;
}

Result<void> refuse(const char* code, std::string message) {
  return std::unexpected(Problem{"password", code, std::move(message)});
}

}  // namespace

Result<void> check_password(std::string_view password, std::initializer_list<std::string_view> own_words,
                            std::size_t min_bytes) {
  if (password.size() < min_bytes) {
    return refuse("too_short", "Choose at least " + std::to_string(min_bytes) + " characters; a few unrelated words do well.");
  }
  if (password.size() > password_max_bytes) return refuse("too_long", "At most 1,024 bytes.");
  const std::string plain = compact(password);
  if (is_personal(plain, own_words)) {
    return refuse("personal_password", "This is made of your name, address or organisation, which others know.");
  }
  const bool common = has_common_piece(plain) && bytes_of_its_own(plain) < 6;
  if (plain.empty() || is_repetition(plain) || is_counting(plain) || common) {
    return refuse("common_password", "This is among the passwords that are tried first.");
  }
  return {};
}

}  // namespace cairn::crypto
