#include "live/faults/clock_skew.hpp"

#include <fmt/format.h>

#include "live/undo/shell_text.hpp"

namespace firedrill {

Result<FaultParts> parts_of(const ClockSkew& fault, const TargetInventory& inventory) {
  FaultBuilder build{"clock_skew", inventory};
  FaultParts parts;
  const HostService* const service = build.service(fault.on);
  if (fault.offset == Duration::zero()) {
    build.senseless("a clock that is wrong by nothing is right", "write \"5 min\"");
  }
  if (service != nullptr && service->clock_file.empty()) {
    build.lacks(service->name, "clock_file");
  }
  if (service == nullptr || !build.is_sound()) {
    return build.finish(std::move(parts));
  }
  const std::string file = shell_quoted(service->clock_file);
  const std::string functions = service_functions(*service);
  const double seconds = to_seconds(fault.offset);
  FaultPart part = build.part(
      fault.on.host, fmt::format("the clock of {} is {:+} s wrong", service->name, seconds));
  part.needs = functions +
               "process=$(main_process)\n"
               "runs \"$process\" || { echo 'it does not run'; exit 0; }\n"
               "if ! grep -qs libfaketime \"/proc/$process/maps\"; then\n"
               "  if grep -qs '/ld-' \"/proc/$process/maps\"; then\n"
               "    echo 'it was started without libfaketime'\n"
               "  else\n"
               "    echo 'it is linked statically: nothing but the clock of the whole host moves "
               "its clock'\n"
               "  fi\n"
               "fi\n" +
               fmt::format("[ -f {0} ] && [ ! -L {0} ] || echo 'no file {0}'\n", file);
  part.inject = fmt::format(
      "[ -e \"$entry/clock\" ] || {{ cp {0} \"$entry/clock\" && sync \"$entry/clock\"; }} || exit "
      "1\n"
      "printf '%+g\\n' {1} >{0}\n",
      file, seconds);
  part.revert = fmt::format("[ ! -s \"$entry/clock\" ] || cat \"$entry/clock\" >{}\n", file);
  part.state = fmt::format("cat {}\n", file);
  part.verify = fmt::format("echo \"offset $(head -n 1 {}) s\"\n", file);
  parts.push_back(std::move(part));
  return build.finish(std::move(parts));
}

}  // namespace firedrill
