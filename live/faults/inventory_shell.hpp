// How scripts get to the hosts of an inventory. Of ssh nothing is left to chance or to the user's
// own settings: no questions, known host keys only, no forwarding.
// Example: ProcessShell shell{way_to(inventory)};
#pragma once

#include "live/charter/inventory.hpp"
#include "live/undo/process_shell.hpp"

namespace firedrill {

// The host "" is where firedrill runs. A node of a lab is entered by `lab_program` ("firedrill"):
// `lab_program lab shell --name NAME NODE -- sh -c SCRIPT`. What is elsewhere kills what takes too
// long by itself.
[[nodiscard]] ShellWay way_to(TargetInventory inventory, std::string lab_program = "firedrill");

}  // namespace firedrill
