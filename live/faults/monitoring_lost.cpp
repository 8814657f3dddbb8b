#include "live/faults/monitoring_lost.hpp"

#include "live/faults/process_pause.hpp"

namespace firedrill {

Result<FaultParts> parts_of(const MonitoringLost& fault, const TargetInventory& inventory) {
  FaultBuilder build{"monitoring_lost", inventory};
  FaultParts parts;
  if (const Host* const host = build.host(fault.host)) {
    for (const HostService& service : host->services) {
      if (service.is_monitoring) {
        parts.push_back(pause_part(build, host->name, service));
      }
    }
    if (parts.empty()) {
      build.lacks(host->name, "monitoring services");
    }
  }
  return build.finish(std::move(parts));
}

}  // namespace firedrill
