// What improving a plan costs: as a page, as JSON ("firedrill/improvement/1") and as a picture of
// the front of cost against the share of recoveries that keep every promise.
// Example: print(improvement_page(study, page_options()));
#pragma once

#include <string>

#include "models/recovery/improvement.hpp"
#include "reports/page.hpp"

namespace firedrill {

[[nodiscard]] std::string improvement_page(const ImprovementStudy& study,
                                           const PageOptions& options);
[[nodiscard]] std::string improvement_json(const ImprovementStudy& study);
[[nodiscard]] std::string front_picture(const ImprovementStudy& study);

}  // namespace firedrill
