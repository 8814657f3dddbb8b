// How often a training run should save its state, and what failures leave of its time.
// All formulas assume failures at random instants (exponential gaps) with a mean far above a few
// seconds. The mean time between failures of a large job is measured, not derived, wherever that is
// possible: see node_law_mttf.
// Example: optimal_interval(5min, 24h)  // 116.69 min of work between saves
#pragma once

#include "models/base/units.hpp"

namespace firedrill {

// The work between two checkpoints that loses least, when one takes `cost` (the job stands still)
// and failures come every `mtbf` on average; both positive. Three answers, from coarse to exact:

// sqrt(2 cost mtbf). Source: Young, "A first order approximation to the optimum checkpoint
// interval", Communications of the ACM 17 (1974).
[[nodiscard]] Duration young_interval(Duration cost, Duration mtbf);

// Two terms more; `mtbf` itself where cost >= 2 mtbf. Source: Daly, "A higher order estimate of the
// optimum checkpoint interval for restart dumps", Future Generation Computer Systems 22 (2006).
[[nodiscard]] Duration daly_interval(Duration cost, Duration mtbf);

// The exact minimum of time_ratio over `interval` (it does not depend on `restart`):
// mtbf (1 + W(-e^(-1 - cost/mtbf))), W Lambert's function, principal branch. Source: Daly (2006).
[[nodiscard]] Duration optimal_interval(Duration cost, Duration mtbf);

// The expected wall-clock time per unit of useful work, at least 1, when a checkpoint follows every
// `interval` of work and a restart takes `restart`:
// mtbf/interval e^(restart/mtbf) (e^((interval + cost)/mtbf) - 1). Source: Daly (2006).
[[nodiscard]] double time_ratio(Duration interval, Duration cost, Duration restart, Duration mtbf);

// Effective training time ratio, the expected share of wall-clock time that is useful work:
// (1 - (initialisation + interval/2)/mtbf) / (1 + cost/interval), for an interval far below `mtbf`;
// its best interval, to the same order, is young_interval(cost, mtbf).
// Source: Kokolis et al., "Revisiting reliability in large-scale machine learning research
// clusters" (2024).
[[nodiscard]] double effective_training_ratio(Duration interval, Duration cost,
                                              Duration initialisation, Duration mtbf);

// The mean time to failure of a job on `nodes` nodes, each failing `failures_per_node_day` times a
// day: 1/(N r). The law fails for small jobs: at 1,024 accelerators (128 nodes) its authors
// measured 7.9 h where it gives 28.8 h. Source: Kokolis et al. (2024).
[[nodiscard]] Duration node_law_mttf(int nodes, double failures_per_node_day);

}  // namespace firedrill
