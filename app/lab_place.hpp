// What the commands of the lab share: which lab is meant, whether it runs, and which plan is whose
// when none is named.
// Example: const auto place = checked_place(arguments.name); if (!place) return ExitCode::usage;
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "live/lab/lab.hpp"

namespace firedrill {

// Where lab `name` lies; says on standard error what is wrong with the name if it cannot be one's.
[[nodiscard]] std::optional<LabPlace> checked_place(const std::string& name);

// The same for a lab that runs; says so if it does not.
[[nodiscard]] std::optional<LabPlace> running_place(const std::string& name);

// `wanted`, or, if that is empty, the lab's own plan: below the working directory, or else beside
// the folder that this program was built in.
[[nodiscard]] std::string plan_path(const std::string& wanted);

}  // namespace firedrill
