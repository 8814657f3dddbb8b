// Verifies many packs that differ little from a few: reads the packs' folders and what is trusted
// from the command line, then from standard input one line a variant, as JSON: which pack, and
// which of its files are otherwise (base64) or gone (null). Prints 1 where it holds, 0 where not.
// Example: echo '{"pack": 0, "files": {"report.md": null}}' | verify_many SIGNERS N ROOTS PACK...

#include <fmt/core.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "reports/evidence/digest.hpp"
#include "reports/evidence/manifest.hpp"
#include "reports/evidence/verify_pack.hpp"

namespace {

std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream stream{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{stream}, {}};
}

firedrill::PackFiles read(const std::string& folder) {
  firedrill::PackFiles files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator{folder}) {
    if (entry.is_regular_file()) {
      files[std::filesystem::relative(entry.path(), folder).generic_string()] =
          bytes_of(entry.path());
    }
  }
  return files;
}

}  // namespace

// Arguments: file of allowed signers, how many must have signed, PEM of the envelope's key, packs.
int main(int argc, char** argv) {
  using namespace firedrill;
  std::ios::sync_with_stdio(false);
  const std::vector<std::string> words{argv + 1, argv + argc};
  PackTrust trust;
  trust.trusted = allowed_signers(bytes_of(words.at(0)));
  trust.signers = std::stoul(words.at(1));
  trust.envelope_keys = {ed25519_public_key(bytes_of(words.at(2))).value()};
  std::vector<PackFiles> packs;
  std::vector<std::string> roots;
  for (std::size_t index = 3; index < words.size(); ++index) {
    packs.push_back(read(words[index]));
    roots.push_back(parse_manifest(packs.back()["manifest.json"]).value().root);
  }
  for (std::string line; std::getline(std::cin, line);) {
    const auto json = nlohmann::json::parse(line);
    const auto number = json.at("pack").get<std::size_t>();
    PackFiles files = packs.at(number);
    for (const auto& [name, value] : json.at("files").items()) {
      if (value.is_null()) {
        files.erase(name);
      } else {
        const auto text = value.get<std::string>();
        files[name] = text.empty() ? "" : decode_base64(text).value();
      }
    }
    trust.root = roots[number];
    const PackVerdict verdict = verify_pack(files, trust, {"0.1.0", ""});
    fmt::print("{}\n", verdict.problems.empty() ? 1 : 0);
    std::fflush(stdout);
  }
  return 0;
}
