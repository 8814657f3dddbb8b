// All services of a lab, in no order: what each needs is in it. Cold ones wait to be started by
// name.
// Example: for (const LabService& service : lab_services(lab)) { std::puts(service.name.c_str()); }
// The rooms beside this one each know one product.
#pragma once

#include "live/lab/services/database.hpp"

namespace firedrill {

// Each service brings its node's hosts and resolv.conf too, so that any one of them can run alone.
[[nodiscard]] std::vector<LabService> lab_services(const LabLayout& lab,
                                                   CommitMode mode = CommitMode::own_disk);

}  // namespace firedrill
