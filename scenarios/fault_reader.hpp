// Reads what breaks in a scenario: one member says what, "at" says when, "after" what it waits for.
// Example: {"name": "second blow", "after": {"fault": "first blow"}, "at": "5 min",
//           "region_outage": {"region": "us-west-2", ...}}
#pragma once

#include "models/recovery/fault.hpp"
#include "models/recovery/runbook.hpp"
#include "scenarios/reading.hpp"

namespace firedrill {

// `faults` names all faults of the scenario, whose triggers may name each other; `plan` and
// `runbook` have been read.
[[nodiscard]] Fault read_fault(const Node& node, const Plan& plan, const Runbook& runbook,
                               const NameTable& faults, Reading& reading);

// `faults`, and behind them the second and further times of those that come again, each after the
// one before.
[[nodiscard]] std::vector<Fault> repeated(const std::vector<Fault>& faults);

// FD3003 if faults wait for each other in a circle.
void check_triggers(const Node& list, const std::vector<Fault>& faults, const NameTable& names,
                    Reading& reading);

}  // namespace firedrill
