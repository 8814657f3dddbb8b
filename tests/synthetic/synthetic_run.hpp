// A drill that never happened: the folder that firedrill drill would leave, made from one simulated
// recovery of a world whose true parameters are known, predicted by a model that may have others.
// SIMULATED through and through: the target says so. For tests of whatever reads recorded drills.
// Example: write_synthetic_run({.folder = "runs/1", .truth = truth, .model = model, ...});
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "models/recovery/run.hpp"
#include "models/text/document.hpp"
#include "scenarios/scenario.hpp"

namespace firedrill {

struct SyntheticDrill {
  std::string folder;
  const Scenario& truth;            // how the world is
  const Scenario& model;            // what predicts it
  const Document& assembled_model;  // recorded with the run
  std::string id;
  std::string started_at;  // "2026-11-28T22:17:02.000000Z"
  std::uint64_t seed = 1;
  std::uint64_t replications = 2'000;  // of the prediction
  std::optional<Duration> cut_at;      // the run is aborted then, counted from its zero
  // Another kind of target pretends, for tests of measured runs.
  TargetKind target_kind = TargetKind::stand_in;
  Duration lie{};        // by how much probe-2 says "back" too late
  bool is_void = false;  // the target was not steady
};

// As a value, without a file.
[[nodiscard]] Run synthetic_run(const SyntheticDrill& drill);

// Writes the folder, sealed.
void write_synthetic_run(const SyntheticDrill& drill);

// Writes SHA256SUMS of a folder anew, as after a drill (for what tests change on purpose).
void seal_folder(const std::string& folder);

}  // namespace firedrill
