// One simulation by many workers, on any number of machines, or by one that was interrupted: blocks
// of replications, kept in a folder that all can reach. Replication k draws the same luck wherever
// it is run, so who ran which block, how often, and in what order changes nothing.
// Example: simulate_shared(scenario, options, {.folder = "run", .worker = 1, .workers = 2})
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/base/result.hpp"
#include "sim/monte_carlo.hpp"

namespace firedrill {

struct SharedRun {
  std::string folder;
  std::uint64_t worker = 0, workers = 1;  // worker < workers
  // Simulates its own share only. Otherwise it goes on until all is there, and takes over the
  // blocks of workers that have ended without them.
  bool only_own_share = false;
  std::string version;  // of the program; another's blocks are refused
};

struct SharedOutcome {
  std::uint64_t blocks = 0;  // of the whole run
  std::uint64_t found = 0;   // that were there at the beginning
  struct TakenOver {
    std::uint64_t worker = 0, blocks = 0;
  };
  std::vector<TakenOver> taken_over;  // workers that were lost, and what this one did for them
  // All replications, as simulate() gives them; none for a share, or if the answer of this job
  // is another worker's to give.
  std::optional<Samples> samples;
};

// `job` names what these workers were started as, so that only one of them has the samples; "":
// this one has them. Diagnostics as BlockFolder::open(); exceptions as there, and of the progress.
[[nodiscard]] Result<SharedOutcome> simulate_shared(const Scenario& scenario,
                                                    const SimulationOptions& options,
                                                    const SharedRun& run, const std::string& job);

// Replications a block: a thousand blocks or so of a long run, and enough to keep threads busy.
[[nodiscard]] std::uint64_t block_size(std::uint64_t replications);

}  // namespace firedrill
