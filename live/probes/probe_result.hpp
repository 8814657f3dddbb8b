// One probe of one instant, as every later question sees it: when it was meant to be sent, when it
// was, when the answer was there, and whether that was a success. A probe that could not be sent in
// time is a failed one: an overloaded observer must not make a target look better than it is.
// Example: ProbeResult{.sequence = 7, .intended = 1400ms, .sent = 1400.2ms, .answered = 1403ms,
// ...}
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "models/base/units.hpp"

namespace firedrill {

enum class ProbeStatus : std::uint8_t { succeeded, failed, not_sent };

[[nodiscard]] constexpr std::string_view name_of(ProbeStatus status) {
  return status == ProbeStatus::succeeded ? "succeeded"
         : status == ProbeStatus::failed  ? "failed"
                                          : "not_sent";
}

// Times from the zero of the run.
struct ProbeResult {
  std::uint64_t sequence = 0;  // from 0, without gaps
  Duration intended{};
  Duration sent{};
  Duration answered{};
  ProbeStatus status = ProbeStatus::failed;
  std::string detail{};  // why it failed, or what was read; never a secret

  [[nodiscard]] bool succeeded() const { return status == ProbeStatus::succeeded; }
  [[nodiscard]] Duration lateness() const { return sent - intended; }
};

}  // namespace firedrill
