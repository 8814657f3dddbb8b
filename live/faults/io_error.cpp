#include "live/faults/io_error.hpp"

#include <fmt/format.h>

#include "live/faults/traced_sync.hpp"

namespace firedrill {

Result<FaultParts> parts_of(const IoError& fault, const TargetInventory& inventory) {
  FaultBuilder build{"io_error", inventory};
  FaultParts parts;
  if (const HostService* const service = build.service(fault.on)) {
    FaultPart part = traced_sync_part(build, fault.on, *service,
                                      fmt::format("each fsync of {} fails with EIO", service->name),
                                      "error=EIO");
    // A service that ends itself over it is started again by the healing.
    part.revert += "[ $? -eq 0 ] || exit 1\nstart_service\n";
    part.state += service_state(*service);
    parts.push_back(std::move(part));
  }
  return build.finish(std::move(parts));
}

}  // namespace firedrill
