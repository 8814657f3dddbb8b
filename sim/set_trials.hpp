// Trying sets of changes to a plan (improve.hpp): what each set comes to, recovery by recovery, and
// the scenario that it makes. Sets that are to be tried next are tried together, as a phase of a
// computation that many may share, in jobs of a few thousand recoveries.
// Example: SetTrials trials{assembled, changes, blocks, 2}; trials.run(jobs, false)
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "models/base/result.hpp"
#include "scenarios/changes.hpp"
#include "scenarios/scenario.hpp"
#include "sim/shared_blocks.hpp"

namespace firedrill {

using ChangeSet = std::uint64_t;  // bit i: change i is made

// What a set has come to so far.
struct SetTrial {
  double cost = 0.0;
  std::vector<char> is_kept;       // per replication: all promises
  std::vector<std::uint64_t> met;  // per promise
  bool is_valid = true;            // it makes a plan
  bool is_dropped = false;

  [[nodiscard]] double share() const;
};

// Recoveries of a set that are to be simulated, and what they came to.
struct SetJob {
  ChangeSet set = 0;
  std::uint64_t first = 0, count = 0, seed = 1;
};

class SetTrials {
 public:
  SetTrials(const Document& assembled, const PlanChanges& changes, SharedBlocks& blocks,
            unsigned threads)
      : assembled_{assembled}, changes_{changes}, blocks_{blocks}, threads_{threads} {}

  // `columns`: the objectives that are promises, of which `targets` are the targets.
  void promise(std::vector<std::size_t> columns, std::vector<Duration> targets) {
    columns_ = std::move(columns);
    targets_ = std::move(targets);
  }

  // The scenario with the changes of a set made. Errors: those of changes that make no valid plan.
  [[nodiscard]] Result<Scenario> scenario_of(ChangeSet set) const;

  // A phase: the trials of all jobs, in their order; a set that makes no plan is not valid. Empty
  // after the last phase, if the answer is another worker's, else as many as there are jobs.
  // Diagnostics as SharedBlocks::all_of().
  [[nodiscard]] Result<std::vector<SetTrial>> run(const std::vector<SetJob>& jobs, bool is_last);

 private:
  [[nodiscard]] SetTrial trial_of(const Scenario& scenario, const SetJob& job) const;
  [[nodiscard]] std::string bytes_of(const std::vector<SetJob>& parts, std::uint64_t first,
                                     std::uint64_t count) const;

  const Document& assembled_;
  const PlanChanges& changes_;
  SharedBlocks& blocks_;
  unsigned threads_;
  std::vector<std::size_t> columns_;
  std::vector<Duration> targets_;
};

}  // namespace firedrill
