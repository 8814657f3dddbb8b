// Rules about people and what they are given: messages that can be filled in, training, access.
#include <fmt/format.h>

#include <algorithm>

#include "scenarios/check_rules.hpp"
#include "scenarios/message.hpp"

namespace firedrill {
namespace {

// Whoever has to do something in the runbook, once each, with the pointer of where that is said.
struct ActingRole {
  RoleId role;
  std::string pointer;
};

std::vector<ActingRole> acting_roles(const Runbook& runbook, const Findings& findings) {
  std::vector<ActingRole> acting;
  const auto add = [&](const std::optional<RoleId>& role, const std::string& pointer) {
    const auto is_same = [&](const ActingRole& one) { return one.role == *role; };
    if (role && std::none_of(acting.begin(), acting.end(), is_same)) {
      acting.push_back({*role, pointer});
    }
  };
  add(runbook.declared_by, "/runbook/declared_by");
  for (const Step& step : runbook.steps) {
    const std::string place = findings.item("/runbook/steps", step.name);
    add(step.performer, place + "/performer");
    if (step.escalation) {
      add(step.escalation->role, place + "/escalation/role");
    }
  }
  return acting;
}

}  // namespace

void find_open_blanks(const Plan& plan, Findings& findings) {
  const auto& templates = plan.governance.templates;
  for (std::size_t index = 0; index < templates.size(); ++index) {
    for (const std::string& field : templates[index].fields) {
      if (!can_fill(plan, field)) {
        findings.add("FD4025", at("/plan/governance/templates", index) + "/body",
                     {"/plan/communication"},
                     fmt::format("the message {} has a blank, {{{{ {} }}}}, that no recovery knows "
                                 "and the plan does not say how to fill",
                                 templates[index].name, field),
                     "say it in \"fields\" of \"communication\", or leave the line out");
      }
    }
  }
}

void find_unprepared_people(const Scenario& scenario, Findings& findings) {
  const Governance& governance = scenario.plan.governance;
  for (const auto& [role, pointer] : acting_roles(scenario.runbook, findings)) {
    const std::string& name = scenario.plan.roles[role.index].name;
    const auto is_theirs = [role = role](const TrainingDuty& one) { return one.role == role; };
    if (!governance.training.empty() &&
        std::none_of(governance.training.begin(), governance.training.end(), is_theirs)) {
      findings.add(
          "FD4026", pointer, {"/plan/governance/training"},
          fmt::format("{} acts in {}, but is trained in nothing", name, scenario.runbook.name),
          "train the role, or give the step to one that is");
    }
    const auto may_read = [role = role](const Access& one) {
      return std::find(one.roles.begin(), one.roles.end(), role) != one.roles.end();
    };
    if (!governance.access.empty() &&
        std::none_of(governance.access.begin(), governance.access.end(), may_read)) {
      findings.add("FD4027", pointer, {"/plan/governance/access"},
                   fmt::format("{} acts in {}, but may read none of the plan's documents", name,
                               scenario.runbook.name),
                   "add the role to the access list");
    }
  }
}

}  // namespace firedrill
