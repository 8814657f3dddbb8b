#include "reports/evidence/signatures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <sstream>

#include "reports/evidence/digest.hpp"

namespace firedrill {
namespace {

constexpr std::string_view magic = "SSHSIG";
constexpr std::string_view begin_line = "-----BEGIN SSH SIGNATURE-----\n";
constexpr std::string_view end_line = "-----END SSH SIGNATURE-----\n";
constexpr std::string_view key_kind = "ssh-ed25519";
constexpr std::string_view hash_name = "sha512";
constexpr std::string_view payload_type = "application/vnd.in-toto+json";
constexpr std::size_t armor_width = 70;  // as ssh-keygen breaks lines
constexpr std::size_t key_size = 32;

// SSH's strings: four bytes of length, then as many bytes.
std::string packed(std::string_view text) {
  std::string bytes;
  for (const unsigned shift : {24U, 16U, 8U, 0U}) {
    bytes += static_cast<char>((text.size() >> shift) & 0xffU);
  }
  return bytes.append(text);
}

std::optional<std::string> unpacked(std::string_view& bytes) {
  std::size_t size = 0;
  for (std::size_t index = 0; index < 4 && bytes.size() >= 4; ++index) {
    size = (size << 8U) | static_cast<unsigned char>(bytes[index]);
  }
  if (bytes.size() < 4 || bytes.size() - 4 < size) {
    return std::nullopt;
  }
  std::string text{bytes.substr(4, size)};
  bytes.remove_prefix(4 + size);
  return text;
}

std::string blob_of(std::string_view key) { return packed(key_kind) + packed(key); }

std::string signed_data(std::string_view message, std::string_view hash) {
  return std::string{magic} + packed(signature_namespace) + packed("") + packed(hash) +
         packed(hash == "sha256" ? sha256_bytes(message) : sha512_bytes(message));
}

std::string armor(std::string_view key, std::string_view signature, std::string_view hash) {
  const std::string bytes = std::string{magic} + std::string{"\0\0\0\1", 4} + packed(blob_of(key)) +
                            packed(signature_namespace) + packed("") + packed(hash) +
                            packed(packed(key_kind) + packed(signature));
  const std::string text = encode_base64(bytes);
  std::string armored{begin_line};
  for (std::size_t at = 0; at < text.size(); at += armor_width) {
    armored += text.substr(at, armor_width) + "\n";
  }
  return armored.append(end_line);
}

struct SshSignature {
  std::string key, signature, hash;
};

std::optional<SshSignature> take_apart(std::string_view armored) {
  if (!armored.starts_with(begin_line) || !armored.ends_with(end_line) ||
      armored.size() < begin_line.size() + end_line.size()) {
    return std::nullopt;
  }
  std::string body{
      armored.substr(begin_line.size(), armored.size() - begin_line.size() - end_line.size())};
  std::erase(body, '\n');
  const auto bytes = decode_base64(body);
  const std::string head = std::string{magic} + std::string{"\0\0\0\1", 4};
  if (!bytes || !bytes->starts_with(head)) {
    return std::nullopt;
  }
  std::string_view rest = *bytes;
  rest.remove_prefix(head.size());
  const auto blob = unpacked(rest);
  const auto space = unpacked(rest);
  const auto reserved = unpacked(rest);
  const auto hash = unpacked(rest);
  const auto made = unpacked(rest);
  if (!blob || !space || !reserved || !hash || !made || *space != signature_namespace) {
    return std::nullopt;
  }
  std::string_view key_part = *blob, signature_part = *made;
  const auto kind = unpacked(key_part), key = unpacked(key_part);
  const auto made_by = unpacked(signature_part), signature = unpacked(signature_part);
  if (!kind || !key || !made_by || !signature || *kind != key_kind || key->size() != key_size) {
    return std::nullopt;
  }
  return SshSignature{*key, *signature, *hash};
}

std::string pre_authentication(std::string_view payload) {
  return fmt::format("DSSEv1 {} {} {} {}", payload_type.size(), payload_type, payload.size(),
                     payload);
}

std::string envelope_text(std::string_view payload, std::string_view key,
                          std::string_view signature) {
  const nlohmann::ordered_json json{
      {"payloadType", payload_type},
      {"payload", encode_base64(payload)},
      {"signatures", nlohmann::ordered_json::array({{{"keyid", hex_of(sha256_bytes(key))},
                                                     {"sig", encode_base64(signature)}}})}};
  return json.dump(1) + "\n";
}

}  // namespace

std::vector<TrustedKey> allowed_signers(std::string_view text) {
  std::vector<TrustedKey> keys;
  std::istringstream lines{std::string{text}};
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words{line};
    std::string principal, word;
    words >> principal;
    if (principal.empty() || principal.starts_with('#')) {
      continue;
    }
    while (words >> word && word != key_kind) {
    }
    std::string encoded;
    words >> encoded;
    const auto blob = decode_base64(encoded);
    if (blob) {
      std::string_view rest = *blob;
      const auto kind = unpacked(rest), key = unpacked(rest);
      if (kind == key_kind && key && key->size() == key_size) {
        keys.push_back({principal, *key});
      }
    }
  }
  return keys;
}

std::optional<std::string> verify_ssh_signature(std::string_view armored,
                                                std::string_view message) {
  const auto parts = take_apart(armored);
  const bool is_known = parts && (parts->hash == hash_name || parts->hash == "sha256");
  if (!is_known || armor(parts->key, parts->signature, parts->hash) != armored ||
      !verifies_ed25519(parts->key, signed_data(message, parts->hash), parts->signature)) {
    return std::nullopt;
  }
  return parts->key;
}

std::optional<std::string> make_ssh_signature(const std::string& private_pem,
                                              std::string_view message) {
  const auto key = ed25519_public_key(private_pem);
  const auto signature = sign_ed25519(private_pem, signed_data(message, hash_name));
  return key && signature ? std::optional{armor(*key, *signature, hash_name)} : std::nullopt;
}

std::optional<std::string> make_envelope(const std::string& private_pem,
                                         std::string_view statement) {
  const auto key = ed25519_public_key(private_pem);
  const auto signature = sign_ed25519(private_pem, pre_authentication(statement));
  return key && signature ? std::optional{envelope_text(statement, *key, *signature)}
                          : std::nullopt;
}

std::optional<std::string> open_envelope(const std::string& envelope, std::string_view key) {
  const auto json = nlohmann::json::parse(envelope, nullptr, false);
  try {
    auto payload = decode_base64(json.at("payload").get<std::string>());
    const auto signature = decode_base64(json.at("signatures").at(0).at("sig").get<std::string>());
    if (!payload || !signature || envelope_text(*payload, key, *signature) != envelope ||
        !verifies_ed25519(key, pre_authentication(*payload), *signature)) {
      return std::nullopt;
    }
    return payload;
  } catch (const nlohmann::json::exception&) {
    return std::nullopt;
  }
}

}  // namespace firedrill
