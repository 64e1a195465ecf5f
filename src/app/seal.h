// A backup ends with the checksum of what stands before it, so that a single changed byte is noticed.
#pragma once
#include <filesystem>

namespace cairn::app {

// Appends the seal and waits until it is on the disk. fails: 507 when it cannot be written
void seal(const std::filesystem::path& file);
// Takes the seal off. out: false when it does not fit the file, or the file is empty; true too for a database that was
// copied by other means, without one
bool unseal(const std::filesystem::path& file);

}  // namespace cairn::app
