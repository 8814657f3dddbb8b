// The recovery as data: named steps in a directed acyclic graph, each with an action, patience,
// retries, who does it, and what happens when it fails. Users edit JSON, never C++.
// Example: scenarios/runbooks/gaudi3-failover.json
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "models/base/id.hpp"
#include "models/base/units.hpp"
#include "models/recovery/action.hpp"

namespace firedrill {

// One way of doing something: asked once and, while it does not succeed, `retries` more times.
struct Attempt {
  Action action;
  Duration patience{};  // an answer later than this counts as unknown
  int retries = 0;
  Distribution retry_wait;  // [s]
};

enum class OnFailure {
  stop,                // steps after this one are skipped
  go_on,               // steps after this one start all the same
  escalate,            // a person does it; steps after this one wait for that
  escalate_and_go_on,  // a person does it; steps after this one start at once
};

struct Escalation {
  std::optional<RoleId> role;  // none: at once, by nobody in particular
  Attempt manual;
};

struct Step {
  std::string name;
  std::string title;
  Attempt attempt;
  std::optional<RoleId> performer;  // none: automatic
  std::vector<StepId> after;
  std::string phase;  // of the plan's response it belongs to; "" for none
  // Not empty: it begins only once one of these has failed in the end, and is left out, without
  // harm to the steps after it, if none does.
  std::vector<StepId> if_failed;
  OnFailure on_failure = OnFailure::stop;
  std::optional<Escalation> escalation;
};

struct Runbook {
  std::string name;
  std::string title;
  std::string digest;
  std::optional<RoleId>
      declared_by;          // who decides to start it; none: starts by itself on the alert
  std::vector<Step> steps;  // in an order in which each comes after what it waits for
};

}  // namespace firedrill
