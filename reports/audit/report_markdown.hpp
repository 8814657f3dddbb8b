// A report as Markdown, for a repository or a wiki: the same words and figures as the page,
// pictures in words. What comes from files can be no markup.
// Example: write("report.md", report_markdown(report_view(report)))
#pragma once

#include <string>

#include "reports/audit/view.hpp"

namespace firedrill {

[[nodiscard]] std::string report_markdown(const ReportView& view);

}  // namespace firedrill
