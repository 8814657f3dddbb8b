#include "live/faults/node_reboot.hpp"

#include <fmt/format.h>

#include "live/faults/node_loss.hpp"
#include "live/undo/shell_text.hpp"

namespace firedrill {

Result<FaultParts> parts_of(const NodeReboot& fault, const TargetInventory& inventory) {
  FaultBuilder build{"node_reboot", inventory};
  FaultParts parts;
  if (const Host* const host = build.host(fault.host)) {
    if (!host->power) {
      build.lacks(host->name, "power (how it is switched off and on from elsewhere)");
      return build.finish({});
    }
    const double seconds = to_seconds(fault.off);
    const std::string functions = power_functions(*host);
    FaultPart part =
        build.part(host->power->from, fmt::format("{} switched off for {} s", host->name, seconds));
    part.needs = needs_tools({host->power->off.front()}) + functions +
                 fmt::format("is_on || echo '{} is not on'\n", host->name);
    // What switches it on must not carry the fault's mark into the machine's own processes.
    const std::string later =
        fmt::format("{}sleep {}\nunset FIREDRILL_FAULT\nswitch_on", functions, seconds);
    part.inject = functions + "switch_off || exit 1\necho off >\"$entry/off\"\n" +
                  fmt::format("background {}\n", shell_quoted(later));
    part.revert = functions + "end_background && switch_on\n";
    part.state = functions + power_state(*host);
    part.verify = "[ -e \"$entry/off\" ] && echo 'off 1 1' || echo 'off 0 1'\n";
    parts.push_back(std::move(part));
  }
  return build.finish(std::move(parts));
}

}  // namespace firedrill
