// Diagnostics for programs: "firedrill/diagnostics/1".
// One entry an error or contradiction, with the place of the offending text and of what it
// contradicts. Example: print(diagnostics_json(found));
#pragma once

#include <string>

#include "models/base/diagnostic.hpp"

namespace firedrill {

[[nodiscard]] std::string diagnostics_json(const Diagnostics& diagnostics);

}  // namespace firedrill
