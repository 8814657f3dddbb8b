#include "scenarios/check.hpp"

#include <algorithm>
#include <array>

#include "scenarios/check_findings.hpp"
#include "scenarios/check_rules.hpp"

namespace firedrill {
namespace {

constexpr std::array plan_rules{
    find_stale_copies,      find_unequal_promises, find_slow_replication, find_unprotected_data,
    find_copies_beside,     find_short_retention,  find_late_phases,      find_late_detection,
    find_slow_alerts,       find_early_deadlines,  find_unprovable_rates, find_old_sources,
    find_deaf_tests,        find_listings,         find_untested_parts,   find_other_hardware,
    find_unchecked_buckets, find_open_blanks};

constexpr std::array scenario_rules{
    find_missing_fences, find_missing_promotions, find_steps_in_lost_region, find_blind_monitors,
    find_small_standbys, find_late_notifications, find_other_processes,      find_manual_steps,
    find_slow_runbooks,  find_unprepared_people,  find_forgotten_copies};

Diagnostics in_order_of_code(Diagnostics found) {
  std::stable_sort(found.begin(), found.end(),
                   [](const Diagnostic& a, const Diagnostic& b) { return a.code < b.code; });
  return found;
}

}  // namespace

Diagnostics find_contradictions(const Document& assembled, const Plan& plan) {
  Findings findings{assembled};
  for (const auto rule : plan_rules) {
    rule(plan, findings);
  }
  return in_order_of_code(findings.take());
}

Diagnostics find_contradictions(const Document& assembled, const Scenario& scenario) {
  Findings findings{assembled};
  for (const auto rule : plan_rules) {
    rule(scenario.plan, findings);
  }
  for (const auto rule : scenario_rules) {
    rule(scenario, findings);
  }
  return in_order_of_code(findings.take());
}

}  // namespace firedrill
