// A sensitivity study as a page: what decides, luck or what is not known; the slow tail; the
// tornado; and what to measure next.
// Example: print(sensitivity_page(study, page_options()));
#pragma once

#include <string>

#include "models/recovery/sensitivity.hpp"
#include "reports/page.hpp"

namespace firedrill {

[[nodiscard]] std::string sensitivity_page(const SensitivityStudy& study,
                                           const PageOptions& options);

}  // namespace firedrill
