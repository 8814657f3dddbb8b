// A year of a plan, many times: incidents arrive at their rates, each is recovered as its scenario
// says, drills and backups run on their calendar. Incidents are recovered as if alone; where two
// overlap, the time without service counts once.
// Example: const auto years = simulate_years(study, {.seed = 1, .years = 1000});
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "models/recovery/year_prediction.hpp"
#include "scenarios/year_study.hpp"
#include "sim/backup_year.hpp"

namespace firedrill {

inline constexpr double seconds_a_year = to_seconds(simulated_year);

struct YearOptions {
  std::uint64_t seed = 1;
  std::uint64_t years = 1000;
  std::uint64_t first_year = 0;  // years before are other luck
  unsigned threads = 0;          // 0: as many as there are processors
  std::function<void(double)> progress{};
};

// How often something was tried and how often it went as promised.
struct Share {
  std::uint64_t kept = 0;
  std::uint64_t all = 0;
  void count(bool is_kept) {
    kept += is_kept ? 1 : 0;
    ++all;
  }
};

struct CauseTally {
  std::uint32_t incidents = 0;
  std::uint32_t recovered = 0;      // completely
  std::uint32_t lost_too_much = 0;  // data beyond a promise
  double lost_hours = 0.0;          // of the critical service
};

// One year.
struct YearTally {
  Share rto, rpo, automation, recovery, drills, backups, validations, restorable;
  double recovery_seconds = 0.0;  // of the critical service, over the incidents that hit it
  std::uint64_t hits = 0;         // those incidents
  double down_seconds = 0.0;      // of the critical service, overlaps once
  std::vector<CauseTally> causes;
  std::uint64_t digest = 0;  // of all recoveries' timelines
};

// The service of the plan's first recovery objective: what availability and MTTR are about.
[[nodiscard]] std::optional<ServiceId> critical_service(const Plan& plan);

[[nodiscard]] std::vector<YearTally> simulate_years(const YearStudy& study,
                                                    const YearOptions& options);

// The tallies summed up beside the plan's criteria and indicators.
[[nodiscard]] YearPrediction summarise(const YearStudy& study, const std::vector<YearTally>& years,
                                       const YearOptions& options);

}  // namespace firedrill
