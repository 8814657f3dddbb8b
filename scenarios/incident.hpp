// An incident that happened, as an ordinary scenario whose "incident" block says what was published
// about it: where, what it struck, and when each milestone came. The scenario predicts it from its
// class's plan, runbook and priors; it may change the plan's figures but bring no prior of its own.
// Example: load_incident("scenarios/incidents/aws-s3-2017-02-28.json")->observed[2] == 221 min
#pragma once

#include <array>
#include <optional>
#include <string>

#include "models/base/result.hpp"
#include "models/recovery/replay.hpp"
#include "scenarios/scenario.hpp"

namespace firedrill {

// What an incident took from those it struck, for asking whether another plan would survive it.
enum class Strike {
  region,              // all that runs in a region
  region_and_control,  // and the means to change anything there
  data,                // data on every replica, or a single component: no outage of a region
};

struct Incident {
  Scenario scenario;
  std::string source_title, source_url;
  std::string precision;  // of the published times: "second", "minute", "hour" or "day"
  Strike strikes = Strike::region;
  std::array<std::optional<Duration>, milestone_count> observed;

  // How long the service was gone; until all was repaired if only that is known.
  [[nodiscard]] std::optional<Duration> outage() const;
};

// The index in `scenario.objectives` of what stands for `milestone`: the first recovery time, the
// last of several, the first data loss; none for milestones that are no objective, or if it lacks
// one.
[[nodiscard]] std::optional<std::size_t> objective_of(Milestone milestone,
                                                      const Scenario& scenario);

// Besides the errors of any scenario: FD3040 (an observed milestone that the scenario cannot
// predict), FD3041 (a prior changed for one incident).
[[nodiscard]] Result<Incident> load_incident(const std::string& path);

}  // namespace firedrill
