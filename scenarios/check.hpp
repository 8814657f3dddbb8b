// Where a plan contradicts itself: promises that its own figures rule out, recoveries that need
// what was lost, tests that cannot fail. Findings are warnings (FD4xxx) that quote both places; the
// plan stays as it is, since only its owner knows which side is meant. Example: const Diagnostics
// found = find_contradictions(assembled, *scenario);
#pragma once

#include "models/base/diagnostic.hpp"
#include "models/text/document.hpp"
#include "scenarios/scenario.hpp"

namespace firedrill {

// Contradictions within a plan; `assembled` is the document it was read from.
[[nodiscard]] Diagnostics find_contradictions(const Document& assembled, const Plan& plan);

// The same, and those between the plan, the runbook and the faults of a scenario.
[[nodiscard]] Diagnostics find_contradictions(const Document& assembled, const Scenario& scenario);

}  // namespace firedrill
