// SHA-256 (FIPS 180-4, 2015) by OpenSSL; the only file that knows of it, so that another library
// could take its place.
// Example: sha256_hex("abc") begins with ba7816bf
#include <fmt/format.h>
#include <openssl/evp.h>

#include <array>

#include "models/base/check.hpp"
#include "models/text/document.hpp"

namespace firedrill {

std::string sha256_hex(std::string_view bytes) {
  std::array<unsigned char, 32> digest{};
  unsigned int size = 0;
  const int done =
      EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr);
  firedrill_assert(done == 1 && size == digest.size());
  std::string text;
  for (const unsigned char byte : digest) {
    text += fmt::format("{:02x}", byte);
  }
  return text;
}

}  // namespace firedrill
