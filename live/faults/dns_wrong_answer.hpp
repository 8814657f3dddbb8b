// A host is sent to the wrong address for a name, by a line in the file that its resolver reads
// before it asks the DNS. What reads that file only once, or asks the DNS by itself, is not misled.
// Example: DnsWrongAnswer{"us-east-1/web-1", "db.example.test", "10.77.9.9"}
#pragma once

#include "live/faults/building.hpp"

namespace firedrill {

struct DnsWrongAnswer {
  std::string host;
  std::string name;
  std::string address;
};

[[nodiscard]] Result<FaultParts> parts_of(const DnsWrongAnswer& fault,
                                          const TargetInventory& inventory);

}  // namespace firedrill
