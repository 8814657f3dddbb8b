// The folder of a recorded drill, verified before anything in it is believed: SHA256SUMS holds the
// digest of run.json, run.json those of the prediction, of events.jsonl and all other evidence, and
// every line of events.jsonl that of the line before. One changed byte in any of them is found; who
// can rewrite them all is not (a signature is needed against that). `sha256sum -c SHA256SUMS`
// checks the first step by hand.
// Example: const Result<RecordedDrill> drill = load_drill("runs/a"); drill->prediction.steps
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "models/base/result.hpp"
#include "models/recovery/predicted_run.hpp"
#include "models/recovery/run.hpp"

namespace firedrill {

struct RecordedDrill {
  std::string folder;
  std::string digest;  // SHA-256 of run.json
  Run run;
  PredictedRun prediction;
};

// Verifies and reads. FD7001: not sealed; FD7002: a file is not what was recorded; FD7003: the
// prediction was not sealed before the first fault; FD7004: the chain of events is broken; FD7005:
// the prediction is of something else; FD7006: the model was fitted on this very run. Others
// (FD1xxx to FD3xxx) where a file that verifies cannot be read.
[[nodiscard]] Result<RecordedDrill> load_drill(const std::string& folder);

// The bytes of one file of a run's folder by its name there; none if there is no such file.
using ReadFile = std::function<std::optional<std::string>(const std::string& name)>;

// The same of a folder that need not lie on a disk; `folder` is what messages call it.
[[nodiscard]] Result<RecordedDrill> read_drill(const std::string& folder, const ReadFile& read);

// What SHA256SUMS of a run holds whose run.json has these bytes: the last thing that a drill
// writes.
[[nodiscard]] std::string run_seal(std::string_view run_json);

// Whether any of `diagnostics` says that evidence does not verify (FD7xxx).
[[nodiscard]] bool is_unverified(const Diagnostics& diagnostics);

}  // namespace firedrill
