#include "live/faults/node_loss.hpp"

#include <fmt/format.h>

#include "live/undo/shell_text.hpp"

namespace firedrill {

std::string power_functions(const Host& host) {
  return fmt::format(
      "is_on() {{ {} >/dev/null 2>&1 </dev/null; }}\n"
      "is_off() {{ ! is_on; }}\n"
      "switch_off() {{ {} </dev/null && patiently is_off; }}\n"
      "switch_on() {{ is_on && return 0; calmly {} </dev/null; patiently is_on; }}\n",
      shell_words(host.power->is_on), shell_words(host.power->off), shell_words(host.power->on));
}

std::string power_state(const Host& host) {
  return fmt::format("is_on && echo {0} on || echo {0} off\n", shell_quoted(host.name));
}

Result<FaultParts> parts_of(const NodeLoss& fault, const TargetInventory& inventory) {
  FaultBuilder build{"node_loss", inventory};
  FaultParts parts;
  if (const Host* const host = build.host(fault.host)) {
    if (!host->power) {
      build.lacks(host->name, "power (how it is switched off and on from elsewhere)");
      return build.finish({});
    }
    const std::string functions = power_functions(*host);
    FaultPart part = build.part(host->power->from, fmt::format("{} switched off", host->name));
    part.needs = needs_tools({host->power->off.front()}) + functions +
                 fmt::format("is_on || echo '{} is not on'\n", host->name);
    part.inject = functions + "switch_off\n";
    part.revert = functions + "switch_on\n";
    part.state = functions + power_state(*host);
    part.verify = functions + "is_on && echo 'off 0 1' || echo 'off 1 1'\n";
    parts.push_back(std::move(part));
  }
  return build.finish(std::move(parts));
}

}  // namespace firedrill
