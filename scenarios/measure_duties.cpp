#include "scenarios/measure_duties.hpp"

#include <algorithm>

#include "scenarios/measure.hpp"
#include "scenarios/messenger.hpp"

namespace firedrill {

// When things happened; `never` for what did not.
struct DutyMeasurer::Reading {
  Duration alert = never;
  Duration assessed = never;
  Duration restored = never;    // when full capacity was known to be back
  Duration first = never;       // message that all audiences had a part in
  Duration last{};              // of the initial notification and the updates
  Duration silence{};           // the longest between two of these
  std::vector<Duration>& sent;  // per duty, the first time

  void break_silence(Duration at) {
    if (first == never) {
      first = at;
    } else {
      silence = std::max(silence, at - last);
    }
    last = at;
  }
};

DutyMeasurer::DutyMeasurer(const Scenario& scenario)
    : scenario_{scenario}, capacity_objective_{capacity_objective(scenario)} {
  for (std::uint32_t step = 0; step < scenario.runbook.steps.size(); ++step) {
    announces_.push_back(static_cast<std::uint8_t>(announces(scenario, step)));
    has_assessment_ |= assesses(scenario.runbook.steps[step]);
  }
}

void DutyMeasurer::measure(const Timeline& timeline, Measurement& measurement) const {
  measurement.first_sent.assign(scenario_.duties.size(), never);
  Reading reading{.sent = measurement.first_sent};
  for (const Event& event : timeline.events()) {
    if (event.outcome == Outcome::succeeded) {
      read(event, reading);
    }
  }
  measurement.duties.clear();
  for (std::uint32_t duty = 0; duty < scenario_.duties.size(); ++duty) {
    const DutyKind kind = scenario_.duties[duty].kind;
    measurement.duties.push_back(is_message(kind) ? delay(duty, reading)
                                                  : response_time(duty, reading, measurement));
  }
}

void DutyMeasurer::read(const Event& event, Reading& reading) const {
  switch (event.verb) {
    case Verb::await_alert:
      reading.alert = event.answered;
      break;
    case Verb::assess:
      reading.assessed = std::min(reading.assessed, event.answered);
      break;
    case Verb::await_recovery:
      if (event.subject == capacity_objective_) {
        reading.restored = event.answered;
      }
      break;
    case Verb::send: {
      Duration& sent = reading.sent[event.subject];
      sent = std::min(sent, event.answered);
      const DutyKind kind = scenario_.duties[event.subject].kind;
      if (kind == DutyKind::initial || kind == DutyKind::update) {
        reading.break_silence(event.answered);
      }
      break;
    }
    case Verb::notify:
      if (announces_[event.step] != 0) {
        for (std::uint32_t duty = 0; duty < reading.sent.size(); ++duty) {
          if (scenario_.duties[duty].kind == DutyKind::initial) {
            reading.sent[duty] = std::min(reading.sent[duty], event.answered);
          }
        }
        reading.break_silence(event.answered);
      }
      break;
    default:  // the others neither tell anybody anything nor start a clock
      break;
  }
}

std::optional<Duration> DutyMeasurer::delay(std::uint32_t duty, const Reading& reading) const {
  const auto since = [&](Duration clock) -> std::optional<Duration> {
    if (clock == never) {
      return std::nullopt;
    }
    const Duration sent = reading.sent[duty];
    return sent == never ? never : std::max(sent - clock, Duration::zero());
  };
  const Duty& owed = scenario_.duties[duty];
  switch (owed.clock) {
    case DutyClock::fault:
    case DutyClock::alert:
      return since(reading.alert);
    case DutyClock::awareness:
      return since(has_assessment_ ? reading.assessed : reading.alert);
    case DutyClock::recovery:
      return reading.alert == never ? std::nullopt : since(reading.restored);
    case DutyClock::message:
      break;
  }
  const auto& communication = scenario_.plan.communication;
  const Duration longest = communication ? add(reading.alert, communication->updates_for) : never;
  const Duration end = std::min({reading.restored, scenario_.horizon, longest});
  const bool was_due = reading.first != never && end - reading.first > *owed.within;
  if (!was_due) {
    return std::nullopt;
  }
  return std::max(reading.silence, end - reading.last);
}

std::optional<Duration> DutyMeasurer::response_time(std::uint32_t duty, const Reading& reading,
                                                    const Measurement& measurement) const {
  const Duty& owed = scenario_.duties[duty];
  const Duration clock = owed.clock == DutyClock::fault ? measurement.injected : reading.alert;
  if (clock == never) {
    return std::nullopt;  // nobody knew
  }
  Duration done = owed.kind == DutyKind::detection ? reading.alert : Duration::zero();
  for (const StepId id : owed.steps) {
    const StepMeasurement& step = measurement.steps[id.index];
    done = std::max(done, step.succeeded ? step.ended : never);
  }
  return done == never ? never : std::max(done - clock, Duration::zero());
}

}  // namespace firedrill
