// What a change does, as a page: for each promise how often it holds before and after, and by how
// much its recovery time or loss moves, with paired 95 % intervals. Example:
// print(whatif_page(compare(as_is, hardened, simulation), options));
#pragma once

#include <string>

#include "models/recovery/comparison.hpp"
#include "reports/page.hpp"

namespace firedrill {

[[nodiscard]] std::string whatif_page(const Comparison& comparison, const PageOptions& options);

}  // namespace firedrill
