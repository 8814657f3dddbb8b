#include "reports/messages_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>
#include <vector>

#include "models/recovery/measurement.hpp"
#include "reports/format.hpp"
#include "scenarios/timeline_names.hpp"
#include "scenarios/measure.hpp"
#include "scenarios/message.hpp"

namespace firedrill {
namespace {

// A moment of a run without a date: "T+1:08" (hours and minutes since the fault).
std::string moment(Duration since) {
  const auto minutes = static_cast<long long>(to_seconds(since) / 60.0);
  return fmt::format("T{}{}:{:02}", minutes < 0 ? "-" : "+", std::abs(minutes) / 60,
                     std::abs(minutes) % 60);
}

// One message: when it was written, and when each audience had it.
struct Dispatch {
  DutyKind kind = DutyKind::initial;
  Duration written{};
  std::vector<std::string> receipts;  // "CTO at T+0:13"
};

class Outbox {
 public:
  Outbox(const Story& story, const Scenario& scenario, const Prediction& prediction)
      : story_{story}, scenario_{scenario}, prediction_{prediction} {
    Measurer{scenario}.measure(story.timeline, measured_);
    for (const Event& event : story.timeline.events()) {
      if (event.outcome == Outcome::succeeded) {
        read(event);
      }
    }
  }

  [[nodiscard]] const std::vector<Dispatch>& dispatches() const { return dispatches_; }

  // What was known at `now`.
  [[nodiscard]] MessageFacts facts_at(Duration now) const {
    MessageFacts facts;
    if (const auto& communication = scenario_.plan.communication) {
      facts.insert(communication->fields.begin(), communication->fields.end());
    }
    facts["incident_id"] = fmt::format("{}-{}", scenario_.name, story_.replication);
    facts["affected_services"] = affected_services(now);
    facts["start_time"] = moment(Duration::zero());
    facts["estimated_recovery"] = estimate();
    facts["root_cause"] = root_cause();
    facts["resolution_steps"] = steps_until(now);
    if (scenario_.incident.response) {
      const auto& responses = scenario_.plan.governance.responses;
      facts["impact_description"] = responses[*scenario_.incident.response].impact;
    }
    if (const auto recovered = recovery()) {
      facts["recovery_time"] = moment(*recovered + measured_.begun - measured_.injected);
      facts["total_duration"] = human_duration(to_seconds(*recovered));
    }
    return facts;
  }

 private:
  void read(const Event& event) {
    if (event.verb == Verb::compose) {
      dispatches_.push_back({scenario_.duties[event.subject].kind, event.answered, {}});
    } else if (event.verb == Verb::send) {
      const Duty& duty = scenario_.duties[event.subject];
      const auto of_its_kind = [&](const Dispatch& one) { return one.kind == duty.kind; };
      const auto last = std::find_if(dispatches_.rbegin(), dispatches_.rend(), of_its_kind);
      if (last != dispatches_.rend()) {
        last->receipts.push_back(receipt(duty.detail, event.answered));
      }
    } else if (event.verb == Verb::notify) {
      Dispatch dispatch{DutyKind::initial, event.asked, {}};
      for (const Duty& duty : scenario_.duties) {
        if (duty.kind == DutyKind::initial) {
          dispatch.receipts.push_back(receipt(duty.detail, event.answered));
        }
      }
      dispatches_.push_back(std::move(dispatch));
    }
  }

  [[nodiscard]] std::string receipt(const std::string& audience, Duration at) const {
    return fmt::format("{} at {}", audience, moment(at - measured_.injected));
  }

  // In the order of the promises.
  [[nodiscard]] std::string affected_services(Duration now) const {
    std::set<std::uint32_t> failed;
    for (const Event& event : story_.timeline.events()) {
      if (event.verb == Verb::await_failure && event.outcome == Outcome::succeeded &&
          event.answered <= now) {
        failed.insert(event.subject);
      }
    }
    std::string names;
    for (const std::uint32_t objective : failed) {
      const ServiceId service = *scenario_.objectives[objective].service;
      names += (names.empty() ? "" : ", ") + title_of(scenario_.plan.services[service.index]);
    }
    return names.empty() ? "none so far" : names;
  }

