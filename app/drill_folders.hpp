// What the commands that read recorded drills share: finding the folders, verifying every one of
// them before any is believed, and comparing each with its sealed prediction.
// Example: const Result<ComparedDrills> drills = load_drills({"runs/a", "campaigns/lab"});
#pragma once

#include <string>
#include <vector>

#include "app/exit_code.hpp"
#include "models/recovery/run_comparison.hpp"
#include "scenarios/run_folder.hpp"

namespace firedrill {

struct ComparedDrills {
  std::vector<RecordedDrill> drills;
  std::vector<RunComparison> comparisons;  // of the same drills
};

// A drill's folder and what was read there.
struct LoadedDrill {
  std::string folder;
  Result<RecordedDrill> drill;
};

// The folders of drills at or below each path: a folder with run.json is one, of any other its
// folders are looked into, in the order of their names.
[[nodiscard]] std::vector<std::string> drill_folders(const std::vector<std::string>& paths);

// Each compared with its sealed prediction, or every problem of any.
[[nodiscard]] Result<ComparedDrills> compare_drills(std::vector<LoadedDrill> drills);

// All of them, or every problem of any; FD1001 if there is no drill at all.
[[nodiscard]] Result<ComparedDrills> load_drills(const std::vector<std::string>& paths);

// Shows `problems` and returns ExitCode::unverified if evidence does not verify, else invalid_file.
ExitCode report_drill_errors(const Diagnostics& problems);

}  // namespace firedrill
