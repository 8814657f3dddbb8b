// What must be told to whom by when in one incident: the rows of the plan's notification matrix,
// its updates, confirmation and review, and regulatory notices, as a list that the conductor
// carries out and `measure` holds the timeline against.
// Example: Duty{.kind = DutyKind::initial, .audience = "CTO", .within = 15min}
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "models/base/units.hpp"
#include "models/chance/distribution.hpp"

namespace firedrill {

// The clock of each begins with the first alert (initial, regulatory), the message before (update)
// or the moment full capacity is known to be back (confirmation, review).
enum class DutyKind { initial, update, confirmation, review, regulatory };
[[nodiscard]] std::string_view name_of(DutyKind kind);
[[nodiscard]] std::string_view clock_of(DutyKind kind);  // "the alert"

struct Duty {
  DutyKind kind = DutyKind::initial;
  std::string name;  // unlike any other's: the name of its random stream
  std::string message;
  std::string audience;
  std::optional<Duration> within;  // none: no clock
  double required_fraction = 1.0;
  Distribution writing;  // [s]
  Distribution sending;  // [s]
};

}  // namespace firedrill
