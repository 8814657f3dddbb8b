// Incidents that happened, predicted from priors of their class: per milestone the interval beside
// what was observed. Made by sim/incident_replay.hpp, shown by reports/replay_text.hpp, written as
// "firedrill/replay/1".
// Example: replay.incidents[0].milestones[0].holds() -> what happened lies in the interval
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "models/recovery/prediction.hpp"

namespace firedrill {

// All count from the incident's beginning, as its users felt it; `data_lost` is the age, at that
// moment, of what could be recovered.
enum class Milestone { detected, recovery_started, service_restored, fully_recovered, data_lost };
inline constexpr std::size_t milestone_count = 5;
inline constexpr std::array<std::string_view, milestone_count> milestone_names{
    "detected", "recovery_started", "service_restored", "fully_recovered", "data_lost"};

// How much of what is predicted the intervals are meant to hold.
inline constexpr double replay_confidence = 0.90;

struct ReplayedMilestone {
  Milestone milestone = Milestone::detected;
  double low_s = 0.0, median_s = 0.0, high_s = 0.0;  // 5 %, 50 % and 95 % of the recoveries
  double observed_s = 0.0;

  [[nodiscard]] bool holds() const { return low_s <= observed_s && observed_s <= high_s; }
};

struct ReplayedIncident {
  std::string name, title, model, source_url;
  std::vector<ReplayedMilestone> milestones;  // those that were published, in order
};

// All incidents' intervals of one milestone.
struct MilestoneCoverage {
  std::uint64_t count = 0, held = 0;
  double mean_width_s = 0.0;
  double mean_score_s = 0.0;  // interval score: smaller is better
};

struct Replay {
  std::uint64_t seed = 0, replications = 0;
  std::vector<ReplayedIncident> incidents;
  std::array<MilestoneCoverage, milestone_count> coverage;
};

// Incidents' outages laid upon another plan: its promises, and what each would have come to.
struct TriedObjective {
  std::string name;
  ObjectiveKind kind = ObjectiveKind::rto;
  double target_s = 0.0;
};
struct SurvivedObjective {
  double median_s = 0.0;
  double met_fraction = 0.0;
  Verdict verdict = Verdict::inconclusive;
};
struct SurvivedIncident {
  std::string name;
  bool takes_control_planes = false;
  double length_s = 0.0;  // of the outage
  std::vector<SurvivedObjective> objectives;
};
struct Survival {
  std::string scenario;
  std::uint64_t seed = 0, replications = 0;
  std::vector<TriedObjective> objectives;
  std::vector<SurvivedIncident> incidents;
  std::vector<std::string> left_out;  // incidents that were no outage of a region
};

}  // namespace firedrill
