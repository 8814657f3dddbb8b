// A service shows a certificate whose time was over yesterday: for the same names and key, signed
// by whoever signed the right one where that key is at hand, else by itself.
// Example: CertificateExpired{{"us-east-1/store-1", "proxy"}}
#pragma once

#include "live/faults/building.hpp"

namespace firedrill {

struct CertificateExpired {
  ServiceOn on;
};

[[nodiscard]] Result<FaultParts> parts_of(const CertificateExpired& fault,
                                          const TargetInventory& inventory);

}  // namespace firedrill
