// Learns the parameters of a plan from measured drills: each starts from what the plan's files say
// of it, published or assumed, and moves as far as the drills move it. What was cut short counts as
// taking at least that long; a failed try teaches how often tries fail, not how long they take.
// A drill that a parameter has already learned from is not learned from twice.
// Example: calibrate({{&assembled, runs}}).parameters[0].length->median.value
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "models/base/result.hpp"
#include "models/judgement/posterior.hpp"
#include "models/recovery/run.hpp"
#include "models/text/document.hpp"

namespace firedrill {

// Drills of one scenario; the document is the assembled scenario whose parameters are the priors.
struct CalibrationInput {
  const Document* assembled = nullptr;
  std::vector<const Run*> runs;
};

struct CalibratedParameter {
  std::string id, title;
  std::string dimension;                    // "time", "ratio"
  std::vector<std::string> where;           // what it was measured at
  std::string value_before;                 // as written
  std::string source_before;                // "assumed: ...", or the publication
  std::vector<std::string> runs;            // ids; those it was fitted on before included
  std::optional<LengthPosterior> length;    // a duration, or a lag; both its parameters show it
  std::optional<FailurePosterior> failure;  // a probability
  bool is_lag_median = false, is_lag_spread = false;  // a single value is written, not a law
};

struct NotCalibrated {
  std::string name, reason;
};

struct Calibration {
  std::vector<std::string> runs;  // ids, in the order given
  std::uint64_t stand_ins = 0;    // of them, made by stand-ins: simulated
  std::vector<CalibratedParameter> parameters;
  std::vector<NotCalibrated> left_out;
};

// Errors: FD3051, two scenarios that give one parameter different values.
[[nodiscard]] Result<Calibration> calibrate(std::span<const CalibrationInput> inputs);

}  // namespace firedrill
