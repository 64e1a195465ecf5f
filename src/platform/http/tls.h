// TLS by certificate and key of our own.
#pragma once
#include <memory>
#include <string>

#include "platform/http/loop.h"

namespace cairn::http {

class Tls {
 public:
  // fails: std::runtime_error with a sentence when a file cannot be read or they do not belong together
  Tls(const std::string& cert_file, const std::string& key_file);
  ~Tls();
  std::shared_ptr<Peer> connection(Loop& loop, tcp::socket socket, std::string peer_address);

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

}  // namespace cairn::http
