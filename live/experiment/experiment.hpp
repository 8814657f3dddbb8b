// Faults on a timetable, without a plan or a runbook: what chaos tools call an experiment. A file
// of format "firedrill/experiment/1"; theirs are imported into it and exported from it.
// Example: const Result<Experiment> experiment = load_experiment("experiment.json");
#pragma once

#include <string>
#include <vector>

#include "live/faults/live_fault.hpp"
#include "models/text/document.hpp"

namespace firedrill {

struct ExperimentFault {
  std::string name;   // letters, digits, - and _; unique
  Duration at{};      // after the beginning
  Duration length{};  // heals by itself then
  LiveFault fault;
};

// A question whose answer says that all is well: an HTTP request that is answered so.
struct SteadyState {
  std::string name;
  std::string url;
  int status = 200;
  Duration timeout{};
};

struct Experiment {
  std::string name;
  std::string title;
  std::vector<SteadyState> steady_state;
  std::vector<ExperimentFault> faults;
};

// Errors: those of parse_document, FD2xxx, FD3xxx.
[[nodiscard]] Result<Experiment> read_experiment(const Document& document);
[[nodiscard]] Result<Experiment> load_experiment(const std::string& path);

// As "firedrill/experiment/1", indented.
[[nodiscard]] std::string experiment_json(const Experiment& experiment);

}  // namespace firedrill
