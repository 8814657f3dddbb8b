// One parameter of a scenario set to another value, as `--set` does it.
// Why here: tests of faults and of links move the same parameters.
// Example: load_scenario(path, {parameter("replication.rate", "1 Gbit/s")})
#pragma once

#include <string>

#include "scenarios/assembly.hpp"

namespace firedrill {

inline Setting parameter(const std::string& name, const std::string& value) {
  return {"/parameters/" + name + "/value", "\"" + value + "\""};
}

}  // namespace firedrill
