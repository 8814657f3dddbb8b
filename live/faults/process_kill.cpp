#include "live/faults/process_kill.hpp"

#include <fmt/format.h>

namespace firedrill {

Result<FaultParts> parts_of(const ProcessKill& fault, const TargetInventory& inventory) {
  FaultBuilder build{"process_kill", inventory};
  FaultParts parts;
  if (const HostService* const service = build.service(fault.on)) {
    const std::string functions = service_functions(*service);
    FaultPart part = build.part(fault.on.host, fmt::format("SIGKILL to {}", service->name));
    part.needs = functions + "is_running || echo 'it does not run'\n";
    part.inject = functions +
                  "process=$(main_process)\n"
                  "runs \"$process\" || exit 1\n"
                  "echo \"$process\" >\"$entry/killed\"\n"
                  "kill -9 \"$process\"\n"
                  "is_gone() { ! runs \"$process\"; }\n"
                  "patiently is_gone\n";
    part.revert = functions + "start_service\n";
    part.state = functions + service_state(*service);
    part.verify =
        "read -r process <\"$entry/killed\"\n"
        "runs \"$process\" && echo 'killed 0 1' || echo 'killed 1 1'\n";
    parts.push_back(std::move(part));
  }
  return build.finish(std::move(parts));
}

}  // namespace firedrill
