// What limits each replicated kind of data, and what its promise would need: the link, the
// connections it is crossed with, or what a service allows. From the plan alone, for the fault that
// strikes at any moment of a cycle. Example: checkpoints of 105 GB every 10 min keep 15 min of RPO
// in 99 % of faults at 1 / (15 min - 9.9 min - 20 s) of 105 GB: 2.9 Gbit/s
#pragma once

#include <optional>
#include <vector>

#include "models/plan/plan.hpp"

namespace firedrill {

// What holds a stream back first.
enum class Bottleneck {
  service,      // the quota or replay of the replica
  connections,  // loss and round trip of so few connections
  link,         // its capacity
  cadence,      // no rate is enough: it is written too seldom
};

// A promise about a kind of data that streams to a replica.
struct LinkNeed {
  std::uint32_t objective = 0;  // of the plan
  DataId data{};
  ComponentId replica{};
  Rate takes;                 // what the stream can have now, with the link to itself
  std::optional<Rate> needs;  // for the promise; none: no rate is enough
  bool is_kept = false;       // `takes` is enough
  Bottleneck bottleneck =
      Bottleneck::service;  // of what it can have now; cadence if `needs` is none
};

// What a promise of the plan about checkpoints needs at other cadences.
struct CadenceNeed {
  std::uint32_t objective = 0;
  DataId data{};
  Duration interval{};
  Rate needs;
};

// A pair of regions whose link is described: what streams may take together, and what it has.
struct LinkLoad {
  RegionId from{}, to{};
  std::uint32_t link = 0;  // of the plan
  Rate all;                // of data, with connections enough
  Rate may_take;           // all streams at what they can have alone
  Rate written;            // in the mean
  // How long a cut may last until the first replica's log has no more room, its own or on its
  // source's disk: the mean write rate of the busiest hours fills it. None: no log is limited here.
  std::optional<Duration> log_lasts{};
};

struct LinkNeeds {
  std::vector<LinkLoad> loads;
  std::vector<LinkNeed> needs;
  std::vector<CadenceNeed> cadences;
};

// For checkpoints: the loss at the `required_fraction` of the phases of their cycle. For a steady
// stream: behind a checkpoint in the same bucket. For a log: what is written in the mean; how far
// bursts exceed it, a simulation tells. What is written must cross too, with a twentieth to spare.
[[nodiscard]] LinkNeeds link_needs(const Plan& plan);

// The rate at which a checkpoint of `size`, written every `interval`, is across early enough for
// the loss to be at most `target` in the share `fraction` of faults, which come at any time of the
// cycle, when each object takes `latency` [s] more; none if no rate is enough.
[[nodiscard]] std::optional<Rate> rate_for_checkpoints(Bytes size, Duration interval,
                                                       Duration target, double fraction,
                                                       const Distribution& latency);

}  // namespace firedrill
