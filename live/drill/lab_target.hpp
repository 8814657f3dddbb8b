// A lab as the target of a drill: its nodes as hosts (and the machine that it runs on,
// "controller", which can cut its network and pull its plugs), a charter that permits them and
// nothing else, a way to run scripts in them and to look from them.
// Example: const LabTarget target = lab_target(place, program); ProcessShell shell{target.way};
#pragma once

#include <string>
#include <vector>

#include "live/charter/charter.hpp"
#include "live/charter/inventory.hpp"
#include "live/drill/binding.hpp"
#include "live/drill/probe_set.hpp"
#include "live/lab/lab.hpp"
#include "live/undo/process_shell.hpp"

namespace firedrill {

struct LabTarget {
  TargetInventory inventory;
  Charter charter;
  ShellWay way;  // "" and "controller": this machine
  FindVantage vantage;
  BindingValues values;  // lab, root, firedrill
};

// `program`: absolute path of firedrill. `deadline`: when at the latest everything is healed.
[[nodiscard]] LabTarget lab_target(const LabPlace& place, const std::string& program,
                                   Duration deadline);

}  // namespace firedrill
