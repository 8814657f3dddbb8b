#include "sim/backup_year.hpp"

#include <cmath>

#include "models/chance/elementary.hpp"

namespace firedrill {
namespace {

// How many of `trials` happen, each with `probability` (binomial), by the gaps between those that
// do: as many draws as there are.
std::uint64_t count_events(std::uint64_t trials, double probability, Draws& draws) {
  if (probability <= 0.0) {
    return 0;
  }
  if (probability >= 1.0) {
    return trials;
  }
  const double scale = 1.0 / det_log(1.0 - probability);
  std::uint64_t count = 0;
  double passed = 0.0;
  for (;;) {
    passed += std::floor(det_log(draws.uniform()) * scale) + 1.0;
    if (passed > static_cast<double>(trials)) {
      return count;
    }
    ++count;
  }
}

}  // namespace

BackupYear::BackupYear(const Plan& plan, std::uint64_t seed) : plan_{plan} {
  for (const DataKind& kind : plan.data) {
    keys_.emplace_back(seed, "year/backups/" + kind.name);
  }
}

BackupTally BackupYear::play(std::uint64_t year) const {
  BackupTally tally;
  for (std::size_t data = 0; data < plan_.data.size(); ++data) {
    const PeriodicCopy* const policy = copies_of(plan_.data[data]);
    if (policy == nullptr) {
      continue;
    }
    Draws draws{keys_[data], year};
    const auto due = static_cast<std::uint64_t>(simulated_year / policy->interval);
    const std::uint64_t failed = count_events(due, policy->failure_probability, draws);
    tally.due += due;
    tally.failed += failed;
    tally.unreadable += count_events(due - failed, policy->silent_failure, draws);
    for (const Component& component : plan_.components) {
      const auto* validator = std::get_if<Validator>(&component.model);
      for (std::size_t item = 0; validator != nullptr && item < validator->finds.size(); ++item) {
        const Validator::Finding& finding = validator->finds[item];
        if (finding.data.index == data) {
          const auto runs = static_cast<std::uint64_t>(simulated_year / validator->every);
          tally.validations += runs;
          tally.found_wrong += count_events(runs, policy->silent_failure * finding.coverage, draws);
        }
      }
    }
  }
  return tally;
}

}  // namespace firedrill
