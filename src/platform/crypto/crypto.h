// Hashes, tokens, password hashes and sealed secrets. Byte strings are std::string; nothing here throws but
// for lack of memory.
#pragma once
#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/failure.h"

namespace cairn::crypto {

std::string sha256(std::string_view bytes);      // 32 raw bytes
std::string sha256_hex(std::string_view bytes);  // 64 lower-case digits
std::string hmac_sha256(std::string_view key, std::string_view bytes);  // 32 raw bytes

// SHA-256 of what comes in pieces.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;
  void update(std::string_view bytes);
  std::string finish();  // 32 raw bytes; the object starts anew

 private:
  struct State;
  std::unique_ptr<State> state_;
};

std::string random_bytes(std::size_t count);
std::string random_token(std::size_t bytes = 32);  // base64url of random bytes: 32 give 43 characters, 256 bits

std::string hex(std::string_view bytes);
std::optional<std::string> from_hex(std::string_view text);
std::string base64(std::string_view bytes);                        // with padding
std::optional<std::string> from_base64(std::string_view text);
std::string base64url(std::string_view bytes);                     // without padding
std::optional<std::string> from_base64url(std::string_view text);

bool equal(std::string_view a, std::string_view b);  // takes the same time wherever they differ

// argon2id, 19 MiB, 2 passes; the parameters are part of the hash. About 20 ms and 19 MiB each: run few at once.
std::string hash_password(std::string_view password);
bool verify_password(std::string_view hash, std::string_view password);
bool password_needs_rehash(std::string_view hash);
// The cost of one verification, for people who do not exist; always false.
bool verify_nobody(std::string_view password);

// API tokens: "cairn_pat_" + 40 random base62 characters + 6 of checksum, so that typing errors and strangers'
// strings are refused without asking the database, and secret scanners can tell them.
inline constexpr std::string_view api_token_prefix = "cairn_pat_";
std::string make_api_token();
bool is_api_token(std::string_view text);

// The key that seals stored secrets; wiped when it goes.
class MasterKey {
 public:
  static MasterKey generate();
  // in: 32 bytes as 64 hex digits or base64; surrounding white space is ignored. fails: bad_master_key.
  static Result<MasterKey> parse(std::string_view text);
  MasterKey(const MasterKey&) = default;
  MasterKey& operator=(const MasterKey&) = default;
  ~MasterKey();
  std::string text() const;  // 64 hex digits, for the key file
  const unsigned char* bytes() const { return bytes_.data(); }

 private:
  MasterKey() = default;
  std::array<unsigned char, 32> bytes_{};
};

// XChaCha20-Poly1305 with a random nonce. `associated` is the secret's address (such as "webhooks/12/secret"):
// a sealed text moved elsewhere does not open.
std::string seal(const MasterKey& key, std::string_view plain, std::string_view associated);
std::optional<std::string> open(const MasterKey& key, std::string_view sealed, std::string_view associated);

}  // namespace cairn::crypto
