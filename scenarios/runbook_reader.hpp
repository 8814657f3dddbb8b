// Reads a runbook ("firedrill/runbook/1", docs/FORMATS.md): its steps refer to parts of the plan,
// so that is read first. Steps come back in an order in which each follows what it waits for.
// Example: const Runbook runbook = read_runbook(*document.find("runbook"), plan, reading);
#pragma once

#include "models/plan/plan.hpp"
#include "models/recovery/runbook.hpp"
#include "scenarios/reading.hpp"

namespace firedrill {

// FD3003: steps wait for each other in a circle; FD3018: an escalation where none can happen, or
// none where one must; and those of the actions.
[[nodiscard]] Runbook read_runbook(const Node& node, const Plan& plan, Reading& reading);

// What a step asks for. FD3005: a replica is fenced or a primary promoted; FD3017: more nodes than
// the cluster can have.
[[nodiscard]] Action read_action(const Node& node, const Plan& plan, Reading& reading);

}  // namespace firedrill
