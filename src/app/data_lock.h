// A data directory is served and restored by one at a time: servers share the lock, a restore wants it alone.
#pragma once
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <string>

#include "app/options.h"
#include "base/failure.h"

namespace cairn::app {

class DataLock {
 public:
  enum class Use { serving, replacing };

  // in: a directory that exists. fails: 409 data_in_use
  DataLock(const std::string& directory, Use use) : file_(::open((directory + "/cairn.lock").c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600)) {
    const int kind = use == Use::serving ? LOCK_SH : LOCK_EX;
    if (file_ >= 0 && ::flock(file_, kind | LOCK_NB) == 0) return;
    if (file_ >= 0) ::close(file_);
    fail(Fault::conflict, "data_in_use", use == Use::serving ? "The data is being replaced just now." : "A server uses this data; stop it first.");
  }
  ~DataLock() { ::close(file_); }
  DataLock(const DataLock&) = delete;
  DataLock& operator=(const DataLock&) = delete;

 private:
  int file_;
};

}  // namespace cairn::app
