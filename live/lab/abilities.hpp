// What this machine lets a lab do, found by trying and not by its version: each ability with what
// was found and what is lost without it. A lab starts only where all that it must have is there.
// Example: for (const Ability& one : find_abilities()) { if (one.is_needed && !one.is_there) ... }
#pragma once

#include <string>
#include <vector>

#include "live/lab/service.hpp"

namespace firedrill {

struct Ability {
  std::string name;  // "TUN devices"
  bool is_there = false;
  bool is_needed = false;  // no lab without it
  std::string found;       // what was tried or seen: "opened /dev/net/tun"
  std::string without;     // what cannot be done, or is done otherwise
};

// Tries everything; takes a few milliseconds and leaves nothing behind.
[[nodiscard]] std::vector<Ability> find_abilities();

// The programs and users that `services` name and this machine has not, each once, in order:
// "program pgbackrest", "user swift".
[[nodiscard]] std::vector<std::string> find_missing(const std::vector<LabService>& services);

}  // namespace firedrill
