// The rules behind `firedrill check`, each a function that adds what it finds. They judge any plan
// by its own figures; what a code means stands in codes_check.cpp. Example: find_stale_copies(plan,
// findings) adds an FD4001 for hourly copies of what may lose 1 h.
#pragma once

#include "scenarios/check_findings.hpp"
#include "scenarios/scenario.hpp"

namespace firedrill {

// check_data.cpp
void find_stale_copies(const Plan& plan, Findings& findings);      // FD4001, FD4018
void find_unequal_promises(const Plan& plan, Findings& findings);  // FD4002
void find_slow_replication(const Plan& plan, Findings& findings);  // FD4009
void find_unprotected_data(const Plan& plan, Findings& findings);  // FD4015
void find_copies_beside(const Plan& plan, Findings& findings);     // FD4008
void find_short_retention(const Plan& plan, Findings& findings);   // FD4024

// check_governance.cpp
void check_responses(const Plan& plan, Findings& findings);   // FD4003, FD4017
void check_procedures(const Plan& plan, Findings& findings);  // FD4004, FD4005, FD4011
void check_proof(const Plan& plan, Findings& findings);       // FD4014

// check_failover.cpp
void check_failover(const Scenario& scenario, Findings& findings);     // FD4006, FD4007, FD4010
void check_lost_region(const Scenario& scenario, Findings& findings);  // FD4008

}  // namespace firedrill
