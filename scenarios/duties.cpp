#include "scenarios/duties.hpp"

#include <string>
#include <utility>

namespace firedrill {
namespace {

class DutyList {
 public:
  explicit DutyList(const Plan& plan) : communication_{plan.communication} {}

  void add(DutyKind kind, DutyClock clock, const std::string& message, const std::string& audience,
           std::optional<Duration> within) {
    Duty duty{.kind = kind,
              .clock = clock,
              .name = message + "/" + audience,
              .subject = message,
              .detail = audience,
              .within = within,
              .required_fraction = communication_ ? communication_->required_fraction : 1.0,
              .steps = {},
              .writing = {},
              .sending = {}};
    if (communication_) {
      duty.writing = kind == DutyKind::review       ? communication_->review
                     : kind == DutyKind::regulatory ? communication_->notice
                                                    : communication_->writing;
      duty.sending = communication_->sending;
    }
    duties.push_back(std::move(duty));
  }

  std::vector<Duty> duties;

 private:
  const std::optional<Communication>& communication_;
};

std::optional<Duration> review_period(const Plan& plan) {
  for (const MessageTemplate& message : plan.governance.templates) {
    if (message.review_within) {
      return message.review_within;
    }
  }
  return std::nullopt;
}

void add_row(const Plan& plan, const NotificationRule& rule, DutyList& list) {
  for (const auto* audiences : {&rule.internal, &rule.external}) {
    for (const std::string& audience : *audiences) {
      list.add(DutyKind::initial, DutyClock::alert, "initial notification", audience, rule.within);
    }
  }
  if (!plan.communication) {
    return;
  }
  if (const auto period = update_period(plan)) {
    list.add(DutyKind::update, DutyClock::message, "update", "all of them", period);
  }
  list.add(DutyKind::confirmation, DutyClock::recovery, "recovery confirmation", "all of them",
           rule.within);
  if (const auto period = review_period(plan)) {
    list.add(DutyKind::review, DutyClock::recovery, "post-incident review", "all of them", period);
  }
}

// Detection, and those phases that steps of the runbook belong to.
std::vector<Duty> response_duties(const Response& response, const Runbook& runbook) {
  std::vector<Duty> duties;
  Duty duty;
  duty.kind = DutyKind::detection;
  duty.clock = DutyClock::fault;
  duty.name = duty.subject = "detection";
  duty.detail = response.detection;
  duty.within = response.detection_within;
  duty.required_fraction = response.required_fraction;
  duties.push_back(duty);
  duty.kind = DutyKind::response;
  duty.clock = DutyClock::alert;
  for (const ResponsePhase& phase : response.phases) {
    duty.name = duty.subject = phase.name;
    duty.detail = phase.action;
    duty.within = phase.until;
    duty.steps.clear();
    for (std::uint32_t step = 0; step < runbook.steps.size(); ++step) {
      if (runbook.steps[step].phase == phase.name) {
        duty.steps.push_back(StepId{step});
      }
    }
    if (!duty.steps.empty()) {
      duties.push_back(duty);
    }
  }
  return duties;
}

}  // namespace

std::optional<Duration> update_period(const Plan& plan) {
  for (const MessageTemplate& message : plan.governance.templates) {
    if (message.repeat_every) {
      return message.repeat_every;
    }
  }
  return std::nullopt;
}

std::vector<Duty> duties_of(const Plan& plan, const Runbook& runbook,
                            const IncidentKind& incident) {
  DutyList list{plan};
  if (incident.response) {
    list.duties = response_duties(plan.governance.responses[*incident.response], runbook);
  }
  if (incident.severity) {
    add_row(plan, plan.governance.notifications[incident.severity->index], list);
  }
  if (incident.has_personal_data && plan.communication) {
    for (const Regulation& regulation : plan.governance.regulations) {
      for (const RegulatoryNotice& notice : regulation.notices) {
        const auto clock =
            notice.aware_with == Awareness::alert ? DutyClock::alert : DutyClock::awareness;
        list.add(DutyKind::regulatory, clock, regulation.name + " notice", notice.to,
                 notice.within);
      }
    }
  }
  return list.duties;
}

}  // namespace firedrill
