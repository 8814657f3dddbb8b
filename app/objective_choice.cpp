#include "app/objective_choice.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <vector>

#include "models/base/diagnostic.hpp"
#include "scenarios/measure.hpp"

namespace firedrill {

std::optional<std::size_t> choose_objective(const Scenario& scenario, const std::string& name) {
  const auto& objectives = scenario.objectives;
  if (objectives.empty()) {
    fmt::print(stderr, "firedrill: the scenario is held against no promise\n");
    return std::nullopt;
  }
  if (name.empty()) {
    return first_rto_objective(scenario).value_or(0);
  }
  std::vector<std::string> names;
  names.reserve(objectives.size());
  for (const Objective& objective : objectives) {
    names.push_back(objective.name);
  }
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) {
    const std::string near = nearest_word(name, names);
    fmt::print(stderr, "firedrill: --objective: the scenario has no promise \"{}\"{}\n", name,
               near.empty() ? "" : "; did you mean " + near + "?");
    return std::nullopt;
  }
  return static_cast<std::size_t>(found - names.begin());
}

}  // namespace firedrill
