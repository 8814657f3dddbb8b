#include "scenarios/check.hpp"

#include "scenarios/check_rules.hpp"

namespace firedrill {

Diagnostics find_contradictions(const Document& assembled, const Plan& plan) {
  Findings findings{assembled};
  find_stale_copies(plan, findings);
  find_unequal_promises(plan, findings);
  find_slow_replication(plan, findings);
  find_unprotected_data(plan, findings);
  find_copies_beside(plan, findings);
  find_short_retention(plan, findings);
  check_responses(plan, findings);
  check_procedures(plan, findings);
  check_proof(plan, findings);
  return findings.take();
}

Diagnostics find_contradictions(const Document& assembled, const Scenario& scenario) {
  Diagnostics found = find_contradictions(assembled, scenario.plan);
  Findings findings{assembled};
  check_failover(scenario, findings);
  check_lost_region(scenario, findings);
  const Diagnostics more = findings.take();
  found.insert(found.end(), more.begin(), more.end());
  return found;
}

}  // namespace firedrill
