#include "live/faults/partition.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace firedrill {
namespace {

// Rules that drop what matches `peer` ("ip saddr @peers", or nothing for everybody).
std::string drops(const Cut& cut, const std::string& peer) {
  if (!cut.only.empty()) {
    return fmt::format("    {} {} counter drop\n", peer, cut.only);
  }
  if (cut.ports.empty()) {
    return fmt::format("    {} counter drop\n", peer);
  }
  std::string rules;
  for (const std::string_view protocol : {"tcp", "udp"}) {
    for (const std::string_view side : {"sport", "dport"}) {
      rules += fmt::format("    {} {} {} {{ {} }} counter drop\n", peer, protocol, side,
                           fmt::join(cut.ports, ", "));
    }
  }
  return rules;
}

// A set of peers of one family; its elements expire with the fault.
std::string set_of(std::string_view name, std::string_view type,
                   const std::vector<std::string>& addresses) {
  std::string elements;
  for (const std::string& address : addresses) {
    elements += fmt::format("{}{} timeout ${{left}}s", elements.empty() ? "" : ", ", address);
  }
  return fmt::format(
      "  set {} {{\n    type {}\n    flags interval,timeout\n    elements = {{ {} }}\n  }}\n", name,
      type, elements);
}

// The table as nft reads it; $table and $left are the shell's. Outgoing packets are dropped behind
// the sender's back (netdev egress): an output rule would tell it "operation not permitted".
std::string rules_of(const Host& host, const Cut& cut) {
  std::vector<std::string> version4;
  std::vector<std::string> version6;
  for (const std::string& address : cut.addresses) {
    (address.find(':') == std::string::npos ? version4 : version6).push_back(address);
  }
  std::string text = "table netdev $table {\n";
  text += version4.empty() ? "" : set_of("peers", "ipv4_addr", version4);
  text += version6.empty() ? "" : set_of("peers6", "ipv6_addr", version6);
  const auto add_chain = [&](std::string_view name, std::string_view hook, std::string_view side) {
    text += fmt::format("  chain {} {{\n    type filter hook {} device {} priority -400\n", name,
                        hook, host.interface);
    if (!host.control.empty()) {
      text += fmt::format("    ip {} {{ {} }} accept\n", side, fmt::join(host.control, ", "));
    }
    text += version4.empty() ? "" : drops(cut, fmt::format("ip {} @peers", side));
    text += version6.empty() ? "" : drops(cut, fmt::format("ip6 {} @peers6", side));
    text += cut.addresses.empty() ? drops(cut, "") : "";
    text += "  }\n";
  };
  if (cut.direction != CutDirection::outgoing) {
    add_chain("incoming", "ingress", "saddr");
  }
  if (cut.direction != CutDirection::incoming) {
    add_chain("outgoing", "egress", "daddr");
  }
  return text + "}\n";
}

}  // namespace

FaultPart cut_part(const FaultBuilder& build, const Host& host, const Cut& cut) {
  const std::string rules = rules_of(host, cut);
  FaultPart part = build.part(host.name, cut.title);
  part.needs = needs_tools({"nft"}) +
               fmt::format(
                   "table=firedrill_check left=9\n"
                   "nft -c -f - <<RULES 2>/dev/null || echo 'no nftables with netdev ingress and "
                   "egress on {}'\n{}RULES\n",
                   host.interface, rules);
  part.inject = fmt::format("left=$(seconds_left)\nnft -f - <<RULES\n{}RULES\n", rules);
  part.revert =
      "nft list table netdev \"$table\" >/dev/null 2>&1 || exit 0\n"
      "nft delete table netdev \"$table\"\n";
  part.state = "nft list table netdev \"$table\" 2>/dev/null || echo 'no rules'\n";
  part.verify =
      "nft list table netdev \"$table\" | sed -n 's/.*counter packets \\([0-9]*\\) .*/\\1/p' |\n"
      "  { sum=0; while read -r packets; do sum=$((sum + packets)); done; echo \"dropped $sum 1\"; "
      "}\n";
  return part;
}

Result<FaultParts> parts_of(const Partition& fault, const TargetInventory& inventory) {
  FaultBuilder build{"partition", inventory};
  std::vector<std::string> addresses;
  for (const std::string& name : fault.peers) {
    const Host* const peer = build.host(name);
    if (peer != nullptr && peer->address.empty()) {
      build.lacks(name, "address");
    } else if (peer != nullptr) {
      addresses.push_back(peer->address);
      if (!peer->address6.empty()) {
        addresses.push_back(peer->address6);
      }
    }
  }
  if (fault.peers.empty()) {
    build.senseless("there is nobody to be cut off from", "name \"peers\"");
  }
  FaultParts parts;
  for (const std::string& name : fault.hosts) {
    const Host* const host = build.host(name);
    if (host == nullptr || !build.is_sound()) {
      continue;
    }
    if (host->interface.empty()) {
      build.lacks(name, "interface");
      continue;
    }
    parts.push_back(
        cut_part(build, *host,
                 {.title = fmt::format("{} cut off from {}", name, fmt::join(fault.peers, ", ")),
                  .addresses = addresses,
                  .direction = fault.direction,
                  .ports = fault.ports}));
  }
  return build.finish(std::move(parts));
}

}  // namespace firedrill
