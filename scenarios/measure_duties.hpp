// Reads off a timeline when each duty was done, and how long after its clock began. A runbook's own
// notify step counts as the initial notification of its severity.
// Example: DutyMeasurer{scenario}.measure(timeline, measurement); measurement.duties[0] == 9 min
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "models/recovery/measurement.hpp"
#include "models/recovery/timeline.hpp"
#include "scenarios/scenario.hpp"

namespace firedrill {

class DutyMeasurer {
 public:
  explicit DutyMeasurer(const Scenario& scenario);

  // Overwrites `duties` of the measurement, whose `steps` and `begun` are there already.
  void measure(const Timeline& timeline, Measurement& measurement) const;

 private:
  struct Reading;
  void read(const Event& event, Reading& reading) const;
  // Of a message.
  [[nodiscard]] std::optional<Duration> delay(std::uint32_t duty, const Reading& reading) const;
  // Of detection, or a phase of the response.
  [[nodiscard]] std::optional<Duration> response_time(std::uint32_t duty, const Reading& reading,
                                                      const Measurement& measurement) const;

  const Scenario& scenario_;
  std::vector<std::uint8_t> announces_;  // per step
  bool has_assessment_ = false;
  std::optional<std::uint32_t> capacity_objective_;
};

}  // namespace firedrill
