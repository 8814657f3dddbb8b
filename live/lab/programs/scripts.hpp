// Programs in other languages that services run and that no package brings, as text: they lie
// beside this file and are compiled in, so that a lab needs nothing of firedrill but its one
// executable.
// Example: LabFile{folder + "/swift_daemons.py", std::string{programs::swift_daemons}}
#pragma once

#include <string_view>

namespace firedrill::programs {

extern const std::string_view swift_daemons;  // Python: all Swift daemons of one region

}  // namespace firedrill::programs
