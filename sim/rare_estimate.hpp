// What is the same for recoveries and models of states in estimating what hardly ever happens:
// levels from a pilot, independent repetitions over threads or many workers, by any of three
// methods; their mean with Student's interval, and the ways to the event by their weight.
// Example: estimate_rare([&] { return RecoveryWalker{...}; }, choice, options, blocks, prediction)
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "models/base/check.hpp"
#include "models/recovery/rare.hpp"
#include "sim/adaptive_splitting.hpp"
#include "sim/parallel_runs.hpp"
#include "sim/restart.hpp"
#include "sim/shared_blocks.hpp"
#include "sim/splitting.hpp"
#include "sim/word_bytes.hpp"

namespace firedrill {

struct RareOptions {
  std::uint64_t seed = 1;
  RareMethod method = RareMethod::fixed_effort;
  std::uint64_t repetitions = 40;  // at least two
  std::uint64_t arrivals = 200;    // a level and repetition, about
  unsigned threads = 0;            // 0: one a processor; changes no result
  std::function<void(double)> progress{};
};

// A way on which a repetition came to the event.
struct RareFinding {
  std::string way{};
  double weight = 0.0;                 // of the repetition's estimate
  std::vector<std::uint64_t> place{};  // names one such path, if paths can be named
  std::uint64_t repetition = 0;        // that found it
};

struct RareRepetition {
  double value = 0.0;
  std::uint64_t paths = 0;
  std::vector<SplittingLevel> levels{};
  std::vector<RareFinding> found{};
};

// Both ways, as WordPassage.
template <class Words>
void pass(WordPassage<Words>& passage, RareRepetition& one) {
  passage(one.value);
  passage(one.paths);
  passage.list(one.levels);
  std::uint64_t count = one.found.size();
  passage(count);
  one.found.resize(static_cast<std::size_t>(count));
  for (RareFinding& finding : one.found) {
    passage(finding.way);
    passage(finding.weight);
    passage.list(finding.place);
    passage(finding.repetition);
  }
}

// Paths that adaptive splitting takes to leave some on the steepest level. It keeps them all: more
// than `most_kept` are parted into independent runs, whose mean is the repetition's estimate.
inline constexpr std::uint64_t most_kept = 100'000;
[[nodiscard]] std::uint64_t adaptive_paths(const std::vector<SplittingLevel>& levels);

// Independent runs that a repetition is the mean of.
[[nodiscard]] std::uint64_t runs_of(const std::vector<SplittingLevel>& levels, RareMethod method);

// One run by `method`, with levels of a pilot; no two of one number.
template <class Walker>
[[nodiscard]] SplittingEstimate<typename Walker::Entry> estimate_once(
    Walker& walker, const std::vector<SplittingLevel>& levels, std::uint64_t arrivals,
    RareMethod method, std::uint64_t run) {
  switch (method) {
    case RareMethod::fixed_effort:
      break;
    case RareMethod::restart:
      return restart(walker, restart_design(levels, arrivals), run);
    case RareMethod::adaptive: {
      const std::uint64_t runs = runs_of(levels, method);
      const std::uint64_t paths = (adaptive_paths(levels) + runs - 1) / runs;
      return adaptive_splitting(walker, {levels.back().importance, paths}, run);
    }
  }
  return Splitter{walker}.fixed_effort(levels, run);
}

// Repetitions so far.
class RareSummary {
 public:
  void add(RareRepetition one) {
    values_.push_back(one.value);
    paths_ += one.paths;
    if (levels_.empty() && one.value > 0.0) {
      levels_ = std::move(one.levels);
    }
    for (RareFinding& finding : one.found) {
      finding.repetition = values_.size() - 1;
      add(std::move(finding));
    }
  }

  // The ways by their names, each with its share of the estimate and the first path that took it.
  std::vector<RareFinding> fill_in(RarePrediction& prediction) &&;

 private:
  void add(RareFinding finding);

  std::vector<double> values_;
  std::uint64_t paths_ = 0;
  std::vector<SplittingLevel> levels_;  // found by the first repetition that saw the event
  std::vector<RareFinding> ways_;       // ascending by name
};

// The line that tells an estimate of `event` from others.
[[nodiscard]] std::string rare_header(const std::string& digest, const std::string& event,
                                      const RareOptions& options, const SharedRun& run);

// The levels as the page shows them.
[[nodiscard]] std::vector<RarePrediction::Level> shown_levels(
    const std::vector<SplittingLevel>& levels, const RareOptions& options);

// Two phases of `blocks`, of which the second is the last: a pilot's levels, and the repetitions.
template <class Make>
class RareRuns {
 public:
  using Walker = decltype(std::declval<const Make&>()());

