#include "reports/evidence/digest.hpp"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <array>
#include <memory>
#include <stdexcept>
#include <vector>

namespace firedrill {
namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Context = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

const unsigned char* octets(std::string_view bytes) {
  return static_cast<const unsigned char*>(static_cast<const void*>(bytes.data()));
}

std::string digest(std::string_view bytes, const EVP_MD* kind) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> result{};
  unsigned int size = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), result.data(), &size, kind, nullptr) != 1) {
    throw std::runtime_error("libcrypto could not compute a digest");
  }
  return {result.begin(), result.begin() + size};
}

Key read_key(const std::string& pem, bool is_private) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> memory{
      BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), BIO_free};
  EVP_PKEY* const key = is_private
                            ? PEM_read_bio_PrivateKey(memory.get(), nullptr, nullptr, nullptr)
                            : PEM_read_bio_PUBKEY(memory.get(), nullptr, nullptr, nullptr);
  return {key, EVP_PKEY_free};
}

}  // namespace

std::string sha256_bytes(std::string_view bytes) { return digest(bytes, EVP_sha256()); }

std::string sha512_bytes(std::string_view bytes) { return digest(bytes, EVP_sha512()); }

std::string hex_of(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  text.reserve(2 * bytes.size());
  for (const char byte : bytes) {
    const auto value = static_cast<unsigned char>(byte);
    text += digits[value >> 4U];
    text += digits[value & 15U];
  }
  return text;
}

std::string encode_base64(std::string_view bytes) {
  std::vector<unsigned char> text(4 * ((bytes.size() + 2) / 3) + 1);
  const int size = EVP_EncodeBlock(text.data(), octets(bytes), static_cast<int>(bytes.size()));
  return {text.begin(), text.begin() + size};
}

std::optional<std::string> decode_base64(std::string_view text) {
  if (text.empty() || text.size() % 4 != 0) {
    return std::nullopt;
  }
  std::vector<unsigned char> bytes(3 * (text.size() / 4) + 1);
  const int size = EVP_DecodeBlock(bytes.data(), octets(text), static_cast<int>(text.size()));
  if (size < 0) {
    return std::nullopt;
  }
  const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
  std::string decoded{bytes.begin(), bytes.begin() + size - static_cast<std::ptrdiff_t>(padding)};
  return encode_base64(decoded) == text ? std::optional{std::move(decoded)} : std::nullopt;
}

bool verifies_ed25519(std::string_view key, std::string_view message, std::string_view signature) {
  constexpr std::size_t key_size = 32, signature_size = 64;
  if (key.size() != key_size || signature.size() != signature_size) {
    return false;
  }
  const Key pkey{EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, octets(key), key.size()),
                 EVP_PKEY_free};
  const Context context{EVP_MD_CTX_new(), EVP_MD_CTX_free};
  return pkey && context &&
         EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, pkey.get()) == 1 &&
         EVP_DigestVerify(context.get(), octets(signature), signature.size(), octets(message),
                          message.size()) == 1;
}

std::optional<std::string> ed25519_public_key(const std::string& pem) {
  Key key = read_key(pem, false);
  key = key ? std::move(key) : read_key(pem, true);
  std::array<unsigned char, 32> raw{};
  std::size_t size = raw.size();
  if (!key || EVP_PKEY_id(key.get()) != EVP_PKEY_ED25519 ||
      EVP_PKEY_get_raw_public_key(key.get(), raw.data(), &size) != 1) {
    return std::nullopt;
  }
  return std::string{raw.begin(), raw.end()};
}

std::optional<std::string> sign_ed25519(const std::string& private_pem, std::string_view message) {
  const Key key = read_key(private_pem, true);
  const Context context{EVP_MD_CTX_new(), EVP_MD_CTX_free};
  std::array<unsigned char, 64> signature{};
  std::size_t size = signature.size();
  if (!key || !context || EVP_PKEY_id(key.get()) != EVP_PKEY_ED25519 ||
      EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.get()) != 1 ||
      EVP_DigestSign(context.get(), signature.data(), &size, octets(message), message.size()) !=
          1) {
    return std::nullopt;
  }
  return std::string{signature.begin(), signature.end()};
}

}  // namespace firedrill
