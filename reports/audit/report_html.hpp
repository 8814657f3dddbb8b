// A report as one HTML file that asks for nothing: no script, no request, own pictures; light, dark
// and printed; readable on a phone and by a screen reader.
// Example: write("report.html", report_html(report_view(report)))
#pragma once

#include <string>

#include "reports/audit/view.hpp"

namespace firedrill {

[[nodiscard]] std::string report_html(const ReportView& view);

}  // namespace firedrill
