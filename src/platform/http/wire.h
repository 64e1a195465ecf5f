// Takes one request off the wire, piece by piece. wire.cc alone names the HTTP library; what it accepts and we do not
// (folded headers, two lengths, two Hosts) is refused here.
#pragma once
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "platform/http/request.h"

namespace cairn::http {

// Why a request was refused before it reached a route.
struct WireError {
  int status = 0;  // 0: fine
  const char* code = "";
  const char* message = "";
};

enum class BodyKind { none, sized, chunked };

class Wire {
 public:
  Wire();
  ~Wire();
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;

  // in: a whole header block, up to and with the empty line; out: request's method, target, path, query and headers
  WireError head(std::string_view block, Request& request);
  BodyKind body_kind() const;
  std::uint64_t content_length() const;  // of a sized body
  bool keep_alive() const;
  bool expects_continue() const;
  // in: the bytes after the head; out: how many were taken; request.body grows. done() tells the end
  std::size_t body(std::string_view bytes, std::size_t limit, Request& request, WireError& error);
  bool done() const;
  void reset();  // gives back its memory

 private:
  struct Parser;
  std::unique_ptr<Parser> parser_;
};

// out: the length of the header block at the front of the buffer, 0 while it is not whole. `from`: where to search on.
std::size_t head_length(std::string_view buffer, std::size_t& from);

}  // namespace cairn::http
