// What a simulated year of a plan came to: the success criteria and indicators of the plan as
// distributions over years, availability, and what each cause of incidents costs.
// Example: prediction.targets[0].met_fraction  // share of years in which the criterion is met
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/base/units.hpp"
#include "models/chance/estimate.hpp"
#include "models/recovery/prediction.hpp"

namespace firedrill {

// A criterion or an indicator. Years that had nothing to measure (no incident, say) count neither
// as met nor as missed.
struct TargetPrediction {
  std::string name{};
  std::string measures{};
  bool is_time = false;  // values are seconds, at most `target`; else fractions, at least `target`
  double target = 0.0;
  std::uint64_t years = 0;  // that had something to measure
  std::uint64_t years_met = 0;
  Interval met{};                         // 95 % of the share of those years
  double p5 = 0.0, p50 = 0.0, p95 = 0.0;  // over those years
  double pooled = 0.0;                    // over all that was measured in all years
  Verdict verdict = Verdict::inconclusive;
};

struct IncidentPrediction {
  std::string name{};
  MeanEstimate incidents{};   // a year
  MeanEstimate lost_hours{};  // of the critical service, a year
  double recovered = 1.0;     // share of incidents after which everything came back
  double losses = 0.0;        // share of incidents that lost data beyond its promise
};

struct YearPrediction {
  std::string name{}, title{}, digest{};
  std::uint64_t seed = 0;
  std::uint64_t years = 0;
  double required_years = 0.0;  // share of years that must meet a target for the verdict "met"
  std::string service{};        // whose availability it is
  std::string digest_of_years{};
  std::vector<TargetPrediction> criteria{}, indicators{};
  std::vector<IncidentPrediction> causes{};
  MeanEstimate availability{};
  double availability_p5 = 1.0, availability_p50 = 1.0;
  MeanEstimate lost_hours{};  // a year, overlaps counted once
  double years_without_incident = 0.0;
  MeanEstimate restorable{};  // share of backups that could be restored, known or not
};

}  // namespace firedrill
