// A report as the three OSCAL documents that governance tools read: the assessment plan (what was
// to be drilled), the results (observations, findings, risks), the plan of action and milestones
// (what is mended by when). Identifiers are version-5 UUIDs of names, so that the same report gives
// the same bytes. Source: NIST OSCAL 1.2.1; RFC 4122, 2005.
// Example: forms["oscal/assessment-results.json"] = oscal_results(report);
#pragma once

#include <string>

#include "reports/audit/report.hpp"

namespace firedrill {

[[nodiscard]] std::string oscal_plan(const Report& report);
[[nodiscard]] std::string oscal_results(const Report& report);
[[nodiscard]] std::string oscal_poam(const Report& report);

// The version-5 UUID of `name` within firedrill's own name space.
[[nodiscard]] std::string uuid_of(const std::string& name);

}  // namespace firedrill
