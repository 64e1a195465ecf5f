// What a handler answers. Dispatch adds the headers that every answer carries; the connection compresses.
#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "platform/json/json.h"

namespace cairn::http {

enum class Coding : std::uint8_t { plain, gzip, br, zstd };

// A ready-made answer that is sent many times: each coding is made once, when first asked for.
class Ready {
 public:
  explicit Ready(std::string plain) : plain_(std::make_shared<const std::string>(std::move(plain))) {}
  const std::string& plain() const { return *plain_; }
  std::shared_ptr<const std::string> in(Coding coding) const;

 private:
  std::shared_ptr<const std::string> plain_;
  mutable std::mutex mutex_;
  mutable std::array<std::shared_ptr<const std::string>, 4> coded_;
};

struct Reply {
  int status = 200;
  std::string type;                           // Content-Type; empty for none
  std::string body;
  std::shared_ptr<const std::string> shared;  // instead of body: a ready-made answer, sent without copying
  std::shared_ptr<const Ready> kept;          // instead of both: a ready-made answer whose codings are kept too
  std::string tag;                            // ETag with its quotes; empty for none
  std::vector<std::pair<std::string, std::string>> headers;
  bool compress = true;
  bool revalidates = true;                    // false: the tag serves If-Match alone, it never answers 304

  template <class T>
  static Reply json(const T& value, int status = 200) {
    return Reply{.status = status, .type = "application/json", .body = cairn::json::write(value)};
  }
  static Reply json_text(std::string text, int status = 200) {
    return Reply{.status = status, .type = "application/json", .body = std::move(text)};
  }
  static Reply ready(std::string type, std::shared_ptr<const std::string> bytes) {
    return Reply{.type = std::move(type), .shared = std::move(bytes)};
  }
  static Reply ready(std::string type, std::shared_ptr<const Ready> kept) {
    return Reply{.type = std::move(type), .kept = std::move(kept)};
  }
  static Reply text(std::string body, int status = 200) {
    return Reply{.status = status, .type = "text/plain; charset=utf-8", .body = std::move(body)};
  }
  static Reply bytes(std::string type, std::string body) { return Reply{.type = std::move(type), .body = std::move(body)}; }
  static Reply no_content() { return Reply{.status = 204}; }

  // a version becomes `"12"`, the form If-Match and call.if_match() know
  Reply&& etag(std::int64_t version) && { tag = '"' + std::to_string(version) + '"'; return std::move(*this); }
  // the same for what may look different in the same version (figures of the day): never answers 304
  Reply&& version(std::int64_t number) && { revalidates = false; return std::move(*this).etag(number); }
  Reply&& etag(std::string_view text) && { tag = '"' + std::string(text) + '"'; return std::move(*this); }
  Reply&& header(std::string name, std::string value) && {
    headers.emplace_back(std::move(name), std::move(value));
    return std::move(*this);
  }
  Reply&& cookie(std::string set_cookie) && { return std::move(*this).header("Set-Cookie", std::move(set_cookie)); }
  // a file for the reader to keep
  Reply&& attachment(std::string_view file_name) && {
    return std::move(*this).header("Content-Disposition", "attachment; filename=\"" + std::string(file_name) + '"');
  }
  Reply&& uncompressed() && { compress = false; return std::move(*this); }
  std::string_view content() const {
    if (kept) return kept->plain();
    return shared ? std::string_view(*shared) : std::string_view(body);
  }
};

}  // namespace cairn::http
