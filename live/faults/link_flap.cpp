#include "live/faults/link_flap.hpp"

#include <fmt/format.h>

#include "live/undo/shell_text.hpp"

namespace firedrill {
namespace {

// Writes down, and lays again, what goes when a link does: IPv6 addresses and routes.
std::string laying(const std::string& interface) {
  return fmt::format("device={}\n", shell_quoted(interface)) +
         "keep() {\n"
         "  ip -6 -o addr show dev \"$device\" scope global 2>/dev/null |\n"
         "    sed -n 's/.* inet6 \\([^ ]*\\) .*/\\1/p' >\"$entry/addresses\"\n"
         "  for family in 4 6; do\n"
         "    ip -$family route show dev \"$device\" 2>/dev/null | grep -v 'proto kernel' |\n"
         "      sed 's/ linkdown//; s/ pref [a-z]*//' >\"$entry/routes$family\"\n"
         "  done\n"
         "  sync \"$entry/addresses\" \"$entry/routes4\" \"$entry/routes6\"\n"
         "}\n"
         "lay() {\n"
         "  while read -r address; do\n"
         "    ip -6 addr replace $address dev \"$device\" nodad 2>/dev/null\n"
         "  done <\"$entry/addresses\"\n"
         "  for family in 4 6; do\n"
         "    while read -r route; do\n"
         "      ip -$family route replace $route dev \"$device\" 2>/dev/null\n"
         "    done <\"$entry/routes$family\"\n"
         "  done\n"
         "}\n";
}

}  // namespace

Result<FaultParts> parts_of(const LinkFlap& fault, const TargetInventory& inventory) {
  FaultBuilder build{"link_flap", inventory};
  FaultParts parts;
  const Host* const host = build.host(fault.host);
  if (fault.down.count() <= 0 || fault.up.count() <= 0) {
    build.senseless("a link that flaps is down and up for some time each", "write \"2 s\"");
  }
  if (host != nullptr && !host->uplink && host->interface.empty()) {
    build.lacks(host->name, "interface");
  }
  if (host == nullptr || !build.is_sound()) {
    return build.finish(std::move(parts));
  }
  const std::string from = host->uplink ? host->uplink->from : host->name;
  const std::string interface = host->uplink ? host->uplink->interface : host->interface;
  const std::string functions = laying(interface);
  FaultPart part =
      build.part(from, fmt::format("{} of {} down {} s, up {} s", interface, host->name,
                                   to_seconds(fault.down), to_seconds(fault.up)));
  part.needs = needs_tools({"ip"}) + fmt::format(
                                         "ip link show dev {0} >/dev/null 2>&1 || echo 'no "
                                         "interface {0}'\n",
                                         shell_quoted(interface));
  const std::string loop = functions + fmt::format(
                                           "while :; do\n"
                                           "  ip link set dev \"$device\" down\n"
                                           "  echo >>\"$entry/downs\"\n"
                                           "  sleep {}\n"
                                           "  ip link set dev \"$device\" up\n"
                                           "  lay\n"
                                           "  sleep {}\n"
                                           "done",
                                           to_seconds(fault.down), to_seconds(fault.up));
  part.inject = functions + "keep\n" + fmt::format("background {}\n", shell_quoted(loop)) +
                "has_begun() { [ -e \"$entry/downs\" ]; }\npatiently has_begun\n";
  part.revert = functions +
                "end_background && ip link set dev \"$device\" up || exit 1\n"
                "[ ! -e \"$entry/routes6\" ] || lay\n";
  part.state = functions +
               "ip -o link show dev \"$device\" | sed 's/.*<//; s/>.*//; s/,LOWER_UP//; "
               "s/NO-CARRIER,//'\n"
               "ip -6 -o addr show dev \"$device\" scope global 2>/dev/null | sed 's/.* inet6 //; "
               "s/ .*//'\n"
               "ip route show dev \"$device\" | sed 's/ linkdown//'\n";
  part.verify = "echo \"downs $(wc -l <\"$entry/downs\") 1\"\n";
  parts.push_back(std::move(part));
  return build.finish(std::move(parts));
}

}  // namespace firedrill
