// One bit of a file turns over, in a database page, an object or a backup; the time of the file's
// last change stays. The healing turns it back, unless somebody has mended or rewritten the place.
// Example: BitRot{.in = RotIn::backup, .host = "us-west-2/store-1", .file = "/srv/b/p1", .offset =
// 9}
#pragma once

#include <cstdint>

#include "live/faults/building.hpp"

namespace firedrill {

enum class RotIn { database_page, object, backup };

struct BitRot {
  RotIn in = RotIn::database_page;
  std::string host;
  std::string file{};       // absolute; or, of a database page:
  std::string service{};    // whose SQL server says where
  std::string relation{};   // this table or index is
  std::int64_t offset = 0;  // bytes from the beginning of the file
};

[[nodiscard]] Result<FaultParts> parts_of(const BitRot& fault, const TargetInventory& inventory);

}  // namespace firedrill
