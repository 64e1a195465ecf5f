// The one file that names the TLS library's sockets: TLS 1.2 and later, forward secrecy only.
#include "platform/http/tls.h"

#include <boost/asio/ssl.hpp>

#include <stdexcept>

#include "platform/http/connection.h"

namespace cairn::http {

struct Tls::Context {
  asio::ssl::context ssl{asio::ssl::context::tls_server};
};

Tls::Tls(const std::string& cert_file, const std::string& key_file) : context_(std::make_unique<Context>()) {
  auto& ssl = context_->ssl;
  Error error;
  ssl.use_certificate_chain_file(cert_file, error);
  if (error) throw std::runtime_error("The certificate file " + cert_file + " cannot be used: " + error.message() + ".");
  ssl.use_private_key_file(key_file, asio::ssl::context::pem, error);
  if (error) throw std::runtime_error("The key file " + key_file + " cannot be used with this certificate: " + error.message() + ".");
  SSL_CTX_set_min_proto_version(ssl.native_handle(), TLS1_2_VERSION);
  SSL_CTX_set_cipher_list(ssl.native_handle(), "ECDHE+AESGCM:ECDHE+CHACHA20");
  SSL_CTX_set_options(ssl.native_handle(), SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE);
}

Tls::~Tls() = default;

std::shared_ptr<Peer> Tls::connection(Loop& loop, tcp::socket socket, std::string peer_address) {
  using Socket = asio::ssl::stream<tcp::socket>;
  return std::make_shared<Connection<Socket>>(loop, Socket(std::move(socket), context_->ssl), std::move(peer_address));
}

}  // namespace cairn::http
