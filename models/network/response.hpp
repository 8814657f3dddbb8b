// Published response functions of TCP: what one greedy connection delivers on a path of a given
// round trip and random loss, whatever the link could take. They stand beside the surrogate of
// goodput.hpp, whose shape is theirs. All give [bytes/s] of data, infinite without loss.
// Example: mathis_rate(path) // 62 ms, 0.01 % loss, 1448 bytes: 2.86e6
#pragma once

#include "models/network/path.hpp"

namespace firedrill {

// CUBIC's growth, W(t) = C (t - K)^3 + W_max [segments, s], and what a loss takes of it: RFC 8312,
// section 5.
inline constexpr double cubic_scaling = 0.4;
inline constexpr double cubic_decrease = 0.3;

// Reno, periodic losses, one acknowledgement a segment: S/R sqrt(3/2) / sqrt(p). Source: Mathis,
// Semke, Mahdavi, Ott, "The macroscopic behavior of the TCP congestion avoidance algorithm" (ACM
// CCR 27, 1997).
[[nodiscard]] double mathis_rate(const NetworkPath& path);

// Reno with its timeouts: S / (R sqrt(2bp/3) + T0 min(1, 3 sqrt(3bp/8)) p (1 + 32 p^2)), b = 1.
// `timeout` is T0. Source: Padhye, Firoiu, Towsley, Kurose, "Modeling TCP throughput" (ACM SIGCOMM,
// 1998), equation 30.
[[nodiscard]] double pftk_rate(const NetworkPath& path, Duration timeout);

// CUBIC, periodic losses: S/R (C (4 - b) / (4 b))^(1/4) (R/p)^(3/4) with C = 0.4 and the decrease b
// = 0.3. Source: RFC 8312, "CUBIC for fast long-distance networks" (2018), section 5.1, equation 6.
[[nodiscard]] double cubic_rate(const NetworkPath& path);

// The most a connection with this window can do: window / round trip [bytes/s].
[[nodiscard]] double window_rate(Bytes window, Duration round_trip);

}  // namespace firedrill
