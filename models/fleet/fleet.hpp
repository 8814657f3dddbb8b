// A fleet of accelerator nodes and everything that fails in it: each cause of failure is a set of
// like sources (nodes, switches, power feeds, the job's own software), every one of which fails, is
// detected, is restored and begins a fresh life, independently of all others. A node works while no
// source it depends on is down; it ages by the calendar, also while something else keeps it down.
// Example: FailureCause{.name = "node", .nodes = 1,
//   .time_between_failures = Distribution{Exponential{mean}}, .restoration = Repair{hours}}
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "models/chance/distribution.hpp"
#include "models/fleet/node_start.hpp"

namespace firedrill {

// Sources that fail more often than the others. Whoever is repaired stays what it was; whoever is
// replaced leaves its place to one that is a lemon with the same probability as any.
struct Lemons {
  double share = 0.0;        // of all sources, in [0, 1]
  double rate_factor = 1.0;  // > 0; a lemon's lives are this much shorter
};

// From a failure to the moment somebody or something begins to act on it.
struct FailureDetection {
  Distribution delay;            // [s] when monitoring notices
  double unnoticed_share = 0.0;  // of failures that no monitor notices
  Distribution unnoticed_delay;  // [s] until people notice those
};

// Mended in place, by a crew that works on at most so many at once, first come first served.
struct Repair {
  Distribution time;        // [s] of work on one failure
  std::optional<int> crew;  // none: all at once
};

// A replacement is started with as many tries as NodeStart takes; one for all nodes of the source.
using Restoration = std::variant<Repair, NodeStart>;

struct FailureCause {
  std::string name;
  // How many neighbouring nodes one source takes down: 1 for what fails in a node, 16 for a switch
  // that connects 16. 0: a single source that stops the job and takes no node down.
  int nodes = 1;
  Distribution time_between_failures;  // [s] of one source, from the beginning of its life
  // How many times as often its sources really fail, all of them: what is not known of the rate.
  // One draw a replication; none: the rate is known.
  std::optional<Distribution> rate_uncertainty;
  Lemons lemons;
  FailureDetection detection;
  Restoration restoration;
};

struct Fleet {
  int nodes = 0;  // all of them: what the job uses and what is spare
  int accelerators_per_node = 0;
  // Every source is new this long before the job starts. Only matters where lives are not
  // exponential: a fleet that is all new fails differently from one that has settled.
  Duration in_service{};
  std::vector<FailureCause> causes;
};

// How many sources the cause has in a fleet (or part of one) of `nodes` nodes.
[[nodiscard]] std::uint32_t source_count(const FailureCause& cause, int nodes);

// Failures [1/s] that a job on the first `nodes` nodes meets in the long run, when restoring takes
// no time: the sum over all sources of 1 / (mean life). Its inverse is the job's MTBF; for one
// cause that fails r times a node-day it is 1/(N r), as in Kokolis et al., "Revisiting reliability
// in large-scale machine learning research clusters" (2024).
[[nodiscard]] double failure_rate(const Fleet& fleet, int nodes);

}  // namespace firedrill
