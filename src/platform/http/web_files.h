// The web app inside the binary: hashed assets for a year, pages by ETag, compressed siblings where they exist.
#pragma once
#include <map>
#include <span>
#include <string>
#include <string_view>

#include "base/embedded.h"
#include "platform/http/http.h"

namespace cairn::http {

class WebFiles {
 public:
  explicit WebFiles(std::span<const EmbeddedFile> files);
  bool has(std::string_view path) const { return find(path) != nullptr; }
  // Answers a GET or HEAD of a file, or of a page that the app draws by itself. out: false when there is neither
  bool answer(const Request& request, Reply& reply, Coding& coding) const;

 private:
  struct File {
    std::string_view type;
    std::string etag;
    bool immutable = false;
    Bytes plain, gzip, br;
  };
  const File* find(std::string_view path) const;
  std::map<std::string, File, std::less<>> files_;  // by "/path"
};

}  // namespace cairn::http
