// The source tree as the tidy tests read it.
#pragma once
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace cairn::tests {

struct SourceFile {
  std::string path;  // relative to the root, "src/engine/metric.h"
  std::string text;
  bool test() const { return path.ends_with("_test.cc"); }
  std::size_t lines() const { return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')); }
};

inline std::filesystem::path root() { return CAIRN_SOURCE_DIR; }

inline std::string read_text(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream out;
  out << in.rdbuf();
  return out.str();
}

// Every .h and .cc file below a folder, sorted by path.
inline std::vector<SourceFile> sources(const std::string& folder) {
  std::vector<SourceFile> files;
  if (!std::filesystem::exists(root() / folder)) return files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root() / folder)) {
    const std::string extension = entry.path().extension().string();
    if (!entry.is_regular_file() || (extension != ".h" && extension != ".cc")) continue;
    files.push_back({std::filesystem::relative(entry.path(), root()).generic_string(), read_text(entry.path())});
  }
  std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
  return files;
}

struct Include {
  std::string path;
  bool system;
};

inline std::vector<Include> includes(const SourceFile& file) {
  static const std::regex line(R"(^\s*#\s*include\s*([<"])([^>"]+)[>"])", std::regex::multiline);
  std::vector<Include> found;
  for (std::sregex_iterator it(file.text.begin(), file.text.end(), line), end; it != end; ++it)
    found.push_back({(*it)[2].str(), (*it)[1].str() == "<"});
  return found;
}

// The text with comments, string and character literals blanked out; lines stay where they are.
inline std::string code_only(const std::string& text) {
  std::string out = text;
  enum { code, line_comment, block_comment, string, character, raw } state = code;
  std::string raw_end;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const char next = i + 1 < text.size() ? text[i + 1] : '\0';
    if (state == code) {
      if (c == '/' && next == '/') state = line_comment;
      else if (c == '/' && next == '*') state = block_comment;
      else if (c == 'R' && next == '"') {
        const std::size_t open = text.find('(', i);
        raw_end = ")" + text.substr(i + 2, open - i - 2) + "\"";
        state = raw;
      } else if (c == '"') { state = string; continue; }
      else if (c == '\'' && (i == 0 || !std::isalnum(static_cast<unsigned char>(text[i - 1])))) { state = character; continue; }
    }
    if (state == code) continue;
    if (state == line_comment && c == '\n') { state = code; continue; }
    if (state == block_comment && c == '/' && i > 0 && text[i - 1] == '*') { out[i] = ' '; state = code; continue; }
    if (state == raw && text.compare(i, raw_end.size(), raw_end) == 0) {
      for (std::size_t j = 0; j < raw_end.size(); ++j) out[i + j] = ' ';
      i += raw_end.size() - 1;
      state = code;
      continue;
    }
    if ((state == string && c == '"') || (state == character && c == '\'')) { state = code; continue; }
    if ((state == string || state == character) && c == '\\') { out[i] = ' '; if (i + 1 < out.size()) out[++i] = ' '; continue; }
    if (c != '\n') out[i] = ' ';
  }
  return out;
}

}  // namespace cairn::tests
