// A disk that misbehaves on request, between SQLite and the real one: it can be full, fail to sync, and it remembers
// what had really reached it, so that a power cut can be played at any moment.
#pragma once
#include <cstdint>
#include <string>

namespace cairn::test {

enum class Fault { none, full, write_error, sync_error };

// From the first call on, all SQLite files opened by this program lie on the faulty disk.
void use_faulty_disk();
void set_disk_fault(Fault fault);

// Writes to `to` what a power cut at this moment would leave of the database `from` and its WAL: all that was synced,
// and of the rest whatever `seed` picks, torn at sectors.
void play_power_cut(const std::string& from, const std::string& to, std::uint64_t seed);

}  // namespace cairn::test
