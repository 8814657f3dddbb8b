// Who vouches for a pack: SSH signatures over SHA256SUMS as `ssh-keygen -Y sign -n firedrill-pack`
// makes them, and DSSE envelopes around attestation.json. Ed25519 keys alone. What is not written
// the one canonical way is refused. Sources: OpenSSH PROTOCOL.sshsig (2020); DSSE v1.0.
// Example: verify_ssh_signature(armored, sums) -> the key that signed, or none
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace firedrill {

inline constexpr std::string_view signature_namespace = "firedrill-pack";

// A key that is trusted, and whose it is.
struct TrustedKey {
  std::string principal;
  std::string key;  // Ed25519, 32 bytes
};

// The ssh-ed25519 keys of an allowed-signers file of ssh-keygen: principals, options, key.
[[nodiscard]] std::vector<TrustedKey> allowed_signers(std::string_view text);

// The key (32 bytes) that signed `message`; none if the signature is broken, of another namespace
// or of another kind of key.
[[nodiscard]] std::optional<std::string> verify_ssh_signature(std::string_view armored,
                                                              std::string_view message);

// Signs `message` with an unencrypted PEM key as ssh-keygen would; none if it is no Ed25519 key.
[[nodiscard]] std::optional<std::string> make_ssh_signature(const std::string& private_pem,
                                                            std::string_view message);

// A DSSE envelope of an in-toto statement, signed with a PEM key of Ed25519.
[[nodiscard]] std::optional<std::string> make_envelope(const std::string& private_pem,
                                                       std::string_view statement);

// The payload of an envelope that the raw public key has signed.
[[nodiscard]] std::optional<std::string> open_envelope(const std::string& envelope,
                                                       std::string_view key);

}  // namespace firedrill
