// The forms of a report that other programs read: JUnit XML for CI, OpenMetrics for Prometheus with
// a Grafana dashboard that shows them, Typst for the PDF. Sources: the testmoapp/junitxml
// conventions; OpenMetrics 1.0 (2020); Prometheus text format 0.0.4.
// Example: forms["junit.xml"] = report_junit(report);
#pragma once

#include <string>

#include "reports/audit/view.hpp"

namespace firedrill {

// A suite a drill, a case a promise; criteria are a suite of their own. What is open is skipped.
[[nodiscard]] std::string report_junit(const Report& report);

// Gauges of criteria, KPIs and drills, ending in "# EOF". Also valid as Prometheus' text format.
[[nodiscard]] std::string report_metrics(const Report& report);

// A dashboard for them, to be imported into Grafana.
[[nodiscard]] std::string report_dashboard(const Report& report);

// The source of report.pdf: the whole view, its pictures inside.
[[nodiscard]] std::string report_typst(const ReportView& view);

}  // namespace firedrill
