// The answer of `firedrill analyze` as a page for the terminal: what one loss does to each service,
// the cut sets, the recovery of each region, cycles, replication, availability.
// Example: print(analysis_page(plan, analyse(plan, {}), page_options()));
#pragma once

#include <string>

#include "models/analysis/plan_analysis.hpp"
#include "reports/page.hpp"

namespace firedrill {

[[nodiscard]] std::string analysis_page(const Plan& plan, const PlanAnalysis& analysis,
                                        const PageOptions& options);

// The parts of analysis_page below its table of losses.
[[nodiscard]] std::string recovery_part(const Plan& plan, const PlanAnalysis& analysis,
                                        const PageOptions& options);
[[nodiscard]] std::string recreation_part(const Plan& plan, const PlanAnalysis& analysis,
                                          const PageOptions& options);
[[nodiscard]] std::string replication_part(const Plan& plan, const PlanAnalysis& analysis,
                                           const PageOptions& options);
[[nodiscard]] std::string availability_part(const Plan& plan, const PlanAnalysis& analysis,
                                            const PageOptions& options);

}  // namespace firedrill
