// Samples into a Prediction: fractions, quantiles, intervals, verdicts, stories.
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "models/chance/elementary.hpp"
#include "models/chance/interval.hpp"
#include "models/text/document.hpp"
#include "scenarios/measure.hpp"
#include "sim/confidence.hpp"
#include "sim/monte_carlo.hpp"
#include "sim/replicator.hpp"

namespace firedrill {
namespace {

// The `rank`-th smallest, from 1, of sorted values [s]; infinity: not within the horizon.
double at_rank(const std::vector<Duration>& sorted, std::uint64_t rank) {
  return to_seconds(sorted[static_cast<std::size_t>(rank - 1)]);
}

QuantileEstimate estimate(const std::vector<Duration>& sorted, double share) {
  const std::uint64_t count = sorted.size();
  const OrderRanks ranks = quantile_ranks(count, share, confidence);
  QuantileEstimate quantile;
  quantile.value = to_seconds(sample_quantile(sorted, share));
  if (ranks.lower) {
    quantile.low = at_rank(sorted, *ranks.lower);
  }
  if (ranks.upper) {
    quantile.high = at_rank(sorted, *ranks.upper);
  }
  return quantile;
}

// How many of sorted values keep a limit, as a share with its interval.
struct Kept {
  double fraction = 0.0, low = 0.0, high = 1.0;
};
Kept kept_within(const std::vector<Duration>& sorted, Duration limit) {
  const auto count = static_cast<std::uint64_t>(
      std::upper_bound(sorted.begin(), sorted.end(), limit) - sorted.begin());
  const Interval interval = fraction_interval(count, sorted.size());
  return {static_cast<double>(count) / static_cast<double>(sorted.size()), interval.low,
          interval.high};
}

Percentiles percentiles_in_seconds(const std::vector<Duration>& sorted) {
  std::vector<double> seconds(sorted.size());
  std::transform(sorted.begin(), sorted.end(), seconds.begin(), to_seconds);
  return percentiles_of(seconds);
}

std::string subject_of(const Plan& plan, const Objective& objective) {
  if (objective.service) {
    return plan.services[objective.service->index].name;
  }
  std::string names;
  for (const DataId data : objective.data) {
    names += (names.empty() ? "" : ", ") + plan.data[data.index].name;
  }
  return names;
}

ObjectivePrediction predict_objective(const Plan& plan, const Objective& objective,
                                      std::vector<Duration> values) {
  std::sort(values.begin(), values.end());
  const Kept met = kept_within(values, objective.target);
  ObjectivePrediction prediction{.name = objective.name,
                                 .title = objective.title,
                                 .kind = objective.kind,
                                 .subject = subject_of(plan, objective),
                                 .target_s = to_seconds(objective.target),
                                 .required_fraction = objective.required_fraction,
                                 .met_fraction = met.fraction,
                                 .met_low = met.low,
                                 .met_high = met.high,
                                 .quantiles = {},
                                 .percentiles = percentiles_in_seconds(values),
                                 .verdict = judge(objective.required_fraction, met.low, met.high)};
  for (std::size_t index = 0; index < reported_quantiles.size(); ++index) {
    prediction.quantiles[index] = estimate(values, reported_quantiles[index]);
  }
  return prediction;
}

DutyPrediction predict_duty(const Duty& duty, const std::vector<std::optional<Duration>>& delays) {
  DutyPrediction prediction{.kind = duty.kind,
                            .clock = duty.clock,
                            .subject = duty.subject,
                            .detail = duty.detail,
                            .due_s = std::nullopt,
                            .required_fraction = duty.required_fraction,
                            .quantiles = {},
                            .verdict = std::nullopt};
  std::vector<Duration> owed;
  for (const auto& delay : delays) {
    if (delay) {
      owed.push_back(*delay);
    }
  }
  if (duty.within) {
    prediction.due_s = to_seconds(*duty.within);
  }
  prediction.owed_fraction = static_cast<double>(owed.size()) / static_cast<double>(delays.size());
  if (owed.empty()) {
    return prediction;
  }
  std::sort(owed.begin(), owed.end());
  for (std::size_t index = 0; index < reported_quantiles.size(); ++index) {
    prediction.quantiles[index] = estimate(owed, reported_quantiles[index]);
  }
  if (duty.within) {
    const Kept kept = kept_within(owed, *duty.within);
    prediction.on_time_fraction = kept.fraction;
    prediction.on_time_low = kept.low;
    prediction.on_time_high = kept.high;
    prediction.verdict = judge(duty.required_fraction, kept.low, kept.high);
  }
  return prediction;
}

void predict_throughput(const Plan& plan, const Samples& samples, Prediction& prediction) {
  constexpr std::array names{"before", "during", "after"};
  for (std::size_t phase = 0; phase < names.size(); ++phase) {
    std::vector<double> values = samples.throughput[phase];
    if (values.empty()) {
      return;
    }
    std::sort(values.begin(), values.end());
    prediction.throughput.push_back({.phase = names[phase],
                                     .subject = plan.training->name,
                                     .unit = "tokens/s",
                                     .p5 = sample_quantile(values, 0.05),
                                     .p50 = sample_quantile(values, 0.50),
                                     .p95 = sample_quantile(values, 0.95)});
  }
  std::vector<Duration> lost = samples.lost_work;
  std::sort(lost.begin(), lost.end());
  const auto quantile_of = [&lost](double p) { return to_seconds(sample_quantile(lost, p)); };
  prediction.lost_work = {.subject = plan.training->name,
                          .p5 = quantile_of(0.05),
                          .p50 = quantile_of(0.50),
                          .p95 = quantile_of(0.95)};
}

RestorationPrediction predict_restoration(const DataKind& kind,
                                          const std::vector<RestorationMeasurement>& measured) {
  RestorationPrediction prediction{.data = kind.name,
                                   .wrong_fraction = 0.0,
                                   .first_copy_fraction = 0.0,
                                   .copies = {},
                                   .discarded = {}};
  std::vector<Duration> discarded;
  std::vector<double> copies;
  std::uint64_t wrong = 0, first = 0;
  for (const RestorationMeasurement& one : measured) {
    discarded.push_back(one.discarded);
    copies.push_back(static_cast<double>(one.copies));
    wrong += one.is_right ? 0U : 1U;
    first += one.is_right && one.copies <= 1 ? 1U : 0U;
  }
  const auto count = static_cast<double>(measured.size());
  const Interval interval = fraction_interval(wrong, measured.size());
  prediction.wrong_fraction = static_cast<double>(wrong) / count;
  prediction.wrong_low = interval.low;
  prediction.wrong_high = interval.high;
  prediction.first_copy_fraction = static_cast<double>(first) / count;
  std::sort(copies.begin(), copies.end());
  prediction.copies = {sample_quantile(copies, 0.50), sample_quantile(copies, 0.95),
                       sample_quantile(copies, 0.99)};
  std::sort(discarded.begin(), discarded.end());
  for (std::size_t index = 0; index < reported_quantiles.size(); ++index) {
    prediction.discarded[index] = estimate(discarded, reported_quantiles[index]);
  }
  return prediction;
}

HoursPrediction::Part predict_hours_part(std::vector<Duration> values, std::size_t all,
                                         Duration target) {
  if (values.empty()) {
    return {};
  }
  std::sort(values.begin(), values.end());
  const Kept met = kept_within(values, target);
  return {.fraction = static_cast<double>(values.size()) / static_cast<double>(all),
          .met_fraction = met.fraction,
          .met_low = met.low,
          .met_high = met.high,
          .median_s = to_seconds(sample_quantile(values, 0.5))};
}

// By the hours of the first role that has any.
void predict_hours(const Scenario& scenario, const Samples& samples, Prediction& prediction) {
  const Role* const role = role_with_hours(scenario.plan);
  const auto first = first_rto_objective(scenario);
  if (role == nullptr || !first) {
    return;
  }
  const Objective& objective = scenario.objectives[*first];
  const auto& values = samples.objectives[*first];
  std::vector<Duration> inside, outside;
  for (std::size_t row = 0; row < values.size(); ++row) {
    (is_at_work(*role->hours, samples.hours[row]) ? inside : outside).push_back(values[row]);
  }
  prediction.hours = {.role = role->name,
                      .objective = objective.name,
                      .inside = predict_hours_part(inside, values.size(), objective.target),
                      .outside = predict_hours_part(outside, values.size(), objective.target)};
}

void predict_phases(const Samples& samples, Prediction& prediction) {
  for (std::size_t index = 0; index < phase_count; ++index) {
    std::vector<Duration> values = samples.phases[index];
    std::sort(values.begin(), values.end());
    DurationSum sum;
    for (const Duration value : values) {
      sum += value;
    }
    prediction.phases.push_back({.name = std::string{name_of(static_cast<Phase>(index))},
                                 .mean_s = sum.seconds() / static_cast<double>(values.size()),
                                 .p95_s = to_seconds(sample_quantile(values, 0.95)),
                                 .percentiles = percentiles_in_seconds(values)});
  }
}

std::optional<StepPercentiles> percentiles_of_step(const std::vector<StepSample>& samples) {
  std::vector<Duration> started, ended, lengths;
  for (const StepSample& sample : samples) {
    if (sample.started != never) {
      started.push_back(sample.started);
      ended.push_back(sample.ended);
      lengths.push_back(sample.length);
    }
  }
  if (started.empty()) {
    return std::nullopt;
  }
  std::sort(started.begin(), started.end());
  std::sort(ended.begin(), ended.end());
  std::sort(lengths.begin(), lengths.end());
  return StepPercentiles{percentiles_in_seconds(started), percentiles_in_seconds(ended),
                         percentiles_in_seconds(lengths)};
}

void predict_steps(const Scenario& scenario, const Samples& samples, Prediction& prediction) {
  const RecoveryTotals& totals = samples.totals;
  const double count = static_cast<double>(samples.replications());
  double path = totals.detection_critical.seconds() + totals.clients_critical.seconds() +
                totals.outage_critical.seconds();
  for (const auto& step : totals.steps) {
    path += step.critical.seconds();
  }
  const auto share = [path](const DurationSum& sum) {
    return path > 0.0 ? sum.seconds() / path : 0.0;
  };
  const auto add_stretch = [&](const char* name, const DurationSum& sum) {
    prediction.steps.push_back({.name = name,
                                .mean_s = sum.seconds() / count,
                                .waited_mean_s = 0.0,
                                .failure_fraction = 0.0,
                                .critical_share = share(sum),
                                .percentiles = std::nullopt});
  };
  add_stretch("(detection)", totals.detection_critical);
  for (std::size_t index = 0; index < totals.steps.size(); ++index) {
    const auto& step = totals.steps[index];
    const double reached = static_cast<double>(std::max<std::uint64_t>(step.reached, 1));
    prediction.steps.push_back({.name = scenario.runbook.steps[index].name,
                                .mean_s = step.length.seconds() / reached,
                                .waited_mean_s = step.waited.seconds() / reached,
                                .failure_fraction = static_cast<double>(step.failed) / reached,
                                .critical_share = share(step.critical),
                                .reached_fraction = static_cast<double>(step.reached) / count,
                                .percentiles = percentiles_of_step(samples.steps[index])});
  }
  add_stretch("(clients)", totals.clients_critical);
  add_stretch("(outage ends)", totals.outage_critical);
}

// The median and the worst recovery of the first RTO objective, or of the first objective at all.
void tell_stories(const Scenario& scenario, const Samples& samples, Prediction& prediction) {
  const std::vector<Duration>& values =
      samples.objectives[first_rto_objective(scenario).value_or(0)];
  std::vector<std::uint32_t> rows(values.size());
  std::iota(rows.begin(), rows.end(), 0U);
  const auto is_before = [&](std::uint32_t a, std::uint32_t b) {
    return std::pair{values[a], a} < std::pair{values[b], b};
  };
  const auto tell = [&](const char* label, std::uint64_t rank) {
    const auto place = rows.begin() + static_cast<std::ptrdiff_t>(rank - 1);
    std::nth_element(rows.begin(), place, rows.end(), is_before);
    const std::uint64_t replication = samples.first_replication + *place;
    prediction.stories.push_back({label, replication, replay(scenario, samples.seed, replication)});
  };
  tell("median", quantile_rank(values.size(), 0.5));
  tell("worst", values.size());
}

void show_backlog(const Scenario& scenario, const Samples& samples, Prediction& prediction) {
  Replicator replicator{scenario, samples.seed};
  replicator.run(prediction.stories.front().replication);  // the median recovery
  prediction.backlog = replicator.backlog_before_outage();
}

}  // namespace

std::string digest_of_all(const std::vector<std::uint64_t>& digests) {
  std::string bytes;
  bytes.reserve(digests.size() * 8);
  for (const std::uint64_t digest : digests) {
    for (unsigned shift = 0; shift < 64; shift += 8) {
      bytes.push_back(static_cast<char>(digest >> shift & 0xffU));
    }
  }
  return sha256_hex(bytes);
}

Prediction summarise(const Scenario& scenario, const Samples& samples) {
  Prediction prediction;
  prediction.scenario_name = scenario.name;
  prediction.scenario_title = scenario.title;
  prediction.scenario_digest = scenario.digest;
  prediction.plan_name = scenario.plan.name;
  prediction.plan_digest = scenario.plan.digest;
  prediction.seed = samples.seed;
  prediction.replications = samples.replications();
  prediction.first_replication = samples.first_replication;
  prediction.timeline_digest = digest_of_all(samples.digests);
  prediction.horizon_s = to_seconds(scenario.horizon);
  for (std::size_t index = 0; index < scenario.objectives.size(); ++index) {
    prediction.objectives.push_back(
        predict_objective(scenario.plan, scenario.objectives[index], samples.objectives[index]));
  }
  for (std::size_t index = 0; index < scenario.duties.size(); ++index) {
    prediction.duties.push_back(predict_duty(scenario.duties[index], samples.duties[index]));
  }
  predict_throughput(scenario.plan, samples, prediction);
  const std::vector<DataId> endangered = endangered_data(scenario);
  for (std::size_t index = 0; index < endangered.size(); ++index) {
    prediction.restorations.push_back(predict_restoration(
        scenario.plan.data[endangered[index].index], samples.restorations[index]));
  }
  predict_hours(scenario, samples, prediction);
  predict_phases(samples, prediction);
  predict_steps(scenario, samples, prediction);
  for (const Assumption& assumption : scenario.assumptions) {
    prediction.fitted_on.insert(prediction.fitted_on.end(), assumption.fitted_on.begin(),
                                assumption.fitted_on.end());
    prediction.assumptions.push_back({.pointer = assumption.pointer,
                                      .name = assumption.name,
                                      .value = assumption.value,
                                      .source = assumption.source,
                                      .is_assumed = assumption.is_assumed,
                                      .influence = std::nullopt,
                                      .moves = {},
                                      .fitted_on = assumption.fitted_on});
  }
  std::sort(prediction.fitted_on.begin(), prediction.fitted_on.end());
  prediction.fitted_on.erase(std::unique(prediction.fitted_on.begin(), prediction.fitted_on.end()),
                             prediction.fitted_on.end());
  prediction.diverged_fraction =
      static_cast<double>(samples.totals.diverged) / static_cast<double>(samples.replications());
  tell_stories(scenario, samples, prediction);
  show_backlog(scenario, samples, prediction);
  return prediction;
}

std::uint64_t replications_for(const Scenario& scenario, const Samples& pilot, double half_width) {
  constexpr double margin = 1.1;  // a tenth for the interval's own shape
  double needed = static_cast<double>(pilot.replications());
  for (std::size_t index = 0; index < scenario.objectives.size(); ++index) {
    const auto& values = pilot.objectives[index];
    const auto met =
        static_cast<std::uint64_t>(std::count_if(values.begin(), values.end(), [&](Duration value) {
          return value <= scenario.objectives[index].target;
        }));
    // The fraction nearest one half that the pilot does not exclude has the widest interval.
    const Interval interval = fraction_interval(met, values.size());
    const double fraction = std::clamp(0.5, interval.low, interval.high);
    const double errors = normal_point_975 / half_width;
    needed = std::max(needed, margin * errors * errors * fraction * (1.0 - fraction));
  }
  return static_cast<std::uint64_t>(std::ceil(needed));
}

}  // namespace firedrill
