// A sensitivity study as JSON, "firedrill/sensitivity/1", with all its parameters; what cannot be
// said is null. Its schema is scenarios/schema/sensitivity.schema.json.
// Example: print(sensitivity_json(study));
#pragma once

#include <string>

#include "models/recovery/sensitivity.hpp"

namespace firedrill {

[[nodiscard]] std::string sensitivity_json(const SensitivityStudy& study);

}  // namespace firedrill
