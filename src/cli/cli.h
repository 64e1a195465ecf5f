// The client commands: they work on files, without a server.
#pragma once
#include <span>
#include <string>

namespace cairn::cli {

struct Command {
  const char* name;
  const char* summary;
  int (*run)(std::span<const std::string> arguments);  // without the program's and the command's name; out: the exit status
};

std::span<const Command> commands();

int run_eval(std::span<const std::string> arguments);
int run_lint(std::span<const std::string> arguments);

}  // namespace cairn::cli
