// What a run claims, computed again from its raw events: the timeline in events.jsonl, what read
// back each kind of data, and every answer of every probe. A run.json that says anything else is no
// record of that run, whoever signed it.
// Example: recompute_run("runs/a", run, scenario, files)  // empty: all of it follows
#pragma once

#include "models/recovery/run.hpp"
#include "reports/evidence/pack.hpp"

namespace firedrill {

// FD7108 for each figure that does not follow. `scenario` null: only what needs no scenario.
[[nodiscard]] Diagnostics recompute_run(const std::string& folder, const Run& run,
                                        const Scenario* scenario, const PackFiles& files);

}  // namespace firedrill
