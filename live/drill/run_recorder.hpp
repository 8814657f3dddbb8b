// Writes a run down as it goes, so that nothing is lost if firedrill dies: one line an event in
// events.jsonl, each with the SHA-256 of the line before (a chain that no one can mend in the
// middle), and run.json, whole or not at all. Secrets that it has been told of stand nowhere.
// Example: RunRecorder recorder{"runs/a", zero}; recorder.record("seal", {{"digest", digest}});
#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "models/base/result.hpp"
#include "models/base/units.hpp"
#include "models/recovery/run.hpp"

namespace firedrill {

// The end of a chain of events.
struct ChainHead {
  std::uint64_t events = 0;
  std::string digest = std::string(64, '0');  // of the last line, its newline left out
};

class RunRecorder {
 public:
  using SteadyTime = std::chrono::steady_clock::time_point;

  // Makes `folder`, which must not hold a run yet, and begins its events.jsonl. `zero`: of the run.
  // Throws std::system_error.
  RunRecorder(std::string folder, SteadyTime zero);
  RunRecorder(const RunRecorder&) = delete;
  RunRecorder& operator=(const RunRecorder&) = delete;
  ~RunRecorder();

  // Appends an event and makes it durable; its number, from 0. `due`: when it should have happened,
  // where that is known, from the zero of the run. From any thread. Throws std::system_error.
  std::uint64_t record(std::string_view kind, const nlohmann::ordered_json& data,
                       Duration due = never);

  // From now on `secret` is replaced wherever it would stand.
  void hide(std::string secret);
  [[nodiscard]] std::string without_secrets(std::string text) const;

  // Writes a file of the folder whole: beside, synced, then moved into its place.
  void write_file(const std::string& name, const std::string& content) const;

  [[nodiscard]] ChainHead head() const;
  [[nodiscard]] const std::string& folder() const { return folder_; }
  [[nodiscard]] Duration now() const { return std::chrono::steady_clock::now() - zero_; }

 private:
  std::string folder_;
  SteadyTime zero_;
  int file_ = -1;
  mutable std::mutex mutex_;
  ChainHead head_;
  std::vector<std::string> secrets_;
};

// The head of the chain in the file at `path`. FD1001: cannot be read; FD6101: the chain is broken,
// with the line. A last line without its end was torn by a crash and is left out.
[[nodiscard]] Result<ChainHead> verify_chain(const std::string& path);

// The files in `folder` but run.json, with their digests, in the order of their names.
[[nodiscard]] std::vector<RunEvidence> evidence_in(const std::string& folder);

// UTC now: "2026-11-28T22:17:02.123456Z".
[[nodiscard]] std::string utc_now();

}  // namespace firedrill
