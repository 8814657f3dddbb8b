#include "live/lab/wiring.hpp"

#include <fmt/format.h>

#include <charconv>
#include <sstream>

#include "live/network/netlink.hpp"
#include "models/base/check.hpp"

namespace firedrill {
namespace {

constexpr const char* bridge = "lan";
constexpr const char* interface = "eth0";
constexpr int prefix4 = 24;
constexpr int prefix6 = 64;

// The `index`-th number of "10.77.2.11".
std::string part(const std::string& address, int index) {
  std::istringstream parts{address};
  std::string text;
  for (int skipped = 0; skipped <= index; ++skipped) {
    std::getline(parts, text, '.');
  }
  return text;
}

}  // namespace

RegionNetwork network_of(const LabRegion& region) {
  const std::string number = part(region.subnet, 2);
  const std::string base = region.subnet.substr(0, region.subnet.rfind('.'));
  RegionNetwork network;
  const auto read = std::from_chars(number.data(), number.data() + number.size(), network.number);
  firedrill_assert(read.ec == std::errc{});
  network.subnet = region.subnet;
  network.subnet6 = fmt::format("fd77:{:x}::/64", network.number);
  network.gateway = base + ".1";
  network.gateway6 = fmt::format("fd77:{:x}::1", network.number);
  return network;
}

std::string address6_of(const std::string& address) {
  return fmt::format("fd77:{:x}::{}", std::stoi(part(address, 2)), part(address, 3));
}

std::string port_of(const std::string& address) { return "n" + part(address, 3); }

void wire_gateway(int gateway, const RegionNetwork& network) {
  Netlink netlink{gateway};
  netlink.set_up("lo");
  netlink.add_bridge(bridge);
  netlink.add_address(bridge, network.gateway, prefix4);
  netlink.add_address(bridge, network.gateway6, prefix6);
  netlink.set_up(bridge);
}

void plug_in(int gateway, const NodeProcess& node, const RegionNetwork& network,
             const std::string& address) {
  const std::string port = port_of(address);
  Netlink here{gateway};
  Netlink there{node.handle()};
  here.remove(port);
  there.remove(interface);  // of a gateway that died: its namespace may live on for a while
  here.add_cable(port, interface, node.pid());
  here.plug_into(port, bridge);
  here.set_up(port);
  there.set_up("lo");
  there.add_address(interface, address, prefix4);
  there.add_address(interface, address6_of(address), prefix6);
  there.set_up(interface);
  there.add_route("default", network.gateway, interface);
  there.add_route("default", network.gateway6, interface);
}

}  // namespace firedrill