  // What the simulation expects of the first service with a promise.
  [[nodiscard]] std::string estimate() const {
    for (const ObjectivePrediction& objective : prediction_.objectives) {
      if (objective.kind == ObjectiveKind::rto) {
        return fmt::format("{} after the start in half of such incidents, {} in 95 of 100",
                           human_duration(objective.quantiles[0].value),
                           human_duration(objective.quantiles[2].value));
      }
    }
    return "not predicted";
  }

  [[nodiscard]] std::string root_cause() const {
    std::string causes;
    for (const Fault& fault : scenario_.faults) {
      causes += (causes.empty() ? "" : ", ") + fault.name;
    }
    return causes;
  }

  [[nodiscard]] std::string steps_until(Duration now) const {
    std::string steps;
    for (std::size_t index = 0; index < measured_.steps.size(); ++index) {
      const StepMeasurement& step = measured_.steps[index];
      if (step.was_reached() && step.succeeded && step.ended <= now) {
        steps += (steps.empty() ? "" : ", ") + title_of(scenario_.runbook.steps[index]);
      }
    }
    return steps.empty() ? "none" : steps;
  }

  // Of the first service with a promise.
  [[nodiscard]] std::optional<Duration> recovery() const {
    for (std::size_t index = 0; index < scenario_.objectives.size(); ++index) {
      if (scenario_.objectives[index].service && measured_.objectives[index] != never) {
        return measured_.objectives[index];
      }
    }
    return std::nullopt;
  }

  const Story& story_;
  const Scenario& scenario_;
  const Prediction& prediction_;
  Measurement measured_;
  std::vector<Dispatch> dispatches_;
};

std::string lines_of(const std::string& text, std::size_t width) {
  std::string lines;
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::string line = text.substr(begin, end - begin);
    lines += line.empty() ? "\n" : wrapped(line, width, 4);
    begin = end + 1;
  }
  return lines;
}

std::string message_part(const Dispatch& dispatch, const Outbox& outbox, const Scenario& scenario,
                         const PageOptions& options) {
  const MessageTemplate* const message = template_of(scenario.plan, dispatch.kind);
  if (message == nullptr) {
    return "";  // a review, a regulatory notice: written from nothing
  }
  const std::size_t width = width_of(options);
  const MessageFacts facts = outbox.facts_at(dispatch.written);
  std::string receipts;
  for (const std::string& one : dispatch.receipts) {
    receipts += (receipts.empty() ? "" : ", ") + one;
  }
  return heading(message->name, "", options) +
         wrapped("to " + (receipts.empty() ? "nobody: recovery came first" : receipts), width, 2) +
         "\n" + lines_of("Subject: " + filled_in(message->subject, facts), width) + "\n" +
         lines_of(filled_in(message->body, facts), width);
}

}  // namespace

std::string messages_page(const Story& story, const Scenario& scenario,
                          const Prediction& prediction, const PageOptions& options) {
  const Outbox outbox{story, scenario, prediction};
  std::string page = painted("SIMULATED", Ink::strong, options) + "  " +
                     clipped("Messages of the " + story.label + " recovery", width_of(options)) +
                     "\n" +
                     wrapped(fmt::format("replication {} of scenario {}; T is the fault; nothing "
                                         "was sent to anybody",
                                         story.replication, scenario.name),
                             width_of(options), 11);
  // Updates repeat the initial notification, and so may a step of the runbook.
  std::set<const MessageTemplate*> shown;
  std::uint64_t repeated = 0;
  for (const Dispatch& dispatch : outbox.dispatches()) {
    if (shown.insert(template_of(scenario.plan, dispatch.kind)).second) {
      page += message_part(dispatch, outbox, scenario, options);
    } else {
      ++repeated;
    }
  }
  if (repeated > 0) {
    page += "\n" + wrapped(fmt::format("{} of the same form went out later: updates, and steps of "
                                       "the runbook that notify.",
                                       counted(repeated, "message", "messages")),
                           width_of(options), 2);
  }
  if (outbox.dispatches().empty()) {
    page += "\n" + wrapped(
                       "No message is owed: the scenario names no \"severity\", or the plan no "
                       "\"communication\".",
                       width_of(options), 2);
  }
  return page;
}

}  // namespace firedrill
