// The arguments of a client command: one file, and options with a value.
#pragma once
#include <map>
#include <span>
#include <string>
#include <vector>

namespace cairn::cli {

struct Arguments {
  std::vector<std::string> files;
  std::map<std::string, std::string> options;  // "--as-of" -> "2026-02-15"
  bool help = false;
  std::string error;                           // a sentence; empty: all is well

  std::string option(const std::string& name, const std::string& otherwise = "") const {
    const auto found = options.find(name);
    return found == options.end() ? otherwise : found->second;
  }
};

// Takes "--name value" and "--name=value"; unknown options and missing values are errors.
Arguments parse_arguments(std::span<const std::string> arguments, std::span<const std::string_view> known);

// out: the file's bytes ("-": standard input); false when it cannot be read or is larger than `most`.
bool read_file(const std::string& name, std::string& bytes, std::size_t most = 65u << 20);

}  // namespace cairn::cli
