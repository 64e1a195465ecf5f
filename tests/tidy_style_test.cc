// The figures of STYLE.md: sizes of files and functions, how a file opens, words that do not belong.
#include <gtest/gtest.h>

#include "source_tree.h"

namespace cairn::tests {
namespace {

struct Function {
  std::string file;
  std::size_t line;
  std::size_t length;
};

// What a brace opens: its text since the last `;`, `{` or `}` tells.
enum class Scope { space, type, function, other };

Scope scope_of(const std::string& before, Scope outer) {
  static const std::regex type(R"((^|\s)(class|struct|enum|union)\s)");
  static const std::regex space(R"((^|\s)(namespace|extern)\b)");
  if (outer == Scope::function || outer == Scope::other) return Scope::other;
  if (std::regex_search(before, space)) return Scope::space;
  if (std::regex_search(before, type) && before.find('(') == std::string::npos) return Scope::type;
  return before.find('(') != std::string::npos ? Scope::function : Scope::other;
}

std::vector<Function> functions(const SourceFile& file) {
  const std::string code = code_only(file.text);
  std::vector<std::pair<Scope, std::size_t>> open;
  std::vector<Function> found;
  std::string before;
  std::size_t line = 1;
  for (const char c : code) {
    if (c == '\n') ++line;
    if (c == '{') {
      open.emplace_back(scope_of(before, open.empty() ? Scope::space : open.back().first), line);
      before.clear();
    } else if (c == '}') {
      if (!open.empty()) {
        if (open.back().first == Scope::function) found.push_back({file.path, open.back().second, line - open.back().second + 1});
        open.pop_back();
      }
      before.clear();
    } else if (c == ';') {
      before.clear();
    } else {
      before += c;
    }
  }
  return found;
}

std::size_t quantile(std::vector<std::size_t> values, double q) {
  std::sort(values.begin(), values.end());
  return values.empty() ? 0 : values[static_cast<std::size_t>(q * static_cast<double>(values.size() - 1))];
}

TEST(Sizes, files_and_functions_keep_to_the_figures) {
  std::vector<std::size_t> file_lines;
  std::vector<std::size_t> function_lines;
  for (const SourceFile& file : sources("src")) {
    if (file.test()) continue;
    file_lines.push_back(file.lines());
    EXPECT_LE(file.lines(), 600U) << file.path;
    for (const Function& f : functions(file)) {
      function_lines.push_back(f.length);
      EXPECT_LE(f.length, 70U) << f.file << ":" << f.line;
    }
  }
  EXPECT_LE(quantile(file_lines, 0.5), 150U);
  EXPECT_LE(quantile(file_lines, 0.9), 400U);
  EXPECT_LE(quantile(function_lines, 0.5), 12U);
  EXPECT_LE(quantile(function_lines, 0.9), 40U);
}

TEST(Files, open_with_what_they_are_for) {
  for (const char* folder : {"src", "seed", "tests"}) {
    for (const SourceFile& file : sources(folder)) {
      EXPECT_TRUE(file.text.starts_with("// ")) << file.path;
      if (file.path.ends_with(".h")) EXPECT_NE(file.text.find("#pragma once"), std::string::npos) << file.path;
    }
  }
}

TEST(Words, that_say_unfinished_do_not_stand_in_the_source) {
  static const std::regex word(R"(\b(TODO|FIXME|XXX|HACK)\b)");
  for (const SourceFile& file : sources("src")) {
    std::smatch match;
    EXPECT_FALSE(std::regex_search(file.text, match, word)) << file.path << ": " << match.str();
  }
}

TEST(Tests, neither_sleep_nor_skip) {
  for (const SourceFile& file : sources("src")) {
    if (!file.test()) continue;
    for (const std::string& word : {std::string("GTEST") + "_SKIP", std::string("DISABLED") + "_"}) {
      EXPECT_EQ(file.text.find(word), std::string::npos) << file.path << " says " << word;
    }
  }
}

}  // namespace
}  // namespace cairn::tests
