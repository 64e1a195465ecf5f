// TLS with a certificate of our own.
#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include "platform/http/test_client.h"

namespace cairn::http::test {
namespace {

// Writes a self-signed certificate and its key.
void make_certificate(const std::string& cert_file, const std::string& key_file) {
  EVP_PKEY* key = EVP_EC_gen("P-256");
  X509* cert = X509_new();
  ASN1_INTEGER_set(X509_get_serialNumber(cert), 1);
  X509_gmtime_adj(X509_getm_notBefore(cert), 0);
  X509_gmtime_adj(X509_getm_notAfter(cert), 3600);
  X509_set_pubkey(cert, key);
  X509_NAME* name = X509_get_subject_name(cert);
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("localhost"), -1, -1, 0);
  X509_set_issuer_name(cert, name);
  X509_sign(cert, key, EVP_sha256());
  FILE* out = fopen(cert_file.c_str(), "w");
  PEM_write_X509(out, cert);
  fclose(out);
  out = fopen(key_file.c_str(), "w");
  PEM_write_PrivateKey(out, key, nullptr, nullptr, 0, nullptr, nullptr);
  fclose(out);
  X509_free(cert);
  EVP_PKEY_free(key);
}

struct TlsWorld : World {
  TlsWorld() {
    options.cert_file = folder.file("cert.pem");
    options.key_file = folder.file("key.pem");
    make_certificate(options.cert_file, options.key_file);
    registry.add(open_route(Method::get, "/big", Run::instant).handle([](Call& c) {
      return Reply::text(std::string(500'000, 'x') + (c.request.secure ? " secure" : " plain"));
    }));
  }
};

// A TLS client on a plain one's socket.
class TlsClient {
 public:
  explicit TlsClient(std::uint16_t port) : plain_(port), context_(SSL_CTX_new(TLS_client_method())), ssl_(SSL_new(context_)) {
    SSL_set_fd(ssl_, plain_.fd());
    connected_ = SSL_connect(ssl_) == 1;
  }
  ~TlsClient() {
    SSL_free(ssl_);
    SSL_CTX_free(context_);
  }
  TlsClient(const TlsClient&) = delete;
  TlsClient& operator=(const TlsClient&) = delete;
  bool connected() const { return connected_; }
  std::string ask(const std::string& request, std::string_view until) {
    SSL_write(ssl_, request.data(), static_cast<int>(request.size()));
    std::string in;
    char buffer[16384];
    while (in.find(until) == std::string::npos) {
      const int n = SSL_read(ssl_, buffer, sizeof buffer);
      if (n <= 0) break;
      in.append(buffer, static_cast<std::size_t>(n));
    }
    return in;
  }

 private:
  Client plain_;
  SSL_CTX* context_;
  SSL* ssl_;
  bool connected_ = false;
};

}  // namespace

TEST(Tls, serves_small_and_large_answers_on_one_connection) {
  TlsWorld world;
  const auto port = world.start();
  EXPECT_TRUE(world.server->url().starts_with("https://"));
  TlsClient c(port);
  ASSERT_TRUE(c.connected());
  const auto small = c.ask(get("/healthz"), "ok\n");
  EXPECT_NE(small.find("Strict-Transport-Security"), std::string::npos);
  EXPECT_TRUE(c.ask(get("/api/v1/big"), " secure").ends_with(" secure"));
  EXPECT_TRUE(c.ask(get("/healthz"), "ok\n").ends_with("ok\n"));
}

TEST(Tls, ends_clients_that_speak_something_else) {
  TlsWorld world;
  Client c(world.start());
  c.send(get("/healthz"));
  EXPECT_TRUE(c.ended());
}

TEST(Tls, says_which_file_is_wrong) {
  TlsWorld world;
  world.options.key_file = world.folder.file("gone.pem");
  try {
    world.start();
    FAIL() << "it started";
  } catch (const std::runtime_error& e) {
    EXPECT_NE(std::string(e.what()).find("gone.pem"), std::string::npos);
  }
}

}  // namespace cairn::http::test
