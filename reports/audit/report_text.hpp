// What a report comes to, for the terminal: verdicts, what weighs most, what is missing.
// Example: print(report_page(report, options))
// The whole of it stands in the other forms.
#pragma once

#include <string>

#include "reports/audit/report.hpp"
#include "reports/page.hpp"

namespace firedrill {

[[nodiscard]] std::string report_page(const Report& report, const PageOptions& options);

}  // namespace firedrill
