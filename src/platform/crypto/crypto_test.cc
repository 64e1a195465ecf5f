// Known answers and the properties that callers rely on.
#include "platform/crypto/crypto.h"

#include <gtest/gtest.h>

#include <set>

#include "platform/crypto/password.h"

namespace cairn::crypto {
namespace {

TEST(Sha256, gives_the_published_digests) {  // source: FIPS 180-2, appendix B
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Sha256, in_pieces_is_the_same_and_starts_anew) {
  Sha256 hash;
  for (int turn = 0; turn < 2; ++turn) {
    hash.update("a");
    hash.update("bc");
    EXPECT_EQ(hash.finish(), sha256("abc"));
  }
}

TEST(Hmac, gives_the_published_code) {  // source: RFC 4231, test case 2
  EXPECT_EQ(hex(hmac_sha256("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST(Encodings, read_back_what_they_wrote_and_refuse_the_rest) {
  for (std::size_t n : {0u, 1u, 2u, 3u, 31u, 32u, 33u}) {
    const std::string bytes = random_bytes(n);
    EXPECT_EQ(from_hex(hex(bytes)), bytes);
    EXPECT_EQ(from_base64(base64(bytes)), bytes);
    EXPECT_EQ(from_base64url(base64url(bytes)), bytes);
  }
  EXPECT_EQ(base64("any carnal pleas"), "YW55IGNhcm5hbCBwbGVhcw==");
  EXPECT_FALSE(from_hex("0g"));
  EXPECT_FALSE(from_hex("abc"));
  EXPECT_FALSE(from_base64("a"));
  EXPECT_FALSE(from_base64url("ab+/"));
}

TEST(RandomToken, has_256_bits_and_never_repeats) {
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) seen.insert(random_token());
  EXPECT_EQ(seen.size(), 1000u);
  EXPECT_EQ(seen.begin()->size(), 43u);
}

TEST(Equal, compares_whole_strings) {
  EXPECT_TRUE(equal("", ""));
  EXPECT_TRUE(equal("abc", "abc"));
  EXPECT_FALSE(equal("abc", "abd"));
  EXPECT_FALSE(equal("abc", "abcd"));
}

TEST(PasswordHash, verifies_the_password_verbatim_and_no_other) {
  const std::string hash = hash_password("  Correct Pferd 7 Heftklammer ");
  EXPECT_TRUE(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$")) << hash;
  EXPECT_TRUE(verify_password(hash, "  Correct Pferd 7 Heftklammer "));
  EXPECT_FALSE(verify_password(hash, "Correct Pferd 7 Heftklammer"));
  EXPECT_FALSE(verify_password("", ""));
  EXPECT_FALSE(verify_password("$2b$10$abcdefghijklmnopqrstuv", "x"));
  EXPECT_FALSE(verify_password(std::string(4000, '$'), "x"));
  EXPECT_FALSE(verify_nobody("anything"));
}

TEST(PasswordHash, says_when_its_parameters_are_of_old) {
  EXPECT_FALSE(password_needs_rehash(hash_password("x")));
  EXPECT_TRUE(password_needs_rehash("$argon2id$v=19$m=8192,t=1,p=1$c29tZXNhbHRzb21lc2FsdA$"
                                    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"));
  EXPECT_TRUE(password_needs_rehash("nonsense"));
}

TEST(ApiToken, carries_a_checksum_that_catches_every_single_slip) {
  const std::string token = make_api_token();
  ASSERT_EQ(token.size(), 56u);
  EXPECT_TRUE(is_api_token(token));
  for (std::size_t i = api_token_prefix.size(); i < token.size(); ++i) {
    std::string slip = token;
    slip[i] = slip[i] == 'x' ? 'y' : 'x';
    EXPECT_FALSE(is_api_token(slip)) << i;
  }
  EXPECT_FALSE(is_api_token(token + "0"));
  EXPECT_FALSE(is_api_token("cairn_pat_"));
  EXPECT_FALSE(is_api_token("ghp_0123456789"));
}

TEST(Seal, opens_with_its_key_at_its_address_only) {
  const MasterKey key = MasterKey::generate();
  const std::string sealed = seal(key, "s3cret", "webhooks/12");
  EXPECT_EQ(open(key, sealed, "webhooks/12"), "s3cret");
  EXPECT_EQ(open(key, seal(key, "", ""), ""), "");
  EXPECT_NE(seal(key, "s3cret", "webhooks/12"), sealed);
  EXPECT_FALSE(open(key, sealed, "webhooks/13"));
  EXPECT_FALSE(open(MasterKey::generate(), sealed, "webhooks/12"));
  EXPECT_FALSE(open(key, sealed.substr(1), "webhooks/12"));
  EXPECT_FALSE(open(key, "", "webhooks/12"));
}

TEST(MasterKey, reads_the_text_it_writes_and_base64) {
  const MasterKey key = MasterKey::generate();
  const auto again = MasterKey::parse(" " + key.text() + "\n");
  ASSERT_TRUE(again);
  EXPECT_EQ(again->text(), key.text());
  EXPECT_TRUE(MasterKey::parse(base64(std::string(32, 'k'))));
  EXPECT_EQ(MasterKey::parse("short").error().code, "bad_master_key");
}

std::string verdict(std::string_view password) {
  const auto result = check_password(password, {"Ada Lovelace", "ada.lovelace@example.org", "Northwind Traders"});
  return result ? "" : result.error().code;
}

TEST(CheckPassword, takes_long_ones_of_any_characters) {
  EXPECT_EQ(verdict("violet kettle under moss"), "");
  EXPECT_EQ(verdict("dreizehn rote Gummistiefel"), "");
  EXPECT_EQ(verdict("hT7#kQz!9vLp2@Xw"), "");
  EXPECT_EQ(verdict("песня про зайцев"), "");
  EXPECT_EQ(verdict(std::string("bramble ") + std::string(1016, 'x') ), "");
}

TEST(CheckPassword, refuses_short_and_endless_ones) {
  EXPECT_EQ(verdict("hT7#kQz!9vLp2@"), "too_short");
  EXPECT_EQ(verdict(std::string(1025, 'q')), "too_long");
  EXPECT_TRUE(check_password("hT7#kQz!", {}, 8));
}

TEST(CheckPassword, refuses_what_is_tried_first) {
  for (const char* common : {"passwordpassword", "Password12345678", "123456789012345", "qwertyuiopasdfgh", "aaaaaaaaaaaaaaaaaa",
                             "abcabcabcabcabcabc", "correct horse battery staple", "Welcome-2026-Welcome!", "               ",
                             "abcdefghijklmnop", "1q2w3e4r5t6y7u8i9o0p", "PASSWORD!!!!!!!!", "letmeinletmein123"}) {
    EXPECT_EQ(verdict(common), "common_password") << common;
  }
}

TEST(CheckPassword, refuses_what_others_know_of_the_person) {
  EXPECT_EQ(verdict("AdaLovelace2026!"), "personal_password");
  EXPECT_EQ(verdict("ada.lovelace@example.org"), "personal_password");
  EXPECT_EQ(verdict("northwindtraders1"), "personal_password");
  EXPECT_EQ(verdict("Lovelace-password-1"), "personal_password");
  EXPECT_EQ(verdict("Ada wades in the mild surf"), "");
}

}  // namespace
}  // namespace cairn::crypto
