// The part of rare.hpp that is the same for recoveries and models of states: levels from a pilot,
// independent repetitions over threads, their mean with Student's interval.
// Example: estimate_rare([&] { return ProcessWalker{start, key}; }, choice, run, prediction, take);
#pragma once

#include <cmath>
#include <cstdint>
#include <functional>
#include <vector>

#include "models/recovery/rare.hpp"
#include "sim/parallel_runs.hpp"
#include "sim/splitting.hpp"

namespace firedrill {

struct RareOptions {
  std::uint64_t seed = 1;
  std::uint64_t repetitions = 40;  // at least two
  std::uint64_t arrivals = 200;    // a level and repetition, about
  unsigned threads = 0;            // 0: one a processor; changes no result
  std::function<void(double)> progress{};
};

// Fills in levels, repetitions, probability, paths and plain_replications. `make()` gives a walker
// to each thread; `take(repetition, value, walker, ends)` is told of each estimate above zero, by
// one thread for one repetition.
template <class Make, class Take>
void estimate_rare(const Make& make, const LevelChoice& choice, const RareOptions& options,
                   RarePrediction& prediction, const Take& take) {
  std::vector<SplittingLevel> levels;
  {
    auto walker = make();
    Splitter splitter{walker};
    levels = splitter.choose_levels(choice);
  }
  prediction.repetitions = options.repetitions;
  if (levels.empty()) {
    return;
  }
  std::vector<double> values(static_cast<std::size_t>(options.repetitions));
  struct Worker {
    decltype(make()) walker;
    const std::vector<SplittingLevel>& levels;
    std::vector<double>& values;
    const Take& take;
    void operator()(std::uint64_t repetition) {
      Splitter splitter{walker};
      const double value = splitter.fixed_effort(levels, repetition);
      values[static_cast<std::size_t>(repetition)] = value;
      if (value > 0.0) {
        take(repetition, value, walker, splitter.ends());
      }
    }
    void finish() {}
  };
  run_in_parallel({options.repetitions, options.threads, options.progress}, [&] {
    return Worker{make(), levels, values, take};
  });
  for (const SplittingLevel& level : levels) {
    prediction.levels.push_back({level.importance, level.effort});
    prediction.paths += level.effort * options.repetitions;
  }
  prediction.probability = estimate_mean(values, 0.95);
  const double p = prediction.probability.mean;
  const double error = prediction.probability.standard_error;
  prediction.plain_replications = error > 0.0 ? p * (1.0 - p) / (error * error) : 0.0;
}

}  // namespace firedrill
