#include "live/faults/cpu_exhaustion.hpp"

#include <fmt/format.h>

#include "live/undo/shell_text.hpp"

namespace firedrill {

Result<FaultParts> parts_of(const CpuExhaustion& fault, const TargetInventory& inventory) {
  FaultBuilder build{"cpu_exhaustion", inventory};
  FaultParts parts;
  const Host* const host = build.host(fault.host);
  if (!(fault.share > 0.0 && fault.share <= 4.0)) {
    build.senseless("a share of the processors is above 0 and at most 4",
                    "write 1 for all of them");
  }
  if (host == nullptr || !build.is_sound()) {
    return build.finish(std::move(parts));
  }
  FaultPart part = build.part(
      host->name, fmt::format("{} % of {}'s processors taken", fault.share * 100.0, host->name));
  part.needs = needs_tools({"nproc"});
  const std::string join =
      host->cgroup.empty()
          ? ""
          : fmt::format("echo 0 >{} 2>/dev/null\n", shell_quoted(host->cgroup + "/cgroup.procs"));
  part.inject = fmt::format(
      "wanted=$((($(nproc) * {:.0f} + 50) / 100))\n"
      "[ $wanted -gt 0 ] || wanted=1\n"
      "echo $wanted >\"$entry/wanted\"\n"
      "while [ $wanted -gt 0 ]; do\n"
      "  background {}\n"
      "  wanted=$((wanted - 1))\n"
      "done\n",
      fault.share * 100.0, shell_quoted(join + "while :; do :; done"));
  part.revert = "end_background\n";
  part.state = "[ -z \"$(processes_of \"$entry\\$\")\" ] && echo idle || echo taken\n";
  // What they had of the processors in one second, in hundredths of one.
  part.verify =
      "used() {\n"
      "  sum=0\n"
      "  for one in $(processes_of \"$entry\\$\"); do\n"
      "    read -r stat 2>/dev/null <\"/proc/$one/stat\" || continue\n"
      "    set -- ${stat##*) }\n"
      "    sum=$((sum + ${12} + ${13}))\n"
      "  done\n"
      "}\n"
      "used; begin=$sum; clock; from=$now\nsleep 1\nused; clock\n"
      "echo \"processors $(((sum - begin) * 100 / (now - from))) 0.01\"\n"
      "echo \"wanted $(cat \"$entry/wanted\") 1\"\n";
  parts.push_back(std::move(part));
  return build.finish(std::move(parts));
}

}  // namespace firedrill
