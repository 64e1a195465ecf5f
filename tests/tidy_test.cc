// The four laws of the architecture, and the one-SQL rule, held against the source itself.
#include <gtest/gtest.h>

#include <map>

#include "source_tree.h"

namespace cairn::tests {
namespace {

const std::set<std::string> engine_headers{
    "algorithm", "array", "bit", "charconv", "cmath", "compare", "concepts", "cstddef", "cstdint", "cstring", "deque",
    "expected", "functional", "initializer_list", "iterator", "limits", "map", "numbers", "numeric", "optional",
    "queue", "ranges", "set", "span", "string", "string_view", "tuple", "type_traits", "unordered_map",
    "unordered_set", "utility", "variant", "vector"};

TEST(Law1, the_engine_includes_base_and_plain_standard_headers_only) {
  for (const SourceFile& file : sources("src/engine")) {
    if (file.test()) continue;
    for (const Include& include : includes(file)) {
      const bool allowed = include.system ? engine_headers.contains(include.path)
                                          : include.path.starts_with("engine/") || include.path.starts_with("base/");
      EXPECT_TRUE(allowed) << file.path << " includes " << include.path;
    }
  }
}

TEST(Law2, the_platform_knows_neither_engine_nor_features) {
  for (const SourceFile& file : sources("src/platform")) {
    for (const Include& include : includes(file)) {
      EXPECT_FALSE(include.path.starts_with("engine/") || include.path.starts_with("features/") || include.path.starts_with("app/"))
          << file.path << " includes " << include.path;
    }
    if (file.test()) continue;
    std::string lower = file.text;
    std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return std::tolower(c); });
    EXPECT_EQ(lower.find("objective"), std::string::npos) << file.path << " speaks of objectives";
  }
}

// The slices in the order of app/features.cc, lowest first.
std::vector<std::string> slice_order() {
  const std::string text = read_text(root() / "src/app/features.cc");
  static const std::regex call(R"rx(\{"(\w+)", )rx");
  std::vector<std::string> order;
  for (std::sregex_iterator it(text.begin(), text.end(), call), end; it != end; ++it) order.push_back((*it)[1].str());
  return order;
}

std::string slice_of(const std::string& path) {
  const std::string prefix = "src/features/";
  const std::size_t slash = path.find('/', prefix.size());
  return slash == std::string::npos ? "" : path.substr(prefix.size(), slash - prefix.size());
}

TEST(Law3, a_slice_includes_only_the_front_of_slices_above_it_in_the_list) {
  const std::vector<std::string> order = slice_order();
  ASSERT_GT(order.size(), 10U);
  const auto place = [&](const std::string& slice) { return std::find(order.begin(), order.end(), slice) - order.begin(); };
  for (const SourceFile& file : sources("src/features")) {
    const std::string own = slice_of(file.path);
    if (own.empty() || file.test()) continue;
    EXPECT_LT(place(own), static_cast<std::ptrdiff_t>(order.size())) << own << " is not in app/features.cc";
    for (const Include& include : includes(file)) {
      EXPECT_FALSE(include.path.starts_with("app/") || include.path.starts_with("cli/")) << file.path << " includes " << include.path;
      if (!include.path.starts_with("features/")) continue;
      const std::string other = slice_of("src/" + include.path);
      if (other.empty() || other == own) continue;
      EXPECT_EQ(include.path, "features/" + other + "/" + other + ".h") << file.path << " reaches into " << other;
      EXPECT_LT(place(other), place(own)) << file.path << " includes " << other << ", which does not stand above " << own;
    }
  }
}

TEST(Law4, a_table_is_written_by_one_slice) {
  static const std::regex write(R"((?:INSERT INTO|UPDATE|DELETE FROM)\s+([a-z_]+))");
  std::map<std::string, std::set<std::string>> writers;
  for (const char* folder : {"src/features", "src/platform", "src/app"}) {
    for (const SourceFile& file : sources(folder)) {
      if (file.test()) continue;
      std::string owner = slice_of(file.path);
      if (!file.path.starts_with("src/features/") || owner.empty()) {
        owner = file.path.substr(0, file.path.rfind('/'));
      }
      for (std::sregex_iterator it(file.text.begin(), file.text.end(), write), end; it != end; ++it) {
        writers[(*it)[1].str()].insert(owner);
      }
    }
  }
  EXPECT_GT(writers.size(), 15U);
  for (const auto& [table, owners] : writers) {
    std::string list;
    for (const std::string& owner : owners) list += owner + " ";
    EXPECT_EQ(owners.size(), 1U) << "table " << table << " is written by " << list;
  }
}

TEST(OneSql, what_only_one_database_knows_stays_in_platform_db) {
  static const std::regex sql_now(R"("[^"\n]*\bnow\(\)[^"\n]*")");
  for (const char* folder : {"src/features", "src/platform", "src/app"}) {
    for (const SourceFile& file : sources(folder)) {
      if (file.test() || file.path.starts_with("src/platform/db/")) continue;
      for (const char* word : {"FOR UPDATE", "ILIKE", "ANY($", "STRING_AGG", "GREATEST(", "json_each", "AUTOINCREMENT", "SERIAL"}) {
        EXPECT_EQ(file.text.find(word), std::string::npos) << file.path << " says " << word;
      }
      EXPECT_FALSE(std::regex_search(file.text, sql_now)) << file.path << " asks the database for the time";
    }
  }
}

TEST(HeavyLibraries, each_is_included_by_few_files) {
  const std::map<std::string, std::size_t> limits{
      {"sqlite3.h", 3}, {"libpq-fe.h", 1}, {"curl/curl.h", 2}, {"md4c.h", 1}, {"boost/json", 2}, {"boost/beast", 5},
      {"boost/asio", 7}, {"CLI/CLI.hpp", 1}, {"yaml-cpp", 1}, {"sodium.h", 3}, {"date/tz.h", 1}, {"brotli", 1}, {"zstd.h", 1}};
  std::map<std::string, std::set<std::string>> users;
  for (const SourceFile& file : sources("src")) {
    if (file.test()) continue;
    for (const Include& include : includes(file)) {
      for (const auto& [library, most] : limits)
        if (include.path.starts_with(library)) users[library].insert(file.path);
    }
  }
  for (const auto& [library, files] : users) {
    std::string list;
    for (const std::string& f : files) list += "\n  " + f;
    EXPECT_LE(files.size(), limits.at(library)) << library << " is included by" << list;
  }
}

}  // namespace
}  // namespace cairn::tests
