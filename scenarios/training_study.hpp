// A study of a training run: a fleet whose nodes fail for months or years, the job on it, and the
// parameters the answer rests on, as read from a file.
// Example: const auto study = load_training_study("scenarios/training/llama3-405b.json");
#pragma once

#include <string>
#include <vector>

#include "models/fleet/training_run.hpp"
#include "models/text/document.hpp"
#include "scenarios/scenario.hpp"

namespace firedrill {

struct TrainingStudy {
  std::string name;
  std::string title;
  std::string digest;  // SHA-256 of the assembled study
  FleetStudy fleet_study;
  std::vector<Assumption> assumptions;  // every parameter that was read, in order of reading
};

// A study assembled by assemble_study. All errors at once; FD3019: figures that cannot
// stand together.
[[nodiscard]] Result<TrainingStudy> read_training_study(const Document& assembled);

// Both at once.
[[nodiscard]] Result<TrainingStudy> load_training_study(const std::string& path);

}  // namespace firedrill
