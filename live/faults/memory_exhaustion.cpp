#include "live/faults/memory_exhaustion.hpp"

#include <fmt/format.h>

#include "live/undo/shell_text.hpp"

namespace firedrill {

Result<FaultParts> parts_of(const MemoryExhaustion& fault, const TargetInventory& inventory) {
  FaultBuilder build{"memory_exhaustion", inventory};
  FaultParts parts;
  const Host* const host = build.host(fault.host);
  if (fault.amount.count < 1'000'000) {
    build.senseless("less than a megabyte is no exhaustion", "write \"2 GB\"");
  }
  if (host == nullptr || !build.is_sound()) {
    return build.finish(std::move(parts));
  }
  FaultPart part = build.part(host->name, fmt::format("{} MB of {}'s memory taken",
                                                      fault.amount.count / 1'000'000, host->name));
  part.needs = needs_tools({"head", "tail"});
  const std::string join =
      host->cgroup.empty()
          ? ""
          : fmt::format("echo 0 >{} 2>/dev/null\n", shell_quoted(host->cgroup + "/cgroup.procs"));
  // tail keeps what it reads until a line ends or the input does; neither happens.
  part.inject = fmt::format(
      "held() {{\n"
      "  sum=0\n"
      "  for one in $(processes_of \"$entry\\$\"); do\n"
      "    size=$(sed -n 's/^RssAnon:[^0-9]*\\([0-9]*\\) kB/\\1/p' \"/proc/$one/status\")\n"
      "    sum=$((sum + ${{size:-0}} * 1024))\n"
      "  done\n"
      "  [ $sum -ge {0} ]\n"
      "}}\n"
      "background {1}\n"
      "patiently held\n",
      fault.amount.count,
      shell_quoted(fmt::format("{}{{ head -c {} /dev/zero; sleep 1000000; }} | tail -n 1", join,
                               fault.amount.count)));
  part.revert = "end_background\n";
  part.state = "[ -z \"$(processes_of \"$entry\\$\")\" ] && echo idle || echo taken\n";
  part.verify =
      "sum=0\n"
      "for one in $(processes_of \"$entry\\$\"); do\n"
      "  size=$(sed -n 's/^RssAnon:[^0-9]*\\([0-9]*\\) kB/\\1/p' \"/proc/$one/status\")\n"
      "  sum=$((sum + ${size:-0} * 1024))\n"
      "done\n"
      "echo \"held $sum bytes\"\n";
  parts.push_back(std::move(part));
  return build.finish(std::move(parts));
}

}  // namespace firedrill
