// The rules behind `firedrill check`, each a function that adds what it finds. They judge any plan
// by its own figures; what a code means stands in codes_check.cpp.
// Example: find_stale_copies(plan, findings) adds an FD4001 for hourly copies of what may lose 1 h.
#pragma once

#include <string_view>
#include <vector>

#include "scenarios/check_findings.hpp"
#include "scenarios/scenario.hpp"

namespace firedrill {

inline constexpr std::string_view objective_list = "/plan/objectives";

// check_data.cpp
void find_stale_copies(const Plan& plan, Findings& findings);      // FD4001, FD4018
void find_unequal_promises(const Plan& plan, Findings& findings);  // FD4002
void find_slow_replication(const Plan& plan, Findings& findings);  // FD4009
void find_unprotected_data(const Plan& plan, Findings& findings);  // FD4015
void find_copies_beside(const Plan& plan, Findings& findings);     // FD4008
void find_short_retention(const Plan& plan, Findings& findings);   // FD4024

// check_promises.cpp
void find_late_phases(const Plan& plan, Findings& findings);       // FD4003
void find_late_detection(const Plan& plan, Findings& findings);    // FD4012
void find_slow_alerts(const Plan& plan, Findings& findings);       // FD4017
void find_early_deadlines(const Plan& plan, Findings& findings);   // FD4013
void find_unprovable_rates(const Plan& plan, Findings& findings);  // FD4014

// check_procedures.cpp
void find_old_sources(const Plan& plan, Findings& findings);        // FD4004
void find_deaf_tests(const Plan& plan, Findings& findings);         // FD4005
void find_listings(const Plan& plan, Findings& findings);           // FD4020
void find_untested_parts(const Plan& plan, Findings& findings);     // FD4011
void find_other_hardware(const Plan& plan, Findings& findings);     // FD4021
void find_unchecked_buckets(const Plan& plan, Findings& findings);  // FD4016

// check_people.cpp
void find_open_blanks(const Plan& plan, Findings& findings);                // FD4025
void find_unprepared_people(const Scenario& scenario, Findings& findings);  // FD4026, FD4027

// check_failover.cpp
void find_missing_fences(const Scenario& scenario, Findings& findings);      // FD4006
void find_missing_promotions(const Scenario& scenario, Findings& findings);  // FD4007
void find_small_standbys(const Scenario& scenario, Findings& findings);      // FD4010
void find_other_processes(const Scenario& scenario, Findings& findings);     // FD4022
void find_manual_steps(const Scenario& scenario, Findings& findings);        // FD4023

// check_dwell.cpp
void find_forgotten_copies(const Scenario& scenario, Findings& findings);  // FD4028

// check_lost_region.cpp
void find_steps_in_lost_region(const Scenario& scenario, Findings& findings);  // FD4008
void find_blind_monitors(const Scenario& scenario, Findings& findings);        // FD4008

// check_times.cpp
void find_late_notifications(const Scenario& scenario, Findings& findings);  // FD4013
void find_slow_runbooks(const Scenario& scenario, Findings& findings);       // FD4019

// `service` and the services it includes, directly or not.
[[nodiscard]] std::vector<ServiceId> with_included(const Plan& plan, ServiceId service);

// The fastest a monitor can raise an alert, counted from the fault; `never` for other components.
[[nodiscard]] Duration fastest_alert(const Component& component);

// Whether a monitor is left without a view when `lost` is lost; false for other components.
[[nodiscard]] bool is_blind_without(const Component& component, RegionId lost);

}  // namespace firedrill
