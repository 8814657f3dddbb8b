// What breaks, where, when and for how long. The variant holds what the simulator can do today;
// the conductor never looks inside, only the world that is told to inject it.
// Example: Fault{"loss of us-east-1", Constant{600.0}, RegionOutage{.region = primary, ...}}
#pragma once

#include <string>
#include <variant>

#include "models/base/id.hpp"
#include "models/chance/distribution.hpp"

namespace firedrill {

// Everything in a region stops answering at once and comes back after `length`. With
// `control_plane_loss` the region's control planes (launch, promote, DNS edits served from there)
// are lost too, for `control_plane_length`.
struct RegionOutage {
  RegionId region{};
  Distribution length;                // [s]
  double control_plane_loss = 1.0;    // probability
  Distribution control_plane_length;  // [s]
};

using FaultModel = std::variant<RegionOutage>;

struct Fault {
  std::string name;
  Distribution at;  // [s] after the start of the run
  FaultModel model;
};

}  // namespace firedrill
