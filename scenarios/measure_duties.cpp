#include "scenarios/measure_duties.hpp"

#include <algorithm>

#include "scenarios/measure.hpp"
#include "scenarios/messenger.hpp"

namespace firedrill {

// When things happened; `never` for what did not.
struct DutyMeasurer::Reading {
  Duration alert = never;
  Duration restored = never;   // when full capacity was known to be back
  Duration first = never;      // message that all audiences had a part in
  Duration last{};             // of the initial notification and the updates
  Duration silence{};          // the longest between two of these
  std::vector<Duration> sent;  // per duty, the first time

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
  }
}

void DutyMeasurer::measure(const Timeline& timeline,
                           std::vector<std::optional<Duration>>& duties) const {
  Reading reading;
  reading.sent.assign(scenario_.duties.size(), never);
  for (const Event& event : timeline.events()) {
    if (event.outcome != Outcome::succeeded) {
      continue;
    }
    if (event.verb == Verb::await_alert) {
      reading.alert = event.answered;
    } else if (event.verb == Verb::await_recovery && event.subject == capacity_objective_) {
      reading.restored = event.answered;
    } else if (event.verb == Verb::send) {
      Duration& sent = reading.sent[event.subject];
      sent = std::min(sent, event.answered);
      const DutyKind kind = scenario_.duties[event.subject].kind;
      if (kind == DutyKind::initial || kind == DutyKind::update) {
        reading.break_silence(event.answered);
      }
    } else if (event.verb == Verb::notify && announces_[event.step] != 0) {
      for (std::uint32_t duty = 0; duty < reading.sent.size(); ++duty) {
        if (scenario_.duties[duty].kind == DutyKind::initial) {
          reading.sent[duty] = std::min(reading.sent[duty], event.answered);
        }
      }
      reading.break_silence(event.answered);
    }
  }
  duties.clear();
  for (std::uint32_t duty = 0; duty < scenario_.duties.size(); ++duty) {
    duties.push_back(delay(duty, reading));
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
  switch (owed.kind) {
    case DutyKind::initial:
    case DutyKind::regulatory:
      return since(reading.alert);
    case DutyKind::confirmation:
    case DutyKind::review:
      return reading.alert == never ? std::nullopt : since(reading.restored);
    case DutyKind::update:
      break;
  }
  const Duration end = std::min(reading.restored, scenario_.horizon);
  const bool was_due = reading.first != never && end - reading.first > *owed.within;
  if (!was_due) {
    return std::nullopt;
  }
  return std::max(reading.silence, end - reading.last);
}

}  // namespace firedrill
