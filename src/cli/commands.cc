// The list of client commands.
#include <array>

#include "cli/cli.h"

namespace cairn::cli {

std::span<const Command> commands() {
  static constexpr std::array all{
      Command{"eval", "compute all figures of an OKR file", run_eval},
      Command{"lint", "check an OKR file and say what to mend", run_lint},
  };
  return all;
}

}  // namespace cairn::cli
