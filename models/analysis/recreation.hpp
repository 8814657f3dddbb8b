// What creating a region from code takes at least: one run of it in which nothing fails, with every
// resource of its mean length, and the chain of resources that decides how long that is.
// Example: recreations(plan)[0].critical_path  // network, control plane, nodes, application
#pragma once

#include <cstdint>
#include <vector>

#include "models/plan/plan.hpp"

namespace firedrill {

struct CreationRun {
  struct Creation {
    double start_s = 0.0, end_s = 0.0;  // from the start of the run; infinity if it never ends
  };
  ComponentId code{};
  std::vector<Creation> creations;           // per resource
  std::vector<std::uint32_t> critical_path;  // resources, each waiting for the one before
  double end_s = 0.0;
};

// One for each component that is infrastructure code. A cluster takes as long as its resource and
// then the mean start of one node: all start together, and the slowest of several takes longer.
[[nodiscard]] std::vector<CreationRun> recreations(const Plan& plan);

}  // namespace firedrill
