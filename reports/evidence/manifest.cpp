#include "reports/evidence/manifest.hpp"

#include <algorithm>
#include <bit>
#include <nlohmann/json.hpp>
#include <span>

#include "reports/audit/attestation.hpp"
#include "reports/evidence/digest.hpp"

namespace firedrill {
namespace {

using OrderedJson = nlohmann::ordered_json;

std::string node_of(std::span<const std::string> leaves) {
  if (leaves.size() == 1) {
    return leaves.front();
  }
  const std::size_t left = std::bit_floor(leaves.size() - 1);
  return sha256_bytes("\x01" + node_of(leaves.first(left)) + node_of(leaves.subspan(left)));
}

}  // namespace

std::string merkle_root(const std::vector<ManifestEntry>& files) {
  std::vector<std::string> leaves;
  leaves.reserve(files.size());
  for (const ManifestEntry& file : files) {
    std::string leaf(1, '\0');
    leaf.append(file.file).append(1, '\0').append(file.digest);
    leaves.push_back(sha256_bytes(leaf));
  }
  return hex_of(leaves.empty() ? sha256_bytes("") : node_of(leaves));
}

Manifest manifest_of(const PackFiles& files, const std::string& report, const std::string& as_of) {
  Manifest manifest;
  manifest.report = report;
  manifest.as_of = as_of;
  for (const auto& [name, bytes] : files) {
    if (is_covered(name)) {
      manifest.files.push_back({name, hex_of(sha256_bytes(bytes)), bytes.size()});
    }
  }
  manifest.root = merkle_root(manifest.files);
  return manifest;
}

std::string manifest_json(const Manifest& manifest) {
  OrderedJson files = OrderedJson::array();
  for (const ManifestEntry& one : manifest.files) {
    files.push_back({{"file", one.file}, {"bytes", one.bytes}, {"sha256", one.digest}});
  }
  const OrderedJson json{{"format", "firedrill/manifest/1"},
                         {"report", manifest.report},
                         {"as_of", manifest.as_of},
                         {"files", std::move(files)},
                         {"root", manifest.root}};
  return json.dump(1) + "\n";
}

std::string sums_of(const Manifest& manifest) {
  std::string text;
  for (const ManifestEntry& one : manifest.files) {
    text += one.digest + "  " + one.file + "\n";
  }
  return text;
}

std::optional<Manifest> parse_manifest(const std::string& text) {
  const auto json = nlohmann::json::parse(text, nullptr, false);
  try {
    Manifest manifest;
    manifest.report = json.at("report").get<std::string>();
    manifest.as_of = json.at("as_of").get<std::string>();
    manifest.root = json.at("root").get<std::string>();
    for (const auto& one : json.at("files")) {
      manifest.files.push_back({one.at("file").get<std::string>(),
                                one.at("sha256").get<std::string>(),
                                one.at("bytes").get<std::uint64_t>()});
    }
    return manifest_json(manifest) == text ? std::optional{std::move(manifest)} : std::nullopt;
  } catch (const nlohmann::json::exception&) {
    return std::nullopt;
  }
}

std::string pack_sums(const PackFiles& files) {
  std::string text;
  for (const auto& [name, bytes] : files) {
    const bool is_vouching = name == "manifest.json" || name == "FILES.sha256" ||
                             name == "attestation.json" || name.starts_with("timestamps/");
    if (is_vouching) {
      text += hex_of(sha256_bytes(bytes)) + "  " + name + "\n";
    }
  }
  return text;
}

void seal_pack(PackFiles& files, const Report& report) {
  const Manifest manifest = manifest_of(files, report.id, report.as_of);
  files["manifest.json"] = manifest_json(manifest);
  files["FILES.sha256"] = sums_of(manifest);
  std::vector<std::pair<std::string, std::string>> subjects{
      {"manifest.json", hex_of(sha256_bytes(files["manifest.json"]))}};
  for (const ManifestEntry& one : manifest.files) {
    if (!is_source(one.file)) {
      subjects.emplace_back(one.file, one.digest);
    }
  }
  files["attestation.json"] = attestation_json(report, subjects);
  files["SHA256SUMS"] = pack_sums(files);
}

}  // namespace firedrill
