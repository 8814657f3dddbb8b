// What can be done to a lab that runs, by name: the catalogue from which a responder, a test or a
// person picks. Each action is a list of commands for nodes, in order; the first that fails ends
// it.
// Example: const ActionPlan plan = plan_action(lab, "promote-database", {"us-west-2/db-1"});
#pragma once

#include <functional>

#include "live/lab/services/common.hpp"

namespace firedrill {

enum class ActionWord {
  node,    // "us-east-1/db-1"
  region,  // "us-east-1"
  text,
};

struct ActionParameter {
  std::string name;
  ActionWord word = ActionWord::text;
  bool is_optional = false;
};

struct LabAction {
  std::string name;
  std::string meaning;
  std::vector<ActionParameter> parameters;
  // With as many words as were given, checked; words that are left out are "".
  std::function<std::vector<NodeCommand>(const LabLayout&, const std::vector<std::string>&)> make;
};

[[nodiscard]] std::vector<LabAction> lab_actions();

// "restore-database NODE PURPOSE [TIME]"
[[nodiscard]] std::string usage_of(const LabAction& action);

struct ActionPlan {
  std::vector<NodeCommand> commands;
  std::string problem;  // why there are none: no such action, or words that do not fit; else ""
};

// The commands of the action `name` with `words`.
[[nodiscard]] ActionPlan plan_action(const LabLayout& lab, const std::string& name,
                                     const std::vector<std::string>& words);

}  // namespace firedrill
