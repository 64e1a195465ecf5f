// Random bytes, password hashes and sealed secrets by libsodium; the one file that names it.
#include <sodium.h>

#include <cstdlib>
#include <stdexcept>

#include "platform/crypto/crypto.h"

namespace cairn::crypto {
namespace {

constexpr unsigned long long argon_passes = 2;
constexpr std::size_t argon_bytes = 19u << 20;

// A program without its random source must not go on.
bool start_sodium() {
  if (sodium_init() < 0) std::abort();
  return true;
}
void ready() {
  static const bool started = start_sodium();
  static_cast<void>(started);
}

const unsigned char* raw(std::string_view s) { return reinterpret_cast<const unsigned char*>(s.data()); }
unsigned char* raw(std::string& s) { return reinterpret_cast<unsigned char*>(s.data()); }

std::string_view without_blanks(std::string_view s) {
  const std::size_t begin = s.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return s.substr(begin, s.find_last_not_of(" \t\r\n") - begin + 1);
}

std::string encoded(std::string_view bytes, int variant) {
  std::string out(sodium_base64_encoded_len(bytes.size(), variant), '\0');
  sodium_bin2base64(out.data(), out.size(), raw(bytes), bytes.size(), variant);
  out.pop_back();  // the terminating zero
  return out;
}

std::optional<std::string> decoded(std::string_view text, int variant) {
  std::string out(text.size(), '\0');
  std::size_t length = 0;
  const char* end = nullptr;
  if (sodium_base642bin(raw(out), out.size(), text.data(), text.size(), nullptr, &length, &end, variant) != 0) return std::nullopt;
  if (end != text.data() + text.size()) return std::nullopt;
  out.resize(length);
  return out;
}

}  // namespace

std::string random_bytes(std::size_t count) {
  ready();
  std::string out(count, '\0');
  randombytes_buf(out.data(), out.size());
  return out;
}

std::string random_token(std::size_t bytes) { return base64url(random_bytes(bytes)); }

std::string hex(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  out.reserve(bytes.size() * 2);
  for (char c : bytes) {
    out += digits[static_cast<unsigned char>(c) >> 4];
    out += digits[static_cast<unsigned char>(c) & 15];
  }
  return out;
}

std::optional<std::string> from_hex(std::string_view text) {
  std::string out(text.size() / 2, '\0');
  std::size_t length = 0;
  const char* end = nullptr;
  if (text.size() % 2 != 0) return std::nullopt;
  if (sodium_hex2bin(raw(out), out.size(), text.data(), text.size(), nullptr, &length, &end) != 0) return std::nullopt;
  if (end != text.data() + text.size()) return std::nullopt;
  return out;
}

std::string base64(std::string_view bytes) { return encoded(bytes, sodium_base64_VARIANT_ORIGINAL); }
std::optional<std::string> from_base64(std::string_view text) { return decoded(text, sodium_base64_VARIANT_ORIGINAL); }
std::string base64url(std::string_view bytes) { return encoded(bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING); }
std::optional<std::string> from_base64url(std::string_view text) {
  return decoded(text, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

bool equal(std::string_view a, std::string_view b) {
  return a.size() == b.size() && (a.empty() || sodium_memcmp(a.data(), b.data(), a.size()) == 0);
}

std::string hash_password(std::string_view password) {
  ready();
  std::array<char, crypto_pwhash_STRBYTES> out{};
  const int failed = crypto_pwhash_str_alg(out.data(), password.data(), password.size(), argon_passes, argon_bytes,
                                           crypto_pwhash_ALG_ARGON2ID13);
  if (failed != 0) throw std::bad_alloc();
  return out.data();
}

bool verify_password(std::string_view hash, std::string_view password) {
  ready();
  if (hash.size() >= crypto_pwhash_STRBYTES || !hash.starts_with("$argon2id$")) return false;
  std::array<char, crypto_pwhash_STRBYTES> text{};
  hash.copy(text.data(), hash.size());
  return crypto_pwhash_str_verify(text.data(), password.data(), password.size()) == 0;
}

bool password_needs_rehash(std::string_view hash) {
  if (hash.size() >= crypto_pwhash_STRBYTES) return true;
  std::array<char, crypto_pwhash_STRBYTES> text{};
  hash.copy(text.data(), hash.size());
  return crypto_pwhash_str_needs_rehash(text.data(), argon_passes, argon_bytes) != 0;
}

bool verify_nobody(std::string_view password) {
  static const std::string nobody = hash_password(random_token());
  static_cast<void>(verify_password(nobody, password));
  return false;
}

MasterKey MasterKey::generate() {
  ready();
  MasterKey key;
  randombytes_buf(key.bytes_.data(), key.bytes_.size());
  return key;
}

Result<MasterKey> MasterKey::parse(std::string_view text) {
  const std::string_view bare = without_blanks(text);
  auto bytes = bare.size() == 64 ? from_hex(bare) : from_base64(bare);
  if (!bytes || bytes->size() != 32) {
    return std::unexpected(Problem{"master_key", "bad_master_key", "The master key must be 32 bytes as 64 hex digits or base64."});
  }
  MasterKey key;
  for (std::size_t i = 0; i < 32; ++i) key.bytes_[i] = static_cast<unsigned char>((*bytes)[i]);
  sodium_memzero(bytes->data(), bytes->size());
  return key;
}

MasterKey::~MasterKey() { sodium_memzero(bytes_.data(), bytes_.size()); }

std::string MasterKey::text() const { return hex({reinterpret_cast<const char*>(bytes_.data()), bytes_.size()}); }

std::string seal(const MasterKey& key, std::string_view plain, std::string_view associated) {
  constexpr std::size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
  std::string out = random_bytes(nonce_bytes);
  out.resize(nonce_bytes + plain.size() + crypto_aead_xchacha20poly1305_ietf_ABYTES);
  crypto_aead_xchacha20poly1305_ietf_encrypt(raw(out) + nonce_bytes, nullptr, raw(plain), plain.size(), raw(associated),
                                             associated.size(), nullptr, raw(out), key.bytes());
  return out;
}

std::optional<std::string> open(const MasterKey& key, std::string_view sealed, std::string_view associated) {
  constexpr std::size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
  constexpr std::size_t around = nonce_bytes + crypto_aead_xchacha20poly1305_ietf_ABYTES;
  if (sealed.size() < around) return std::nullopt;
  std::string out(sealed.size() - around, '\0');
  const int failed = crypto_aead_xchacha20poly1305_ietf_decrypt(
      raw(out), nullptr, nullptr, raw(sealed) + nonce_bytes, sealed.size() - nonce_bytes, raw(associated),
      associated.size(), raw(sealed), key.bytes());
  if (failed != 0) return std::nullopt;
  return out;
}

}  // namespace cairn::crypto
