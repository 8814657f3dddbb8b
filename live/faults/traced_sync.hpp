// What slow and failing disks share: a tracer that stands between a service's processes and the
// kernel and changes what fsync and fdatasync do. It needs no device mapper and no special kernel;
// when it ends, whoever ends it, the processes go on as they were.
// Example: traced_sync_part(build, on, *service, "slow disk", "delay_enter=200000")
#pragma once

#include "live/faults/building.hpp"

namespace firedrill {

// `injection` as strace -e inject= takes it.
[[nodiscard]] FaultPart traced_sync_part(const FaultBuilder& build, const ServiceOn& on,
                                         const HostService& service, const std::string& title,
                                         const std::string& injection);

}  // namespace firedrill
