// A recorded drill as a journal of Chaos Toolkit, for what reads those (chaostoolkit-reporting and
// dashboards): faults and steps as actions, probes as probes, the undo as the rollback, the steady
// state as the hypothesis. What a journal has no word for (objectives with intervals, the
// prediction, ledgers) stands under the experiment's "extensions", by name. The structure is that
// of chaostoolkit-lib 1.45 (chaoslib/run.py, initialize_run_journal; activity.py; hypothesis.py).
// Example: print(chaos_toolkit_journal(run));
#pragma once

#include <string>

#include "models/recovery/run.hpp"

namespace firedrill {

// JSON. `status` is completed, aborted, interrupted or failed (no steady state before, or what was
// recorded is void); `deviated`: the steady state did not come back.
[[nodiscard]] std::string chaos_toolkit_journal(const Run& run);

}  // namespace firedrill
