// A lab's nodes as hosts of an inventory, as full as one that people write: which component of the
// plan each is, its services with their processes, ports and databases, its own file systems, and
// who switches it off and on. The machine that the lab runs on is the host "controller".
// Example: const TargetInventory hosts = lab_hosts(place, program, LabReach::own);
#pragma once

#include <string>

#include "live/charter/inventory.hpp"
#include "live/lab/lab.hpp"

namespace firedrill {

// How commands get into its nodes: over the lab's supervisor, which no cut of its networks reaches;
// or by ssh, as to anybody's machines.
enum class LabReach { own, ssh };

// `program`: absolute path of firedrill. Throws std::runtime_error if the lab's folder cannot be
// read.
[[nodiscard]] TargetInventory lab_hosts(const LabPlace& place, const std::string& program,
                                        LabReach by);

}  // namespace firedrill
