#include "live/faults/disk_slow.hpp"

#include <fmt/format.h>

#include "live/faults/traced_sync.hpp"

namespace firedrill {

Result<FaultParts> parts_of(const DiskSlow& fault, const TargetInventory& inventory) {
  FaultBuilder build{"disk_slow", inventory};
  FaultParts parts;
  const std::int64_t microseconds = fault.delay.count() / 1000;
  if (microseconds < 1 || fault.delay > std::chrono::minutes{1}) {
    build.senseless("a delay of a disk is between 1 us and 1 min", "write \"200 ms\"");
  }
  if (const HostService* const service = build.service(fault.on)) {
    parts.push_back(traced_sync_part(build, fault.on, *service,
                                     fmt::format("each fsync of {} takes {} ms longer",
                                                 service->name, to_seconds(fault.delay) * 1e3),
                                     fmt::format("delay_enter={}", microseconds)));
  }
  return build.finish(std::move(parts));
}

}  // namespace firedrill
