// The entry of a libFuzzer program: runs the one target that is linked with it.
#include <cstddef>
#include <cstdint>

#include "fuzz/target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  cairn::fuzz::targets().front().run({reinterpret_cast<const char*>(bytes), size});
  return 0;
}
