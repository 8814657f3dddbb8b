// Which promise a command is about: the one that is named, or the first recovery time. Several
// commands ask the same, and a name that is not there gets the nearest one for an answer.
// Example: const auto objective = choose_objective(scenario, "standard-services");
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "scenarios/scenario.hpp"

namespace firedrill {

// The index of the objective called `name`; of the first RTO, else of the first at all, if `name`
// is empty. Nothing, and a message on standard error, if there is none.
[[nodiscard]] std::optional<std::size_t> choose_objective(const Scenario& scenario,
                                                          const std::string& name);

}  // namespace firedrill
