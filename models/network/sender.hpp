// What a sender's TCP and the application above it do by rule, whatever the path: its first window,
// an acknowledgement that is delayed, what is kept ready to send.
// Example: const double segments = first_window * path.flows;
#pragma once

#include "models/network/response.hpp"

namespace firedrill {

// [segments] of a connection that is new or was idle for long: RFC 6928.
inline constexpr double first_window = 10.0;

// [s] of the acknowledgement of a segment that comes alone: Linux and ns-3; RFC 1122 allows 0.5.
inline constexpr double delayed_acknowledgement = 0.2;

// Of what it has to send, the packet simulation's application keeps so many windows and segments in
// the buffer of each connection: what a connection sends beyond a segment that is missing, and what
// it has taken that no other can send.
inline constexpr double windows_taken = 2.0;
inline constexpr double segments_taken = 16.0;

// [segments] that CUBIC's window grows in a round trip where it is small, as Reno's would of the
// same mean: RFC 8312, equation 4.
inline constexpr double friendly_growth = 3.0 * cubic_decrease / (2.0 - cubic_decrease);

}  // namespace firedrill
