// The form of API tokens. The checksum is CRC-32 (IEEE 802.3) of the random part in six base62 digits.
#include <cstdint>

#include "platform/crypto/crypto.h"

namespace cairn::crypto {
namespace {

constexpr std::string_view digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
constexpr std::size_t random_digits = 40;  // 238 bits
constexpr std::size_t checksum_digits = 6;

std::uint32_t crc32(std::string_view bytes) {
  std::uint32_t crc = 0xFFFFFFFFu;
  for (char c : bytes) {
    crc ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1u) != 0 ? 0xEDB88320u : 0u);
  }
  return ~crc;
}

std::string checksum(std::string_view random) {
  std::string out(checksum_digits, '0');
  std::uint32_t n = crc32(random);
  for (std::size_t i = checksum_digits; i-- > 0; n /= 62) out[i] = digits[n % 62];
  return out;
}

}  // namespace

std::string make_api_token() {
  std::string random;
  while (random.size() < random_digits) {
    for (char c : random_bytes(64)) {
      const auto byte = static_cast<unsigned char>(c);
      if (byte < 62 * 4 && random.size() < random_digits) random += digits[byte % 62];  // no digit is likelier than another
    }
  }
  return std::string(api_token_prefix) + random + checksum(random);
}

bool is_api_token(std::string_view text) {
  if (!text.starts_with(api_token_prefix)) return false;
  text.remove_prefix(api_token_prefix.size());
  if (text.size() != random_digits + checksum_digits) return false;
  if (text.find_first_not_of(digits) != std::string_view::npos) return false;
  return checksum(text.substr(0, random_digits)) == text.substr(random_digits);
}

}  // namespace cairn::crypto
