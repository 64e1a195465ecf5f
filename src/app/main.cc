// The one binary: server, administration and client commands.
#include "app/options.h"

int main(int argc, char** argv) { return cairn::app::run(argc, argv); }
