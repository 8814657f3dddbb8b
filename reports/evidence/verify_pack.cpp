#include "reports/evidence/verify_pack.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "reports/evidence/digest.hpp"
#include "reports/evidence/manifest.hpp"
#include "reports/evidence/recompute.hpp"
#include "reports/evidence/time_stamp.hpp"

namespace firedrill {
namespace {

class PackVerifier {
 public:
  PackVerifier(const PackFiles& files, const PackTrust& trust, const ReportTool& tool)
      : files_{files}, trust_{trust}, tool_{tool} {}

  PackVerdict verify();

 private:
  void problem(std::string_view code, const std::string& file, std::string message,
               std::string suggestion = {}) {
    Diagnostic one;
    one.code = code;
    one.place.file = file;
    one.message = std::move(message);
    one.suggestion = std::move(suggestion);
    verdict_.problems.push_back(std::move(one));
  }
  [[nodiscard]] const std::string* bytes_of(const std::string& name) const {
    const auto found = files_.find(name);
    return found == files_.end() ? nullptr : &found->second;
  }

  void check_manifest();
  void check_sums();
  void check_signatures();
  void check_envelopes();
  void check_stamps();
  void check_content();
  void check_forms(const ReportInputs& inputs);
  void say_what_goes_unseen();

  const PackFiles& files_;
  const PackTrust& trust_;
  const ReportTool& tool_;
  PackVerdict verdict_;
};

void PackVerifier::check_manifest() {
  const std::string* const text = bytes_of("manifest.json");
  const auto manifest = text == nullptr ? std::nullopt : parse_manifest(*text);
  if (!manifest) {
    return problem("FD7102", "manifest.json", "it is missing, or not as firedrill writes it",
                   "without it nothing says what belongs to the pack");
  }
  verdict_.root = manifest->root;
  verdict_.report = manifest->report;
  verdict_.files = manifest->files.size();
  std::set<std::string> named;
  for (const ManifestEntry& one : manifest->files) {
    named.insert(one.file);
    const std::string* const bytes = bytes_of(one.file);
    if (bytes == nullptr) {
      problem("FD7101", one.file, "the manifest names it, and it is not there");
    } else if (bytes->size() != one.bytes || hex_of(sha256_bytes(*bytes)) != one.digest) {
      problem("FD7101", one.file, "it is not what the manifest says",
              "somebody has changed it since; bring back the original");
    }
  }
  for (const auto& [name, bytes] : files_) {
    if (is_covered(name) && !named.contains(name)) {
      problem("FD7101", name, "the manifest does not name it", "it was added since");
    }
  }
  if (named.size() != manifest->files.size() ||
      !std::is_sorted(manifest->files.begin(), manifest->files.end(),
                      [](const auto& a, const auto& b) { return a.file < b.file; })) {
    problem("FD7102", "manifest.json", "a file stands in it twice, or out of order");
  }
  if (merkle_root(manifest->files) != manifest->root) {
    problem("FD7102", "manifest.json", "its root is not that of its files");
  }
  if (!trust_.root.empty() && trust_.root != manifest->root) {
    problem("FD7103", "manifest.json",
            fmt::format("its root is {}, but {} was anchored", manifest->root, trust_.root),
            "this is another pack, or an earlier one");
  }
  const std::string* const sums = bytes_of("FILES.sha256");
  if (sums == nullptr || *sums != sums_of(*manifest)) {
    problem("FD7102", "FILES.sha256", "it is not what the manifest says");
  }
}

void PackVerifier::check_sums() {
  const std::string* const sums = bytes_of("SHA256SUMS");
  if (sums == nullptr) {
    return problem("FD7104", "SHA256SUMS", "the pack was never sealed");
  }
  if (*sums != pack_sums(files_)) {
    problem("FD7104", "SHA256SUMS", "it is not that of manifest, statement and time stamps",
            "one of them was changed, added or removed since");
  }
}

void PackVerifier::check_signatures() {
  const std::string* const sums = bytes_of("SHA256SUMS");
  std::set<std::string> principals;
  for (const auto& [name, bytes] : files_) {
    if (!name.starts_with("signatures/") || name.ends_with(".dsse.json")) {
      continue;
    }
    const auto key = sums == nullptr ? std::nullopt : verify_ssh_signature(bytes, *sums);
    if (!name.ends_with(".sig") || !key) {
      problem("FD7105", name, "it is no signature of SHA256SUMS",
              "OpenSSH's, by an Ed25519 key, in the namespace firedrill-pack");
      continue;
    }
    const auto known = std::find_if(trust_.trusted.begin(), trust_.trusted.end(),
                                    [&](const TrustedKey& one) { return one.key == *key; });
    if (known != trust_.trusted.end()) {
      // The file is called after who signed, so that no signature stands under another's name.
      const std::string expected = "signatures/" + known->principal + ".sig";
      if (name != expected) {
        problem("FD7105", name, fmt::format("{} has signed it", known->principal),
                "it belongs in " + expected);
      }
      principals.insert(known->principal);
    } else if (!trust_.trusted.empty()) {
      problem("FD7105", name, "nobody who is trusted has this key");
    }
  }
  verdict_.signers.assign(principals.begin(), principals.end());
  if (!trust_.trusted.empty() && principals.size() < trust_.signers) {
    problem("FD7106", "signatures",
            fmt::format("{} of the trusted have signed, {} must have", principals.size(),
                        trust_.signers));
  }
}

void PackVerifier::check_envelopes() {
  const std::string* const statement = bytes_of("attestation.json");
  std::set<std::string> opened;
  for (const auto& [name, bytes] : files_) {
    if (!name.starts_with("signatures/") || !name.ends_with(".dsse.json") ||
        trust_.envelope_keys.empty()) {
      continue;
    }
    bool is_known = false;
    for (const std::string& key : trust_.envelope_keys) {
      const auto payload = open_envelope(bytes, key);
      if (payload && statement != nullptr && *payload == *statement) {
        is_known = opened.insert(key).second;
      }
    }
    if (!is_known) {
      problem("FD7105", name, "it is no envelope of attestation.json by a trusted key");
    }
  }
  if (opened.size() < trust_.envelope_keys.size()) {
    problem("FD7106", "signatures", "a trusted key has signed no envelope of attestation.json");
  }
}

void PackVerifier::check_stamps() {
  const std::string* const manifest = bytes_of("manifest.json");
  for (const auto& [name, bytes] : files_) {
    if (!name.starts_with("timestamps/")) {
      continue;
    }
    const TimeStamp stamp =
        read_time_stamp(bytes, manifest == nullptr ? "" : *manifest, trust_.authorities);
    if (!stamp.problem.empty()) {
      problem("FD7107", name, stamp.problem);
    } else if (stamp.is_trusted) {
      verdict_.stamped.push_back(stamp.at + " " + name);
    } else {
      verdict_.notes.push_back(name + ": no certificate of its authority is held, so its time (" +
                               stamp.at + ") is only claimed");
    }
  }
}

// What the runs claim follows from their events, and what the report says from the runs.
void PackVerifier::check_content() {
  Result<ReportInputs> inputs = inputs_of(files_, tool_);
  if (!inputs) {
    verdict_.problems.insert(verdict_.problems.end(), inputs.error().begin(), inputs.error().end());
    return;
  }
  verdict_.runs = inputs->drills.size();
  for (const RecordedDrill& drill : inputs->drills) {
    const auto scenario = inputs->scenarios.find(drill.run.scenario.digest);
    const Diagnostics found =
        recompute_run(drill.folder, drill.run,
                      scenario == inputs->scenarios.end() ? nullptr : &scenario->second, files_);
    verdict_.problems.insert(verdict_.problems.end(), found.begin(), found.end());
  }
  check_forms(*inputs);
}

void PackVerifier::check_forms(const ReportInputs& inputs) {
  const std::string* const written = bytes_of("report.json");
  const auto json = nlohmann::json::parse(written == nullptr ? "" : *written, nullptr, false);
  ReportInputs as_made = inputs;
  if (json.is_object()) {
    const auto commit = json.find("commit");
    as_made.tool.version = json.value("firedrill", tool_.version);
    as_made.tool.commit =
        commit != json.end() && commit->is_string() ? commit->get<std::string>() : "";
  }
  if (as_made.tool.version != tool_.version) {
    verdict_.notes.push_back("the report was made by firedrill " + as_made.tool.version +
                             "; this is " + tool_.version + ", whose pages may differ");
  }
  const Report report = make_report(as_made);
  for (const auto& [name, bytes] : report_forms(report)) {
    const std::string* const there = bytes_of(name);
    if (there == nullptr || *there != bytes) {
      problem("FD7109", name, "it is not the report that follows from the runs of the pack",
              "firedrill report makes it anew from runs/ and inputs/");
    }
  }
  const std::string* const manifest_text = bytes_of("manifest.json");
  const auto manifest = manifest_text == nullptr ? std::nullopt : parse_manifest(*manifest_text);
  if (manifest && (manifest->report != report.id || manifest->as_of != report.as_of)) {
    problem("FD7102", "manifest.json", "it is the manifest of another report");
  }
  PackFiles again = files_;
  seal_pack(again, report);
  if (bytes_of("attestation.json") == nullptr ||
      again["attestation.json"] != *bytes_of("attestation.json")) {
    problem("FD7109", "attestation.json", "it is not the statement that follows from the report");
  }
}

void PackVerifier::say_what_goes_unseen() {
  if (trust_.trusted.empty()) {
    verdict_.notes.emplace_back(
        "no key is held (--allowed-signers): whoever made the pack could "
        "have rewritten all of it");
  }
  if (trust_.root.empty()) {
    verdict_.notes.emplace_back(
        "no root is anchored (--root): an earlier pack of the same signers "
        "would pass for this one");
  }
  if (verdict_.stamped.empty()) {
    verdict_.notes.emplace_back("no trusted time stamp: when it was sealed is only claimed");
  }
}

PackVerdict PackVerifier::verify() {
  check_manifest();
  check_sums();
  check_signatures();
  check_envelopes();
  check_stamps();
  if (verdict_.problems.empty()) {
    check_content();  // what was changed needs no second reason
  }
  say_what_goes_unseen();
  return std::move(verdict_);
}

}  // namespace

PackVerdict verify_pack(const PackFiles& files, const PackTrust& trust, const ReportTool& tool) {
  return PackVerifier{files, trust, tool}.verify();
}

}  // namespace firedrill
