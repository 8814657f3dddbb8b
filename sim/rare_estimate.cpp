#include "sim/rare_estimate.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

namespace firedrill {

std::uint64_t adaptive_paths(const std::vector<SplittingLevel>& levels) {
  std::uint64_t most = 2;
  for (const SplittingLevel& level : levels) {
    most = std::max(most, level.effort);
  }
  return most;
}

std::uint64_t runs_of(const std::vector<SplittingLevel>& levels, RareMethod method) {
  return method == RareMethod::adaptive ? (adaptive_paths(levels) + most_kept - 1) / most_kept : 1;
}

void RareSummary::add(RareFinding finding) {
  const auto place = std::lower_bound(
      ways_.begin(), ways_.end(), finding.way,
      [](const RareFinding& one, const std::string& way) { return one.way < way; });
  if (place != ways_.end() && place->way == finding.way) {
    place->weight += finding.weight;
  } else {
    ways_.insert(place, std::move(finding));
  }
}

std::vector<RareFinding> RareSummary::fill_in(RarePrediction& prediction) && {
  if (prediction.method == RareMethod::adaptive) {
    prediction.levels.clear();
    for (const SplittingLevel& level : levels_) {
      prediction.levels.push_back({level.importance, level.effort});
    }
  }
  prediction.paths = paths_;
  prediction.probability = estimate_mean(values_, 0.95);
  const double p = prediction.probability.mean;
  const double error = prediction.probability.standard_error;
  prediction.plain_replications = error > 0.0 ? p * (1.0 - p) / (error * error) : 0.0;
  for (RareFinding& way : ways_) {
    way.weight /= static_cast<double>(values_.size()) * p;
  }
  return std::move(ways_);
}

std::string rare_header(const std::string& digest, const std::string& event,
                        const RareOptions& options, const SharedRun& run) {
  return fmt::format(
      R"({{"format": "firedrill/blocks/1", "version": "{}", "rare": "{}", "event": "{}", )"
      R"("method": {}, "repetitions": {}, "arrivals": {}, "seed": {}}})",
      run.version, digest, event, static_cast<int>(options.method), options.repetitions,
      options.arrivals, options.seed);
}

std::vector<RarePrediction::Level> shown_levels(const std::vector<SplittingLevel>& levels,
                                                const RareOptions& options) {
  std::vector<RarePrediction::Level> shown;
  for (const SplittingLevel& level : levels) {
    shown.push_back({level.importance, level.effort});
  }
  if (options.method == RareMethod::restart) {
    const RestartDesign design = restart_design(levels, options.arrivals);
    for (std::size_t index = 0; index < design.levels.size(); ++index) {
      shown[index + 1].effort = design.levels[index].split;
    }
  }
  return shown;
}

}  // namespace firedrill
