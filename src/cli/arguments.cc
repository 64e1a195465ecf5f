// Arguments and files of client commands.
#include "cli/arguments.h"

#include <algorithm>
#include <cstdio>

namespace cairn::cli {

Arguments parse_arguments(std::span<const std::string> arguments, std::span<const std::string_view> known) {
  Arguments parsed;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& word = arguments[i];
    if (word == "--help" || word == "-h") {
      parsed.help = true;
    } else if (word.starts_with("--")) {
      const std::size_t equals = word.find('=');
      const std::string name = word.substr(0, equals);
      if (std::ranges::find(known, std::string_view(name)) == known.end()) {
        parsed.error = "The option " + name + " is not known here.";
      } else if (equals != std::string::npos) {
        parsed.options[name] = word.substr(equals + 1);
      } else if (i + 1 < arguments.size()) {
        parsed.options[name] = arguments[++i];
      } else {
        parsed.error = "The option " + name + " needs a value.";
      }
    } else {
      parsed.files.push_back(word);
    }
  }
  return parsed;
}

bool read_file(const std::string& name, std::string& bytes, std::size_t most) {
  std::FILE* file = name == "-" ? stdin : std::fopen(name.c_str(), "rb");
  if (!file) return false;
  char piece[65536];
  std::size_t count = 0;
  while (bytes.size() <= most && (count = std::fread(piece, 1, sizeof piece, file)) > 0) bytes.append(piece, count);
  const bool sound = std::ferror(file) == 0 && bytes.size() <= most;
  if (file != stdin) std::fclose(file);
  return sound;
}

}  // namespace cairn::cli
