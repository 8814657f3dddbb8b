// When the first monitor raises the alarm after something broke. A monitor that stood in a lost
// region, or stopped itself, sees nothing; probers and people outside see what users see.
// Source of the latency formulas: models/plan/component.hpp, Prometheus and Prober.
// Example: detection.delay(state, true, luck) -> 94 s after the fault
#pragma once

#include <vector>

#include "models/plan/plan.hpp"
#include "sim/data_state.hpp"
#include "sim/loss_model.hpp"
#include "sim/luck.hpp"
#include "sim/site_state.hpp"

namespace firedrill {

class Detection {
 public:
  Detection(const Plan& plan, Luck& luck);

  // Time from the change that led to `state` to the first alert that reaches whoever acts; `never`
  // if none will. With `is_felt` users feel it.
  [[nodiscard]] Duration delay(const SiteState& state, bool is_felt, Luck& luck);

  // Data that has just gone wrong, and when somebody notices without any validator.
  struct Corruption {
    const std::vector<DataId>& data;
    const DataState& state;
    Duration now{};
    Duration time_of_day{};
    Duration noticed{};
  };
  // Time from the corruption to the first run of a validator that notices it; `never` if that is
  // too late to matter.
  [[nodiscard]] Duration validation_delay(const Corruption& corruption, const SiteState& state,
                                          Luck& luck);

 private:
  [[nodiscard]] static bool finds_wrong(const Validator& validator, const Corruption& corruption,
                                        Duration run, Draws& draws);
  Duration prober_delay(const Prober& prober, RegionSet lost, Draws& draws);

  struct Monitor {
    ComponentId id;
    const Component* component;
    StreamId stream;
  };
  std::vector<Monitor> monitors_;
  std::vector<Monitor> validators_;
  std::vector<double> seen_;  // scratch: when each vantage point has seen enough [s]
};

}  // namespace firedrill