  RareRuns(const Make& make, const RareOptions& options, SharedBlocks& blocks)
      : make_{make}, options_{options}, blocks_{blocks} {}

  // None if the event was never seen.
  [[nodiscard]] Result<std::vector<SplittingLevel>> levels(const LevelChoice& choice) const {
    BlockPhase pilot;
    pilot.units = 1;
    pilot.compute = [&](std::uint64_t, std::uint64_t, const BlockProgress&) {
      auto walker = make_();
      std::vector<SplittingLevel> levels = Splitter{walker}.choose_levels(choice);
      std::string bytes;
      WordPassage{WordWriter{bytes}}.list(levels);
      return bytes;
    };
    const Result<std::string> found = blocks_.bytes_of(pilot);
    if (!found) {
      return found.error();
    }
    std::vector<SplittingLevel> levels;
    WordPassage{WordReader{*found}}.list(levels);
    return levels;
  }

  // False if the answer is another worker's.
  [[nodiscard]] Result<bool> repeat(const std::vector<SplittingLevel>& levels,
                                    RareSummary& summary) const {
    BlockPhase phase;
    phase.units = levels.empty() ? 0 : options_.repetitions;
    phase.least = 4;  // a thread each
    phase.progress = options_.progress;
    phase.is_last = true;
    phase.compute = [&](std::uint64_t first, std::uint64_t count, const BlockProgress& progress) {
      std::vector<RareRepetition> results(static_cast<std::size_t>(count));
      run_in_parallel({count, options_.threads, progress}, [&] {
        return Worker{make_(), levels, options_, first, results};
      });
      std::string bytes;
      WordPassage passage{WordWriter{bytes}};
      for (RareRepetition& result : results) {
        pass(passage, result);
      }
      return bytes;
    };
    return blocks_.all_of(phase, [&](std::uint64_t, std::uint64_t count, std::string_view bytes) {
      WordPassage passage{WordReader{bytes}};
      for (std::uint64_t index = 0; index < count; ++index) {
        RareRepetition one;
        pass(passage, one);
        summary.add(std::move(one));
      }
      firedrill_assert(passage.words().is_used_up());
    });
  }

 private:
  struct Worker {
    Walker walker;
    const std::vector<SplittingLevel>& levels;
    const RareOptions& options;
    std::uint64_t first;
    std::vector<RareRepetition>& results;

    void operator()(std::uint64_t index) {
      RareRepetition& result = results[static_cast<std::size_t>(index)];
      const std::uint64_t runs = runs_of(levels, options.method);
      for (std::uint64_t run = 0; run < runs; ++run) {
        auto once = estimate_once(walker, levels, options.arrivals, options.method,
                                  (first + index) * runs + run);
        result.paths += once.paths;
        if (once.value > 0.0) {
          const double share = once.value / static_cast<double>(runs);
          result.value += share;
          std::vector<RareFinding> found = walker.ways_of(share, once.ends);
          std::move(found.begin(), found.end(), std::back_inserter(result.found));
          result.levels = std::move(once.levels);
        }
      }
    }
    void finish() {}
  };

  const Make& make_;
  const RareOptions& options_;
  SharedBlocks& blocks_;
};

// Fills in method, levels, repetitions, probability, paths and plain_replications, and returns the
// ways to the event, each with its share and one path; none if the answer is another worker's.
// `make()` gives a walker to each thread, which knows, besides what its method asks of it,
//   std::vector<RareFinding> ways_of(value, ends)   weights that add up to `value`
template <class Make>
[[nodiscard]] Result<std::optional<std::vector<RareFinding>>> estimate_rare(
    const Make& make, const LevelChoice& choice, const RareOptions& options, SharedBlocks& blocks,
    RarePrediction& prediction) {
  const RareRuns<Make> runs{make, options, blocks};
  const Result<std::vector<SplittingLevel>> levels = runs.levels(choice);
  if (!levels) {
    return levels.error();
  }
  RareSummary summary;
  const Result<bool> answers = runs.repeat(*levels, summary);
  if (!answers) {
    return answers.error();
  }
  if (!*answers) {
    return std::optional<std::vector<RareFinding>>{};
  }
  prediction.method = options.method;
  prediction.repetitions = options.repetitions;
  if (levels->empty()) {
    return std::optional{std::vector<RareFinding>{}};
  }
  prediction.levels = shown_levels(*levels, options);
  return std::optional{std::move(summary).fill_in(prediction)};
}

}  // namespace firedrill
