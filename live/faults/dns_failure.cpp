#include "live/faults/dns_failure.hpp"

#include <fmt/format.h>

#include "live/faults/partition.hpp"

namespace firedrill {

Result<FaultParts> parts_of(const DnsFailure& fault, const TargetInventory& inventory) {
  FaultBuilder build{"dns_failure", inventory};
  FaultParts parts;
  if (const Host* const host = build.host(fault.host)) {
    if (host->interface.empty()) {
      build.lacks(host->name, "interface");
    } else {
      parts.push_back(cut_part(build, *host,
                               {.title = fmt::format("{} gets no answer of the DNS", host->name),
                                .direction = CutDirection::incoming,
                                .only = "meta l4proto { tcp, udp } th sport 53"}));
    }
  }
  return build.finish(std::move(parts));
}

}  // namespace firedrill
