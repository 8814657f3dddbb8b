#include "sim/fleet_summary.hpp"

#include <algorithm>
#include <utility>

#include "models/theory/checkpoint.hpp"
#include "sim/checkpoint_cycle.hpp"
#include "sim/interval_sweep.hpp"

namespace firedrill {
namespace {

// The optimum is flat: within these limits the curve that interval_sweep.hpp fits is right to
// 0.5 %.
constexpr double sweep_factor = 1.6;
constexpr int sweep_points = 7;

template <class Figure>
MeanEstimate estimate(const FleetSamples& samples, const Figure& figure) {
  std::vector<double> values;
  values.reserve(samples.tallies.size());
  for (const FleetTally& tally : samples.tallies) {
    values.push_back(figure(tally));
  }
  return estimate_mean(values, 0.95);
}

std::array<MeanEstimate, time_uses.size()> estimate_times(const FleetSamples& samples,
                                                          Duration horizon) {
  constexpr std::array<Duration FleetTally::*, time_uses.size()> members{
      &FleetTally::useful,    &FleetTally::lost,    &FleetTally::checkpointing,
      &FleetTally::detecting, &FleetTally::waiting, &FleetTally::restarting};
  std::array<MeanEstimate, time_uses.size()> times;
  for (std::size_t use = 0; use < times.size(); ++use) {
    times[use] = estimate(samples, [&](const FleetTally& tally) {
      return to_seconds(tally.*members[use]) / to_seconds(horizon);
    });
  }
  return times;
}

// Quantiles of `figure` over the replications: with rates that are not known they tell more than
// the error of its mean.
std::array<double, spread_shares.size()> spread_of(const FleetSamples& samples,
                                                   TallyFigure figure) {
  std::vector<double> values;
  for (const FleetTally& tally : samples.tallies) {
    values.push_back(figure(tally));
  }
  std::sort(values.begin(), values.end());
  std::array<double, spread_shares.size()> spread{};
  for (std::size_t index = 0; index < spread.size(); ++index) {
    spread[index] = sample_quantile(values, spread_shares[index]);
  }
  return spread;
}

template <class Count, class Trials>
std::optional<LimitPrediction> count_within(Duration limit, const FleetSamples& samples,
                                            const Count& count, const Trials& trials) {
  if (limit == never) {
    return std::nullopt;
  }
  LimitPrediction within{.limit = limit};
  for (const FleetTally& tally : samples.tallies) {
    within.count += count(tally);
    within.trials += trials(tally);
  }
  if (within.trials > 0) {
    within.interval = fraction_interval(within.count, within.trials);
  }
  return within;
}

std::uint64_t all_failures(const FleetTally& tally) {
  std::uint64_t all = 0;
  for (const std::uint64_t failures : tally.failures) {
    all += failures;
  }
  return all;
}

bool was_always_interrupted(const FleetSamples& samples) {
  return std::all_of(samples.tallies.begin(), samples.tallies.end(),
                     [](const FleetTally& tally) { return tally.interruptions > 0; });
}

}  // namespace

TrainingPrediction summarise(const TrainingStudy& study, const FleetSamples& samples,
                             const FleetOptions& options) {
  const FleetStudy& model = study.fleet_study;
  TrainingPrediction prediction{
      .name = study.name,
      .title = study.title,
      .digest = study.digest,
      .seed = options.seed,
      .replications = options.replications,
      .horizon = model.horizon,
      .nodes = model.run.nodes,
      .accelerators = model.run.nodes * model.fleet.accelerators_per_node};
  prediction.effective_ratio =
      estimate_of(samples, static_cast<TallyFigure>(&effective_training_ratio));
  prediction.effective_spread =
      spread_of(samples, static_cast<TallyFigure>(&effective_training_ratio));
  prediction.goodput = estimate_of(samples, &goodput);
  prediction.nodes_up = estimate(samples, [](const FleetTally& tally) { return tally.nodes_up; });
  prediction.interruptions = estimate(
      samples, [](const FleetTally& tally) { return static_cast<double>(tally.interruptions); });
  if (was_always_interrupted(samples)) {
    prediction.mean_between = estimate(samples, [](const FleetTally& tally) {
      return to_seconds(mean_time_between_interruptions(tally));
    });
  }
  prediction.times = estimate_times(samples, model.horizon);
  for (std::size_t cause = 0; cause < model.fleet.causes.size(); ++cause) {
    prediction.causes.push_back({model.fleet.causes[cause].name,
                                 source_count(model.fleet.causes[cause], model.fleet.nodes),
                                 estimate(samples, [&](const FleetTally& tally) {
                                   return static_cast<double>(tally.failures[cause]);
                                 })});
  }
  prediction.detection = count_within(
      model.limits.detection, samples,
      [](const FleetTally& tally) { return tally.detected_within_limit; }, all_failures);
  prediction.recovery = count_within(
      model.limits.recovery, samples,
      [](const FleetTally& tally) { return tally.recovered_within_limit; },
      [](const FleetTally& tally) { return tally.recoveries; });
  prediction.advice = advise(model, options, false);
  return prediction;
}

CheckpointAdvice advise(const FleetStudy& study, const FleetOptions& options, bool simulates) {
  const Checkpointing& checkpointing = study.run.checkpointing;
  const Duration cost = blocking_time(checkpointing);
  CheckpointAdvice advice{.chosen = checkpoint_cycle(study).interval(),
                          .write = write_time(checkpointing),
                          .mtbf = from_seconds(1.0 / failure_rate(study.fleet, study.run.nodes))};
  if (cost == Duration::zero() || advice.mtbf == never) {
    return advice;
  }
  advice.young = young_interval(cost, advice.mtbf);
  advice.daly = daly_interval(cost, advice.mtbf);
  if (!simulates) {
    return advice;
  }
  std::vector<Duration> intervals = spread_around(*advice.daly, sweep_factor, sweep_points);
  std::erase_if(intervals, [&](Duration interval) { return advice.write - cost > interval; });
  if (intervals.size() < 3) {
    return advice;
  }
  const IntervalSweep sweep = sweep_intervals(study, intervals, options);
  for (const IntervalSweep::Point& point : sweep.points) {
    advice.simulated.push_back({point.interval, point.goodput, point.behind_best});
  }
  advice.optimum = sweep.optimum;
  return advice;
}

}  // namespace firedrill
