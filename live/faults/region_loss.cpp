#include "live/faults/region_loss.hpp"

#include <fmt/format.h>

#include "live/faults/partition.hpp"

namespace firedrill {

Result<FaultParts> parts_of(const RegionLoss& fault, const TargetInventory& inventory) {
  FaultBuilder build{"region_loss", inventory};
  FaultParts parts;
  for (const Host* const host : inventory.hosts_in(fault.region)) {
    parts.push_back(
        cut_part(build, *host, {.title = fmt::format("{} cut off from everything", host->name)}));
  }
  if (parts.empty()) {
    build.senseless(fmt::format("the inventory has no host in region \"{}\"", fault.region),
                    "name a region of its hosts");
  }
  return build.finish(std::move(parts));
}

}  // namespace firedrill
