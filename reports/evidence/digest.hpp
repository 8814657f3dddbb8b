// Digests, encodings and Ed25519 signatures as packs need them, by OpenSSL's libcrypto. Encodings
// are strict: what is not written the one canonical way does not decode, so that no byte of a
// signature can be changed unnoticed. Example: decode_base64("AQI=") == "\x01\x02"
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace firedrill {

[[nodiscard]] std::string sha256_bytes(std::string_view bytes);   // 32 bytes
[[nodiscard]] std::string sha512_bytes(std::string_view bytes);   // 64 bytes
[[nodiscard]] std::string hex_of(std::string_view bytes);         // lower case
[[nodiscard]] std::string encode_base64(std::string_view bytes);  // padded, on one line

// None unless `text` is exactly what encode_base64 would write.
[[nodiscard]] std::optional<std::string> decode_base64(std::string_view text);

// Whether `signature` (64 bytes) is that of the Ed25519 key (32 bytes) over `message`. Source: RFC
// 8032, 2017.
[[nodiscard]] bool verifies_ed25519(std::string_view key, std::string_view message,
                                    std::string_view signature);

// The raw public key of a PEM "PUBLIC KEY" or "PRIVATE KEY" of Ed25519; none if it is neither.
[[nodiscard]] std::optional<std::string> ed25519_public_key(const std::string& pem);

// Signs with a PEM private key of Ed25519; none if it is none.
[[nodiscard]] std::optional<std::string> sign_ed25519(const std::string& private_pem,
                                                      std::string_view message);

}  // namespace firedrill
