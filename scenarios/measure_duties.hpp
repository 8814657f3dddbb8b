// Reads off a timeline when each duty to tell was done, and how long after its clock began. A
// runbook's own notify step counts as the initial notification of its severity.
// Example: DutyMeasurer{scenario}.measure(timeline, duties); duties[0] == 9 min
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "models/recovery/timeline.hpp"
#include "scenarios/scenario.hpp"

namespace firedrill {

class DutyMeasurer {
 public:
  explicit DutyMeasurer(const Scenario& scenario);

  // Overwrites `duties`: see Measurement::duties.
  void measure(const Timeline& timeline, std::vector<std::optional<Duration>>& duties) const;

 private:
  struct Reading;
  [[nodiscard]] std::optional<Duration> delay(std::uint32_t duty, const Reading& reading) const;

  const Scenario& scenario_;
  std::vector<std::uint8_t> announces_;  // per step
  std::optional<std::uint32_t> capacity_objective_;
};

}  // namespace firedrill
