// A report for programs, "firedrill/report/1": every figure of every form, with its label, in
// seconds and shares; null where nothing was measured or stated.
// Example: write("report.json", report_json(report))
#pragma once

#include <string>

#include "reports/audit/report.hpp"

namespace firedrill {

[[nodiscard]] std::string report_json(const Report& report);

}  // namespace firedrill
