#include "live/faults/crash_loop.hpp"

#include <fmt/format.h>

#include "live/undo/shell_text.hpp"

namespace firedrill {

Result<FaultParts> parts_of(const CrashLoop& fault, const TargetInventory& inventory) {
  using namespace std::chrono_literals;
  FaultBuilder build{"crash_loop", inventory};
  FaultParts parts;
  const HostService* const service = build.service(fault.on);
  if (fault.every < 100ms) {
    build.senseless("killed more often than ten times a second, nothing can start",
                    "write at least 0.1 s");
  }
  if (service != nullptr) {
    const std::string functions = service_functions(*service);
    const double seconds = to_seconds(fault.every);
    FaultPart part =
        build.part(fault.on.host, fmt::format("SIGKILL to {} every {} s", service->name, seconds));
    part.needs = functions + "is_running || echo 'it does not run'\n";
    const std::string loop = fmt::format(
        "{}while :; do\n"
        "  process=$(main_process)\n"
        "  [ -n \"$process\" ] && kill -9 \"$process\" 2>/dev/null && echo >>\"$entry/kills\"\n"
        "  sleep {}\n"
        "done",
        functions, seconds);
    part.inject = fmt::format(
        "background {}\n"
        "has_begun() {{ [ -e \"$entry/kills\" ]; }}\n"
        "patiently has_begun\n",
        shell_quoted(loop));
    part.revert = functions + "end_background && start_service\n";
    part.state = functions + service_state(*service);
    part.verify = "echo \"kills $(wc -l <\"$entry/kills\") 1\"\n";
    parts.push_back(std::move(part));
  }
  return build.finish(std::move(parts));
}

}  // namespace firedrill
