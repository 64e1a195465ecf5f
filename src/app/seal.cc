// The file is read through a mapping: it may be larger than memory.
#include "app/seal.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <string>

#include "base/failure.h"
#include "platform/crypto/crypto.h"

namespace cairn::app {
namespace {

constexpr std::string_view word = "\ncairn backup, sha256 ";
constexpr std::size_t seal_size = word.size() + 64 + 1;  // the digits and a line's end

class Mapped {
 public:
  explicit Mapped(const std::filesystem::path& file) : size_(std::filesystem::file_size(file)) {
    const int from = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    void* at = from < 0 || size_ == 0 ? MAP_FAILED : ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, from, 0);
    if (from >= 0) ::close(from);
    if (at != MAP_FAILED) data_ = static_cast<const char*>(at);
  }
  Mapped(const Mapped&) = delete;
  Mapped& operator=(const Mapped&) = delete;
  ~Mapped() {
    if (data_ != nullptr) ::munmap(const_cast<char*>(data_), size_);
  }
  std::string_view text() const { return data_ == nullptr ? std::string_view() : std::string_view(data_, size_); }

 private:
  std::size_t size_;
  const char* data_ = nullptr;
};

}  // namespace

void seal(const std::filesystem::path& file) {
  const std::string text = std::string(word) + crypto::sha256_hex(Mapped(file).text()) + "\n";
  const int to = ::open(file.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
  const bool written = to >= 0 && ::write(to, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && ::fsync(to) == 0;
  if (to >= 0) ::close(to);
  if (written) return;
  std::filesystem::remove(file);
  fail(Fault::storage_full, "cannot_write", "The backup could not be written in full.");
}

bool unseal(const std::filesystem::path& file) {
  std::size_t size = 0;
  {
    const Mapped mapped(file);
    const std::string_view text = mapped.text();
    if (text.empty()) return false;
    if (text.size() < seal_size || !text.substr(text.size() - seal_size).starts_with(word)) return true;
    size = text.size() - seal_size;
    if (text.substr(size + word.size(), 64) != crypto::sha256_hex(text.substr(0, size))) return false;
  }
  std::filesystem::resize_file(file, size);
  return true;
}

}  // namespace cairn::app
