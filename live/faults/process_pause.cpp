#include "live/faults/process_pause.hpp"

#include <fmt/format.h>

#include "live/undo/shell_text.hpp"

namespace firedrill {

FaultPart pause_part(const FaultBuilder& build, const std::string& host,
                     const HostService& service) {
  // How many of its processes there are, and how many of them are stopped.
  const std::string functions = service_functions(service) +
                                "count() {\n"
                                "  all=0 stopped=0\n"
                                "  for one in $(tree \"$(main_process)\"); do\n"
                                "    read -r stat 2>/dev/null <\"/proc/$one/stat\" || continue\n"
                                "    set -- ${stat##*) }\n"
                                "    all=$((all + 1))\n"
                                "    case $1 in [Tt]) stopped=$((stopped + 1)) ;; esac\n"
                                "  done\n"
                                "}\n"
                                "all_stopped() {\n"
                                "  kill -STOP $(tree \"$(main_process)\") 2>/dev/null\n"
                                "  count\n"
                                "  [ $all -gt 0 ] && [ $all -eq $stopped ]\n"
                                "}\n"
                                "none_stopped() {\n"
                                "  kill -CONT $(tree \"$(main_process)\") 2>/dev/null\n"
                                "  count\n"
                                "  [ $stopped -eq 0 ]\n"
                                "}\n";
  FaultPart part = build.part(host, fmt::format("SIGSTOP to all of {}", service.name));
  part.needs = functions + "is_running || echo 'it does not run'\n";
  part.inject = functions + "is_running && patiently all_stopped\n";
  part.revert = functions + "is_running || exit 0\npatiently none_stopped\n";
  part.state =
      functions + fmt::format("is_running && count || stopped=-\necho {} stopped $stopped\n",
                              shell_quoted(service.name));
  part.verify = functions + "count\necho \"stopped $stopped $all\"\n";
  return part;
}

Result<FaultParts> parts_of(const ProcessPause& fault, const TargetInventory& inventory) {
  FaultBuilder build{"process_pause", inventory};
  FaultParts parts;
  if (const HostService* const service = build.service(fault.on)) {
    parts.push_back(pause_part(build, fault.on.host, *service));
  }
  return build.finish(std::move(parts));
}

}  // namespace firedrill
