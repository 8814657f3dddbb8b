// The cables of a lab: in each region's gateway a bridge, from it a cable to every node, and routes
// from region to region through the WAN router's devices. Names inside need no prefix, since no
// interface of a lab is ever in a network namespace of the host's.
// Example: wire_gateway(gateway.handle(), region); plug_in(gateway.handle(), node, region,
// address);
#pragma once

#include <string>
#include <vector>

#include "live/lab/layout.hpp"
#include "live/lab/node.hpp"

namespace firedrill {

// What follows from a region's subnet "10.77.2.0/24".
struct RegionNetwork {
  std::uint8_t number = 0;  // 2
  std::string subnet;
  std::string subnet6;   // "fd77:2::/64"
  std::string gateway;   // "10.77.2.1"
  std::string gateway6;  // "fd77:2::1"
};
[[nodiscard]] RegionNetwork network_of(const LabRegion& region);

// The IPv6 address beside "10.77.2.11": "fd77:2::11", the same digits.
[[nodiscard]] std::string address6_of(const std::string& address);

// Throws std::system_error.
void wire_gateway(int gateway, const RegionNetwork& network);

// Connects a node, whose interface becomes eth0, to its gateway; a dead one's cable goes first.
void plug_in(int gateway, const NodeProcess& node, const RegionNetwork& network,
             const std::string& address);

// The gateway's end of the cable of the node with `address`: "n11".
[[nodiscard]] std::string port_of(const std::string& address);

}  // namespace firedrill
