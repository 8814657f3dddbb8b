#include "live/faults/dns_wrong_answer.hpp"

#include <fmt/format.h>

#include "live/charter/safe_text.hpp"
#include "live/undo/shell_text.hpp"

namespace firedrill {

Result<FaultParts> parts_of(const DnsWrongAnswer& fault, const TargetInventory& inventory) {
  FaultBuilder build{"dns_wrong_answer", inventory};
  FaultParts parts;
  const Host* const host = build.host(fault.host);
  if (host != nullptr && host->hosts_file.empty()) {
    build.lacks(host->name, "hosts_file");
  }
  if (!is_safe_name(fault.name) || !is_safe_name(fault.address)) {
    build.senseless("a name and an address are letters, digits, dots, colons and hyphens",
                    "write \"db.example.test\" and \"10.77.9.9\"");
  }
  if (host == nullptr || !build.is_sound()) {
    return build.finish(std::move(parts));
  }
  const std::string file = shell_quoted(host->hosts_file);
  FaultPart part =
      build.part(host->name, fmt::format("{} is {} for {}", fault.name, fault.address, host->name));
  part.needs = needs_tools({"getent"}) +
               fmt::format("[ -f {0} ] && [ ! -L {0} ] || echo 'no file {0}'\n", file);
  // Written into the file as it is: it may be mounted over another one.
  part.inject = fmt::format(
      "{{ echo '{1} {2} # '\"$table\"; cat {0}; }} >\"$entry/hosts\" && cat \"$entry/hosts\" "
      ">{0}\n",
      file, fault.address, fault.name);
  part.revert = fmt::format(
      "grep -q \"# $table\\$\" {0} || exit 0\n"
      "grep -v \"# $table\\$\" {0} >\"$entry/hosts\"\ncat \"$entry/hosts\" >{0}\n",
      file);
  part.state = fmt::format("cat {}\n", file);
  part.verify =
      fmt::format("getent ahosts {0} | grep -q '^{1} ' && echo 'misled 1 1' || echo 'misled 0 1'\n",
                  fault.name, fault.address);
  parts.push_back(std::move(part));
  return build.finish(std::move(parts));
}

}  // namespace firedrill
