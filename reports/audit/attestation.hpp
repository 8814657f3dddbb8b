// A report as an in-toto statement of the predicate test-result: which promises passed, which
// failed, which are open, and the digests of what it speaks of. Signed, it is an attestation
// (reports/evidence/signatures.hpp). Source: in-toto Attestation Framework, Statement v1 and
// test-result v0.1.
// Example: attestation_json(report, {{"manifest.json", digest}})
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "reports/audit/report.hpp"

namespace firedrill {

// `subjects`: names and SHA-256 of the files that are vouched for.
[[nodiscard]] std::string attestation_json(
    const Report& report, const std::vector<std::pair<std::string, std::string>>& subjects);

}  // namespace firedrill
