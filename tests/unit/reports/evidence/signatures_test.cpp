#include "reports/evidence/signatures.hpp"

#include <catch2/catch.hpp>

#include <string>

#include "reports/evidence/digest.hpp"
#include "reports/evidence/manifest.hpp"

namespace firedrill {
namespace {

// The first key of RFC 8032, section 7.1, as PKCS #8.
const std::string private_pem =
    "-----BEGIN PRIVATE KEY-----\n"
    "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n"
    "-----END PRIVATE KEY-----\n";
const std::string public_hex = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";

TEST_CASE("Ed25519 is that of RFC 8032", "[evidence]") {
  const auto key = ed25519_public_key(private_pem);
  REQUIRE(key);
  CHECK(hex_of(*key) == public_hex);
  const auto signature = sign_ed25519(private_pem, "");
  REQUIRE(signature);
  CHECK(hex_of(*signature).substr(0, 32) == "e5564300c360ac729086e2cc806e828a");
  CHECK(verifies_ed25519(*key, "", *signature));
  CHECK_FALSE(verifies_ed25519(*key, "x", *signature));
}

TEST_CASE("base64 has one way to write each text", "[evidence]") {
  CHECK(encode_base64("hello") == "aGVsbG8=");
  CHECK(decode_base64("aGVsbG8=") == "hello");
  CHECK_FALSE(decode_base64("aGVsbG9="));  // a bit that says nothing is set
  CHECK_FALSE(decode_base64("aGVsbG8"));
  CHECK_FALSE(decode_base64("aGVs bG8"));
}

TEST_CASE("an SSH signature holds for its message alone, and in one spelling", "[evidence]") {
  const auto made = make_ssh_signature(private_pem, "sums\n");
  REQUIRE(made);
  CHECK(hex_of(verify_ssh_signature(*made, "sums\n").value()) == public_hex);
  CHECK_FALSE(verify_ssh_signature(*made, "sums"));
  for (std::size_t at = 0; at < made->size(); ++at) {
    for (const int bit : {0, 3, 6}) {
      std::string changed = *made;
      changed[at] = static_cast<char>(changed[at] ^ (1 << bit));
      INFO("byte " << at << ", bit " << bit);
      CHECK_FALSE(verify_ssh_signature(changed, "sums\n"));
    }
  }
}

TEST_CASE("an envelope holds for its payload alone, and in one spelling", "[evidence]") {
  const std::string key = ed25519_public_key(private_pem).value();
  const auto made = make_envelope(private_pem, "{}\n");
  REQUIRE(made);
  CHECK(open_envelope(*made, key) == "{}\n");
  for (std::size_t at = 0; at < made->size(); ++at) {
    std::string changed = *made;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    INFO("byte " << at);
    CHECK_FALSE(open_envelope(changed, key));
  }
}

// Computed by hand with sha256sum over printf '\0NAME\0DIGEST' and '\1LEFTRIGHT'.
TEST_CASE("the Merkle root is that of RFC 6962's tree", "[evidence]") {
  CHECK(merkle_root({}) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  const std::string digest(64, 'a');
  const auto leaf = [&](const char* name) {
    return sha256_bytes(std::string(1, '\0') + name + std::string(1, '\0') + digest);
  };
  const std::string pair = sha256_bytes("\x01" + leaf("a") + leaf("b"));
  CHECK(merkle_root({{"a", digest}}) == hex_of(leaf("a")));
  CHECK(merkle_root({{"a", digest}, {"b", digest}, {"c", digest}}) ==
        hex_of(sha256_bytes("\x01" + pair + leaf("c"))));
}

TEST_CASE("allowed signers are read as ssh-keygen reads them", "[evidence]") {
  const auto keys = allowed_signers(
      "# who may sign\n"
      "anna namespaces=\"firedrill-pack\" ssh-ed25519 "
      "AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea x\n"
      "rsa ssh-rsa AAAA\n");
  REQUIRE(keys.size() == 1);
  CHECK(keys.front().principal == "anna");
  CHECK(hex_of(keys.front().key) == public_hex);
}

}  // namespace
}  // namespace firedrill
