// Whether a pack is what it was: every file as the manifest says, the manifest as the signers
// signed it, the root as it was written down elsewhere, each run's figures as its raw events give
// them, and the report, byte for byte, as it follows from the runs. Says, too, what nobody could
// see.
// Example: verify_pack(files, {.root = root, .trusted = keys, .signers = 2}, tool).problems.empty()
#pragma once

#include <string>
#include <vector>

#include "reports/evidence/pack.hpp"
#include "reports/evidence/signatures.hpp"

namespace firedrill {

// What the verifier holds and the pack's owner cannot change.
struct PackTrust {
  std::string root;                        // "": none is anchored
  std::vector<TrustedKey> trusted;         // SSH keys; empty: none is held
  std::size_t signers = 1;                 // of them, at the least, must have signed
  std::vector<std::string> envelope_keys;  // Ed25519 of DSSE envelopes, each must have signed
  std::vector<std::string> authorities;    // PEM certificates of time-stamping authorities
};

struct PackVerdict {
  Diagnostics problems;
  std::vector<std::string> notes;    // what could go unseen
  std::vector<std::string> signers;  // principals whose signature holds
  std::vector<std::string> stamped;  // time stamps that hold, "2026-11-29T01:00:00Z NAME"
  std::string root, report;
  std::size_t files = 0, runs = 0;
};

[[nodiscard]] PackVerdict verify_pack(const PackFiles& files, const PackTrust& trust,
                                      const ReportTool& tool);

}  // namespace firedrill
