#include "live/faults/disk_full.hpp"

#include <fmt/format.h>

#include "live/undo/shell_text.hpp"

namespace firedrill {

Result<FaultParts> parts_of(const DiskFull& fault, const TargetInventory& inventory) {
  FaultBuilder build{"disk_full", inventory};
  FaultParts parts;
  if (const HostDisk* const disk = build.disk(fault.host, fault.disk)) {
    const std::string mount = shell_quoted(disk->mount);
    const std::string functions = fmt::format("mount={}\nfiller=\"$mount/.$table\"\n", mount) +
                                  "free() { echo $(($(stat -f -c '%f * %S' \"$mount\"))); }\n";
    FaultPart part = build.part(fault.host, fmt::format("{} full", disk->mount));
    part.needs =
        needs_tools({"fallocate", "stat"}) +
        fmt::format(
            "mountpoint -q {0} || echo '{0} is no disk of its own'\n"
            "folder=$J\nwhile [ ! -d \"$folder\" ]; do folder=$(dirname \"$folder\"); done\n"
            "[ \"$(stat -c %d {0})\" != \"$(stat -c %d \"$folder\")\" ] ||\n"
            "  echo 'the undo journal is on {0}'\n",
            mount);
    // What cannot be had in one piece is taken in halves, down to single blocks.
    part.inject = functions +
                  "size=0 piece=$(free)\n"
                  "while [ $piece -ge 4096 ]; do\n"
                  "  if fallocate -o $size -l $piece \"$filler\" 2>/dev/null; then\n"
                  "    size=$((size + piece))\n"
                  "    piece=$(free)\n"
                  "  else\n"
                  "    piece=$((piece / 8192 * 4096))\n"
                  "  fi\n"
                  "done\n"
                  "dd if=/dev/zero bs=4096 >>\"$filler\" 2>/dev/null\n"
                  "! dd if=/dev/zero of=\"$filler.probe\" bs=4096 count=1 2>/dev/null\n"
                  "status=$?\nrm -f \"$filler.probe\"\nexit $status\n";
    part.revert = functions + "rm -f \"$filler\" \"$filler.probe\"\n";
    part.state = functions + "ls -A \"$mount\" | grep -c \"^.$table\"\n";
    part.verify = functions + "echo \"free $(($(stat -f -c '%a * %S' \"$mount\"))) bytes\"\n";
    parts.push_back(std::move(part));
  }
  return build.finish(std::move(parts));
}

}  // namespace firedrill
