#include "scenarios/duties.hpp"

namespace firedrill {
namespace {

class DutyList {
 public:
  explicit DutyList(const Plan& plan) : communication_{plan.communication} {}

  void add(DutyKind kind, const std::string& message, const std::string& audience,
           std::optional<Duration> within) {
    Duty duty{.kind = kind,
              .name = message + "/" + audience,
              .message = message,
              .audience = audience,
              .within = within,
              .required_fraction = communication_ ? communication_->required_fraction : 1.0,
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
      list.add(DutyKind::initial, "initial notification", audience, rule.within);
    }
  }
  if (!plan.communication) {
    return;
  }
  if (const auto period = update_period(plan)) {
    list.add(DutyKind::update, "update", "all of them", period);
  }
  list.add(DutyKind::confirmation, "recovery confirmation", "all of them", rule.within);
  if (const auto period = review_period(plan)) {
    list.add(DutyKind::review, "post-incident review", "all of them", period);
  }
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

std::vector<Duty> duties_of(const Plan& plan, std::optional<SeverityId> severity,
                            bool has_personal_data) {
  DutyList list{plan};
  if (severity) {
    add_row(plan, plan.governance.notifications[severity->index], list);
  }
  if (has_personal_data && plan.communication) {
    for (const Regulation& regulation : plan.governance.regulations) {
      for (const RegulatoryNotice& notice : regulation.notices) {
        list.add(DutyKind::regulatory, regulation.name + " notice", notice.to, notice.within);
      }
    }
  }
  return list.duties;
}

}  // namespace firedrill
