// Packets between some hosts and others are dropped, both ways or one way, all or only those of
// some ports. The rules name the peers in a set whose elements expire by themselves in the kernel
// when the fault's time is over, beside being deleted by the healing.
// Example: Partition{.hosts = {"us-east-1/db-1"}, .peers = {"us-west-2/db-1"}, .ports = {5432}}
#pragma once

#include "live/faults/building.hpp"

namespace firedrill {

enum class CutDirection { both, incoming, outgoing };  // as seen by `hosts`

struct Partition {
  std::vector<std::string> hosts;
  std::vector<std::string> peers;  // hosts
  CutDirection direction = CutDirection::both;
  std::vector<int> ports{};  // of either side, TCP and UDP; none: everything
};

[[nodiscard]] Result<FaultParts> parts_of(const Partition& fault, const TargetInventory& inventory);

// What one host is cut off from.
struct Cut {
  std::string title;
  std::vector<std::string> addresses{};  // IPv4 and IPv6; none: everything
  CutDirection direction = CutDirection::both;
  std::vector<int> ports{};
  // As nftables writes it: "udp sport 53"; "": what `ports` say.
  std::string only{};
};

// The part that cuts off `host`; for faults that are made of cuts.
[[nodiscard]] FaultPart cut_part(const FaultBuilder& build, const Host& host, const Cut& cut);

}  // namespace firedrill
