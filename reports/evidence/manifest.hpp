// The manifest of a pack: every covered file with its digest, and over them a Merkle tree, whose
// root is the one number to write down elsewhere. Leaf: SHA-256 of a zero byte, the name, a zero
// byte and the file's SHA-256; node: SHA-256 of a one byte and both children. Source of the shape:
// RFC 6962, section 2.1 (2013).
// Example: merkle_root({{"a", digest}}) -> 64 hexadecimal digits
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "reports/evidence/pack.hpp"

namespace firedrill {

struct ManifestEntry {
  std::string file, digest;  // digest: 64 hexadecimal digits
  std::uint64_t bytes = 0;
};

struct Manifest {
  std::string report, as_of;
  std::vector<ManifestEntry> files;  // by name
  std::string root;
};

// Of no file at all: SHA-256 of nothing.
[[nodiscard]] std::string merkle_root(const std::vector<ManifestEntry>& files);

// Of the files of a pack that are covered.
[[nodiscard]] Manifest manifest_of(const PackFiles& files, const std::string& report,
                                   const std::string& as_of);

// "firedrill/manifest/1", as text.
[[nodiscard]] std::string manifest_json(const Manifest& manifest);

// The lines that `sha256sum -c` reads.
[[nodiscard]] std::string sums_of(const Manifest& manifest);

// Back from its text; none unless every byte is as manifest_json writes it.
[[nodiscard]] std::optional<Manifest> parse_manifest(const std::string& text);

// Adds or replaces manifest.json, FILES.sha256, attestation.json and SHA256SUMS, for the time
// stamps that are there. Signatures that are there no longer hold.
void seal_pack(PackFiles& files, const Report& report);

// The SHA256SUMS that belongs to the files of this pack.
[[nodiscard]] std::string pack_sums(const PackFiles& files);

}  // namespace firedrill
