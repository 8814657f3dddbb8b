// What must be done by when in one incident, beside recovery itself: detection and the phases of
// the plan's response, the rows of its notification matrix, its updates, confirmation and review,
// and regulatory notices. A list that the conductor carries out and `measure` holds the timeline
// against.
// Example: Duty{.kind = DutyKind::initial, .audience = "CTO", .within = 15min}
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/base/id.hpp"
#include "models/base/units.hpp"
#include "models/chance/distribution.hpp"

namespace firedrill {

enum class DutyKind { detection, response, initial, update, confirmation, review, regulatory };
[[nodiscard]] std::string_view name_of(DutyKind kind);

// Whether it is a message to somebody; otherwise something the runbook does.
[[nodiscard]] constexpr bool is_message(DutyKind kind) { return kind >= DutyKind::initial; }

// What the time until it is done is counted from.
enum class DutyClock {
  fault,      // the last one before users felt anything
  alert,      // the first one
  message,    // the one before (updates)
  recovery,   // the moment full capacity is known to be back
  awareness,  // the first assessment of the runbook has ended; the alert where it has none
};
[[nodiscard]] std::string_view name_of(DutyClock clock);

struct Duty {
  DutyKind kind = DutyKind::initial;
  DutyClock clock = DutyClock::alert;
  std::string name;                // unlike any other's: the name of its random stream
  std::string subject;             // the message, or the phase of the response
  std::string detail;              // its audience, or what the phase consists of
  std::optional<Duration> within;  // none: no clock
  double required_fraction = 1.0;
  std::vector<StepId> steps;  // of a response: those that have to be done
  Distribution writing;       // [s] of a message
  Distribution sending;       // [s]
};

}  // namespace firedrill
