// Which scenario each drill of the year plays: first what a corrective action must have tested
// again, then what promises to be worth most, by risk and by what the model is least sure of.
// Example: choose_scenarios(programme, placements, rehearsals)[0].why
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/calendar/laying.hpp"
#include "models/recovery/prediction.hpp"

namespace firedrill {

// What simulation says beforehand of one candidate.
struct Rehearsal {
  std::string scenario;  // path of its file
  std::string name, title, digest;
  std::string promise;        // the title of the one most often broken
  double met_fraction = 1.0;  // of that one
  double met_low = 0.0, met_high = 1.0;
  std::uint64_t replications = 0, seed = 0;
  // From the fault until every service that is promised is back [s]; infinity: not within the
  // scenario's horizon.
  double median_s = 0.0, p95_s = 0.0, p99_s = 0.0;
  std::vector<std::string> faults;    // their names
  std::vector<std::string> services;  // that users miss in the median recovery
  std::vector<StepPrediction> steps;
};

// The scenario of a placement: index into the exercise's candidates; none where none is played.
struct ScenarioChoice {
  std::optional<std::uint32_t> candidate;
  std::optional<std::uint32_t> retest;  // index into the programme's, if it settles one
  std::string why;
};

// One per placement. `rehearsals[e][c]`: of candidate c of exercise e. Worth of a candidate:
//   (expected incidents a year) x (share that breaks the promise)      what it costs not to know
//   x (1 + 4 p (1 - p)), p: how often the promise holds                how open the outcome is
//   / 4^(times it was drilled in the year before, or is planned before) what is known already
// A candidate whose rate nobody knows has the geometric mean of the others of its exercise.
[[nodiscard]] std::vector<ScenarioChoice> choose_scenarios(
    const DrillProgramme& programme, const std::vector<Placement>& placements,
    const std::vector<std::vector<Rehearsal>>& rehearsals);

}  // namespace firedrill
