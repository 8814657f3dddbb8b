// SPDX-License-Identifier: GPL-2.0-only
// One packet-level run of traffic between two of three regions, in ns-3: what crossed, and how far
// behind it was. The header is plain C++17 and shows nothing of ns-3, which needs C++17 and whose
// licence is why this is a program of its own. Everything is in SI units: seconds, bytes, bytes a
// second. Example: PacketCase one; one.round_trip = 0.062; run_packets(one, 1).goodput
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace firedrill_wan {

enum class Congestion { cubic, reno, bbr };

// What is written at the source and has to cross.
struct Traffic {
  enum class Kind { bulk, stream, objects };  // objects: also checkpoints, which are large ones
  Kind kind = Kind::bulk;
  double rate = 0.0;         // stream: [bytes/s]
  double burst_rate = 0.0;   // stream: instead of `rate`, for `burst_length` in every `burst_every`
  double burst_every = 0.0;  // [s]; 0: no bursts
  double burst_length = 0.0;  // [s]
  double size = 0.0;          // objects: [bytes] each
  double every = 0.0;         // objects: [s] from one to the next
};

// The link changes while traffic flows.
struct LinkEvent {
  enum class Kind { capacity, loss, round_trip, cut, heal };
  double at = 0.0;  // [s] since the beginning of the run
  Kind kind = Kind::cut;
  double value = 0.0;  // [bytes/s], share or [s]
};

struct PacketCase {
  double round_trip = 0.062;     // [s] of the whole path without queues
  bool through_third = false;    // the path has two links, by way of the third region
  double loss = 0.0;             // share of segments lost at random, of those that carry data
  double capacity = 12.5e6;      // [bytes/s] of each link
  double buffer = 1.0;           // of the bottleneck, in bandwidth-delay products
  std::uint32_t segment = 1448;  // [bytes] of data in a segment
  Congestion congestion = Congestion::cubic;
  std::uint32_t flows = 1;
  std::uint32_t competing_flows = 0;  // greedy, same congestion control
  double competing_rate = 0.0;        // [bytes/s] of datagrams that yield to nobody
  Traffic traffic;
  std::vector<LinkEvent> events;
  double warm_up = 10.0;  // [s] before anything is measured
  double length = 60.0;   // [s] measured
};

struct LagPoint {
  double time = 0.0;     // [s] since the beginning of the run
  double backlog = 0.0;  // [bytes] written and not there
  double lag = 0.0;      // [s] age of the oldest of them
};

struct PacketRun {
  double goodput = 0.0;         // [bytes/s] delivered in order to the application, when measured
  double lag_mean = 0.0;        // [s] over time, when measured
  double lag_peak = 0.0;        // [s]
  std::vector<LagPoint> curve;  // empty for bulk
  std::uint64_t segments = 0;   // delivered
  std::uint64_t events = 0;     // of the simulator
};

// One run; the same case and seed give the same run with the same ns-3. Not thread-safe: ns-3 keeps
// a global simulator. Throws std::runtime_error where ns-3 refuses a connection.
[[nodiscard]] PacketRun run_packets(const PacketCase& one, std::uint64_t seed);

// "ns-3.37", as linked.
[[nodiscard]] std::string simulator_version();

}  // namespace firedrill_wan
