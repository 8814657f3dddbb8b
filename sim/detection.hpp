// When the first monitor raises the alarm after regions were lost. A monitor that stood in a lost
// region sees nothing; when all are blind, people outside report it.
// Source of the latency formulas: models/plan/component.hpp, Prometheus and Prober.
// Example: detection.delay(lost, luck) -> 94 s after the fault
#pragma once

#include <vector>

#include "models/plan/plan.hpp"
#include "sim/loss_model.hpp"
#include "sim/luck.hpp"

namespace firedrill {

class Detection {
 public:
  Detection(const Plan& plan, Luck& luck);

  // Time from the loss of `lost` to the first alert that reaches whoever acts; `never` if none
  // will.
  [[nodiscard]] Duration delay(RegionSet lost, Luck& luck);

 private:
  Duration prober_delay(const Prober& prober, RegionSet lost, Draws& draws);

  struct Monitor {
    const Component* component;
    StreamId stream;
  };
  std::vector<Monitor> monitors_;
  std::vector<double> seen_;  // scratch: when each vantage point has seen enough [s]
};

}  // namespace firedrill
