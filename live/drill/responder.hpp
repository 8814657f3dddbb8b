// Responds to a disaster that nobody staged: waits until monitoring raises an alert, or begins at
// once, and lets the conductor carry out a scenario's runbook on a target, from the same file that
// simulation reads. Nothing is broken and nothing is measured; every step is logged as it goes.
// Example: const ResponseReport report = respond(setup, recorder, [](const RunEvent&) {});
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "live/charter/charter.hpp"
#include "live/drill/binding.hpp"
#include "live/drill/people.hpp"
#include "live/drill/probe_set.hpp"
#include "live/drill/run_recorder.hpp"
#include "live/undo/host_shell.hpp"
#include "scenarios/scenario.hpp"

namespace firedrill {

// All outlive the response.
struct ResponseSetup {
  const Scenario& scenario;
  const TargetBinding& binding;
  const TargetInventory& inventory;
  const Charter& charter;
  HostShell& shell;
  PeopleOnCall& people;
  FindVantage vantage;
  bool begins_at_once = false;  // else when an alert is raised
  // Only this step and those that come after it, and none where it is not of the runbook.
  std::string from_step{};
};

// What became of one step, escalation included. Times since the response began.
struct StepEnd {
  std::string name, title;
  bool has_begun = false;
  Outcome outcome = Outcome::unknown;
  Duration begun{}, ended{};
  bool by_hand = false;  // by a person, in the end
  int attempts = 0;
};

struct ResponseReport {
  bool is_declared = false;  // an alert came, or none was waited for
  std::vector<StepEnd> steps;
  [[nodiscard]] bool succeeded() const;
};

// The runbook with only `from` and the steps after it; empty if there is no such step.
[[nodiscard]] Runbook runbook_from(const Runbook& runbook, const std::string& from);

// What the binding lacks for it, a line each; empty if it can be done.
[[nodiscard]] std::vector<std::string> unbound_steps(const ResponseSetup& setup);

// Ends when all steps have, or an alert has not come within the scenario's horizon.
[[nodiscard]] ResponseReport respond(const ResponseSetup& setup, RunRecorder& recorder,
                                     const std::function<void(const RunEvent&)>& look);

}  // namespace firedrill
