// A VFS over the default one. Every write is passed on, and kept beside the bytes known to be synced until the next
// sync of its file.
#include "support/faulty_disk.h"

#include <sqlite3.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <fstream>
#include <map>
#include <mutex>
#include <random>
#include <vector>

namespace cairn::test {

namespace {

struct Pending {
  sqlite3_int64 offset;
  std::string data;
  bool truncate;
};

struct Disk {
  std::string durable;
  std::vector<Pending> pending;
};

std::mutex disks_mutex;
std::map<std::string, Disk> disks;  // by path
std::atomic<Fault> fault = Fault::none;
sqlite3_vfs* real = nullptr;

void apply(std::string& bytes, const Pending& change) {
  if (change.truncate) return bytes.resize(static_cast<std::size_t>(change.offset));
  const auto end = static_cast<std::size_t>(change.offset) + change.data.size();
  if (bytes.size() < end) bytes.resize(end);
  bytes.replace(static_cast<std::size_t>(change.offset), change.data.size(), change.data);
}

struct File {
  sqlite3_file base;
  char path[512];
  // the real file lies behind
  sqlite3_file* inner() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

File* own(sqlite3_file* file) { return reinterpret_cast<File*>(file); }
sqlite3_file* inner(sqlite3_file* file) { return own(file)->inner(); }

void remember(sqlite3_file* file, Pending change) {
  const std::lock_guard lock(disks_mutex);
  disks[own(file)->path].pending.push_back(std::move(change));
}

int close_file(sqlite3_file* f) { return inner(f)->pMethods->xClose(inner(f)); }
int read_file(sqlite3_file* f, void* to, int n, sqlite3_int64 at) { return inner(f)->pMethods->xRead(inner(f), to, n, at); }
int write_file(sqlite3_file* f, const void* from, int n, sqlite3_int64 at) {
  if (fault == Fault::full) return SQLITE_FULL;
  if (fault == Fault::write_error) return SQLITE_IOERR_WRITE;
  remember(f, {at, std::string(static_cast<const char*>(from), static_cast<std::size_t>(n)), false});
  return inner(f)->pMethods->xWrite(inner(f), from, n, at);
}
int truncate_file(sqlite3_file* f, sqlite3_int64 size) {
  remember(f, {size, "", true});
  return inner(f)->pMethods->xTruncate(inner(f), size);
}
int sync_file(sqlite3_file* f, int) {
  if (fault == Fault::sync_error) return SQLITE_IOERR_FSYNC;
  const std::lock_guard lock(disks_mutex);
  Disk& disk = disks[own(f)->path];
  for (const Pending& change : disk.pending) apply(disk.durable, change);
  disk.pending.clear();
  return SQLITE_OK;  // the real disk need not be troubled
}
int size_of_file(sqlite3_file* f, sqlite3_int64* size) { return inner(f)->pMethods->xFileSize(inner(f), size); }
int lock_file(sqlite3_file* f, int level) { return inner(f)->pMethods->xLock(inner(f), level); }
int unlock_file(sqlite3_file* f, int level) { return inner(f)->pMethods->xUnlock(inner(f), level); }
int check_lock(sqlite3_file* f, int* out) { return inner(f)->pMethods->xCheckReservedLock(inner(f), out); }
int control_file(sqlite3_file* f, int op, void* arg) { return inner(f)->pMethods->xFileControl(inner(f), op, arg); }
int sector_size(sqlite3_file* f) { return inner(f)->pMethods->xSectorSize(inner(f)); }
int traits(sqlite3_file*) { return 0; }  // promises nothing: neither atomic writes nor safe overwriting
int shm_map(sqlite3_file* f, int page, int size, int extend, void volatile** out) { return inner(f)->pMethods->xShmMap(inner(f), page, size, extend, out); }
int shm_lock(sqlite3_file* f, int offset, int n, int flags) { return inner(f)->pMethods->xShmLock(inner(f), offset, n, flags); }
void shm_barrier(sqlite3_file* f) { inner(f)->pMethods->xShmBarrier(inner(f)); }
int shm_unmap(sqlite3_file* f, int remove) { return inner(f)->pMethods->xShmUnmap(inner(f), remove); }

const sqlite3_io_methods methods = {2, close_file, read_file, write_file, truncate_file, sync_file, size_of_file, lock_file, unlock_file,
                                    check_lock, control_file, sector_size, traits, shm_map, shm_lock, shm_barrier, shm_unmap, nullptr, nullptr};

int open_file(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out) {
  File* made = own(file);
  std::memset(made, 0, sizeof *made);
  if (name) std::strncpy(made->path, name, sizeof made->path - 1);
  const int code = real->xOpen(real, name, made->inner(), flags, out);
  if (code == SQLITE_OK) made->base.pMethods = &methods;
  return code;
}

int delete_file(sqlite3_vfs*, const char* name, int sync) {
  {
    const std::lock_guard lock(disks_mutex);
    disks.erase(name);
  }
  return real->xDelete(real, name, sync);
}

std::string left_of(const Disk& disk, std::mt19937_64& random) {
  constexpr std::size_t sector = 512;
  std::string bytes = disk.durable;
  for (const Pending& change : disk.pending) {
    if (change.truncate) {
      if (random() % 2 == 0) apply(bytes, change);
      continue;
    }
    for (std::size_t at = 0; at < change.data.size(); at += sector)
      if (random() % 2 == 0) apply(bytes, {change.offset + static_cast<sqlite3_int64>(at), change.data.substr(at, sector), false});
  }
  return bytes;
}

}  // namespace

void use_faulty_disk() {
  static sqlite3_vfs vfs = [] {
    real = sqlite3_vfs_find(nullptr);
    sqlite3_vfs made = *real;
    made.zName = "faulty";
    made.szOsFile = static_cast<int>(sizeof(File)) + real->szOsFile;
    made.xOpen = open_file;
    made.xDelete = delete_file;
    return made;
  }();
  static const int registered = sqlite3_vfs_register(&vfs, 1);
  (void)registered;
}

void set_disk_fault(Fault next) { fault = next; }

void play_power_cut(const std::string& from, const std::string& to, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::string main, wal;
  {
    const std::lock_guard lock(disks_mutex);
    main = left_of(disks[from], random);
    wal = left_of(disks[from + "-wal"], random);
  }
  std::ofstream(to, std::ios::binary) << main;
  std::ofstream(to + "-wal", std::ios::binary) << wal;
}

}  // namespace cairn::test
